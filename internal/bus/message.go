package bus

import (
	"time"

	"github.com/nats-io/nats.go"

	"github.com/inquit/inquit/event"
)

// encode writes the envelope into headers, in CloudEvents' NATS binary mode.
func encode(m event.Message) *nats.Msg {
	msg := nats.NewMsg(m.Subject)
	msg.Data = m.Data
	set := func(key, value string) {
		if value != "" {
			msg.Header[key] = []string{value}
		}
	}
	set(event.HeaderContentType, "application/json")
	set(event.HeaderID, m.ID)
	set(event.HeaderSpec, "1.0")
	set(event.HeaderType, string(m.Type))
	set(event.HeaderEventID, m.ID)
	set(event.HeaderSource, m.Source)
	set(event.HeaderSubject, m.About)
	set(event.HeaderTraceParent, m.Trace.Parent)
	set(event.HeaderTraceState, m.Trace.State)
	if !m.Time.IsZero() {
		set(event.HeaderTime, m.Time.UTC().Format(time.RFC3339Nano))
	}
	return msg
}

// decode is the way back. Header names are looked up as they are written:
// NATS, unlike HTTP, does not fold their case.
func decode(subject string, header nats.Header, data []byte) event.Message {
	get := func(key string) string {
		if v := header[key]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	at, _ := time.Parse(time.RFC3339Nano, get(event.HeaderTime)) // absent in users' messages: zero
	return event.Message{
		Subject: subject,
		ID:      get(event.HeaderEventID),
		Type:    event.Type(get(event.HeaderType)),
		About:   get(event.HeaderSubject),
		Source:  get(event.HeaderSource),
		Time:    at,
		Trace:   traceOf(header),
		Data:    data,
	}
}

func traceOf(header nats.Header) event.Trace {
	var t event.Trace
	if v := header[event.HeaderTraceParent]; len(v) > 0 {
		t.Parent = v[0]
	}
	if v := header[event.HeaderTraceState]; len(v) > 0 {
		t.State = v[0]
	}
	if t.ID() == "" {
		return event.NewTrace() // nobody traced it so far
	}
	return t
}
