package respond

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"time"
)

// TakeWithin is how long the reader of an event stream may take over an event.
const TakeWithin = 10 * time.Second

// unread is how much of a stream may wait for its reader in the kernel, which by
// itself would keep megabytes for each that never reads.
const unread = 16 << 10

// Stream is a stream of server-sent events.
type Stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	within  time.Duration
}

type connKey struct{}

// WithConn puts the connection of requests into their context, for streams to bound
// what waits on it. It is a server's ConnContext.
func WithConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// Events begins a stream. A reader that does not take an event within so long is
// dropped: Send fails.
func Events(w http.ResponseWriter, r *http.Request, within time.Duration) *Stream {
	if c, ok := r.Context().Value(connKey{}).(interface{ SetWriteBuffer(bytes int) error }); ok {
		_ = c.SetWriteBuffer(unread) // without it the stream works as well
	}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	w.Header().Set("Connection", "close") // no other answer inherits the buffer and the deadline
	return &Stream{w, http.NewResponseController(w), within}
}

// Send writes one event, without an id if that is 0. Its data is one line of JSON, so
// no value can break out of the frame.
func (s *Stream) Send(id int64, name string, data any) error {
	doc, err := json.Marshal(data)
	if err != nil {
		return err
	}
	if err := s.control.SetWriteDeadline(time.Now().Add(s.within)); err != nil {
		return err
	}
	if id != 0 {
		if _, err := fmt.Fprintf(s.w, "id: %d\n", id); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintf(s.w, "event: %s\ndata: %s\n\n", name, doc); err != nil {
		return err
	}
	return s.control.Flush()
}
