package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// lockForTest is another program that keeps a database from being written until its
// input ends.
func lockForTest(database string) int {
	driver, address, lock := "sqlite", strings.TrimPrefix(database, "sqlite:"), "BEGIN IMMEDIATE"
	if driver == "sqlite" && address == database {
		driver, lock = "pgx", "BEGIN; LOCK TABLE events IN EXCLUSIVE MODE"
	}
	ctx := context.Background()
	pool, err := sql.Open(driver, address)
	if err == nil {
		var conn *sql.Conn
		conn, err = pool.Conn(ctx)
		for _, statement := range strings.Split(lock, "; ") {
			if err == nil {
				_, err = conn.ExecContext(ctx, statement)
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	fmt.Println("locked")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return exitDone // its connection ends, and the lock with it
}

// locked starts it, and returns when it has the lock; unlock waits for its end.
func locked(t *testing.T, database string) (unlock func()) {
	t.Helper()
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "LEVELUP_TEST_LOCK="+database)
	other.Stderr = os.Stderr
	in, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	unlock = sync.OnceFunc(func() {
		_ = in.Close()
		if err := other.Wait(); err != nil {
			t.Errorf("who locks: %v", err)
		}
	})
	t.Cleanup(unlock)
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "locked\n" {
		t.Fatalf("who locks says %q, %v", line, err)
	}
	return unlock
}

// F21: a database that another process locks is waited for; where that lasts, savers
// are told to come back, and nothing of theirs is lost or stored twice.
func TestF21LockedByAnother(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := address(t)
			people := seed(t, database, 8)
			r := start(t, database, nil)
			client := &http.Client{Timeout: time.Minute}
			pages := make([]*typing, len(people))
			for i := range pages {
				pages[i] = &typing{seeded: people[i]}
			}
			save := func() (stored int) {
				t.Helper()
				var wg sync.WaitGroup
				oks := make([]bool, len(pages))
				for i, p := range pages {
					wg.Go(func() {
						var err error
						if oks[i], err = p.next(client, r.url); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				for _, ok := range oks {
					if ok {
						stored++
					}
				}
				return stored
			}
			if n := save(); n != len(pages) {
				t.Fatalf("%d of %d are saved before anything is wrong", n, len(pages))
			}

			soon := locked(t, database)
			time.AfterFunc(3*time.Second, soon) // the fault itself
			if n := save(); n != len(pages) {
				t.Errorf("locked for three seconds, %d of %d are saved", n, len(pages))
			}

			unlock := locked(t, database)
			if n := save(); n != 0 {
				t.Errorf("locked for good, %d are saved", n)
			}
			ada := pages[0]
			got := r.as(t, ada.seeded).save(ada.attempt, "storm", ada.n+1, ada.n, "map", "x").want(http.StatusServiceUnavailable)
			if got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "Nothing is lost") {
				t.Errorf("the refusal has Retry-After %q and says %s", got.header.Get("Retry-After"), got.body)
			}
			if status, body, err := ada.request(client, "GET", r.url+ada.attempt+"/transcript.json", ""); err != nil || status != http.StatusOK || !strings.Contains(body, ada.text) {
				t.Errorf("reading meanwhile = %d, %v", status, err)
			}
			unlock()
			if n := save(); n != len(pages) {
				t.Errorf("after it, %d of %d are saved", n, len(pages))
			}
			for i, p := range pages {
				if got := r.as(t, p.seeded).answerOf(p.attempt, "map"); got != p.text {
					t.Errorf("page %d: the server has %q, acknowledged is %q", i, got, p.text)
				}
			}
		})
	}
}

// as is the browser of somebody who was seeded.
func (r *running) as(t testing.TB, s seeded) *browser {
	t.Helper()
	b := r.visitor(t)
	req, err := http.NewRequest("GET", r.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.client.Jar.SetCookies(req.URL, []*http.Cookie{{Name: "levelup", Value: s.token}})
	return b
}
