package db

import (
	"context"
	"database/sql"
	"time"
)

// Tx is a transaction with a clock that stands still. Its statements run under
// the transaction's own context, not a caller's: on SQLite many callers share
// one, and a request that is cancelled must not undo its neighbours.
type Tx struct {
	ctx      context.Context
	tx       *sql.Tx
	stmts    *statements
	db       *DB
	now      time.Time
	onCommit []func()
}

// Now is the time of the transaction, in UTC to the millisecond.
func (t *Tx) Now() time.Time { return t.now }

// OnCommit runs f after the transaction is on disk, in the order of the calls.
func (t *Tx) OnCommit(f func()) { t.onCommit = append(t.onCommit, f) }

// Exec runs a statement and returns how many rows it changed.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	var res sql.Result
	var err error
	if stmt := t.stmts.find(query); stmt != nil {
		res, err = t.tx.StmtContext(t.ctx, stmt).ExecContext(t.ctx, args...)
	} else {
		res, err = t.tx.ExecContext(t.ctx, t.db.bind(query), args...)
	}
	if err != nil {
		return 0, t.db.translate(err)
	}
	return res.RowsAffected()
}

// QueryRow runs a query that returns at most one row; its Scan returns
// sql.ErrNoRows where there is none.
func (t *Tx) QueryRow(query string, args ...any) Row {
	if stmt := t.stmts.find(query); stmt != nil {
		return Row{t.tx.StmtContext(t.ctx, stmt).QueryRowContext(t.ctx, args...), t.db}
	}
	return Row{t.tx.QueryRowContext(t.ctx, t.db.bind(query), args...), t.db}
}

// Row is the result of QueryRow.
type Row struct {
	row *sql.Row
	db  *DB
}

// Scan copies the row's columns into dest.
func (r Row) Scan(dest ...any) error { return r.db.translate(r.row.Scan(dest...)) }

// Each runs a query and calls scan for every row, with the function that
// copies the row's columns.
func (t *Tx) Each(scan func(into func(dest ...any) error) error, query string, args ...any) error {
	var rows *sql.Rows
	var err error
	if stmt := t.stmts.find(query); stmt != nil {
		rows, err = t.tx.StmtContext(t.ctx, stmt).QueryContext(t.ctx, args...)
	} else {
		rows, err = t.tx.QueryContext(t.ctx, t.db.bind(query), args...)
	}
	if err != nil {
		return t.db.translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows.Scan); err != nil {
			return err
		}
	}
	return t.db.translate(rows.Err())
}
