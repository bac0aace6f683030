// Package dbtest opens databases for tests: real, migrated, empty, of their own,
// and gone when the test is.
//
// SQLite is a file in the test's temporary folder. PostgreSQL is a new database
// on the server at LEVELUP_TEST_POSTGRES, an address whose user may create
// databases; make test starts one. Without it the tests on PostgreSQL are
// skipped, except under CI=true, where they fail.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

	"levelup/internal/db"
	"levelup/migrations"
)

// Each runs f twice, as two subtests in parallel: on SQLite and on PostgreSQL,
// each with a clock that stands at Start until f moves it.
func Each(t *testing.T, f func(t *testing.T, d *db.DB, clock *Clock)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		clock := NewClock()
		f(t, Open(t, clock), clock)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		clock := NewClock()
		f(t, OpenPostgres(t, clock), clock)
	})
}

// Open returns an empty SQLite database. With a nil clock it has the wall's.
func Open(t testing.TB, clock *Clock) *db.DB {
	t.Helper()
	return open(t, SQLite(t), clock)
}

// OpenPostgres returns an empty PostgreSQL database, or skips the test. With a
// nil clock it has the wall's.
func OpenPostgres(t testing.TB, clock *Clock) *db.DB {
	t.Helper()
	return open(t, Postgres(t), clock)
}

// SQLite is the address of a database file that is not there yet.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "levelup.db")
}

// Postgres is the address of a new, empty database without our tables; without
// a server the test is skipped.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("LEVELUP_TEST_POSTGRES")
	if server == "" {
		const why = "LEVELUP_TEST_POSTGRES is not set: make test starts a server and sets it"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatalf("LEVELUP_TEST_POSTGRES cannot be read: %v", err)
	}
	name := "levelup_test_" + strings.ToLower(rand.Text())
	administer(t, server, "CREATE DATABASE "+name)
	t.Cleanup(func() { administer(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	address.Path = "/" + name
	return address.String()
}

func open(t testing.TB, url string, clock *Clock) *db.DB {
	t.Helper()
	o := db.Options{Migrations: migrations.FS}
	if clock != nil {
		o.Now = clock.Now
	}
	d, err := db.Open(t.Context(), url, o)
	if err != nil {
		t.Fatalf("opening the test's database: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("closing the test's database: %v", err)
		}
	})
	if err := d.MigrateUp(t.Context()); err != nil {
		t.Fatalf("migrating the test's database: %v", err)
	}
	return d
}

// administer runs one statement on the server, outside a transaction. Its
// context is not the test's, which is over when the database is dropped.
func administer(t testing.TB, server, statement string) {
	t.Helper()
	pool, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatalf("LEVELUP_TEST_POSTGRES cannot be read: %v", err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
