package db

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"levelup/internal/fault"
)

// Trouble is that nothing can be written, while reading goes on: the disk is full, or
// the file or its volume has become read-only.
type Trouble struct {
	Since  time.Time
	Reason string // a whole sentence for people
}

// Unwritable tells an error of a database that cannot be written just now, or cannot be
// reached for that, from one of what was to be written. Whoever only wanted to note
// something beside a reading can go on without it.
func Unwritable(err error) bool { return stuck(err) || fault.CodeOf(err) == "busy" }

// stuck tells that a write failed for want of room or of the right to write; the next
// will fail as well, until somebody has mended it.
func stuck(err error) bool {
	code := fault.CodeOf(err)
	return code == "full" || code == "read-only"
}

// Trouble is why nothing can be written; ok is false where all is well.
func (d *DB) Trouble() (t Trouble, ok bool) {
	if found := d.trouble.Load(); found != nil {
		return *found, true
	}
	return Trouble{}, false
}

// noted remembers that a write failed in a way that the next will share. That one has
// succeeded says nothing: it may have had nothing to write.
func (d *DB) noted(err error) error {
	if !stuck(err) {
		return err
	}
	if d.trouble.CompareAndSwap(nil, &Trouble{Since: d.Now(), Reason: fault.Message(err)}) {
		d.log.Error("nothing can be saved", "err", err)
	}
	return err
}

// spare is how much room a disk must have again to be taken for mended: a row that is
// written over what was there before needs none, and says nothing of the next text.
const spare = 1 << 20

// roomFor tells whether a folder takes a file of that size.
func roomFor(folder string) bool {
	f, err := os.CreateTemp(folder, ".room-*")
	if err != nil {
		return false
	}
	defer os.Remove(f.Name()) //nolint:errcheck // the next one has another name
	_, err = f.Write(make([]byte, spare))
	return errors.Join(err, f.Sync(), f.Close()) == nil
}

// Recheck tries to write again where writing failed, so that the trouble ends when its
// cause does, also while nobody saves. It writes what is there already.
func (d *DB) Recheck(ctx context.Context) error {
	trouble, ok := d.Trouble()
	if !ok {
		return nil
	}
	if d.dialect == sqlite && !roomFor(filepath.Dir(strings.TrimPrefix(d.url, "sqlite:"))) {
		return nil
	}
	err := d.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(`UPDATE goose_db_version SET is_applied = is_applied WHERE id = (SELECT min(id) FROM goose_db_version)`)
		return err
	})
	if stuck(err) {
		return nil // as before, which was said
	}
	if err == nil {
		d.trouble.Store(nil)
		d.log.Info("saving works again", "after", d.Now().Sub(trouble.Since).Round(time.Second).String())
	}
	return err
}
