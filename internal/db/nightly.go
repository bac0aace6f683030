package db

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"levelup/internal/fault"
)

// Backups made into a folder are named by their moment, so that a list of them is in
// order: levelup-2026-11-27T031700Z.db.
const (
	backupPrefix = "levelup-"
	backupSuffix = ".db"
	backupMoment = "2006-01-02T150405Z"
	// abandonedAfter is when what a killed process has left of a backup is deleted.
	abandonedAfter = 24 * time.Hour
)

// BackupInto makes a backup in a folder, and once it is whole deletes older ones: of each
// of the last so many days that have one the newest stays. What is named otherwise is not
// touched. It returns the new file.
func (d *DB) BackupInto(ctx context.Context, folder string, days int) (string, Report, error) {
	file := filepath.Join(folder, backupPrefix+d.Now().Format(backupMoment)+backupSuffix)
	report, err := d.Backup(ctx, file)
	if err != nil {
		return file, report, err
	}
	if err := d.thinOut(folder, days); err != nil {
		return file, report, fault.Wrap(err, fault.Internal, "The backup %s is made, but older ones in the folder cannot be deleted", filepath.Base(file))
	}
	return file, report, nil
}

func (d *DB) thinOut(folder string, days int) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return strings.Compare(b.Name(), a.Name()) }) // the newest first
	kept := map[string]bool{}
	for _, e := range entries {
		name := e.Name()
		rest, unfinished := strings.CutPrefix(name, ".")
		at, ours := momentOf(rest, unfinished)
		switch {
		case !ours, !e.Type().IsRegular(), unfinished && d.Now().Sub(at) < abandonedAfter:
			continue
		case !unfinished:
			if day := at.Format(time.DateOnly); !kept[day] && len(kept) < days {
				kept[day] = true
				continue
			}
		}
		if err := os.Remove(filepath.Join(folder, name)); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

// momentOf reads the name of a backup; that of one that was never finished goes on with
// the number of a process.
func momentOf(name string, unfinished bool) (time.Time, bool) {
	rest, prefixed := strings.CutPrefix(name, backupPrefix)
	moment, process, suffixed := strings.Cut(rest, backupSuffix)
	if !prefixed || !suffixed || (process != "") != unfinished || strings.Trim(process, ".0123456789") != "" {
		return time.Time{}, false
	}
	at, err := time.Parse(backupMoment, moment)
	return at, err == nil
}
