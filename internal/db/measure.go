package db

import (
	"context"
	"strings"
)

// Measure is how large a database is and which schema it has.
type Measure struct {
	Bytes   int64
	Waiting int64 // bytes in SQLite's write-ahead log
	Schema  int64 // the newest step that is applied
}

// Measure asks the database itself. On SQLite the size is without what waits in the
// write-ahead log.
func (d *DB) Measure(ctx context.Context) (Measure, error) {
	size := `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`
	if d.dialect == postgres {
		size = `SELECT pg_database_size(current_database())`
	}
	var m Measure
	if err := d.read.QueryRowContext(ctx, size).Scan(&m.Bytes); err != nil {
		return m, d.translate(err)
	}
	if d.dialect == sqlite {
		var err error
		if m.Waiting, err = fileSize(strings.TrimPrefix(d.url, "sqlite:") + "-wal"); err != nil {
			return m, err
		}
	}
	err := d.read.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&m.Schema)
	return m, d.translate(err)
}

// Kind is the name of the database's kind.
func (d *DB) Kind() string {
	if d.dialect == postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}
