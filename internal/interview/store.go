package interview

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/fault"
)

// Store keeps attempts.
type Store struct {
	db     *db.DB
	cache  *cache
	pace   *pace
	owners owners

	submitted func(*db.Tx, Attempt) error
	changed   func(Attempt, State)
	saved     func(events int)
	answering func(context.Context, Attempt, []string) (Answering, error)
	quiet     quiet
}

// NewStore returns a store over an open, migrated database.
func NewStore(d *db.DB) *Store {
	return &Store{
		db:        d,
		cache:     newCache(cacheBytes),
		pace:      newPace(),
		owners:    owners{byID: map[string]Attempt{}},
		submitted: func(*db.Tx, Attempt) error { return nil },
		changed:   func(Attempt, State) {},
		saved:     func(int) {},
		answering: func(context.Context, Attempt, []string) (Answering, error) { return silent, nil },
		quiet:     quiet{looked: map[string]look{}},
	}
}

// OnSubmitted sets what happens in the transaction that ends an attempt, so
// that both become true together. It is set once, before the store is used.
func (s *Store) OnSubmitted(f func(*db.Tx, Attempt) error) { s.submitted = f }

// OnChanged sets what is told of each change once it is on disk; it must not
// block. It is set once, before the store is used.
func (s *Store) OnChanged(f func(Attempt, State)) { s.changed = f }

// OnSaved sets what is told how many events a change has put on disk; it must not
// block. It is set once, before the store is used.
func (s *Store) OnSaved(f func(events int)) { s.saved = f }

// Prompt is what an attempt pins of a prompt.
type Prompt struct {
	Slug, Version string
	Source        []byte
}

// Start begins an attempt, or returns the one that runs for this person and
// prompt already; created tells which. Whoever starts twice at once gets one.
func (s *Store) Start(ctx context.Context, p account.Person, prompt Prompt, plan Plan) (a Attempt, created bool, err error) {
	if err := plan.check(); err != nil {
		return Attempt{}, false, err
	}
	plan.ExtraTime = p.ExtraTime
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		a, err = s.running(tx, p.ID, prompt.Slug)
		if err == nil || fault.KindOf(err) != fault.NotFound {
			created = false
			return err
		}
		created = true
		a, err = s.start(tx, p, prompt, plan)
		return err
	})
	if fault.CodeOf(err) == "unique" { // another instance was faster
		err = s.db.Read(ctx, func(tx *db.Tx) error {
			a, err = s.running(tx, p.ID, prompt.Slug)
			return err
		})
		created = false
	}
	return a, created, err
}

// check says what is wrong with a plan.
func (p Plan) check() error {
	switch {
	case !contains(Modes[:], p.Mode):
		return fault.New(fault.Invalid, "Choose a mode: interview, practice or drill.")
	case !contains(Levels[:], p.Level):
		return fault.New(fault.Invalid, "Choose a level: mid, senior or staff.")
	case !contains(Presets[:], p.Minutes):
		return fault.New(fault.Invalid, "Choose a length: 35, 40 or 60 minutes.")
	case p.Manner != "" && !contains(Manners[:], p.Manner):
		return fault.New(fault.Invalid, "Choose how the interviewer behaves: coach or exam.")
	case p.By != "" && p.By != ByModel:
		return fault.New(fault.Invalid, "Choose who the interviewer is: script or model.")
	case p.Mode == Drill && p.Drill.Index() < 0:
		return fault.New(fault.Invalid, "Choose the step to drill: clarify, map, deep-dive, trade-offs or synthesize.")
	case p.Mode != Drill && p.Drill != "":
		return fault.New(fault.Invalid, "Only a drill has a step of its own; leave the step out.")
	}
	return nil
}

func contains[T comparable](all []T, x T) bool {
	for _, one := range all {
		if one == x {
			return true
		}
	}
	return false
}

