package account

import (
	"context"
	"strings"
	"time"

	"levelup/internal/db"
)

// What the audit log tells of.
const (
	Added       = "added" // by the command line
	RolesSet    = "roles" // detail: which it has now
	SwitchedOff = "disabled"
	SwitchedOn  = "enabled"
	SignedOut   = "signed out" // everywhere
)

// Entry is one line of the audit log. Names are as they were then.
type Entry struct {
	ID                   int64
	At                   time.Time
	Actor, ActorName     string // empty for the command line
	Action               string
	Subject, SubjectName string
	Detail               string
}

// tell adds a line about a person to the audit log; the zero actor is the command line.
func tell(tx *db.Tx, actor Person, action string, about Person, detail string) error {
	_, err := tx.Exec(`INSERT INTO audit (at, actor, actor_name, action, subject, subject_name, detail) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		tx.Now().UnixMilli(), actor.ID, actor.Name, action, about.ID, about.Name, detail)
	return err
}

// Audit returns lines of the audit log, the newest first: those before an id, or the
// newest of all where before is 0; about one person where subject is not empty.
func (s *Store) Audit(ctx context.Context, subject string, before int64, limit int) (out []Entry, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var e Entry
			var at int64
			err := into(&e.ID, &at, &e.Actor, &e.ActorName, &e.Action, &e.Subject, &e.SubjectName, &e.Detail)
			e.At = time.UnixMilli(at).UTC()
			out = append(out, e)
			return err
		}, `SELECT id, at, actor, actor_name, action, subject, subject_name, detail FROM audit
			WHERE (? = 0 OR id < ?) AND (? = '' OR subject = ?) ORDER BY id DESC LIMIT ?`, before, before, subject, subject, limit)
	})
	return out, err
}

func joined(roles []Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}
