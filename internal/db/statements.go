package db

import (
	"database/sql"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// statements keeps the prepared statements of one pool. A statement that is
// not known yet cannot be prepared inside a transaction, which may hold the
// pool's only connection; it is run as text, remembered, and prepared when the
// transaction has given its connection back. The texts are constants of the
// stores, so there are few.
type statements struct {
	pool *sql.DB // nil: never prepare (pgx keeps its own cache)

	mu     sync.RWMutex
	ready  map[string]*sql.Stmt
	wanted map[string]bool
	closed bool
}

func newStatements(pool *sql.DB) *statements {
	return &statements{pool: pool, ready: map[string]*sql.Stmt{}, wanted: map[string]bool{}}
}

// find returns the prepared statement for a text, nil if it is not ready.
func (s *statements) find(query string) *sql.Stmt {
	if s.pool == nil {
		return nil
	}
	s.mu.RLock()
	stmt := s.ready[query]
	s.mu.RUnlock()
	if stmt == nil {
		s.mu.Lock()
		s.wanted[query] = true
		s.mu.Unlock()
	}
	return stmt
}

// prepare makes ready what was wanted. A text that does not prepare stays
// text; its error has been seen by who ran it. The lock is not held while the
// pool is asked: whoever holds its connections may be waiting for the lock.
func (s *statements) prepare() {
	s.mu.Lock()
	wanted := slices.Collect(maps.Keys(s.wanted))
	clear(s.wanted)
	s.mu.Unlock()
	for _, query := range wanted {
		stmt, err := s.pool.Prepare(query)
		if err != nil {
			continue
		}
		s.mu.Lock()
		if s.ready[query] == nil && !s.closed {
			s.ready[query], stmt = stmt, nil
		}
		s.mu.Unlock()
		if stmt != nil { // another was faster, or the end came between
			stmt.Close()
		}
	}
}

func (s *statements) pending() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.wanted) > 0
}

func (s *statements) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for query, stmt := range s.ready {
		stmt.Close()
		delete(s.ready, query)
	}
}

// bind turns the placeholders of a query into the database's: ? stays on
// SQLite and becomes $1, $2 … on PostgreSQL. No statement of ours holds a
// question mark in a string.
func (d *DB) bind(query string) string {
	if d.dialect == sqlite {
		return query
	}
	if bound, ok := d.bound.Load(query); ok {
		return bound.(string)
	}
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		n++
		b.WriteString("$" + strconv.Itoa(n))
	}
	d.bound.Store(query, b.String())
	return b.String()
}
