package dbtest_test

import (
	"testing"
	"time"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
)

// Each test has a database of its own: what one writes, its neighbour, opened at
// the same time, does not see.
func TestEachIsAlone(t *testing.T) {
	t.Parallel()
	for range 2 {
		t.Run("neighbour", func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
				err := d.Write(t.Context(), func(tx *db.Tx) error {
					_, err := tx.Exec("CREATE TABLE only_here (n INTEGER)")
					return err
				})
				if err != nil {
					t.Errorf("CREATE TABLE = %v, want nil: a new database has no such table", err)
				}
			})
		})
	}
}

func TestTheClockIsTheDatabases(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		if got := d.Now(); !got.Equal(dbtest.Start) {
			t.Errorf("Now() = %v, want %v", got, dbtest.Start)
		}
		if want := clock.Advance(time.Minute); !d.Now().Equal(want) {
			t.Errorf("Now() after a minute = %v, want %v", d.Now(), want)
		}
	})
}
