package bus

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/event"
)

// PutRaw keeps a page that was handed in as a file. The name is made from the
// content, so that the same page is kept once.
func (c *Conn) PutRaw(ctx context.Context, page []byte) (name string, err error) {
	store, err := c.js.ObjectStore(ctx, event.BucketRaw)
	if err != nil {
		return "", fmt.Errorf("object store %s: %w (run: inquit setup)", event.BucketRaw, err)
	}
	name = event.SHA256(string(page))
	if info, err := store.GetInfo(ctx, name); err == nil && info.Size == uint64(len(page)) {
		return name, nil
	}
	if _, err := store.Put(ctx, jetstream.ObjectMeta{Name: name}, bytes.NewReader(page)); err != nil {
		return "", fmt.Errorf("keep page: %w", err)
	}
	return name, nil
}

// ErrNoRaw is the error for a page that is not kept, or no longer.
var ErrNoRaw = errors.New("page is not in the object store")

// Raw returns a page that was kept.
func (c *Conn) Raw(ctx context.Context, name string) (page []byte, err error) {
	err = c.persist(ctx, "get page "+name, func() (bool, error) {
		store, err := c.js.ObjectStore(ctx, event.BucketRaw)
		if err != nil {
			return true, err
		}
		page, err = store.GetBytes(ctx, name)
		if errors.Is(err, jetstream.ErrObjectNotFound) {
			return false, ErrNoRaw
		}
		return true, err
	})
	return page, err
}
