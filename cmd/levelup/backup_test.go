package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// command runs the program with a database and returns what it says.
func command(t *testing.T, database string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, complaints bytes.Buffer
	env := func(name string) string {
		if name == "LEVELUP_DATABASE_URL" {
			return database
		}
		return ""
	}
	code = run(context.Background(), args, env, strings.NewReader(""), &out, &complaints)
	return code, out.String(), complaints.String()
}

// F30: a backup is made while 32 pages save, and brought back in an empty folder. What
// was acknowledged before it began is there, whole, and in what was typed afterwards
// there is no hole.
func TestF30BackupInAStorm(t *testing.T) {
	t.Parallel()
	const pages = 32
	database := dbtest.SQLite(t)
	people := seed(t, database, pages)
	r := start(t, database, nil)
	client := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: pages}}
	var acknowledged atomic.Int64
	texts := make([]atomic.Pointer[string], pages)
	stop := make(chan struct{})
	var storm sync.WaitGroup
	for i := range pages {
		storm.Go(func() {
			p := &typing{seeded: people[i]}
			for {
				select {
				case <-stop:
					return
				default:
				}
				ok, err := p.next(client, r.url)
				if err != nil {
					t.Error(err)
					return
				}
				if ok {
					text := p.text
					texts[i].Store(&text)
					acknowledged.Add(1)
				}
			}
		})
	}
	until := func(n int64) {
		t.Helper()
		for end := time.Now().Add(60 * time.Second); acknowledged.Load() < n; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("only %d saves were acknowledged, want %d\n%s", acknowledged.Load(), n, r.log)
			}
		}
	}
	until(20 * pages)
	before := make([]string, pages)
	for i := range before {
		if text := texts[i].Load(); text != nil {
			before[i] = *text
		}
	}
	began := acknowledged.Load()
	folder := t.TempDir()
	file := filepath.Join(folder, "copies", "levelup.backup")
	if code, out, complaints := command(t, database, "backup", file); code != exitDone || !strings.Contains(out, "rows in") {
		t.Fatalf("backup = %d, %q, %q", code, out, complaints)
	}
	until(began + 1) // the pages go on
	close(stop)
	storm.Wait()

	restored := "sqlite:" + filepath.Join(folder, "elsewhere", "levelup.db")
	if code, out, complaints := command(t, restored, "restore", file); code != exitDone {
		t.Fatalf("restore = %d, %q, %q", code, out, complaints)
	}
	if code, out, complaints := command(t, restored, "check-db"); code != exitDone || !strings.HasPrefix(out, "good: ") {
		t.Errorf("check-db = %d, %q, %q", code, out, complaints)
	}
	again := start(t, restored, nil)
	for i, person := range people {
		status, body, err := person.request(client, "GET", again.url+person.attempt+"/transcript.json", "")
		if err != nil || status != http.StatusOK {
			t.Fatalf("transcript of page %d = %d, %v", i, status, err)
		}
		var transcript struct {
			Steps []struct{ Step, Answer string }
		}
		if err := json.Unmarshal([]byte(body), &transcript); err != nil {
			t.Fatal(err)
		}
		answer, typed := transcript.Steps[1].Answer, *texts[i].Load()
		if !strings.HasPrefix(answer, before[i]) {
			t.Errorf("page %d: %d bytes were acknowledged before the backup began, it has %d", i, len(before[i]), len(answer))
		}
		if !strings.HasPrefix(typed, answer) && !strings.HasPrefix(answer, typed) {
			t.Errorf("page %d: the backup holds something that was not typed so", i)
		}
	}
	t.Logf("%d saves before the backup, %d in all", began, acknowledged.Load())
}

// What is damaged is neither restored nor called good, and what is there is not replaced.
func TestBackupsThatAreRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	database := "sqlite:" + at("levelup.db")
	refused := func(database, reason string, args ...string) {
		t.Helper()
		code, out, complaints := command(t, database, args...)
		if code != exitFailed || !strings.Contains(complaints, reason) || out != "" {
			t.Errorf("levelup %s = %d, %q, %q; want it to say %q", strings.Join(args, " "), code, out, complaints, reason)
		}
	}
	refused(database, "There is no database", "backup", at("a.backup"))
	refused(database, "There is no database", "check-db")
	for _, name := range []string{"ada", "bob", "cleo"} {
		if code, _, complaints := command(t, database, "user", "add", name+"@example.org", name); code != exitDone {
			t.Fatal(complaints)
		}
	}
	if code, _, complaints := command(t, database, "backup", at("a.backup")); code != exitDone {
		t.Fatal(complaints)
	}
	refused(database, "already", "backup", at("a.backup"))
	refused(database, "already", "restore", at("a.backup"))
	refused("sqlite:"+at("new.db"), "cannot be read", "restore", at("nowhere"))

	good, err := os.ReadFile(at("a.backup"))
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) string {
		t.Helper()
		if err := os.WriteFile(at(name), data, 0o600); err != nil {
			t.Fatal(err)
		}
		return at(name)
	}
	torn := bytes.Clone(good)
	for i := len(torn) / 4; i < len(torn)*3/4; i++ {
		torn[i] = 0xa5
	}
	refused("sqlite:"+at("new.db"), "damaged", "restore", write("torn", torn))
	refused("sqlite:"+at("new.db"), "damaged", "restore", write("short", good[:len(good)/2]))
	refused("sqlite:"+at("new.db"), "not a database", "restore", write("text", []byte("a letter to Ada, and not a database at all, however long it goes on")))
	refused("sqlite:"+write("damaged.db", torn), "damaged", "check-db")
	write("live", good)
	write("live-wal", []byte("x"))
	refused("sqlite:"+at("new.db"), "running server", "restore", at("live"))
	write("stopped.db-wal", []byte("x"))
	refused("sqlite:"+at("stopped.db"), "a server may be running", "restore", at("a.backup"))
	for _, name := range []string{"new.db", "stopped.db"} {
		if _, err := os.Stat(at(name)); err == nil {
			t.Errorf("%s was made of a backup that was refused", name)
		}
	}
	if left, err := filepath.Glob(at(".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	refused(dbtest.Postgres(t), "pg_dump --format=custom", "backup", at("b.backup"))
	refused(dbtest.Postgres(t), "pg_restore", "restore", at("a.backup"))
}

// A database that is as it should be is called good, on either.
func TestCheckDB(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{"sqlite": dbtest.SQLite(t), "postgres": dbtest.Postgres(t)} {
		seed(t, address, 2)
		code, out, complaints := command(t, address, "check-db")
		if code != exitDone || !strings.Contains(out, "good: schema 11, ") {
			t.Errorf("%s: check-db = %d, %q, %q", name, code, out, complaints)
		}
	}
}