func (s *Store) start(tx *db.Tx, p account.Person, prompt Prompt, plan Plan) (Attempt, error) {
	a := Attempt{
		ID: rand.Text(), Person: p.ID, Prompt: prompt.Slug, PromptVersion: prompt.Version,
		Plan: plan, Status: Running, Current: plan.First(), StartedAt: tx.Now(),
	}
	var deadline any
	if total := plan.Total(); total > 0 {
		a.Deadline = a.StartedAt.Add(total)
		deadline = a.Deadline.UnixMilli()
	}
	doc, err := json.Marshal(plan)
	if err != nil {
		return a, err
	}
	if err := pin(tx, prompt); err != nil {
		return a, err
	}
	if _, err := tx.Exec(`INSERT INTO attempts (id, person_id, prompt, prompt_version, plan, status, current, started_at, deadline_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, a.Person, a.Prompt, a.PromptVersion, string(doc), a.Status, a.Current, a.StartedAt.UnixMilli(), deadline); err != nil {
		return a, err
	}
	_, err = s.add(tx, a, State{}, Event{Type: Started, Plan: &plan})
	return a, err
}

const columns = `id, person_id, prompt, prompt_version, plan, status, current, started_at, deadline_at, ended_at, ended_by`

func scanAttempt(into func(...any) error) (Attempt, error) {
	var a Attempt
	var plan string
	var started int64
	var deadline, ended sql.NullInt64
	if err := into(&a.ID, &a.Person, &a.Prompt, &a.PromptVersion, &plan, &a.Status, &a.Current, &started, &deadline, &ended, &a.EndedBy); err != nil {
		return a, err
	}
	a.StartedAt = time.UnixMilli(started).UTC()
	if deadline.Valid {
		a.Deadline = time.UnixMilli(deadline.Int64).UTC()
	}
	if ended.Valid {
		a.EndedAt = time.UnixMilli(ended.Int64).UTC()
	}
	return a, json.Unmarshal([]byte(plan), &a.Plan)
}

// ErrNotFound is the same for an attempt that is missing and one of somebody
// else, so that an id tells nothing.
var ErrNotFound = fault.New(fault.NotFound, "There is no such attempt.")

func oneAttempt(row db.Row) (Attempt, error) {
	a, err := scanAttempt(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return a, err
}

func (s *Store) running(tx *db.Tx, person, prompt string) (Attempt, error) {
	return oneAttempt(tx.QueryRow(`SELECT `+columns+` FROM attempts WHERE person_id = ? AND prompt = ? AND status = 'running'`, person, prompt))
}

// Find returns a person's attempt with its state. One whose time is up is ended
// first, so nobody sees it running.
func (s *Store) Find(ctx context.Context, person, id string) (Attempt, State, error) {
	var a Attempt
	var state State
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		if a, err = s.find(tx, person, id); err != nil {
			return err
		}
		state, err = s.load(tx, id)
		return err
	})
	if err == nil && state.Status == Running && state.Over(s.db.Now()) {
		if err = s.expire(ctx, id); err == nil {
			return s.Find(ctx, person, id)
		}
		if db.Unwritable(err) {
			return asEnded(a, state, s.db.Now())
		}
	}
	return a, state, err
}

func (s *Store) find(tx *db.Tx, person, id string) (Attempt, error) {
	return oneAttempt(tx.QueryRow(`SELECT `+columns+` FROM attempts WHERE id = ? AND person_id = ?`, id, person))
}

// Lookup returns an attempt whoever owns it, for workers.
func (s *Store) Lookup(ctx context.Context, id string) (a Attempt, state State, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if a, err = oneAttempt(tx.QueryRow(`SELECT `+columns+` FROM attempts WHERE id = ?`, id)); err != nil {
			return err
		}
		state, err = s.load(tx, id)
		return err
	})
	return a, state, err
}

// List returns a person's attempts that are not discarded, the newest first.
func (s *Store) List(ctx context.Context, person string) ([]Attempt, error) {
	var out []Attempt
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			a, err := scanAttempt(into)
			out = append(out, a)
			return err
		}, `SELECT `+columns+` FROM attempts WHERE person_id = ? AND status <> 'discarded' ORDER BY started_at DESC, id LIMIT ?`, person, listed)
	})
	return out, err
}

// listed is the most attempts of a list; who has more has years of them.
const listed = 2_000

// CountRunning is how many attempts are running, everybody's.
func (s *Store) CountRunning(ctx context.Context) (n int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(`SELECT count(*) FROM attempts WHERE status = 'running'`).Scan(&n)
	})
	return n, err
}

// Pin keeps a version of a prompt, as starting an attempt at it does.
func (s *Store) Pin(ctx context.Context, prompt Prompt) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return pin(tx, prompt) })
}

func pin(tx *db.Tx, prompt Prompt) error {
	_, err := tx.Exec(`INSERT INTO pinned_prompts (version, slug, source) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		prompt.Version, prompt.Slug, string(prompt.Source))
	return err
}

// PinnedPrompt returns the source of the version with which an attempt was taken.
func (s *Store) PinnedPrompt(ctx context.Context, version string) (Prompt, error) {
	p := Prompt{Version: version}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(`SELECT slug, source FROM pinned_prompts WHERE version = ?`, version).Scan(&p.Slug, &p.Source)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.NotFound, "There is no such version of a prompt.")
	}
	return p, err
}

// Notes returns what came after an attempt's end, in the order of its coming.
func (s *Store) Notes(ctx context.Context, id string) ([]Note, error) {
	var out []Note
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var n Note
			var at int64
			err := into(&at, &n.Step, &n.Text)
			n.At = time.UnixMilli(at).UTC()
			out = append(out, n)
			return err
		}, `SELECT at, step, text FROM notes WHERE attempt_id = ? ORDER BY at, client, n`, id)
	})
	return out, err
}
