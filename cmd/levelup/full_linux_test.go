package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// narrow is a server whose room for data can be taken away and given back.
type narrow struct {
	*running
	process    *process
	database   string // as the test reaches it
	fill, free func()
}

// limited is a server that may not write to its files while they are full: what a quota
// does, and a disk as far as the program can tell. It needs no rights.
func limited(t *testing.T) *narrow {
	t.Helper()
	addr, database := freeAddr(t), dbtest.SQLite(t)
	p := spawn(t, addr, database)
	limit := func(bytes uint64) func() {
		return func() {
			if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: bytes, Max: unix.RLIM_INFINITY}, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	return &narrow{&running{url: "http://" + addr}, p, database, limit(0), limit(unix.RLIM_INFINITY)}
}

// small is a server whose database lies in a file system of 16 MB, which only its
// process sees.
func small(t *testing.T) *narrow {
	t.Helper()
	addr, folder := freeAddr(t), t.TempDir()
	p := spawnAs(t, addr, "sqlite:"+filepath.Join(folder, "levelup.db"), apart(), "LEVELUP_TEST_MOUNT="+folder)
	seen := filepath.Join(fmt.Sprintf("/proc/%d/root", p.cmd.Process.Pid), folder)
	rest := filepath.Join(seen, "rest")
	fill := func() {
		f, err := os.Create(rest)
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = f.Write(make([]byte, 4096))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	free := func() {
		if err := os.Remove(rest); err != nil {
			t.Fatal(err)
		}
	}
	return &narrow{&running{url: "http://" + addr}, p, "sqlite:" + filepath.Join(seen, "levelup.db"), fill, free}
}

// apart are the attributes of a process with file systems of its own.
func apart() *syscall.SysProcAttr {
	own := func(id int) []syscall.SysProcIDMap {
		return []syscall.SysProcIDMap{{ContainerID: 0, HostID: id, Size: 1}}
	}
	return &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER, UidMappings: own(os.Getuid()), GidMappings: own(os.Getgid())}
}

// mountSmall puts a small file system over a folder, for this process alone.
func mountSmall(folder string) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	return syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=16m")
}

// canMount tells whether this machine lets a process have file systems of its own.
func canMount(t *testing.T) bool {
	t.Helper()
	probe := exec.Command(os.Args[0])
	probe.SysProcAttr = apart()
	probe.Env = append(os.Environ(), "LEVELUP_TEST_MOUNT="+t.TempDir(), "LEVELUP_TEST_COMMAND=version")
	return probe.Run() == nil
}

// elsewhere is a server whose PostgreSQL says that its disk is full.
func elsewhere(t *testing.T) *narrow {
	t.Helper()
	addr, database := freeAddr(t), dbtest.Postgres(t)
	p := spawn(t, addr, database)
	fill := func() {
		execute(t, "pgx", database, `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`)
		for _, table := range []string{"people", "sessions", "attempts", "events", "goose_db_version"} {
			execute(t, "pgx", database, `CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON `+table+` EXECUTE FUNCTION full_disk()`)
		}
	}
	free := func() { execute(t, "pgx", database, `DROP FUNCTION full_disk() CASCADE`) }
	return &narrow{&running{url: "http://" + addr}, p, database, fill, free}
}

// F20: on a full disk saves are refused, in words that say where the text is; reading
// goes on; the admin is told. With room again all goes on by itself.
func TestF20DiskFull(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*testing.T) *narrow{"a limit": limited, "a server": elsewhere}
	if canMount(t) {
		ways["a file system"] = small
	}
	for name, open := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			ada := s.person(t, "ada") // the first one is an admin too
			attempt := ada.begin("url-shortener", "practice")
			const word = "a word and another one "
			text := ""
			save := func() *answer {
				n := strings.Count(text, word)
				return ada.save(attempt, "page", n+1, n, "map", word)
			}
			if save().want(http.StatusOK); true {
				text = word + text
			}
			s.fill()
			for tries := 0; ; tries++ {
				got := save()
				if got.status == http.StatusInsufficientStorage {
					if !strings.Contains(got.body, "What was saved before is safe") {
						t.Errorf("the refusal does not say what of the text: %s", got.body)
					}
					break
				}
				got.want(http.StatusOK) // what was reserved before can still be written
				text = word + text
				if tries > 500 {
					t.Fatal("a full disk takes everything")
				}
				time.Sleep(25 * time.Millisecond)
			}
			ada.post(attempt+"/submit", nil).want(http.StatusInsufficientStorage)
			s.visitor(t).post("/signin/local", url.Values{"email": {"ben@example.org"}, "name": {"Ben"}}).want(http.StatusInsufficientStorage)
			for _, path := range []string{"/", "/learn", "/learn/database", "/prompts", "/prompts/url-shortener", "/search?q=cache", "/calculator", "/settings", "/notices",
				"/review", "/author", "/admin/users", "/admin/audit", attempt, attempt + "/transcript.json", attempt + "/grades.json", "/healthz"} {
				ada.get(path).want(http.StatusOK)
			}
			if got := ada.answerOf(attempt, "map"); got != text {
				t.Errorf("while it is full the text is %q, want %q", got, text)
			}
			if got := ada.get("/readyz").want(http.StatusOK).body; !strings.HasPrefix(got, "degraded: ") {
				t.Errorf("/readyz says %q", got)
			}
			if page := ada.get("/admin").want(http.StatusOK).body; !strings.Contains(page, "cannot be written") || !strings.Contains(page, "Reading goes on") {
				t.Error("the admin is not told")
			}

			s.free()
			save().want(http.StatusOK)
			text = word + text
			for end := time.Now().Add(30 * time.Second); ada.get("/readyz").body != "ready\n"; time.Sleep(50 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatalf("/readyz still says %q", ada.get("/readyz").body)
				}
			}
			if page := ada.get("/admin").want(http.StatusOK).body; strings.Contains(page, "cannot be written") {
				t.Error("the admin is still told")
			}
			ada.post(attempt+"/submit", nil).want(http.StatusSeeOther)
			if g := ada.grade(attempt); g.State != "done" {
				t.Errorf("the grade = %+v", g)
			}
			if got := ada.answerOf(attempt, "map"); got != text {
				t.Errorf("the text is %q, want %q", got, text)
			}
			sound(t, s.database)
			for _, line := range []string{`msg="nothing can be saved"`, `msg="saving works again"`} {
				if n := strings.Count(s.process.log.String(), line); n != 1 {
					t.Errorf("the log says %q %d times, want once", line, n)
				}
			}
		})
	}
}

// F20, seen from the page: it says where the words are and sends them by itself.
func TestBrowserF20ThePageKeepsTheWords(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	s := limited(t)
	p, attempt := room(t, browser, s.running)
	p.Allow("status of 507", "Failed to load resource")
	p.Fill(editor, "before")
	p.Wait(saved)
	s.fill()
	p.Fill(editor, "before and while it was full")
	p.Wait(says + `.includes("the server is full: kept on this device")`)
	s.free()
	p.Wait(saved)
	stored(p, attempt, "clarify", "before and while it was full")
}
