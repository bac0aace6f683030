package db

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver

	"levelup/internal/fault"
)

// quickCheckLimit is the size up to which a start reads the whole database for
// damage; larger ones are left to the weekly check.
const quickCheckLimit = 64 << 20

// readConns is how many reads run at once.
const readConns = 4

// applicationID marks a SQLite file as ours ("LvUp"), so that another
// program's database is refused and not filled with our tables.
const applicationID = 0x4c765570

// openSQLite opens the file with one connection that writes and four that only
// read. More writers are no faster: SQLite has one lock.
func (d *DB) openSQLite(ctx context.Context, path string) error {
	d.dialect = sqlite
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fault.Wrap(err, fault.Invalid, "The folder of the database %s cannot be made", path)
	}
	size, err := fileSize(path)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "The database %s cannot be read", path)
	}
	dsn := func(more ...string) string {
		q := url.Values{"_txlock": {"immediate"}, "_pragma": append([]string{
			"busy_timeout(5000)", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)"}, more...)}
		return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: q.Encode()}).String()
	}
	if d.write, err = sql.Open("sqlite", dsn()); err != nil {
		return fault.Wrap(err, fault.Invalid, "The database %s cannot be opened", path)
	}
	d.write.SetMaxOpenConns(1)
	if d.read, err = sql.Open("sqlite", dsn("query_only(1)")); err != nil {
		return errors.Join(fault.Wrap(err, fault.Invalid, "The database %s cannot be opened", path), d.write.Close())
	}
	d.read.SetMaxOpenConns(readConns)
	d.read.SetMaxIdleConns(readConns)
	if err := d.examine(ctx, path, size); err != nil {
		return errors.Join(err, d.read.Close(), d.write.Close())
	}
	d.writeStmts, d.readStmts = newStatements(d.write), newStatements(d.read)
	d.group, d.readers = startGroup(d), startReaders(readConns)
	return nil
}

// examine refuses a file that is damaged, foreign or cannot be written.
func (d *DB) examine(ctx context.Context, path string, size int64) error {
	if size > 0 {
		var id, tables int64
		if err := d.write.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
			return fault.Wrap(err, fault.Invalid, "The file %s is not a database, or it is damaged; put a backup in its place", path)
		}
		if err := d.write.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
			return fault.Wrap(err, fault.Invalid, "The database %s is damaged; put a backup in its place", path)
		}
		if id != applicationID && tables > 0 {
			return fault.New(fault.Invalid, "The database %s belongs to another program; name another file in LEVELUP_DATABASE_URL", path)
		}
		if size <= quickCheckLimit {
			var verdict string
			if err := d.write.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil || verdict != "ok" {
				return fault.Wrap(errors.Join(err, errors.New(verdict)), fault.Invalid, "The database %s is damaged; put a backup in its place", path)
			}
		}
	}
	tx, err := d.write.BeginTx(ctx, nil) // immediate: fails where the file cannot be written
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "The database %s cannot be written", path)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit there is nothing left
	if _, err := tx.ExecContext(ctx, "PRAGMA application_id = 1282823536"); err != nil {
		return fault.Wrap(err, fault.Invalid, "The database %s cannot be written", path)
	}
	return fault.Wrap(tx.Commit(), fault.Invalid, "The database %s cannot be written", path)
}

// fileSize is 0 for a file that is not there yet.
func fileSize(path string) (int64, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
