package db

import (
	"context"
	"errors"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"levelup/internal/fault"
)

// Migration is one step of the schema and whether it is applied.
type Migration struct {
	Version int64
	Name    string
	Applied bool
}

// MigrateUp applies what is missing. A database with a newer schema than this
// program knows is refused: an older program would damage it.
func (d *DB) MigrateUp(ctx context.Context) error {
	p, err := d.migrations()
	if err != nil {
		return err
	}
	current, err := p.GetDBVersion(ctx)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "The version of the database's schema cannot be read")
	}
	known := int64(0)
	for _, s := range p.ListSources() {
		known = max(known, s.Version)
	}
	if current > known {
		return fault.New(fault.Invalid, "The database has schema %d, this program knows up to %d; use a newer program or restore a backup", current, known)
	}
	if current == known {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fault.Wrap(err, fault.Internal, "The database cannot be migrated")
	}
	return nil
}

// MigrateDown undoes the newest step.
func (d *DB) MigrateDown(ctx context.Context) error {
	p, err := d.migrations()
	if err != nil {
		return err
	}
	if _, err := p.Down(ctx); err != nil {
		if errors.Is(err, goose.ErrNoNextVersion) {
			return fault.New(fault.Invalid, "No migration is applied, so there is none to undo.")
		}
		return fault.Wrap(err, fault.Internal, "The newest migration cannot be undone")
	}
	return nil
}

// MigrateStatus lists the steps, the oldest first.
func (d *DB) MigrateStatus(ctx context.Context) ([]Migration, error) {
	p, err := d.migrations()
	if err != nil {
		return nil, err
	}
	status, err := p.Status(ctx)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The state of the schema cannot be read")
	}
	var out []Migration
	for _, s := range status {
		out = append(out, Migration{s.Source.Version, s.Source.Path, s.State == goose.StateApplied})
	}
	return out, nil
}

func (d *DB) migrations() (*goose.Provider, error) {
	dialect, dir := goose.DialectSQLite3, "sqlite"
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d.dialect == postgres {
		dialect, dir = goose.DialectPostgres, "postgres"
		locker, err := lock.NewPostgresSessionLocker() // two instances that start together take turns
		if err != nil {
			return nil, fault.Wrap(err, fault.Internal, "The lock for migrations cannot be made")
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(d.files, dir)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The migrations cannot be read")
	}
	p, err := goose.NewProvider(dialect, d.write, files, opts...)
	return p, fault.Wrap(err, fault.Internal, "The migrations cannot be read")
}
