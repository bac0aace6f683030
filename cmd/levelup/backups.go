package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"levelup/internal/fault"
)

// backupConfig is where backups go each night, and for how many days they stay.
type backupConfig struct {
	folder string // empty: none are made
	keep   int
}

const (
	usualBackups = 14
	mostBackups  = 3650
)

func readBackups(getenv func(string) string, databaseURL string, complain func(string, string, ...any)) backupConfig {
	c := backupConfig{folder: getenv("LEVELUP_BACKUP_DIR"), keep: usualBackups}
	if days := getenv("LEVELUP_BACKUP_KEEP"); days != "" {
		n, err := strconv.Atoi(days)
		if err != nil || n < 1 || n > mostBackups {
			complain("LEVELUP_BACKUP_KEEP", "%q is no number of days from 1 to %d", days, mostBackups)
		}
		c.keep = n
	}
	if c.folder != "" && strings.HasPrefix(databaseURL, "postgres") {
		complain("LEVELUP_BACKUP_DIR", "PostgreSQL is backed up by its own tools, such as pg_dump each night; leave this unset")
	}
	return c
}

// check makes sure before the first night that something can be written there.
func (c backupConfig) check() error {
	if c.folder == "" {
		return nil
	}
	err := writable(c.folder)
	return fault.Wrap(err, fault.Invalid, "LEVELUP_BACKUP_DIR: nothing can be written into %s; give the folder to whoever runs the program, or name another", c.folder)
}

// writable makes a folder if it is not there, and finds out whether a file can be made in it.
func writable(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Clean(folder), ".levelup-try-")
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Remove(f.Name())
}
