package main

import (
	"fmt"
	"strings"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/migrations"
)

// open opens the database that the environment names.
func (p *program) open() (*db.DB, config, error) {
	conf, err := readConfig(p.getenv, "")
	if err != nil {
		return nil, conf, err
	}
	d, err := db.Open(p.ctx, conf.databaseURL, db.Options{Migrations: migrations.FS})
	return d, conf, err
}

// accounts runs f on the people of a database that has the newest schema.
func (p *program) accounts(f func(*account.Store) error) error {
	d, conf, err := p.open()
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // what was written is on disk already
	if err := d.MigrateUp(p.ctx); err != nil {
		return err
	}
	return f(account.NewStore(d, conf.admins))
}

type migrateCommand struct {
	Up     migrateUpCommand     `cmd:"" help:"Apply what is missing."`
	Down   migrateDownCommand   `cmd:"" help:"Undo the newest step."`
	Status migrateStatusCommand `cmd:"" help:"List the steps."`
}

type (
	migrateUpCommand     struct{}
	migrateDownCommand   struct{}
	migrateStatusCommand struct{}
)

// Run applies what is missing.
func (migrateUpCommand) Run(p *program) error {
	return p.migrate(func(d *db.DB) error { return d.MigrateUp(p.ctx) })
}

// Run undoes the newest step.
func (migrateDownCommand) Run(p *program) error {
	return p.migrate(func(d *db.DB) error { return d.MigrateDown(p.ctx) })
}

// Run lists the steps.
func (migrateStatusCommand) Run(p *program) error {
	return p.migrate(func(*db.DB) error { return nil })
}

// migrate runs a change of the schema and shows where it is afterwards.
func (p *program) migrate(f func(*db.DB) error) error {
	d, _, err := p.open()
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // what was written is on disk already
	if err := f(d); err != nil {
		return err
	}
	steps, err := d.MigrateStatus(p.ctx)
	if err != nil {
		return err
	}
	for _, s := range steps {
		state := "missing"
		if s.Applied {
			state = "applied"
		}
		fmt.Fprintf(p.stdout, "%s %s\n", state, s.Name)
	}
	return nil
}

type userCommand struct {
	List userListCommand `cmd:"" help:"List everybody: address, roles, name."`
	Add  userAddCommand  `cmd:"" help:"Add a person, as a learner."`
	Role userRoleCommand `cmd:"" help:"Give a person exactly these roles; ends their sessions."`
}

type userListCommand struct{}

// Run lists everybody.
func (userListCommand) Run(p *program) error {
	return p.accounts(func(s *account.Store) error {
		people, err := s.List(p.ctx)
		for _, person := range people {
			fmt.Fprintf(p.stdout, "%s\t%s\t%s\n", person.Email, words(person.Roles), person.Name)
		}
		return err
	})
}

func words(roles []account.Role) string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return strings.Join(out, ",")
}

type userAddCommand struct {
	Mail string `arg:"" help:"Their address."`
	Name string `arg:"" help:"Their name."`
}

// Run adds a person.
func (c userAddCommand) Run(p *program) error {
	return p.accounts(func(s *account.Store) error {
		_, err := s.Create(p.ctx, c.Mail, c.Name)
		return err
	})
}

type userRoleCommand struct {
	Mail  string   `arg:"" help:"Their address."`
	Roles []string `arg:"" name:"role" help:"learner, coach, author, admin."`
}

// Run sets a person's roles.
func (c userRoleCommand) Run(p *program) error {
	return p.accounts(func(s *account.Store) error {
		roles := make([]account.Role, len(c.Roles))
		for i, r := range c.Roles {
			roles[i] = account.Role(r)
		}
		return s.SetRoles(p.ctx, c.Mail, roles)
	})
}
