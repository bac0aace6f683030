package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"

	"levelup/internal/fault"
)

// Backup copies a SQLite database into a file, as it is at one moment, while others go
// on writing; the copy is looked through before it gets its name. A file that is there
// already is not replaced.
func (d *DB) Backup(ctx context.Context, file string) (Report, error) {
	if d.dialect == postgres {
		return Report{}, fault.New(fault.Invalid, "A PostgreSQL database is copied by its own tool: pg_dump --format=custom --file=%s \"$LEVELUP_DATABASE_URL\". pg_restore brings it back.", file)
	}
	return placed(file, func(next string) (Report, error) {
		// A connection of its own: the ones for reading are for requests, and the copy takes long.
		source, err := sql.Open("sqlite", readOnly(strings.TrimPrefix(d.url, "sqlite:")))
		if err != nil {
			return Report{}, err
		}
		defer source.Close() //nolint:errcheck // it was only read
		if _, err := source.ExecContext(ctx, "VACUUM INTO ?", next); err != nil {
			return Report{}, fault.Wrap(err, fault.Internal, "The database cannot be copied to %s", file)
		}
		return examined(ctx, next, "The copy")
	})
}

// Restore puts a backup where a SQLite database shall be, once it has been looked
// through and counted. A database that is there already stays: move it away first.
func Restore(ctx context.Context, backup, address string, migrations fs.FS) (Report, error) {
	path, ok := strings.CutPrefix(address, "sqlite:")
	if !ok {
		return Report{}, fault.New(fault.Invalid, "A PostgreSQL database is brought back by its own tool: pg_restore --clean --if-exists --dbname=\"$LEVELUP_DATABASE_URL\" FILE.")
	}
	if info, err := os.Stat(backup + "-wal"); err == nil && info.Size() > 0 {
		return Report{}, fault.New(fault.Invalid, "Beside the backup lies %s-wal, so it is the file of a running server and not whole. Make one with levelup backup.", backup)
	}
	for _, rest := range []string{path + "-wal", path + "-shm"} {
		if _, err := os.Stat(rest); err == nil {
			return Report{}, fault.New(fault.Invalid, "Beside the database lies %s: a server may be running on it, or has left writes there. Stop it, and move both away.", rest)
		}
	}
	before, err := examined(ctx, backup, "The backup")
	if err != nil {
		return before, err
	}
	newest, err := newestStep(migrations)
	if err != nil {
		return before, err
	}
	if before.Schema > newest {
		return before, fault.New(fault.Invalid, "The backup has schema %d, this program knows up to %d; use a newer program.", before.Schema, newest)
	}
	return placed(path, func(next string) (Report, error) {
		if err := copyFile(backup, next); err != nil {
			return before, fault.Wrap(err, fault.Internal, "The backup cannot be copied to %s", path)
		}
		after, err := examined(ctx, next, "The copy of the backup")
		if err == nil && len(before.Differences(after)) > 0 {
			err = fault.New(fault.Internal, "The copy is not the backup: %s.", strings.Join(before.Differences(after), "; "))
		}
		return after, err
	})
}

// placed makes a file under another name beside it and gives it its name when it is
// good and on disk, so that nobody takes half a file for a whole one.
func placed(file string, fill func(next string) (Report, error)) (Report, error) {
	if _, err := os.Stat(file); err == nil {
		return Report{}, fault.New(fault.Invalid, "There is a file %s already; name another one, or move it away.", file)
	}
	folder := filepath.Dir(file)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return Report{}, fault.Wrap(err, fault.Invalid, "The folder %s cannot be made", folder)
	}
	// Made by name alone: SQLite wants to make the file by itself.
	next := filepath.Join(folder, fmt.Sprintf(".%s.%d", filepath.Base(file), os.Getpid()))
	defer os.Remove(next) //nolint:errcheck // it is gone when all went well
	report, err := fill(next)
	if err != nil {
		return report, err
	}
	if err := onDisk(next); err != nil {
		return report, fault.Wrap(err, fault.Internal, "The file %s cannot be written", file)
	}
	if err := os.Link(next, file); err != nil { // unlike a rename it replaces nothing
		return report, fault.Wrap(err, fault.Internal, "The file %s cannot be written", file)
	}
	return report, fault.Wrap(onDisk(folder), fault.Internal, "The folder %s cannot be written", folder)
}

// onDisk waits until a file or folder survives a loss of power.
func onDisk(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// examined looks through a file of which nobody writes, and refuses one that is not a
// good database of ours.
func examined(ctx context.Context, path, what string) (Report, error) {
	if _, err := os.Stat(path); err != nil {
		return Report{}, fault.Wrap(err, fault.Invalid, "%s %s cannot be read", what, path)
	}
	file, err := sql.Open("sqlite", readOnly(path)+"&immutable=1")
	if err != nil {
		return Report{}, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	var id int64
	if err := file.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return Report{}, fault.Wrap(err, fault.Invalid, "%s %s is not a database, or it is damaged", what, path)
	}
	if id != applicationID {
		return Report{}, fault.New(fault.Invalid, "%s %s is not a database of this program.", what, path)
	}
	r, err := checkSQLite(ctx, file)
	if err == nil && len(r.Faults) > 0 {
		err = fault.New(fault.Invalid, "%s %s is damaged: %s.", what, path, strings.Join(r.Faults, "; "))
	}
	return r, err
}

// newestStep is the newest schema that the program knows.
func newestStep(migrations fs.FS) (int64, error) {
	files, err := fs.Glob(migrations, "sqlite/*.sql")
	if err != nil || len(files) == 0 {
		return 0, fault.Wrap(err, fault.Internal, "The migrations cannot be read")
	}
	return goose.NumericComponent(files[len(files)-1])
}

func readOnly(path string) string {
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)"}}.Encode()}).String()
}

func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close() //nolint:errcheck // it was only read
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
