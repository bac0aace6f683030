// Package db opens SQLite or PostgreSQL and runs transactions on either.
//
// What it promises: when Write returns nil, what its function wrote is on disk
// and survives kill -9 and loss of power (SQLite at synchronous=FULL). On
// SQLite there is one writer; everything that waits for it shares one
// transaction and one sync, each caller in a savepoint of its own, so that one
// that fails takes no other with it. PostgreSQL groups commits by itself; there
// a Write is a transaction of its own.
//
// Stores write one SQL for both: placeholders are ?, times are integers in
// milliseconds, booleans are 0 and 1, documents are JSON in text. Package db
// owns no table of the product.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"levelup/internal/fault"
)

// DB is an open database.
type DB struct {
	dialect dialect
	url     string
	write   *sql.DB // one connection on SQLite
	read    *sql.DB // read-only on SQLite; the same pool as write on PostgreSQL
	files   fs.FS
	now     func() time.Time
	log     *slog.Logger
	told    func(Batch)
	group   *group   // nil on PostgreSQL
	readers *readers // nil on PostgreSQL
	trouble atomic.Pointer[Trouble]

	writeStmts, readStmts *statements
	bound                 sync.Map // query with ? → query with $1
}

type dialect int

const (
	sqlite dialect = iota
	postgres
)

// Options are what Open needs beside the address.
type Options struct {
	Migrations fs.FS            // holds sqlite/*.sql and postgres/*.sql
	Now        func() time.Time // nil: the wall clock
	Log        *slog.Logger     // nil: discarded
	// Committed is told of each transaction of Write. The writer waits for it.
	Committed func(Batch)
}

// Batch is one transaction that has ended.
type Batch struct {
	Parts  int // callers that shared it; one on PostgreSQL
	Began  time.Time
	Took   time.Duration
	Failed bool // the database did not take it
}

// Open connects to the database at url, "sqlite:PATH" or "postgres://…". It
// does not migrate; a SQLite file that is damaged or not a database is refused.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Committed == nil {
		o.Committed = func(Batch) {}
	}
	d := &DB{url: url, files: o.Migrations, now: o.Now, log: o.Log, told: o.Committed}
	var err error
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		err = d.openSQLite(ctx, strings.TrimPrefix(url, "sqlite:"))
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		err = d.openPostgres(ctx)
	default:
		err = fault.New(fault.Invalid, "The database address must begin with sqlite: or postgres://.")
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Close waits for the writes in flight and closes the connections.
func (d *DB) Close() error {
	if d.group != nil {
		d.group.stop()
		d.readers.stop()
	}
	d.writeStmts.close()
	d.readStmts.close()
	err := d.write.Close()
	if d.read != d.write {
		if rerr := d.read.Close(); err == nil {
			err = rerr
		}
	}
	return err
}

// Now is the time that the database's transactions see, to the millisecond.
func (d *DB) Now() time.Time { return d.now().UTC().Truncate(time.Millisecond) }

// Postgres tells which of the two databases this is.
func (d *DB) Postgres() bool { return d.dialect == postgres }

// URL is the address that the database was opened with; it may hold a password.
func (d *DB) URL() string { return d.url }

// SQL is the pool that writes, for libraries that bring their own statements.
// On SQLite it holds one connection, which Write gives back between batches:
// whoever uses it inside Write waits for itself.
func (d *DB) SQL() *sql.DB { return d.write }

// Ping reports whether a statement can be run at all.
func (d *DB) Ping(ctx context.Context) error {
	var one int
	if err := d.read.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return d.translate(err)
	}
	return nil
}

// Read runs f in a transaction that sees one state of the database and writes
// nothing. f does not call Read or Write again: there are few readers, and it
// holds one.
func (d *DB) Read(ctx context.Context, f func(*Tx) error) error {
	if d.readers == nil {
		return d.readNow(ctx, f)
	}
	return d.readers.do(ctx, func() error { return d.readNow(ctx, f) })
}

func (d *DB) readNow(ctx context.Context, f func(*Tx) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if d.dialect == postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	stx, err := d.read.BeginTx(ctx, opts)
	if err != nil {
		return d.translate(err)
	}
	err = f(&Tx{ctx: ctx, tx: stx, stmts: d.readStmts, db: d, now: d.Now()})
	_ = stx.Rollback() // a read has nothing to lose
	if d.readStmts.pending() {
		d.readStmts.prepare()
	}
	return err
}

// Write runs f in a transaction and returns when it is on disk, or with the
// error that undid it. f may be run more than once on PostgreSQL, where two
// transactions can collide; it must not keep tx.
//
// A caller whose ctx ends before its turn is left out. Once begun, f is not
// interrupted: it shares its transaction with others.
func (d *DB) Write(ctx context.Context, f func(*Tx) error) error {
	if d.group != nil {
		return d.noted(d.group.do(ctx, f))
	}
	return d.noted(d.writePostgres(ctx, f))
}

func (d *DB) String() string {
	if d.dialect == postgres {
		return "PostgreSQL"
	}
	return fmt.Sprintf("SQLite %s", strings.TrimPrefix(d.url, "sqlite:"))
}
