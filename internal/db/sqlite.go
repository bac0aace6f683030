package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	sqlitelib "modernc.org/sqlite" // the driver
	sqlite3 "modernc.org/sqlite/lib"

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
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	size, err := fileSize(path)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, unwritable, path)
	}
	dsn := func(more ...string) string {
		q := url.Values{"_txlock": {"immediate"}, "_pragma": append([]string{
			fmt.Sprintf("busy_timeout(%d)", lockedFor.Milliseconds()), "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)"}, more...)}
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
	var id, tables int64
	if size > 0 {
		if err := d.write.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
			return unfit(err, path, "The file %s is not a database, or it is damaged; put a backup in its place")
		}
		if err := d.write.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
			return unfit(err, path, "The database %s is damaged; put a backup in its place")
		}
		if id != applicationID && tables > 0 {
			return fault.New(fault.Invalid, "The database %s belongs to another program; name another file in LEVELUP_DATABASE_URL", path)
		}
		if size <= quickCheckLimit {
			var verdict string
			if err := d.write.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
				return unfit(err, path, "The database %s is damaged; put a backup in its place")
			}
			if verdict != "ok" {
				return fault.New(fault.Invalid, "The database %s is damaged; put a backup in its place: %s", path, strings.Join(strings.Fields(verdict), " "))
			}
		}
	}
	tx, err := d.write.BeginTx(ctx, nil) // immediate: fails where the file cannot be written
	if err != nil {
		return unfit(err, path, unwritable)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit there is nothing left
	if id != applicationID {
		if _, err := tx.ExecContext(ctx, "PRAGMA application_id = 1282823536"); err != nil {
			return unfit(err, path, unwritable)
		}
	}
	return unfit(tx.Commit(), path, unwritable)
}

const unwritable = "The database %s cannot be written; look at the rights of the file and of its folder, at the room on the disk, and whether the volume is mounted for writing"

// unfit says why a database cannot be served; a nil err stays nil. What the disk or
// another program does is not taken for damage, or somebody put a backup over a good file.
func unfit(err error, path, otherwise string) error {
	if e, ok := errors.AsType[*sqlitelib.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			otherwise = "The database %s is locked by another program; end that one first"
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL:
			otherwise = unwritable
		}
	}
	return fault.Wrap(err, fault.Invalid, otherwise, path)
}

// makeFolder makes the folder of a database, but none above it: a volume that is not
// mounted would be taken for a first start, with an empty database on the wrong disk.
func makeFolder(folder string) error {
	if _, err := os.Stat(filepath.Dir(folder)); errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Invalid, "The folder %s for the database's is not there; is its volume mounted? Make it, or name another place in LEVELUP_DATABASE_URL.", filepath.Dir(folder))
	}
	if err := os.Mkdir(folder, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return fault.Wrap(err, fault.Invalid, "The folder %s of the database cannot be made", folder)
	}
	return nil
}

// fileSize is the size of a file that can be written, 0 if it is not there yet. SQLite
// would open one that can only be read too, and leave files beside it that stay so.
func fileSize(path string) (int64, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close() //nolint:errcheck // it was only looked at
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
