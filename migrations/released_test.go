package migrations_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/migrations"
)

// released are the steps up to one of them, as the program of that time had them.
func released(t *testing.T, newest int) fs.FS {
	t.Helper()
	old := fstest.MapFS{}
	for _, dialect := range []string{"sqlite", "postgres"} {
		names, err := fs.Glob(migrations.FS, dialect+"/*.sql")
		if err != nil || len(names) < newest {
			t.Fatalf("Glob = %v, %v", names, err)
		}
		for _, name := range names[:newest] {
			step, err := fs.ReadFile(migrations.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			old[name] = &fstest.MapFile{Data: step}
		}
	}
	return old
}

// opened runs f on a database with the steps of a program.
func opened(t *testing.T, address string, steps fs.FS, f func(d *db.DB)) {
	t.Helper()
	d, err := db.Open(t.Context(), address, db.Options{Migrations: steps})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	f(d)
}

// lived brings a database to a step, and puts rows into it after each on the way: the
// data of somebody who has had every program until then.
func lived(t *testing.T, address string, step int) {
	t.Helper()
	for i := 1; i <= step; i++ {
		opened(t, address, released(t, i), func(d *db.DB) {
			if err := d.MigrateUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			rows, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("%04d.sql", i)))
			if err != nil {
				t.Fatalf("each step needs rows for what it adds: %v", err)
			}
			for statement := range strings.SplitSeq(strings.TrimSpace(string(rows)), ";\n") {
				if _, err := d.SQL().ExecContext(t.Context(), statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
		})
	}
}

// table is its rows, each by column.
type table []map[string]any

// held reads all tables but goose's own.
func held(t *testing.T, address string) map[string]table {
	t.Helper()
	out := map[string]table{}
	opened(t, address, migrations.FS, func(d *db.DB) {
		r, err := d.Check(t.Context())
		if err != nil || len(r.Faults) > 0 {
			t.Fatalf("check = %v, %v", r.Faults, err)
		}
		for name := range r.Rows {
			if name == "goose_db_version" {
				continue
			}
			if out[name], err = read(t.Context(), d, name); err != nil {
				t.Fatal(err)
			}
		}
	})
	return out
}

func read(ctx context.Context, d *db.DB, name string) (out table, err error) {
	rows, err := d.SQL().QueryContext(ctx, "SELECT * FROM "+name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := map[string]any{}
		for i, c := range columns {
			row[c] = values[i]
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// lines are the rows of a table by the columns that another one has too, in some order
// that is the same for equal rows.
func (rows table) lines(t *testing.T, like table) []string {
	t.Helper()
	var out []string
	for _, row := range rows {
		common := map[string]any{}
		for c, v := range row {
			if _, ok := like[0][c]; ok {
				common[c] = v
			}
		}
		line, err := json.Marshal(common)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(line))
	}
	slices.Sort(out)
	return out
}

// same fails the test where one database does not hold the rows of another, as far as
// both have their columns.
func same(t *testing.T, when string, want, got map[string]table) {
	t.Helper()
	for name, rows := range want {
		if len(rows) == 0 {
			t.Errorf("%s: %s has no row to lose; add one to testdata", when, name)
			continue
		}
		if len(got[name]) == 0 {
			t.Errorf("%s: %s has lost its %d rows", when, name, len(rows))
			continue
		}
		if diff := cmp.Diff(rows.lines(t, got[name]), got[name].lines(t, rows)); diff != "" {
			t.Errorf("%s: the rows of %s are others:\n%s", when, name, diff)
		}
	}
}

// F31: a database of each program that was released goes up to the newest schema with
// all that it holds, and down again to where it was.
func TestF31EachReleasedSchema(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(migrations.FS, "sqlite/*.sql")
	if err != nil || len(names) < 10 {
		t.Fatalf("Glob = %v, %v", names, err)
	}
	for step := 1; step <= len(names); step++ {
		for dialect, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
			t.Run(fmt.Sprintf("%s %d", dialect, step), func(t *testing.T) {
				t.Parallel()
				at := address(t)
				lived(t, at, step)
				before := held(t, at)
				opened(t, at, migrations.FS, func(d *db.DB) {
					if err := d.MigrateUp(t.Context()); err != nil {
						t.Fatal(err)
					}
					same(t, "up", before, held(t, at))
					var overall float64
					if err := d.SQL().QueryRowContext(t.Context(), `SELECT overall FROM grades WHERE id = 'done'`).Scan(&overall); err != nil || overall != 2.75 {
						t.Errorf("the overall of a grade from before it had a column = %v, %v", overall, err)
					}
					if err := d.MigrateUp(t.Context()); err != nil {
						t.Errorf("up once more: %v", err)
					}
					for range len(names) - step {
						if err := d.MigrateDown(t.Context()); err != nil {
							t.Fatal(err)
						}
					}
				})
				down := held(t, at)
				same(t, "down", before, down)
				if len(down) != len(before) {
					t.Errorf("down there are %d tables, before there were %d", len(down), len(before))
				}
			})
		}
	}
}
