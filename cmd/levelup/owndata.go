package main

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/review"
	"levelup/internal/study"
	"levelup/web/attempts"
	"levelup/web/respond"
	"levelup/web/ui"
)

// ownData hands out everything that is held about one person: each attempt to read, and
// every row of every table to keep.
type ownData struct {
	attempts  *interview.Store
	documents *attempts.Pages
	held      []func(ctx context.Context, person string) (db.Held, error)
	now       func() time.Time
}

func newOwnData(database *db.DB, accounts *account.Store, attemptStore *interview.Store, grades *record.Store, reviews *review.Store, documents *attempts.Pages, now func() time.Time) ownData {
	return ownData{attemptStore, documents, []func(context.Context, string) (db.Held, error){
		accounts.Held, attemptStore.Held, grades.Held, reviews.Held, study.NewStore(database).Held,
	}, now}
}

// write makes one zip of it.
func (o ownData) write(ctx context.Context, p account.Person, w io.Writer) error {
	z := zip.NewWriter(w)
	add := func(name string, content []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: o.now().UTC()})
		if err == nil {
			_, err = f.Write(content)
		}
		return err
	}
	if err := add("README.md", []byte(fmt.Sprintf(aboutOwnData, p.Name, p.Email, o.now().UTC().Format("2 January 2006, 15:04")))); err != nil {
		return err
	}
	all, err := o.attempts.All(ctx, p.ID)
	if err != nil {
		return err
	}
	taken := map[string]int{}
	for _, a := range all {
		name, text, err := o.documents.Document(ctx, a)
		if err != nil {
			return err
		}
		if taken[name]++; taken[name] > 1 { // several of one prompt on one day
			name = strings.TrimSuffix(name, ".md") + fmt.Sprintf("-%d.md", taken[name])
		}
		if err := add("attempts/"+name, []byte(text)); err != nil {
			return err
		}
	}
	for _, read := range o.held {
		tables, err := read(ctx, p.ID)
		if err != nil {
			return err
		}
		for _, table := range slices.Sorted(maps.Keys(tables)) {
			doc, err := json.MarshalIndent(tables[table], "", "  ")
			if err != nil {
				return err
			}
			if err := add("data/"+table+".json", append(doc, '\n')); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

const aboutOwnData = `# What Level Up holds about %s

Address: %s. Made on %s UTC.

- attempts/ has each attempt to read: the report where there is one, else the words by step.
- data/ has every row of every table that is about you, as JSON: attempts with all events
  in the order in which they came, grades, notes, quiz answers, and your account with its
  sessions. Times are in UTC. What opens a session is not kept in a form that could be
  handed out.
`

type exportCommand struct {
	User string `required:"" placeholder:"MAIL" help:"Whose."`
	File string `arg:"" help:"The zip to write; it must not exist."`
}

// Run writes everything held about one person into a file.
func (c exportCommand) Run(p *program) (err error) {
	database, conf, err := p.open()
	if err != nil {
		return err
	}
	defer database.Close() //nolint:errcheck // what was written is on disk already
	if err := database.MigrateUp(p.ctx); err != nil {
		return err
	}
	content, err := openContent(p.ctx, conf, conf.logger(p))
	if err != nil {
		return err
	}
	accounts, store, grades := account.NewStore(database, nil), interview.NewStore(database), record.NewStore(database)
	person, err := accounts.Find(p.ctx, c.User)
	if err != nil {
		return err
	}
	pinned := record.NewPinned(store, content.library)
	reviews := review.NewStore(database, store, grades, pinned)
	pages := attempts.New(store, grades, pinned, reviews, content.library, attempts.NewHub(respond.TakeWithin), ui.Model{}, conf.blind, time.Now)
	file, err := os.OpenFile(filepath.Clean(c.File), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "%s cannot be written; it must not exist, and its folder must", c.File)
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
		if err != nil {
			_ = os.Remove(c.File) // half of it would look like all
		}
	}()
	return newOwnData(database, accounts, store, grades, reviews, pages, time.Now).write(p.ctx, person, file)
}
