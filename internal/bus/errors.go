package bus

import (
	"fmt"
	"time"

	"github.com/inquit/inquit/event"
)

// PermanentError says that a message can never be handled.
type PermanentError struct {
	// Reason is a token for subjects and metrics: "not_found".
	Reason string
	Err    error
}

func (e *PermanentError) Error() string { return fmt.Sprintf("%s: %v", e.Reason, e.Err) }
func (e *PermanentError) Unwrap() error { return e.Err }

// Permanent has a message put into the failed stream, with the reason.
func Permanent(reason string, err error) error { return &PermanentError{Reason: reason, Err: err} }

// LaterError says that a message has to wait.
type LaterError struct {
	At     time.Time
	Reason string
	// Next is published instead of the message when the time has come.
	Next event.Message
	// Key names the wait: a second one under the same key replaces the first.
	Key string
}

func (e *LaterError) Error() string {
	return fmt.Sprintf("%s: again at %s", e.Reason, e.At.Format(time.RFC3339))
}

// Later has next published at a later time, and the message acknowledged.
func Later(at time.Time, reason, key string, next event.Message) error {
	return &LaterError{At: at, Reason: reason, Key: key, Next: next}
}
