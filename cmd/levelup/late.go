package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"sync/atomic"
	"time"
)

// A request whose headers do not arrive in time is answered 408. The server of the
// standard library cuts such a connection off too, but tells its client that the
// request was bad, which it was not: a slow line may try again.

// punctual are connections that tell the late from the bad.
type punctual struct{ net.Listener }

func (l punctual) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return &timed{TCPConn: tcp}, err
	}
	return c, err
}

// timed is a connection that knows whether its time has run out.
type timed struct {
	*net.TCPConn
	late atomic.Bool
	told atomic.Bool // that it was
}

func (c *timed) Read(b []byte) (int, error) {
	n, err := c.TCPConn.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.late.Store(true)
	}
	return n, err
}

// badRequest and timeout are whole answers, as the library writes them where it has
// not understood a request.
var (
	badRequest = []byte("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request")
	timeout    = bytes.ReplaceAll(badRequest, []byte("400 Bad Request"), []byte("408 Request Timeout"))
)

func (c *timed) Write(b []byte) (int, error) {
	if c.late.Load() && bytes.Equal(b, badRequest) {
		c.told.Store(true)
		_, err := c.TCPConn.Write(timeout)
		return len(b), err
	}
	return c.TCPConn.Write(b)
}

// What a late client still sends is read for a moment and thrown away: a connection that
// is closed with unread bytes in it is reset, and then takes its answer along.
const (
	lateReads = 500 * time.Millisecond
	lateBytes = 64 << 10
)

func (c *timed) Close() error {
	if c.told.Swap(false) && c.CloseWrite() == nil && c.SetReadDeadline(time.Now().Add(lateReads)) == nil {
		_, _ = io.CopyN(io.Discard, c.TCPConn, lateBytes) // whatever comes, it is closed
	}
	return c.TCPConn.Close()
}
