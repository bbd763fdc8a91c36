package event

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
)

// Trace carries W3C Trace Context, https://www.w3.org/TR/trace-context/.
type Trace struct{ Parent, State string }

// NewTrace starts a trace.
func NewTrace() Trace {
	var b [24]byte
	rand.Read(b[:])
	return Trace{Parent: "00-" + hex.EncodeToString(b[:16]) + "-" + hex.EncodeToString(b[16:]) + "-01"}
}

// ID is the trace id, or empty if Parent is not valid.
func (t Trace) ID() string {
	parts := strings.Split(t.Parent, "-")
	if len(parts) < 4 || len(parts[0]) != 2 || len(parts[1]) != 32 || len(parts[2]) != 16 || len(parts[3]) != 2 {
		return ""
	}
	if _, err := hex.DecodeString(strings.Join(parts[:4], "")); err != nil {
		return ""
	}
	if strings.Trim(parts[1], "0") == "" || strings.Trim(parts[2], "0") == "" {
		return ""
	}
	return parts[1]
}

// Child is the same trace with a span of its own, or a new trace if t has none.
func (t Trace) Child() Trace {
	id := t.ID()
	if id == "" {
		return NewTrace()
	}
	var b [8]byte
	rand.Read(b[:])
	flags := strings.Split(t.Parent, "-")[3]
	return Trace{Parent: "00-" + id + "-" + hex.EncodeToString(b[:]) + "-" + flags, State: t.State}
}
