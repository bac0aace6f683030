package db

import (
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	sqlitelib "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"levelup/internal/fault"
)

// translate turns a driver's error into a fault where the caller can do
// something about it. sql.ErrNoRows stays as it is, for the stores to name what
// was not found. Codes: "unique" and "foreign-key" (conflicts), "busy" (try
// again), "full" and "read-only" (reading still works).
func (d *DB) translate(err error) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if _, ok := errors.AsType[*fault.Fault](err); ok {
		return err
	}
	kind, code, message := fault.Internal, "", ""
	if e, ok := errors.AsType[*sqlitelib.Error](err); ok {
		kind, code, message = sqliteCode(e.Code())
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		kind, code, message = postgresCode(e.Code)
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		kind, code, message = fault.Internal, "busy", busyMessage
	}
	return &fault.Fault{Kind: kind, Code: code, Message: message, Cause: err}
}

const (
	busyMessage     = "The database is busy. Nothing is lost; please try again in a few seconds."
	fullMessage     = "The server's disk is full, so nothing can be saved right now. What was saved before is safe."
	readOnlyMessage = "The database cannot be written right now. What was saved before is safe."
)

func sqliteCode(code int) (fault.Kind, string, string) {
	switch code {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return fault.Conflict, "unique", "This exists already."
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return fault.Conflict, "foreign-key", "What this belongs to is gone."
	}
	switch code & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fault.Internal, "busy", busyMessage
	case sqlite3.SQLITE_FULL:
		return fault.Internal, "full", fullMessage
	case sqlite3.SQLITE_READONLY:
		return fault.Internal, "read-only", readOnlyMessage
	}
	switch code { // a quota, a limit on files, a disk that fails
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_SHMSIZE:
		return fault.Internal, "read-only", readOnlyMessage
	}
	return fault.Internal, "", ""
}

func postgresCode(code string) (fault.Kind, string, string) {
	switch code {
	case "23505":
		return fault.Conflict, "unique", "This exists already."
	case "23503":
		return fault.Conflict, "foreign-key", "What this belongs to is gone."
	case "53100":
		return fault.Internal, "full", fullMessage
	case "25006":
		return fault.Internal, "read-only", readOnlyMessage
	case "40001", "40P01", "53300", "55P03", "57P01", "57P02", "57P03":
		return fault.Internal, "busy", busyMessage
	}
	return fault.Internal, "", ""
}
