package kibana

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"
)

// Install waits until the Kibana at url is available, imports the objects over
// older ones of the same ids, and makes the statements its default data view if
// it has none. It may be repeated. The url may end in /s/SPACE for a space; an
// empty user signs nobody in.
func Install(ctx context.Context, client *http.Client, url, user, password string) error {
	k := &server{client: client, url: strings.TrimSuffix(url, "/"), user: user, password: password, every: 2 * time.Second}
	return k.install(ctx)
}

// server is a Kibana to talk to.
type server struct {
	client              *http.Client
	url, user, password string
	// every is the time between two looks at its status.
	every time.Duration
}

func (k *server) install(ctx context.Context) error {
	if err := k.wait(ctx); err != nil {
		return err
	}
	if err := k.load(ctx); err != nil {
		return err
	}
	body, err := marshal(map[string]any{"data_view_id": StatementsView, "force": false})
	if err != nil {
		return err
	}
	if _, err := k.do(ctx, http.MethodPost, "/api/data_views/default", "application/json", body); err != nil {
		return fmt.Errorf("default data view: %w", err)
	}
	return nil
}

// wait asks until Kibana says that it is available. A wrong password does not
// get better by waiting.
func (k *server) wait(ctx context.Context) error {
	for {
		err := k.available(ctx)
		var status *statusError
		if err == nil || errors.As(err, &status) && (status.code == http.StatusUnauthorized || status.code == http.StatusForbidden) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("gave up waiting: %w", err)
		case <-time.After(k.every):
		}
	}
}

func (k *server) available(ctx context.Context) error {
	answer, err := k.do(ctx, http.MethodGet, "/api/status", "", nil)
	if err != nil {
		return err
	}
	var status struct {
		Status struct {
			Overall struct {
				Level string `json:"level"`
			} `json:"overall"`
		} `json:"status"`
	}
	if err := json.Unmarshal(answer, &status); err != nil {
		return fmt.Errorf("status of Kibana at %s: %w", k.url, err)
	}
	if level := status.Status.Overall.Level; level != "available" {
		return fmt.Errorf("wait for Kibana at %s: it is %q", k.url, level)
	}
	return nil
}

// load imports the file. Kibana answers 200 even when it refused objects.
func (k *server) load(ctx context.Context) error {
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "inquit.ndjson") // Kibana looks at the ending
	if err != nil {
		return err
	}
	if _, err := part.Write(objects); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	answer, err := k.do(ctx, http.MethodPost, "/api/saved_objects/_import?overwrite=true", w.FormDataContentType(), form.Bytes())
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return imported(answer, bytes.Count(objects, []byte("\n")))
}

// imported checks that all objects were taken.
func imported(answer []byte, want int) error {
	var result struct {
		Success      bool `json:"success"`
		SuccessCount int  `json:"successCount"`
		Errors       []struct {
			ID    string `json:"id"`
			Type  string `json:"type"`
			Error struct {
				Type    string `json:"type"`
				Message string `json:"message"`
			} `json:"error"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(answer, &result); err != nil {
		return fmt.Errorf("import: answer: %w", err)
	}
	var failed []error
	for _, e := range result.Errors {
		failed = append(failed, fmt.Errorf("import of %s %s: %s", e.Type, e.ID, strings.TrimSpace(e.Error.Type+" "+e.Error.Message)))
	}
	if len(failed) == 0 && (!result.Success || result.SuccessCount != want) {
		failed = append(failed, fmt.Errorf("import: Kibana took %d of %d objects", result.SuccessCount, want))
	}
	return errors.Join(failed...)
}

// statusError is an answer that is not 2xx.
type statusError struct {
	code         int
	method, path string
	body         string
}

func (e *statusError) Error() string {
	return fmt.Sprintf("%s %s: HTTP %d: %s", e.method, e.path, e.code, e.body)
}

func (k *server) do(ctx context.Context, method, path, contentType string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, k.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("reach Kibana at %s: %w", k.url, err)
	}
	req.Header.Set("kbn-xsrf", "inquit") // Kibana refuses changes without it
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if k.user != "" {
		req.SetBasicAuth(k.user, k.password)
	}
	resp, err := k.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("reach Kibana at %s: %w", k.url, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 4<<20))
	if err != nil {
		return nil, fmt.Errorf("reach Kibana at %s: %w", k.url, err)
	}
	if resp.StatusCode/100 != 2 {
		return nil, &statusError{resp.StatusCode, method, path, string(answer[:min(len(answer), 500)])}
	}
	return answer, nil
}
