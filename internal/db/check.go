package db

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"levelup/internal/fault"
)

// Report is what was found when a database was looked through.
type Report struct {
	Schema int64            // the newest step that is applied
	Rows   map[string]int64 // by table
	Faults []string         // what is wrong; none: it is good
}

// Total is how many rows there are in all.
func (r Report) Total() int64 {
	var n int64
	for _, rows := range r.Rows {
		n += rows
	}
	return n
}

// mostFaults is how many faults of a kind are listed: a torn file has thousands.
const mostFaults = 20

// Check reads the whole database: on SQLite each page and index, on both each row that
// points to another. It changes nothing.
func (d *DB) Check(ctx context.Context) (Report, error) {
	if d.dialect == postgres {
		return d.checkPostgres(ctx)
	}
	return checkSQLite(ctx, d.read)
}

func checkSQLite(ctx context.Context, file *sql.DB) (Report, error) {
	var r Report
	damaged := func(err error) (Report, error) {
		return r, fault.Wrap(err, fault.Invalid, "The database is damaged so that it cannot be read to its end; put a backup in its place")
	}
	verdicts, err := column[string](ctx, file, fmt.Sprintf("PRAGMA integrity_check(%d)", mostFaults))
	if err != nil {
		return damaged(err)
	}
	for _, v := range verdicts {
		if v != "ok" {
			r.Faults = append(r.Faults, v)
		}
	}
	broken, err := column[string](ctx, file, fmt.Sprintf(`SELECT "table" || ' points to a row of ' || parent || ' that is not there' FROM pragma_foreign_key_check() LIMIT %d`, mostFaults))
	if err != nil {
		return damaged(err)
	}
	r.Faults = append(r.Faults, broken...)
	tables, err := column[string](ctx, file, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
	if err != nil {
		return damaged(err)
	}
	if err := r.count(ctx, file, tables); err != nil {
		return damaged(err)
	}
	return r, nil
}

// checkPostgres counts. That pages are whole PostgreSQL looks after by itself, and it
// does not let go of a row to which another points.
func (d *DB) checkPostgres(ctx context.Context) (Report, error) {
	var r Report
	tables, err := column[string](ctx, d.read, `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`)
	if err != nil {
		return r, d.translate(err)
	}
	unsure, err := column[string](ctx, d.read, `SELECT conrelid::regclass || ': the constraint ' || conname || ' was never checked' FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace`)
	if err != nil {
		return r, d.translate(err)
	}
	r.Faults = unsure
	return r, d.translate(r.count(ctx, d.read, tables))
}

// count fills in how many rows the tables have and which schema they are of.
func (r *Report) count(ctx context.Context, file *sql.DB, tables []string) error {
	r.Rows = make(map[string]int64)
	for _, table := range tables {
		var n int64
		if err := file.QueryRowContext(ctx, `SELECT count(*) FROM "`+strings.ReplaceAll(table, `"`, `""`)+`"`).Scan(&n); err != nil {
			return err
		}
		r.Rows[table] = n
	}
	if !slices.Contains(tables, "goose_db_version") {
		return nil
	}
	return file.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&r.Schema)
}

// column is the first column of an answer.
func column[T any](ctx context.Context, file *sql.DB, query string) ([]T, error) {
	rows, err := file.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	var out []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// Differences lists the tables that do not have as many rows in another database.
func (r Report) Differences(other Report) []string {
	var out []string
	tables := slices.Sorted(maps.Keys(r.Rows))
	for _, t := range slices.Sorted(maps.Keys(other.Rows)) {
		if _, ok := r.Rows[t]; !ok {
			tables = append(tables, t)
		}
	}
	for _, t := range tables {
		if a, b := r.Rows[t], other.Rows[t]; a != b {
			out = append(out, fmt.Sprintf("%s has %d rows, and %d in the copy", t, a, b))
		}
	}
	return out
}
