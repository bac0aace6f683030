package main

import (
	"bytes"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// proxy stands between clients and a server as one of which the server knows nothing,
// and does what such things do to connections.
type proxy struct {
	url string

	mu    sync.Mutex
	conns map[net.Conn]fate
	away  bool
	delay time.Duration
	drip  bool // what clients ask arrives byte by byte
}

// fate is what becomes of what a connection sends.
type fate int

const (
	passed   fate = iota
	streamed      // passed too, and it is an event stream
	lost
)

// newProxy stands before a server until the test ends.
func newProxy(t *testing.T, server string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{url: "http://" + l.Addr().String(), conns: map[net.Conn]fate{}}
	var links sync.WaitGroup
	links.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			links.Go(func() { p.link(client, strings.TrimPrefix(server, "http://")) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		p.vanish()
		links.Wait()
	})
	return p
}

// set changes what it does from now on.
func (p *proxy) set(f func(*proxy)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(p)
}

// cut ends every connection that is open.
func (p *proxy) cut() {
	p.set(func(p *proxy) {
		for c := range p.conns {
			_ = c.Close()
		}
	})
}

// vanish cuts, and ends each new connection at once; comeBack serves them again.
func (p *proxy) vanish() {
	p.set(func(p *proxy) { p.away = true })
	p.cut()
}

// mute leaves the streams open and passes nothing of them on any more: what a client
// hears of a connection that has died without a word.
func (p *proxy) mute() {
	p.set(func(p *proxy) {
		for c, f := range p.conns {
			if f == streamed {
				p.conns[c] = lost
			}
		}
	})
}

func (p *proxy) comeBack() { p.set(func(p *proxy) { p.away = false }) }

// keep remembers a connection; ok is false where none is served.
func (p *proxy) keep(c net.Conn) (ok bool) {
	p.set(func(p *proxy) {
		if ok = !p.away; ok {
			p.conns[c] = passed
		}
	})
	return ok
}

func (p *proxy) link(client net.Conn, server string) {
	defer client.Close() //nolint:errcheck // it may be cut already
	if !p.keep(client) {
		return
	}
	back, err := net.Dial("tcp", server)
	if err != nil {
		return
	}
	defer back.Close() //nolint:errcheck // it may be cut already
	if !p.keep(back) {
		return
	}
	defer p.set(func(p *proxy) {
		delete(p.conns, client)
		delete(p.conns, back)
	})
	var both sync.WaitGroup
	both.Go(func() { p.pass(back, client, true) })
	both.Go(func() { p.pass(client, back, false) })
	both.Wait()
}

// pass carries bytes one way, late or one by one where that is asked for. When one side
// has ended, so has the other.
func (p *proxy) pass(to, from net.Conn, asking bool) {
	defer to.Close()   //nolint:errcheck // it may be cut already
	defer from.Close() //nolint:errcheck // it may be cut already
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		for rest := buffer[:n]; len(rest) > 0; {
			some := len(rest)
			var wait time.Duration
			var f fate
			p.set(func(p *proxy) {
				if !asking && p.conns[from] == passed && bytes.Contains(rest, []byte("text/event-stream")) {
					p.conns[from] = streamed
				}
				wait, f = p.delay, p.conns[from]
				if p.drip && asking {
					some = 1
				}
			})
			if f == lost {
				break
			}
			time.Sleep(wait)
			if _, err := to.Write(rest[:some]); err != nil {
				return
			}
			rest = rest[some:]
		}
		if err != nil {
			return
		}
	}
}
