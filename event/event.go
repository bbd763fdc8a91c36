// Package event is the contract between the services: subjects, streams,
// messages, headers and ids.
//
// One URL becomes a [URL] on inquit.urls, a [Work] on inquit.work.fetch.<host>,
// an [Article] on inquit.articles.<host> and a [Statements] on
// inquit.statements.<host>. What cannot go on becomes a [Failed] on
// inquit.failed.<stage>.<reason>.
//
// Bodies are JSON. The envelope is in the headers, under the CloudEvents names
// of its NATS binary mode, so that other programs understand it. Within a major
// version fields are only added, and a reader ignores those it does not know.
// testdata/v1 holds one frozen message of each type: a change that cannot read
// them breaks the build.
//
// Positions in messages are Unicode code points of the article's text, or of
// its title for statements of the headline; see [CodePoints].
package event

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// SchemaVersion is that of the messages and of the documents made from them.
const SchemaVersion = "1.0"

// Type is the CloudEvents type of a message. Its suffix is the major version.
type Type string

// The types of messages.
const (
	TypeWork       Type = "inquit.work.v1"
	TypeArticle    Type = "inquit.article.v1"
	TypeStatements Type = "inquit.statements.v1"
	TypeFailed     Type = "inquit.failed.v1"
)

// The headers of a message. NATS compares header names case by case.
const (
	HeaderID          = "Nats-Msg-Id"
	HeaderContentType = "Content-Type"
	HeaderSpec        = "ce-specversion"
	HeaderType        = "ce-type"
	HeaderEventID     = "ce-id"
	HeaderSource      = "ce-source"
	HeaderTime        = "ce-time"
	HeaderSubject     = "ce-subject"
	HeaderTraceParent = "traceparent"
	HeaderTraceState  = "tracestate"
)

// The headers that a failed message adds, for those who list without reading bodies.
const (
	HeaderStage    = "Inquit-Stage"
	HeaderReason   = "Inquit-Reason"
	HeaderError    = "Inquit-Error"
	HeaderAttempts = "Inquit-Attempts"
)

// Message is a body on its way: what to publish, or what was received.
type Message struct {
	Subject string
	// ID makes publishing idempotent: JetStream drops a second message of the
	// same id. It is also the CloudEvents id.
	ID   string
	Type Type
	// About is the id of the article or the URL, the CloudEvents subject.
	About string
	// Source is the service and its version, "fetcher/0.1.0".
	Source string
	// Time is when the message was made.
	Time  time.Time
	Trace Trace
	Data  []byte
}

// ErrSchema is the error for a message of another major version, or of none.
var ErrSchema = errors.New("unknown message schema")

// Decode reads the body of a message of the wanted type into v.
func (m *Message) Decode(want Type, v any) error {
	if m.Type != want {
		return fmt.Errorf("%w: type %q, this service reads %q", ErrSchema, m.Type, want)
	}
	if err := json.Unmarshal(m.Data, v); err != nil {
		return fmt.Errorf("%w: %s: %v", ErrSchema, want, err)
	}
	return nil
}

// HostToken turns a host name into one token of a subject: lower case, no port,
// and underscores for dots.
func HostToken(host string) string {
	host = strings.ToLower(host)
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	token := strings.Map(func(r rune) rune {
		switch {
		case r == '.' || r == ':':
			return '_'
		case r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z':
			return r
		}
		return -1
	}, host)
	if token == "" {
		return "none"
	}
	return token
}
