package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// F1: the server is killed twenty times in a storm of 64 pages that save. What
// was acknowledged is there once, in order, and the file is sound.
func TestF1KillsInAStorm(t *testing.T) {
	t.Parallel()
	const pages, kills = 64, 20
	database, addr := dbtest.SQLite(t), freeAddr(t)
	base := "http://" + addr
	people := seed(t, database, pages)
	var acknowledged atomic.Int64
	stop := make(chan struct{})
	typists := make([]*typing, pages)
	var storm sync.WaitGroup
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: pages}}
	server := spawn(t, addr, database)
	for i := range typists {
		p := &typing{seeded: people[i]}
		typists[i] = p
		storm.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				ok, err := p.next(client, base)
				if err != nil {
					t.Error(err)
					return
				}
				if ok {
					acknowledged.Add(1)
				} else {
					time.Sleep(time.Millisecond)
				}
			}
		})
	}
	for range kills {
		// Kill in the middle of it: some time after the pages have resumed.
		before := acknowledged.Load()
		for end := time.Now().Add(20 * time.Second); acknowledged.Load() < before+200; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("the pages did not resume:\n%s", server.log)
			}
		}
		server.kill(t)
		server = spawn(t, addr, database)
	}
	close(stop)
	storm.Wait()
	for i, p := range typists {
		var transcript struct {
			Steps []struct{ Step, Answer string }
		}
		status, body, err := p.request(client, "GET", base+p.attempt+"/transcript.json", "")
		if err != nil || status != http.StatusOK {
			t.Fatalf("transcript of page %d = %d, %v", i, status, err)
		}
		if err := json.Unmarshal([]byte(body), &transcript); err != nil {
			t.Fatal(err)
		}
		got, pending := transcript.Steps[1].Answer, fmt.Sprintf("%d ", p.n+1)
		if got != p.text && got != p.text+pending { // the last one may be stored without its page knowing
			t.Errorf("page %d: the server has %d bytes, %d were acknowledged", i, len(got), len(p.text))
		}
	}
	server.kill(t)
	pool, err := sql.Open("sqlite", strings.TrimPrefix(database, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var verdict string
	if err := pool.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check = %q, %v", verdict, err)
	}
	var twice int
	if err := pool.QueryRow("SELECT count(*) FROM (SELECT 1 FROM events WHERE n > 0 GROUP BY attempt_id, client, n HAVING count(*) > 1)").Scan(&twice); err != nil || twice != 0 {
		t.Errorf("events stored twice = %d, %v", twice, err)
	}
	t.Logf("%d saves acknowledged over %d kills", acknowledged.Load(), kills)
}

// F3: told to stop, the server says so, lets streams go and finishes the saves
// that have begun.
func TestF3Stop(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, addr := address(t), freeAddr(t)
			base := "http://" + addr
			people := seed(t, database, 16)
			server := spawn(t, addr, database)
			names := people[0].stream(t, base)
			if got := <-names; got != "clock" {
				t.Errorf("the stream begins with %q, want clock", got)
			}
			client := &http.Client{Timeout: 5 * time.Second}
			pages := make([]*typing, len(people))
			var storm sync.WaitGroup
			for i := range pages {
				pages[i] = &typing{seeded: people[i]}
				storm.Go(func() {
					for {
						ok, err := pages[i].next(client, base)
						if err != nil {
							t.Error(err)
						}
						if !ok {
							return // the server is gone
						}
					}
				})
			}
			if err := server.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			unready := false
			for end := time.Now().Add(5 * time.Second); !unready && time.Now().Before(end); {
				res, err := client.Get(base + "/readyz")
				if err != nil {
					break // it no longer listens
				}
				unready = res.StatusCode == http.StatusServiceUnavailable
				_ = res.Body.Close()
			}
			if !unready {
				t.Error("/readyz never said that the server is stopping")
			}
			last := ""
			for name := range names {
				last = name
			}
			if last != "reconnect" {
				t.Errorf("the stream ended with %q, want reconnect", last)
			}
			if err := server.cmd.Wait(); err != nil {
				t.Errorf("exit: %v\n%s", err, server.log)
			}
			storm.Wait()
			again := spawn(t, addr, database)
			for _, p := range pages {
				_, body, err := p.request(client, "GET", base+p.attempt+"/transcript.json", "")
				if err != nil || !strings.Contains(body, `"answer":"`+p.text) {
					t.Errorf("acknowledged words are missing after a stop: %v", err)
				}
			}
			again.kill(t)
		})
	}
}

// F17: a worker dies in the middle of grading; another takes the job up when
// the lease has run out, and there is one grade.
func TestF17AWorkerDies(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, addr, marks := address(t), freeAddr(t), filepath.Join(t.TempDir(), "gradings")
			base := "http://" + addr
			someone := seed(t, database, 1)[0]
			client := &http.Client{Timeout: 5 * time.Second}
			calls := func() int {
				b, err := os.ReadFile(marks)
				if err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
				return strings.Count(string(b), "\n")
			}
			wait := func(what string, f func() bool) {
				t.Helper()
				for end := time.Now().Add(15 * time.Second); !f(); time.Sleep(10 * time.Millisecond) {
					if time.Now().After(end) {
						t.Fatalf("%s: not in time", what)
					}
				}
			}
			grades := func() string {
				_, body, err := someone.request(client, "GET", base+someone.attempt+"/grades.json", "")
				if err != nil {
					t.Fatal(err)
				}
				return body
			}
			first := spawn(t, addr, database, "LEVELUP_TEST_GRADINGS="+marks, "LEVELUP_TEST_HANG=1")
			if status, body, err := someone.request(&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
				"POST", base+someone.attempt+"/submit", ""); err != nil || status != http.StatusSeeOther {
				t.Fatalf("submit = %d %s %v", status, body, err)
			}
			wait("the first worker begins", func() bool { return calls() == 1 })
			first.kill(t)

			// Within the lease nobody else takes it.
			second := spawn(t, addr, database, "LEVELUP_TEST_GRADINGS="+marks, "LEVELUP_TEST_AHEAD=15s")
			if got := grades(); !strings.Contains(got, `"state":"running"`) || calls() != 1 {
				t.Errorf("within the lease: %d calls, %s", calls(), got)
			}
			second.kill(t)

			third := spawn(t, addr, database, "LEVELUP_TEST_GRADINGS="+marks, "LEVELUP_TEST_AHEAD=31s")
			wait("another worker finishes", func() bool { return strings.Contains(grades(), `"state":"done"`) })
			if got := grades(); strings.Count(got, `"state":`) != 1 || calls() != 2 {
				t.Errorf("%d calls and %s; want two calls and one grade", calls(), got)
			}
			third.kill(t)
		})
	}
}
