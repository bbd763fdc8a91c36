package kibana

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// answers is a Kibana with fixed answers; it notes what it was asked.
type answers struct {
	t      *testing.T
	status []string // levels of /api/status, the last one repeated
	load   string   // answer to the import
	asked  []string
	file   string
	body   string
}

func (a *answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if user, password, _ := r.BasicAuth(); user != "elastic" || password != "secret" {
		http.Error(w, `{"message":"unauthorized"}`, http.StatusUnauthorized)
		return
	}
	a.asked = append(a.asked, r.Method+" "+r.URL.String())
	if r.Method != http.MethodGet && r.Header.Get("kbn-xsrf") == "" {
		http.Error(w, `{"message":"Request must contain a kbn-xsrf header."}`, http.StatusBadRequest)
		return
	}
	switch r.URL.Path {
	case "/s/desk/api/status":
		level := a.status[0]
		if len(a.status) > 1 {
			a.status = a.status[1:]
		}
		if level != "available" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		fmt.Fprintf(w, `{"status":{"overall":{"level":%q}}}`, level)
	case "/s/desk/api/saved_objects/_import":
		part, header, err := r.FormFile("file")
		if err != nil {
			a.t.Error(err)
			return
		}
		data, err := io.ReadAll(part)
		if err != nil {
			a.t.Error(err)
		}
		a.file = header.Filename + ":" + string(data)
		fmt.Fprint(w, a.load)
	case "/s/desk/api/data_views/default":
		data, err := io.ReadAll(r.Body)
		if err != nil {
			a.t.Error(err)
		}
		a.body = string(data)
		fmt.Fprint(w, `{"acknowledged":true}`)
	default:
		http.NotFound(w, r)
	}
}

func installOn(t *testing.T, a *answers, password string) error {
	t.Helper()
	a.t = t
	s := httptest.NewServer(a)
	t.Cleanup(s.Close)
	k := &server{client: s.Client(), url: s.URL + "/s/desk", user: "elastic", password: password, every: time.Millisecond}
	return k.install(t.Context())
}

func TestInstallWaitsImportsAndSetsTheDefault(t *testing.T) {
	a := &answers{status: []string{"unavailable", "degraded", "available"}, load: `{"success":true,"successCount":4}`}
	if err := installOn(t, a, "secret"); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"GET /s/desk/api/status", "GET /s/desk/api/status", "GET /s/desk/api/status",
		"POST /s/desk/api/saved_objects/_import?overwrite=true", "POST /s/desk/api/data_views/default",
	}
	if diff := cmp.Diff(want, a.asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if want := "inquit.ndjson:" + string(Objects()); a.file != want {
		t.Errorf("uploaded %d bytes, want the file of %d", len(a.file), len(want))
	}
	if want := `{"data_view_id":"inquit-statements","force":false}`; a.body != want {
		t.Errorf("default %s, want %s", a.body, want)
	}
}

func TestInstallReportsWhatKibanaRefused(t *testing.T) {
	cases := []struct{ name, load, want string }{
		{
			"an object that was refused", `{"success":false,"successCount":3,"errors":[{"id":"inquit-newsroom","type":"dashboard","error":{"type":"missing_references"}}]}`,
			"import of dashboard inquit-newsroom: missing_references",
		},
		{"fewer objects than sent, and no error", `{"success":true,"successCount":3}`, "import: Kibana took 3 of 4 objects"},
		{"no success, and no error", `{"success":false}`, "import: Kibana took 0 of 4 objects"},
		{"an answer that is no JSON", `<html>`, "import: answer: invalid character '<' looking for beginning of value"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := installOn(t, &answers{status: []string{"available"}, load: c.load}, "secret")
			if err == nil || err.Error() != c.want {
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}

func TestInstallDoesNotWaitForAWrongPasswordToGetRight(t *testing.T) {
	err := installOn(t, &answers{status: []string{"available"}}, "guess")
	if err == nil || !strings.Contains(err.Error(), "HTTP 401") {
		t.Errorf("error %v, want HTTP 401", err)
	}
}

func TestInstallEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Install(ctx, &http.Client{}, "http://127.0.0.1:1", "", "")
	if err == nil || !strings.Contains(err.Error(), "gave up waiting") {
		t.Errorf("error %v, want it to have given up", err)
	}
}
