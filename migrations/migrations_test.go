package migrations_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/migrations"
)

// columns lists the tables of a migrated database as "table.column null?".
func columns(t *testing.T, d *db.DB) []string {
	t.Helper()
	query := `SELECT m.name || '.' || c.name || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN '' ELSE ' null' END
		FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%' ORDER BY 1`
	if d.Postgres() {
		query = `SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN '' ELSE ' null' END
			FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%' ORDER BY 1`
	}
	var out []string
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var line string
			err := into(&line)
			out = append(out, line)
			return err
		}, query)
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// The two databases hold the same tables with the same columns.
func TestBothDatabasesHaveTheSameColumns(t *testing.T) {
	t.Parallel()
	lite, pg := columns(t, dbtest.Open(t, nil)), columns(t, dbtest.OpenPostgres(t, nil))
	if len(lite) < 50 {
		t.Fatalf("only %d columns: %v", len(lite), lite)
	}
	compare := func(lines []string) map[string]bool {
		set := map[string]bool{}
		for _, l := range lines {
			set[l] = true
		}
		return set
	}
	if diff := cmp.Diff(compare(lite), compare(pg)); diff != "" {
		t.Errorf("SQLite and PostgreSQL differ (-sqlite +postgres):\n%s", diff)
	}
}

var (
	constraint = regexp.MustCompile(`(?i)(CHECK|UNIQUE|REFERENCES|PRIMARY KEY|CREATE (?:UNIQUE )?INDEX)[^\n]*`)
	spaces     = regexp.MustCompile(`\s+`)
)

// The same steps stand on both sides, with the same constraints and indexes.
func TestBothDatabasesHaveTheSameSteps(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(migrations.FS, "sqlite/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("Glob = %v, %v", names, err)
	}
	other, err := fs.Glob(migrations.FS, "postgres/*.sql")
	if err != nil || len(other) != len(names) {
		t.Errorf("%d steps for SQLite, %d for PostgreSQL (%v)", len(names), len(other), err)
	}
	for _, name := range names {
		twin := strings.Replace(name, "sqlite/", "postgres/", 1)
		if diff := cmp.Diff(constraints(t, name), constraints(t, twin)); diff != "" {
			t.Errorf("%s and %s differ in their constraints:\n%s", name, twin, diff)
		}
	}
}

func constraints(t *testing.T, name string) []string {
	t.Helper()
	doc, err := fs.ReadFile(migrations.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, line := range constraint.FindAllString(string(doc), -1) {
		out = append(out, spaces.ReplaceAllString(strings.TrimRight(line, ","), " "))
	}
	return out
}
