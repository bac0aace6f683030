package db_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/migrations"
)

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// Of each of the last days with a backup the newest stays. What somebody else put there
// stays too, and what a killed process left behind goes after a day.
func TestBackupsIntoAFolder(t *testing.T) {
	t.Parallel()
	clock := dbtest.NewClock()
	d := dbtest.Open(t, clock)
	folder := t.TempDir()
	others := []string{".levelup-2026-03-03T085900Z.db.77", "levelup-before-the-move.db", "levelup-2026-03-01T031700Z.db.gz", "notes.txt"}
	for _, name := range append(others, ".levelup-2026-03-01T031700Z.db.41", "levelup-2026-02-28T031700Z.db") {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "levelup-2026-02-27T031700Z.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	others = append(others, "levelup-2026-02-27T031700Z.db")
	made := map[string]bool{}
	for _, step := range []time.Duration{0, time.Minute, 24 * time.Hour, 24 * time.Hour, time.Hour} {
		clock.Advance(step)
		file, report, err := d.BackupInto(t.Context(), folder, 2)
		if err != nil || report.Total() == 0 {
			t.Fatalf("backup = %+v, %v", report, err)
		}
		made[filepath.Base(file)] = true
		if clock.Now().Sub(dbtest.Start) < 24*time.Hour && !slices.Contains(names(t, folder), others[0]) {
			t.Error("what another process is making was deleted")
		}
	}
	if len(made) != 5 {
		t.Errorf("five backups are named %v", made)
	}
	want := append(slices.Clone(others[1:]), "levelup-2026-03-04T090100Z.db", "levelup-2026-03-05T100100Z.db")
	slices.Sort(want)
	if got := names(t, folder); !slices.Equal(got, want) {
		t.Errorf("the folder holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if _, err := db.Restore(t.Context(), filepath.Join(folder, "levelup-2026-03-05T100100Z.db"), "sqlite:"+filepath.Join(t.TempDir(), "back.db"), migrations.FS); err != nil {
		t.Errorf("it cannot be brought back: %v", err)
	}
}

// A backup that cannot be made leaves the older ones alone.
func TestABackupThatFailsDeletesNothing(t *testing.T) {
	t.Parallel()
	clock := dbtest.NewClock()
	d := dbtest.Open(t, clock)
	folder := t.TempDir()
	if _, _, err := d.BackupInto(t.Context(), folder, 1); err != nil {
		t.Fatal(err)
	}
	before := names(t, folder)
	for _, statement := range []string{"PRAGMA foreign_keys = 0", "INSERT INTO person_roles (person_id, role) VALUES ('nobody', 'coach')"} {
		if _, err := d.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	clock.Advance(24 * time.Hour)
	if _, _, err := d.BackupInto(t.Context(), folder, 1); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a copy of a damaged database: %v", err)
	}
	if got := names(t, folder); !slices.Equal(got, before) {
		t.Errorf("the folder holds %v, want %v", got, before)
	}
}
