package main

import (
	"bytes"
	"context"
	"database/sql"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/migrations"
)

// shell is the program in a process of its own, called as from a shell.
func shell(t *testing.T, arguments string, env ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	c := exec.CommandContext(ctx, "/proc/self/exe")
	if _, err := os.Stat(c.Path); err != nil {
		c = exec.CommandContext(ctx, os.Args[0])
	}
	c.Env = append(os.Environ(), append(env, "LEVELUP_TEST_COMMAND="+arguments)...)
	return c
}

// nobody makes a command that of somebody whom the rights of files bind.
func nobody(c *exec.Cmd) {
	if os.Getuid() == 0 {
		const uid = 65534
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	}
}

// refuses runs a server that must not come up: it says why in one line and exits 1.
func refuses(t *testing.T, serve *exec.Cmd, want string) {
	t.Helper()
	var out, wrong bytes.Buffer
	serve.Stdout, serve.Stderr = &out, &wrong
	err := serve.Run()
	if code := serve.ProcessState.ExitCode(); code != exitFailed {
		t.Errorf("exit = %d (%v), want %d", code, err, exitFailed)
	}
	line := wrong.String()
	if strings.Count(line, "\n") != 1 || !strings.HasPrefix(line, "levelup: ") || !strings.Contains(line, want) || out.Len() > 0 {
		t.Errorf("it says %q and %q, want one line with %q", line, out.String(), want)
	}
}

// listing is what lies in a folder and below, by name.
func listing(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			found[path] = "folder"
			return err
		}
		text, err := os.ReadFile(path)
		found[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// F22: what cannot be served ends the start with one line, and is left as it was; an
// empty database never takes its place.
func TestF22TheStartRefuses(t *testing.T) {
	t.Parallel()
	overwrite := func(t *testing.T, file string, at int, with []byte) {
		t.Helper()
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		copy(text[at:], with)
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	allow := func(t *testing.T, mode os.FileMode, names ...string) {
		t.Helper()
		for _, name := range names {
			if err := os.Chmod(name, mode); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(name, 0o755) }) // to be deleted
		}
	}
	for name, c := range map[string]struct {
		spoil func(t *testing.T, folder, file string)
		at    string // where it looks, if not at the file
		want  string
	}{
		"damaged": {func(t *testing.T, _, file string) { overwrite(t, file, 8192, make([]byte, 4096)) }, "", "is damaged; put a backup in its place"},
		"torn":    {func(t *testing.T, _, file string) { _ = os.Truncate(file, 20_000) }, "", "is damaged; put a backup in its place"},
		"foreign": {func(t *testing.T, _, file string) { overwrite(t, file, 68, []byte{1, 2, 3, 4}) }, "", "belongs to another program"},
		"text":    {func(t *testing.T, _, file string) { overwrite(t, file, 0, bytes.Repeat([]byte("a note\n"), 1000)) }, "", "is not a database"},
		"newer": {func(t *testing.T, _, file string) {
			execute(t, "sqlite", file, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)
		}, "", "use a newer program or restore a backup"},
		"a folder":                   {func(*testing.T, string, string) {}, ".", "cannot be written"},
		"read-only":                  {func(t *testing.T, _, file string) { allow(t, 0o444, file) }, "", "cannot be written; look at the rights"},
		"on a read-only volume":      {func(t *testing.T, folder, file string) { allow(t, 0o444, file); allow(t, 0o555, folder) }, "", "cannot be written; look at the rights"},
		"none on a read-only volume": {func(t *testing.T, folder, _ string) { allow(t, 0o555, folder) }, "other.db", "cannot be written; look at the rights"},
		"on no volume":               {func(*testing.T, string, string) {}, "volume/data/levelup.db", "is its volume mounted?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			for _, f := range []string{folder, filepath.Dir(folder)} {
				if err := os.Chmod(f, 0o777); err != nil { // for whoever is nobody
					t.Fatal(err)
				}
			}
			file := filepath.Join(folder, "levelup.db")
			d, err := db.Open(t.Context(), "sqlite:"+file, db.Options{Migrations: migrations.FS})
			if err != nil {
				t.Fatal(err)
			}
			if err := d.MigrateUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(file, 0o666); err != nil {
				t.Fatal(err)
			}
			c.spoil(t, folder, file)
			before := listing(t, folder)
			serve := shell(t, "serve --addr 127.0.0.1:0", "LEVELUP_DATABASE_URL=sqlite:"+filepath.Join(folder, first(c.at, "levelup.db")))
			nobody(serve)
			refuses(t, serve, c.want)
			after := listing(t, folder)
			for path, text := range before {
				if after[path] != text {
					t.Errorf("%s is changed", path)
				}
			}
			for path := range after {
				if _, ok := before[path]; !ok {
					t.Errorf("%s is new", path)
				}
			}
		})
	}
}

// F22, where the database is a server: one that is newer, and one that is not there.
func TestF22TheStartRefusesAServer(t *testing.T) {
	t.Parallel()
	newer := dbtest.Postgres(t)
	seed(t, newer, 1)
	execute(t, "pgx", newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
	refuses(t, shell(t, "serve --addr 127.0.0.1:0", "LEVELUP_DATABASE_URL="+newer), "use a newer program or restore a backup")
	refuses(t, shell(t, "serve --addr 127.0.0.1:0", "LEVELUP_DATABASE_URL=postgres://levelup:hunter2@"+freeAddr(t)+"/levelup"), "PostgreSQL does not answer")
}

// An address that another program has is named, and nothing is made.
func TestTheStartRefusesATakenAddress(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	folder := t.TempDir()
	refuses(t, shell(t, "serve --addr "+l.Addr().String(), "LEVELUP_DATABASE_URL=sqlite:"+filepath.Join(folder, "levelup.db")), "is it in use? Choose another with --addr")
	if found := listing(t, folder); len(found) != 1 {
		t.Errorf("it has made %d files", len(found)-1)
	}
}

func execute(t *testing.T, driver, address, statement string) {
	t.Helper()
	pool, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
