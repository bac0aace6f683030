package main

import (
	"database/sql"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/migrations"
)

// firstSteps are the first of the schema's steps, as the first program had them.
func firstSteps(t *testing.T, n int) fs.FS {
	t.Helper()
	old := fstest.MapFS{}
	for _, dialect := range []string{"sqlite", "postgres"} {
		names, err := fs.Glob(migrations.FS, dialect+"/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names[:n] {
			step, err := fs.ReadFile(migrations.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			old[name] = &fstest.MapFile{Data: step}
		}
	}
	return old
}

// ofTheFirst fills a database of the first schema with so much that its steps take time.
func ofTheFirst(t *testing.T, address string) {
	t.Helper()
	d, err := db.Open(t.Context(), address, db.Options{Migrations: firstSteps(t, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close() //nolint:errcheck // what is missing shows
	if err := d.MigrateUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	rows, err := os.ReadFile("../../migrations/testdata/0001.sql")
	if err != nil {
		t.Fatal(err)
	}
	for statement := range strings.SplitSeq(strings.TrimSpace(string(rows))+`;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
INSERT INTO grades (id, attempt_id, grader, version, rubric, state, queued_at, done_at, result) SELECT 'g' || i, 'submitted', 'rubric', 'old' || i, 'v1', 'done', 1, 2, '{"overall":2.5}' FROM n`, ";\n") {
		if _, err := d.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%.60s: %v", statement, err)
		}
	}
}

// sound fails the test where a database is not.
func sound(t *testing.T, database string) {
	t.Helper()
	d, err := db.Open(t.Context(), database, db.Options{Migrations: migrations.FS})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close() //nolint:errcheck // it was only read
	if r, err := d.Check(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("check = %v, %v", r.Faults, err)
	}
}

// applied is which step of the schema a database has.
func applied(pool *sql.DB) (step int) {
	_ = pool.QueryRow(`SELECT max(version_id) FROM goose_db_version`).Scan(&step) // it may be locked just now
	return step
}

// F31: migrating is killed in the middle, after every second of its steps and during the next.
// The database is sound, has all or nothing of each step, and the next try ends it.
func TestF31KilledWhileMigrating(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(migrations.FS, "sqlite/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "pgx": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			halfway := 0
			for step := 1; step < len(names); step += 2 {
				database := address(t)
				ofTheFirst(t, database)
				pool, err := sql.Open(name, strings.TrimPrefix(database, "sqlite:"))
				if err != nil {
					t.Fatal(err)
				}
				defer pool.Close()
				migrate := shell(t, "migrate up", "LEVELUP_DATABASE_URL="+database)
				if err := migrate.Start(); err != nil {
					t.Fatal(err)
				}
				for end := time.Now().Add(30 * time.Second); applied(pool) < step; {
					if time.Now().After(end) {
						t.Fatalf("step %d is not applied in time", step)
					}
				}
				_ = migrate.Process.Kill()
				_ = migrate.Wait()
				if at := applied(pool); at < len(names) {
					halfway++
				}
				if out, err := shell(t, "migrate up", "LEVELUP_DATABASE_URL="+database).CombinedOutput(); err != nil {
					t.Fatalf("killed after step %d, the next try says: %v %s", step, err, out)
				}
				if at := applied(pool); at != len(names) {
					t.Errorf("killed after step %d, it ends at %d of %d", step, at, len(names))
				}
				var grades, filled int
				if err := pool.QueryRow(`SELECT count(*), count(overall) FROM grades WHERE result IS NOT NULL`).Scan(&grades, &filled); err != nil || grades != 10_001 || filled != grades {
					t.Errorf("killed after step %d, %d grades are left and %d of them whole, %v", step, grades, filled, err)
				}
				sound(t, database)
			}
			if halfway == 0 {
				t.Error("it was always done before it was killed")
			}
			t.Logf("killed halfway %d times of %d", halfway, len(names)/2)
		})
	}
}
