package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// F29: whoever sends headers byte by byte, or nothing, is cut off, with 408; headers of a megabyte
// are refused; thousands of idle connections are borne. Others are served meanwhile.
func TestF29SlowLargeAndIdle(t *testing.T) {
	t.Parallel()
	database, addr := dbtest.SQLite(t), freeAddr(t)
	base := "http://" + addr
	other := &typing{seeded: seed(t, database, 1)[0]}
	spawn(t, addr, database)
	client := &http.Client{Timeout: 30 * time.Second}
	served := func(what string) {
		t.Helper()
		if ok, err := other.next(client, base); !ok || err != nil {
			t.Errorf("beside %s a save is not served: %v", what, err)
		}
		if status, _, err := other.request(client, "GET", base+"/learn/database", ""); status != http.StatusOK || err != nil {
			t.Errorf("beside %s a page is %d, %v", what, status, err)
		}
	}

	// Slow ones: through a proxy that drips, and without a byte.
	dripping := newProxy(t, base)
	dripping.set(func(p *proxy) { p.drip, p.delay = true, 200*time.Millisecond })
	var slow sync.WaitGroup
	for i := range 40 {
		slow.Go(func() {
			at := strings.TrimPrefix(dripping.url, "http://")
			if i%2 == 0 {
				at = addr
			}
			c, err := net.Dial("tcp", at)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close() //nolint:errcheck // it is to be cut by the other side
			if i%2 == 1 {
				_, _ = fmt.Fprintf(c, "GET /learn HTTP/1.1\r\nHost: %s\r\nX-Slow: %s\r\n\r\n", addr, strings.Repeat("x", 4_000))
			}
			_ = c.SetReadDeadline(time.Now().Add(30 * time.Second))
			answer, err := io.ReadAll(c)
			want := "" // nobody asked anything
			if i%2 == 1 {
				want = "HTTP/1.1 408 Request Timeout\r\n"
			}
			if got := string(answer); errors.Is(err, os.ErrDeadlineExceeded) || !strings.HasPrefix(got, want) || want == "" && got != "" {
				t.Errorf("a slow one is answered with %.60q, %v; want it cut off with %q", got, err, want)
			}
		})
	}
	served("slow ones")

	large, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer large.Close() //nolint:errcheck // it is to be cut by the other side
	go func() {         // until the server has had enough
		_, _ = fmt.Fprintf(large, "GET /learn HTTP/1.1\r\nHost: %s\r\nX-Large: %s\r\n\r\n", addr, strings.Repeat("x", 1<<20))
	}()
	if line, err := bufio.NewReader(large).ReadString('\n'); !strings.Contains(line, "431") {
		t.Errorf("a megabyte of headers is answered with %q, %v; want 431", line, err)
	}

	// As many idle ones as this process and the server may have open.
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	many := min(10_000, int(limit.Cur)/2)
	idle := make([]net.Conn, many)
	defer func() {
		for _, c := range idle {
			if c != nil {
				_ = c.Close()
			}
		}
	}()
	var asking sync.WaitGroup
	for i := range 16 {
		asking.Go(func() {
			for ; i < many; i += 16 {
				var err error
				if idle[i], err = net.Dial("tcp", addr); err != nil {
					t.Errorf("connection %d: %v", i, err)
					return
				}
				if err := asked(idle[i], addr); err != nil {
					t.Errorf("connection %d: %v", i, err)
					return
				}
			}
		})
	}
	asking.Wait()
	served("idle ones")
	for _, i := range []int{0, many / 2, many - 1} { // they were not thrown out for it
		if err := asked(idle[i], addr); err != nil {
			t.Errorf("idle connection %d: %v", i, err)
		}
	}
	t.Logf("%d idle connections", many)
	slow.Wait()
	served("nobody")
}

// asked sends a small request over a connection that stays open, and reads the answer.
func asked(c net.Conn, addr string) error {
	if err := c.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", addr); err != nil {
		return err
	}
	buffer := make([]byte, 4096)
	n := 0
	for !strings.HasSuffix(string(buffer[:n]), "\r\n\r\nok\n") {
		more, err := c.Read(buffer[n:])
		if err != nil {
			return fmt.Errorf("%q: %w", buffer[:n], err)
		}
		n += more
	}
	return nil
}
