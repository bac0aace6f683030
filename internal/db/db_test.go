package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/migrations"
)

func insert(tx *db.Tx, key string) error {
	_, err := tx.Exec(`INSERT INTO pinned_prompts (version, slug, source) VALUES (?, 'p', 'text')`, key)
	return err
}

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(`SELECT count(*) FROM pinned_prompts`).Scan(&n)
	}); err != nil {
		t.Fatalf("Read: %v", err)
	}
	return n
}

func TestWriteKeepsWhatSucceededAndUndoesWhatFailed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		var wg sync.WaitGroup
		errs := make([]error, 100)
		for i := range errs {
			wg.Go(func() {
				errs[i] = d.Write(t.Context(), func(tx *db.Tx) error {
					if err := insert(tx, fmt.Sprint(i)); err != nil {
						return err
					}
					if i%3 == 0 {
						return errors.New("no")
					}
					return nil
				})
			})
		}
		wg.Wait()
		kept := 0
		for i, err := range errs {
			if (err != nil) != (i%3 == 0) {
				t.Errorf("Write %d = %v", i, err)
			}
			if err == nil {
				kept++
			}
		}
		if got := count(t, d); got != kept {
			t.Errorf("rows = %d, want %d", got, kept)
		}
	})
}

func TestWriteRunsHooksOnlyAfterACommit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		var seen []string
		_ = d.Write(t.Context(), func(tx *db.Tx) error {
			tx.OnCommit(func() { seen = append(seen, "failed") })
			return errors.New("no")
		})
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			tx.OnCommit(func() { seen = append(seen, fmt.Sprintf("kept %d", count(t, d))) })
			return insert(tx, "a")
		}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(seen, ", "); got != "kept 1" {
			t.Errorf("hooks = %q, want only the one of the commit, which sees its row", got)
		}
	})
}

func TestWriteLeavesAPanicToItsCaller(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, nil)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic did not reach the caller")
			}
		}()
		_ = d.Write(t.Context(), func(tx *db.Tx) error {
			if err := insert(tx, "a"); err != nil {
				return err
			}
			panic("broken")
		})
	}()
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return insert(tx, "b") }); err != nil {
		t.Errorf("Write after a panic: %v", err)
	}
	if got := count(t, d); got != 1 {
		t.Errorf("rows = %d, want 1", got)
	}
}

func TestWriteLeavesOutWhoHasGone(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, nil)
	begun, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = d.Write(context.Background(), func(*db.Tx) error { close(begun); <-release; return nil })
	})
	<-begun
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() { gone <- d.Write(ctx, func(tx *db.Tx) error { return insert(tx, "late") }) }()
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("Write = %v, want context.Canceled", err)
	}
	close(release)
	wg.Wait()
	if err := d.Write(t.Context(), func(*db.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if got := count(t, d); got != 0 {
		t.Errorf("rows = %d: a caller that had gone was served", got)
	}
}

func TestErrorsSayWhatCanBeDone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		write := func(query string, args ...any) error {
			return d.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err })
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return insert(tx, "a") }); err != nil {
			t.Fatal(err)
		}
		err := d.Write(t.Context(), func(tx *db.Tx) error { return insert(tx, "a") })
		if fault.KindOf(err) != fault.Conflict || fault.CodeOf(err) != "unique" {
			t.Errorf("a doubled key = %v (%s), want a unique conflict", err, fault.CodeOf(err))
		}
		err = write(`INSERT INTO snapshots (attempt_id, seq, state) VALUES (?, ?, ?)`, "none", 1, "{}")
		if fault.CodeOf(err) != "foreign-key" {
			t.Errorf("a dangling reference = %v (%s), want a foreign-key conflict", err, fault.CodeOf(err))
		}
	})
}

func TestReadCannotWrite(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		if err := d.Read(t.Context(), func(tx *db.Tx) error { return insert(tx, "a") }); err == nil {
			t.Error("a write inside Read succeeded")
		}
	})
}

// F22: what is not a good database of ours ends the start, and is left as it was.
func TestF22OpenRefusesWhatItCannotServe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	good := func(name string) string {
		d, err := db.Open(t.Context(), "sqlite:"+path(name), db.Options{Migrations: migrations.FS})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.MigrateUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		return path(name)
	}
	edit := func(file string, f func([]byte)) {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f(b)
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path("text"), []byte(strings.Repeat("no database ", 1000)), 0o644); err != nil {
		t.Fatal(err)
	}
	edit(good("damaged"), func(b []byte) { clear(b[8192 : 8192+4096]) })
	edit(good("foreign"), func(b []byte) { b[68] ^= 0xff }) // the application id
	for name, want := range map[string]string{"text": "not a database", "damaged": "damaged", "foreign": "another program"} {
		before, _ := os.ReadFile(path(name))
		d, err := db.Open(t.Context(), "sqlite:"+path(name), db.Options{Migrations: migrations.FS})
		if err == nil {
			_ = d.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Open(%s) = %v, want it to say %q", name, err, want)
		}
		if after, _ := os.ReadFile(path(name)); string(after) != string(before) {
			t.Errorf("Open(%s) changed the file", name)
		}
	}
}

func TestMigrationsGoUpAndDownAndRefuseANewerSchema(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		steps, err := d.MigrateStatus(t.Context())
		if err != nil || len(steps) == 0 {
			t.Fatalf("MigrateStatus = %v, %v", steps, err)
		}
		for range steps {
			if err := d.MigrateDown(t.Context()); err != nil {
				t.Fatalf("MigrateDown: %v", err)
			}
		}
		if err := d.MigrateDown(t.Context()); fault.KindOf(err) != fault.Invalid {
			t.Errorf("MigrateDown at the bottom = %v, want an invalid fault", err)
		}
		if err := d.MigrateUp(t.Context()); err != nil {
			t.Fatalf("MigrateUp: %v", err)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, ?)`, true)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := d.MigrateUp(t.Context()); err == nil || !strings.Contains(err.Error(), "newer program") {
			t.Errorf("MigrateUp on a newer schema = %v, want a refusal", err)
		}
	})
}

// Readers that learn statements while all connections are taken do not wait for
// one another for ever.
func TestReadersLearnStatementsTogether(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, nil)
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			if err := d.Read(t.Context(), func(tx *db.Tx) error {
				for j := range 5 {
					var n int
					if err := tx.QueryRow(fmt.Sprintf(`SELECT count(*) + %d FROM people`, (i+j)%50)).Scan(&n); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Errorf("Read: %v", err)
			}
		})
	}
	wg.Wait()
}
