package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"levelup/internal/db/dbtest"
)

// readsNoMore is a connection that has asked for an event stream, has seen it begin and reads
// no more of it.
func readsNoMore(addr string, s seeded) (net.Conn, error) {
	narrow := net.Dialer{Control: func(_, _ string, c syscall.RawConn) (err error) {
		if cerr := c.Control(func(fd uintptr) { err = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, 4096) }); cerr != nil {
			return cerr
		}
		return err
	}}
	c, err := narrow.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(c, "GET %s/stream HTTP/1.1\r\nHost: %s\r\nCookie: levelup=%s\r\n\r\n", s.attempt, addr, s.token); err != nil {
		return c, err
	}
	for lines := bufio.NewScanner(c); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "event: clock") {
			return c, nil
		}
	}
	return c, fmt.Errorf("the stream of %s does not begin", s.attempt)
}

// descriptors is how many files and connections a process has open.
func (p *process) descriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// resident is how much memory a process has, in MiB.
func (p *process) resident(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kib, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kib >> 10
}

// F28: a thousand readers of streams that never read are dropped once they have let an
// event wait for too long. Until then they hold little memory, and others are served.
func TestF28ReadersThatNeverRead(t *testing.T) {
	t.Parallel()
	const people, each = 125, 8 // as many as a person may have
	database, addr := dbtest.SQLite(t), freeAddr(t)
	base := "http://" + addr
	seeds := seed(t, database, people+1)
	server := spawn(t, addr, database, "LEVELUP_TEST_TAKE_WITHIN=1s")
	client := &http.Client{Timeout: 30 * time.Second}
	memory, open := server.resident(t), server.descriptors(t)
	conns := make([]net.Conn, people*each)
	var opening sync.WaitGroup
	for i := range conns {
		opening.Go(func() {
			var err error
			if conns[i], err = readsNoMore(addr, seeds[i/each]); err != nil {
				t.Error(err)
			}
		})
	}
	opening.Wait()
	if t.Failed() {
		return
	}
	if n := server.descriptors(t) - open; n < people*each {
		t.Fatalf("%d streams are open, want %d", n, people*each)
	}

	// Each of them is told more than fits between it and the server.
	words := strings.Repeat("𝄞", 2_000)
	var telling sync.WaitGroup
	for _, s := range seeds[:people] {
		telling.Go(func() {
			for n := 1; n <= 8; n++ {
				body := fmt.Sprintf(`{"client": "c", "events": [{"n": %d, "type": "message", "step": "clarify", "text": %q}]}`, n, words)
				if status, text, err := s.request(client, "POST", base+s.attempt+"/events", body); err != nil || status != http.StatusOK {
					t.Errorf("message %d = %d %.200s %v", n, status, text, err)
					return
				}
			}
		})
	}
	told := make(chan struct{})
	go func() {
		telling.Wait()
		close(told)
	}()
	other := &typing{seeded: seeds[people]}
	most := 0
	for end := time.Now().Add(60 * time.Second); server.descriptors(t) >= open+2*people; time.Sleep(50 * time.Millisecond) {
		if ok, err := other.next(client, base); !ok || err != nil {
			t.Fatalf("somebody else's save: %v, %v", ok, err)
		}
		most = max(most, server.resident(t))
		if time.Now().After(end) {
			t.Fatalf("%d connections are still open", server.descriptors(t)-open)
		}
	}
	<-told
	if grown := most - memory; grown > 400 {
		t.Errorf("memory has grown by %d MiB", grown)
	}
	t.Logf("memory grew from %d to %d MiB at the most", memory, most)
	for _, c := range conns {
		_ = c.Close()
	}
}
