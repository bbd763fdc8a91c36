package elastic_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"go.uber.org/zap"

	"github.com/inquit/inquit/services/indexer"
)

// TestRights needs a server with users: e2e/elasticsearch/run start --security.
func TestRights(t *testing.T) {
	url := os.Getenv("INQUIT_TEST_ELASTICSEARCH_SECURED")
	if url == "" {
		t.Skip("SKIPPED, NOTHING WAS TESTED: INQUIT_TEST_ELASTICSEARCH_SECURED does not name a server that e2e/elasticsearch/run started with --security")
	}
	admin := configFor(t, strings.Replace(url, "://", "://admin:admin-secret@", 1))
	user := func(name, password string) indexer.Index {
		c := admin
		c.URLs, c.Username, c.Password = []string{url}, name, password
		return open(t, c)
	}
	reader := user("reader", "reader-secret")
	if _, err := reader.Setup(t.Context()); !errors.Is(err, indexer.ErrBlocked) || !strings.Contains(err.Error(), "lacks a privilege") {
		t.Errorf("setup by a reader: %v", err)
	}
	if _, err := user("admin", "admin-secret").Setup(t.Context()); err != nil {
		t.Fatal(err)
	}

	// Whoever may not set up uses what is there.
	w, err := indexer.NewWriter(indexer.Config{}, reader, zap.NewNop(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SetUp(t.Context()); err != nil {
		t.Errorf("setup with an index that is there: %v", err)
	}
	if err := w.Ready(t.Context()); err != nil {
		t.Errorf("health takes more than the right to read: %v", err)
	}
	if _, err := reader.Search(t.Context(), indexer.Query{}); err != nil {
		t.Errorf("search by a reader: %v", err)
	}
	for name, test := range map[string]struct {
		index  indexer.Index
		reason string
	}{
		"a reader":         {reader, "security_exception"},
		"a wrong password": {user("admin", "wrong"), "check the user"},
		"nobody":           {user("", ""), "check the user"},
	} {
		got, err := test.index.Apply(t.Context(), puts(t, "a", "b"))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range got {
			if o.Status != indexer.Blocked || !strings.Contains(o.Reason, test.reason) {
				t.Errorf("write by %s: %v, want blocked with %q", name, o, test.reason)
			}
		}
	}
}
