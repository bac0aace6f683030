package db_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
)

// F20: a database that cannot be written refuses every part of a batch, says so and
// since when, and is well again once something could be written.
func TestF20WhatCannotBeWrittenIsTold(t *testing.T) {
	t.Parallel()
	clock := dbtest.NewClock()
	d := dbtest.Open(t, clock)
	write := func(names ...string) (errs []error) {
		errs = make([]error, len(names))
		var wg sync.WaitGroup
		for i, name := range names {
			wg.Go(func() { errs[i] = d.Write(t.Context(), func(tx *db.Tx) error { return insert(tx, name) }) })
		}
		wg.Wait()
		return errs
	}
	some := func(from, to int) (names []string) {
		for i := from; i < to; i++ {
			names = append(names, fmt.Sprint("p", i))
		}
		return names
	}
	for i, err := range write(some(0, 10)...) {
		if err != nil {
			t.Fatalf("row %d: %v", i, err)
		}
	}
	if trouble, ok := d.Trouble(); ok {
		t.Errorf("at first there is trouble: %+v", trouble)
	}

	only(t, d, true)
	since := clock.Advance(time.Hour)
	for i, err := range write(some(10, 60)...) {
		if fault.CodeOf(err) != "read-only" || !db.Unwritable(err) {
			t.Errorf("row %d: %v, want a refusal", i, err)
		}
	}
	clock.Advance(time.Hour)
	if err := d.Recheck(t.Context()); err != nil {
		t.Errorf("Recheck: %v", err)
	}
	if trouble, ok := d.Trouble(); !ok || !trouble.Since.Equal(since) || !strings.Contains(trouble.Reason, "cannot be written") {
		t.Errorf("trouble = %+v, %v; want it since %v", trouble, ok, since)
	}
	if got := count(t, d); got != 10 {
		t.Errorf("rows = %d, want the 10 from before", got)
	}

	only(t, d, false)
	if err := d.Recheck(t.Context()); err != nil {
		t.Errorf("Recheck: %v", err)
	}
	if trouble, ok := d.Trouble(); ok {
		t.Errorf("mended, there is still trouble: %+v", trouble)
	}
	for i, err := range write(some(10, 60)...) {
		if err != nil {
			t.Errorf("row %d: %v", i, err)
		}
	}
	if got := count(t, d); got != 60 {
		t.Errorf("rows = %d, want 60", got)
	}
}

// What a caller's own rows do wrong is no trouble of the database.
func TestARefusedRowIsNoTrouble(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		for range 2 {
			_ = d.Write(t.Context(), func(tx *db.Tx) error { return insert(tx, "same") })
		}
		if trouble, ok := d.Trouble(); ok {
			t.Errorf("trouble = %+v", trouble)
		}
		if err := d.Recheck(t.Context()); err != nil {
			t.Errorf("Recheck: %v", err)
		}
	})
}

// only makes a SQLite database one that can be read only, or ends that.
func only(t *testing.T, d *db.DB, reading bool) {
	t.Helper()
	if _, err := d.SQL().ExecContext(t.Context(), fmt.Sprintf("PRAGMA query_only = %v", reading)); err != nil {
		t.Fatal(err)
	}
}
