package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/migrations"
)

type backupCommand struct {
	File string `arg:"" help:"The file to make; one that is there already is not replaced." type:"path"`
}

// Run copies the database while a server may be running on it.
func (c backupCommand) Run(p *program) error {
	d, err := p.existing()
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // it was only read
	report, err := d.Backup(p.ctx, c.File)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s: %s\n", c.File, told(report))
	return nil
}

type restoreCommand struct {
	File string `arg:"" help:"A file that levelup backup made." type:"path"`
}

// Run puts a backup where the database of the environment shall be.
func (c restoreCommand) Run(p *program) error {
	conf, err := readConfig(p.getenv, "")
	if err != nil {
		return err
	}
	report, err := db.Restore(p.ctx, c.File, conf.databaseURL, migrations.FS)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s: %s\n", strings.TrimPrefix(conf.databaseURL, "sqlite:"), told(report))
	return nil
}

type checkDBCommand struct{}

// Run looks through the whole database.
func (checkDBCommand) Run(p *program) error {
	d, err := p.existing()
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // it was only read
	report, err := d.Check(p.ctx)
	if err != nil {
		return err
	}
	for _, line := range report.Faults {
		fmt.Fprintln(p.stderr, line)
	}
	if len(report.Faults) > 0 {
		fmt.Fprintln(p.stderr, "levelup: the database is damaged; stop the server, and put a backup in its place with levelup restore")
		return errShown
	}
	fmt.Fprintf(p.stdout, "good: %s\n", told(report))
	return nil
}

// told is what a report comes to.
func told(r db.Report) string {
	return fmt.Sprintf("schema %d, %d rows in %d tables", r.Schema, r.Total(), len(r.Rows))
}

// existing opens the database that the environment names and makes none.
func (p *program) existing() (*db.DB, error) {
	conf, err := readConfig(p.getenv, "")
	if err != nil {
		return nil, err
	}
	if path, ok := strings.CutPrefix(conf.databaseURL, "sqlite:"); ok {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.Invalid, "There is no database %s; name another one in LEVELUP_DATABASE_URL.", path)
		}
	}
	d, _, err := p.open()
	return d, err
}
