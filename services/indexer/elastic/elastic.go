// Package elastic is the index in Elasticsearch 8 or 9.
//
// It keeps one index for each collection behind an alias, inquit-statements and
// inquit-articles, and needs the privileges read and write on them; Setup needs
// manage_index_templates and manage besides.
package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/elastic/elastic-transport-go/v8/elastictransport"
	"github.com/elastic/go-elasticsearch/v8/esapi"

	"github.com/inquit/inquit/services/indexer"
)

// Config says where Elasticsearch is and how to sign in.
type Config struct {
	// URLs of the nodes. Default http://127.0.0.1:9200.
	URLs []string
	// Username and Password, or APIKey in its encoded form.
	Username, Password, APIKey string
	// CACert is a PEM bundle to trust instead of the system's.
	CACert []byte
	// Prefix begins the names of all templates, indices and aliases. Default inquit.
	Prefix string
	// Strict has fields refused that the templates do not know. Default false:
	// while replicas of two versions run, the newer one's fields must not fail.
	Strict bool
	// Compress sends requests gzipped: for a server behind a real network. It
	// costs 15 times the CPU here and gains nothing on one machine.
	Compress bool
	// Timeout of a request. Default 60 s.
	Timeout time.Duration
}

var prefixForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,60}$`)

// Validate sets the defaults and names the field that can't be used.
func (c *Config) Validate() error {
	if len(c.URLs) == 0 {
		c.URLs = []string{"http://127.0.0.1:9200"}
	}
	for _, s := range c.URLs {
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Errorf("elasticsearch: URLs: %q is not like https://elastic.example.org:9200", s)
		}
	}
	if c.APIKey != "" && c.Username != "" {
		return errors.New("elasticsearch: APIKey and Username are both set, one is enough")
	}
	if c.Prefix == "" {
		c.Prefix = "inquit"
	}
	if !prefixForm.MatchString(c.Prefix) {
		return fmt.Errorf("elasticsearch: Prefix: %q is not of lower-case letters, digits and -", c.Prefix)
	}
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	return nil
}

// Index is an [indexer.Index] in Elasticsearch.
type Index struct {
	config Config
	client *elastictransport.Client
	http   *http.Transport
}

var _ indexer.Index = (*Index)(nil)

// Open makes a client. It does not connect yet.
func Open(config Config) (*Index, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	transport.ResponseHeaderTimeout = config.Timeout
	var urls []*url.URL
	for _, s := range config.URLs {
		u, err := url.Parse(s)
		if err != nil {
			return nil, fmt.Errorf("elasticsearch: %w", err)
		}
		urls = append(urls, u)
	}
	client, err := elastictransport.NewClient(config.options(urls, transport)...)
	if err != nil {
		return nil, fmt.Errorf("elasticsearch: %w", err)
	}
	return &Index{config: config, client: client, http: transport}, nil
}

func (c *Config) options(urls []*url.URL, transport http.RoundTripper) []elastictransport.Option {
	options := []elastictransport.Option{
		elastictransport.WithURLs(urls...), elastictransport.WithTransport(transport), elastictransport.WithUserAgent("inquit"),
		// What to try again is for the indexer to decide: it knows whole requests
		// from single documents.
		elastictransport.WithDisableRetry(),
	}
	switch {
	case c.APIKey != "":
		options = append(options, elastictransport.WithAPIKey(c.APIKey))
	case c.Username != "":
		options = append(options, elastictransport.WithBasicAuth(c.Username, c.Password))
	}
	if len(c.CACert) > 0 {
		options = append(options, elastictransport.WithCACert(c.CACert))
	}
	if c.Compress {
		options = append(options, elastictransport.WithCompression())
	}
	return options
}

// Close closes idle connections.
func (x *Index) Close() error {
	x.http.CloseIdleConnections()
	return nil
}

func (x *Index) alias(c indexer.Collection) string { return x.config.Prefix + "-" + string(c) }

// Error is an answer that is not a success.
type Error struct {
	Status       int // of HTTP
	Type, Reason string
}

func (e *Error) Error() string {
	text := fmt.Sprintf("elasticsearch answers %d", e.Status)
	if e.Type != "" {
		text += " " + e.Type
	}
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	switch {
	case e.Status == http.StatusUnauthorized:
		text += " (check the user and password or the API key)"
	case e.Status == http.StatusForbidden:
		text += " (the user lacks a privilege)"
	case e.Type == "index_not_found_exception":
		text += " (run: inquit setup)"
	}
	return text
}

// Is reports whether an operator has to act.
func (e *Error) Is(target error) bool {
	return target == indexer.ErrBlocked && statusOf(e) == indexer.Blocked
}

func isStatus(err error, status int) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == status
}

// request is any of esapi's.
type request interface {
	Do(ctx context.Context, transport esapi.Transport) (*esapi.Response, error)
}

// maxAnswer bounds what is read of an answer: a page of 1000 statements has 3 MB.
const maxAnswer = 256 << 20

// do sends a request and decodes the answer into into, if that is not nil.
func (x *Index) do(ctx context.Context, r request, into any) error {
	ctx, cancel := context.WithTimeout(ctx, x.config.Timeout)
	defer cancel()
	response, err := r.Do(ctx, x.client)
	if err != nil {
		return fmt.Errorf("elasticsearch: %w", err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("elasticsearch: answer breaks off after %d bytes: %w", len(data), err)
	}
	if response.StatusCode >= 300 {
		return failure(response.StatusCode, data)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("elasticsearch: answer is not the JSON that was expected: %w: %s", err, beginning(data))
	}
	return nil
}

// failure reads an error, which a proxy may have written.
func failure(status int, data []byte) error {
	var body struct {
		Error cause `json:"error"`
	}
	if err := json.Unmarshal(data, &body); err != nil || body.Error.Type == "" {
		return &Error{Status: status, Reason: beginning(data)}
	}
	return &Error{Status: status, Type: body.Error.Type, Reason: body.Error.text()}
}

// cause is Elasticsearch's description of an error. The innermost reason says
// what to do.
type cause struct {
	Type     string `json:"type"`
	Reason   string `json:"reason"`
	CausedBy *cause `json:"caused_by"`
}

func (c *cause) text() string {
	text := c.Reason
	for inner := c.CausedBy; inner != nil; inner = inner.CausedBy {
		if inner.Reason != "" && !strings.Contains(text, inner.Reason) {
			text += ": " + inner.Reason
		}
	}
	return text
}

func beginning(data []byte) string {
	return strings.Join(strings.Fields(string(data[:min(len(data), 200)])), " ")
}

// body is the JSON of v, which is made here and can't fail.
func body(v any) io.Reader {
	data, err := json.Marshal(v)
	if err != nil {
		return strings.NewReader("")
	}
	return bytes.NewReader(data)
}

func yes() *bool { return new(true) }
