package fetcher

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"time"

	"code.dny.dev/ssrf"

	"github.com/inquit/inquit/article"
)

// ClientConfig says how pages are downloaded. The zero value is usable.
type ClientConfig struct {
	// UserAgent goes with each request. Default UserAgent("").
	UserAgent string
	// AllowPrivate lets loopback and private addresses and any port be fetched:
	// for tests and for intranets. Never on a server that strangers may submit to.
	AllowPrivate bool
	// RootCAs are the authorities trusted, for intranets with one of their own.
	// Default those of the system.
	RootCAs *x509.CertPool
	// MaxBytes bounds a page after decompression. Default 10 MB.
	MaxBytes int64
	// Timeout bounds a fetch as a whole, redirects and body included. Default 60 s.
	Timeout time.Duration
	// ConnectTimeout bounds connecting, and once more the TLS handshake. Default 10 s.
	ConnectTimeout time.Duration
	// HeaderTimeout bounds the wait for the answer to begin. Default 30 s.
	HeaderTimeout time.Duration
	// SitemapDelay is the pause between the sitemaps that an index lists.
	// Default 1 s, negative none.
	SitemapDelay time.Duration
}

const (
	maxPageBytes = 10 << 20
	// maxHeaderBytes is generous: news sites set long cookies and policies.
	maxHeaderBytes = 256 << 10
	// maxHostConns is one for the page and one for a robots.txt or a feed.
	maxHostConns = 2
)

func (c ClientConfig) withDefaults() ClientConfig {
	c.UserAgent = cmp.Or(c.UserAgent, UserAgent(""))
	c.MaxBytes = cmp.Or(c.MaxBytes, maxPageBytes)
	c.Timeout = cmp.Or(c.Timeout, time.Minute)
	c.ConnectTimeout = cmp.Or(c.ConnectTimeout, 10*time.Second)
	c.HeaderTimeout = cmp.Or(c.HeaderTimeout, 30*time.Second)
	c.SitemapDelay = cmp.Or(c.SitemapDelay, time.Second)
	return c
}

// UserAgent tells publishers who is asking and where to complain: contact is a
// URL or a mail address, and defaults to the project's page.
func UserAgent(contact string) string {
	return "inquit/" + article.Version + " (+" + cmp.Or(contact, "https://github.com/inquit/inquit") + ")"
}

// Client downloads pages, robots.txt files and feeds. It may be used by many
// goroutines; create it with NewClient. It does not wait between requests.
type Client struct {
	config    ClientConfig
	transport *http.Transport
}

// NewClient returns a client with connections of its own.
func NewClient(config ClientConfig) *Client {
	config = config.withDefaults()
	dialer := &net.Dialer{Timeout: config.ConnectTimeout, KeepAlive: 30 * time.Second}
	if !config.AllowPrivate {
		// It sees the address that is dialled, so that neither a redirect nor a
		// name that changes its address gets around it.
		dialer.Control = ssrf.New().Safe
	}
	return &Client{config: config, transport: &http.Transport{
		// No proxy from the environment: the guard would see the proxy's
		// address instead of the page's.
		Proxy:                  nil,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: config.RootCAs, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    config.ConnectTimeout,
		ResponseHeaderTimeout:  config.HeaderTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		ForceAttemptHTTP2:      true, // off by default once DialContext is set
		DisableCompression:     true, // see decode.go
		MaxConnsPerHost:        maxHostConns,
		MaxIdleConnsPerHost:    1,
		MaxIdleConns:           256,
		IdleConnTimeout:        30 * time.Second,
	}}
}

// Close closes the connections that are not in use.
func (c *Client) Close() { c.transport.CloseIdleConnections() }
