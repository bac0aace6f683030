package db

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"levelup/internal/fault"
)

// poolSize is the most connections that one instance holds; a server with 100
// serves several instances.
const poolSize = 16

// lockedFor is how long a statement waits for what another program has locked, on
// either database; then the caller is told that it is busy.
const lockedFor = 5 * time.Second

func (d *DB) openPostgres(ctx context.Context) error {
	d.dialect = postgres
	conf, err := pgx.ParseConfig(d.url)
	if err != nil {
		return fault.New(fault.Invalid, "The PostgreSQL address in LEVELUP_DATABASE_URL cannot be read.")
	}
	// By a statement, since poolers refuse what they do not know when a connection begins.
	pool := stdlib.OpenDB(*conf, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "SET lock_timeout = "+strconv.Itoa(int(lockedFor.Milliseconds())))
		return err
	}))
	pool.SetMaxOpenConns(poolSize)
	pool.SetMaxIdleConns(poolSize)
	d.write, d.read = pool, pool
	none := newStatements(nil)
	d.writeStmts, d.readStmts = none, none
	if err := pool.PingContext(ctx); err != nil {
		why := strings.Join(strings.Fields(err.Error()), " ") // on one line
		return errors.Join(fault.New(fault.Invalid, "PostgreSQL does not answer at the address in LEVELUP_DATABASE_URL: %s", why), pool.Close())
	}
	return nil
}

// attempts is how often a transaction is run that collided with another.
const collisions = 5

func (d *DB) writePostgres(ctx context.Context, f func(*Tx) error) error {
	for try := 1; ; try++ {
		told := Batch{Parts: 1, Began: time.Now()}
		hooks, err := d.tryPostgres(ctx, f, &told.Failed)
		told.Took = time.Since(told.Began)
		d.told(told)
		if err == nil {
			for _, hook := range hooks {
				hook()
			}
			return nil
		}
		if try == collisions || !collided(err) {
			return err
		}
	}
}

// tryPostgres runs f once. It sets refused where the database, and not f, would not have it.
func (d *DB) tryPostgres(ctx context.Context, f func(*Tx) error, refused *bool) ([]func(), error) {
	// A caller that goes away in the middle must not leave it open whether
	// its words were kept, so only the wait for a connection is its own.
	conn, err := d.write.Conn(ctx)
	if err != nil {
		*refused = true
		return nil, d.translate(err)
	}
	defer conn.Close()
	own := context.WithoutCancel(ctx)
	stx, err := conn.BeginTx(own, nil)
	if err != nil {
		*refused = true
		return nil, d.translate(err)
	}
	defer stx.Rollback() //nolint:errcheck // after Commit there is nothing left
	tx := &Tx{ctx: own, tx: stx, stmts: d.writeStmts, db: d, now: d.Now()}
	if err := f(tx); err != nil {
		return nil, err
	}
	if err := stx.Commit(); err != nil {
		*refused = true
		return nil, d.translate(err)
	}
	return tx.onCommit, nil
}

// collided tells a transaction that lost against another and may be run again.
func collided(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pg.Code == "40001" || pg.Code == "40P01")
}
