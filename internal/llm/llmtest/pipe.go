package llmtest

import (
	"context"
	"errors"
	"net"
	"net/http"
)

// Pipe serves h over connections in memory and returns the way there and what ends
// it. Unlike a socket it stands still with a clock that stands still
// (testing/synctest).
func Pipe(h http.Handler) (way *http.Transport, end func()) {
	l := &listener{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: h}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l) // it ends with end
	}()
	way = &http.Transport{DialContext: l.dial}
	return way, func() {
		way.CloseIdleConnections()
		_ = server.Close() // of what is still open
		<-done
	}
}

// listener hands on connections that are made here.
type listener struct {
	conns  chan net.Conn
	closed chan struct{}
}

var errClosed = errors.New("closed")

func (l *listener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.conns <- theirs:
		return ours, nil
	case <-l.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, errClosed
	}
}

func (l *listener) Close() error {
	close(l.closed)
	return nil
}

func (l *listener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }
