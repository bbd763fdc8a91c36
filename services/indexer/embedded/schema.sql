-- Version 1. A row whose doc is null is a tombstone: it keeps the version of
-- what was deleted, so that an older write that comes later has no effect.
CREATE TABLE statements (
  row        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  version    INTEGER NOT NULL,
  at         INTEGER NOT NULL, -- milliseconds
  article    TEXT NOT NULL,
  headline   INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  outlet     TEXT NOT NULL,    -- folded
  domain     TEXT NOT NULL,
  confidence REAL NOT NULL,
  doc        BLOB
) STRICT;
CREATE INDEX statements_at ON statements (at, id) WHERE doc IS NOT NULL;
CREATE INDEX statements_article ON statements (article) WHERE doc IS NOT NULL;

-- The fields that are counted by or filtered by value.
CREATE TABLE facets (
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  row   INTEGER NOT NULL,
  PRIMARY KEY (field, value, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX facets_row ON facets (row);

CREATE TABLE articles (
  id         TEXT NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL,
  statements TEXT NOT NULL,    -- JSON array of their ids
  doc        BLOB
) STRICT, WITHOUT ROWID;

-- Words are folded and divided by spaces before they come here, so that both
-- kinds of index read them alike; SQLite only has to cut at the spaces.
CREATE VIRTUAL TABLE words USING fts5 (speaker, about, content,
  content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'");
CREATE VIRTUAL TABLE stems USING fts5 (content,
  content = '', contentless_delete = 1, tokenize = "porter unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'");
