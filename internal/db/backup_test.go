package db_test

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/migrations"
)

// Rows that point to others that are not there are found, and keep a copy from being made.
func TestCheckFindsRowsThatPointNowhere(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.NewClock())
	for _, statement := range []string{
		"PRAGMA foreign_keys = 0",
		"CREATE TABLE a (id INTEGER PRIMARY KEY)",
		"CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id))",
		"INSERT INTO b (a) VALUES (7)",
	} {
		if _, err := d.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	r, err := d.Check(t.Context())
	if err != nil || len(r.Faults) != 1 || !strings.Contains(r.Faults[0], "b points to a row of a") || r.Rows["b"] != 1 {
		t.Errorf("check = %+v, %v", r, err)
	}
	if _, err := d.Backup(t.Context(), filepath.Join(t.TempDir(), "copy")); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a copy of it is made: %v", err)
	}
}

// A backup of a newer program is not brought back by an older one.
func TestRestoreOfANewerSchema(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.NewClock())
	folder := t.TempDir()
	file := filepath.Join(folder, "copy")
	made, err := d.Backup(t.Context(), file)
	if err != nil || made.Total() == 0 {
		t.Fatalf("backup = %+v, %v", made, err)
	}
	older := fstest.MapFS{"sqlite/0001_start.sql": {}}
	target := "sqlite:" + filepath.Join(folder, "new.db")
	if _, err := db.Restore(t.Context(), file, target, older); err == nil || !strings.Contains(err.Error(), "use a newer program") {
		t.Errorf("restore by an older program = %v", err)
	}
	back, err := db.Restore(t.Context(), file, target, migrations.FS)
	if err != nil || len(made.Differences(back)) > 0 || back.Schema != made.Schema {
		t.Errorf("restore = %+v, %v, of %+v", back, err, made)
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	a := db.Report{Rows: map[string]int64{"x": 1, "y": 2, "z": 3}}
	b := db.Report{Rows: map[string]int64{"x": 1, "y": 1, "w": 4}}
	if got := strings.Join(a.Differences(b), "; "); got != "y has 2 rows, and 1 in the copy; z has 3 rows, and 0 in the copy; w has 0 rows, and 4 in the copy" {
		t.Errorf("differences = %s", got)
	}
}
