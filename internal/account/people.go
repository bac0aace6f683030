package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Listed is a person as the list of people has them.
type Listed struct {
	Person
	Sessions int       // that are open
	SeenAt   time.Time // in one of them last; zero where in none
}

// Search lists people whose name or address holds a text, by address, from a place
// on; more says whether there are others behind them.
func (s *Store) Search(ctx context.Context, text string, from, limit int) (out []Listed, more bool, err error) {
	pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(strings.TrimSpace(text))) + "%"
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		people, err := s.list(tx, `lower(name) LIKE ? ESCAPE '\' OR email LIKE ? ESCAPE '\' ORDER BY email LIMIT ? OFFSET ?`, pattern, pattern, limit+1, from)
		if err != nil {
			return err
		}
		if more = len(people) > limit; more {
			people = people[:limit]
		}
		out = make([]Listed, len(people))
		for i, p := range people {
			out[i] = Listed{Person: p}
			var seen int64
			if err := tx.QueryRow(`SELECT count(*), coalesce(max(seen_at), 0) FROM sessions WHERE person_id = ? AND expires_at > ?`, p.ID, tx.Now().UnixMilli()).Scan(&out[i].Sessions, &seen); err != nil {
				return err
			}
			if seen > 0 {
				out[i].SeenAt = time.UnixMilli(seen).UTC()
			}
		}
		return nil
	})
	return out, more, err
}

// Get returns a person.
func (s *Store) Get(ctx context.Context, id string) (p Person, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = s.find(tx, `id = ?`, id)
		return err
	})
	return p, err
}

// Change gives a person exactly these roles, and ends their sessions where that
// changes anything, so that none goes on with the old ones.
func (s *Store) Change(ctx context.Context, actor Person, id string, roles []Role) error {
	roles, err := checkRoles(roles)
	if err != nil {
		return err
	}
	return s.about(ctx, id, func(tx *db.Tx, p Person) error {
		if slices.Equal(p.Roles, roles) {
			return nil
		}
		if p.Is(Admin) && !slices.Contains(roles, Admin) {
			if err := s.leavesAnAdmin(tx, p); err != nil {
				return err
			}
		}
		if err := setRoles(tx, p.ID, roles); err != nil {
			return err
		}
		if err := tell(tx, actor, RolesSet, p, joined(roles)); err != nil {
			return err
		}
		return s.endAll(tx, p)
	})
}

// Disable switches a person off: their sessions end, and nobody signs in as them.
// What is theirs stays.
func (s *Store) Disable(ctx context.Context, actor Person, id string) error {
	return s.about(ctx, id, func(tx *db.Tx, p Person) error {
		switch {
		case p.Disabled:
			return nil
		case p.ID == actor.ID:
			return fault.New(fault.Conflict, "You cannot switch yourself off. Another admin can.")
		case p.Is(Admin):
			if err := s.leavesAnAdmin(tx, p); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`UPDATE people SET disabled_at = ? WHERE id = ?`, tx.Now().UnixMilli(), p.ID); err != nil {
			return err
		}
		if err := tell(tx, actor, SwitchedOff, p, ""); err != nil {
			return err
		}
		return s.endAll(tx, p)
	})
}

// Enable switches a person on again.
func (s *Store) Enable(ctx context.Context, actor Person, id string) error {
	return s.about(ctx, id, func(tx *db.Tx, p Person) error {
		if !p.Disabled {
			return nil
		}
		if _, err := tx.Exec(`UPDATE people SET disabled_at = NULL WHERE id = ?`, p.ID); err != nil {
			return err
		}
		return tell(tx, actor, SwitchedOn, p, "")
	})
}

// EndSessions signs a person out everywhere.
func (s *Store) EndSessions(ctx context.Context, actor Person, id string) error {
	return s.about(ctx, id, func(tx *db.Tx, p Person) error {
		if err := tell(tx, actor, SignedOut, p, ""); err != nil {
			return err
		}
		return s.endAll(tx, p)
	})
}

// about does something with a person.
func (s *Store) about(ctx context.Context, id string, f func(*db.Tx, Person) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := s.find(tx, `id = ?`, id)
		if err != nil {
			return err
		}
		return f(tx, p)
	})
}

func (s *Store) endAll(tx *db.Tx, p Person) error {
	_, err := tx.Exec(`DELETE FROM sessions WHERE person_id = ?`, p.ID)
	tx.OnCommit(s.recent.clear)
	return err
}

// leavesAnAdmin refuses to take the last one away.
func (s *Store) leavesAnAdmin(tx *db.Tx, but Person) error {
	var others int
	err := tx.QueryRow(`SELECT count(*) FROM people p JOIN person_roles r ON r.person_id = p.id WHERE r.role = ? AND p.disabled_at IS NULL AND p.id <> ?`, string(Admin), but.ID).Scan(&others)
	if err == nil && others == 0 {
		err = fault.New(fault.Conflict, "%s is the only admin. Make somebody else one first.", but.Name)
	}
	return err
}

// checkRoles returns roles in their order, each once.
func checkRoles(roles []Role) ([]Role, error) {
	for _, r := range roles {
		if !slices.Contains(Roles[:], r) {
			return nil, fault.New(fault.Invalid, "There is no role %q; the roles are learner, coach, author and admin.", r)
		}
	}
	var out []Role
	for _, r := range Roles {
		if slices.Contains(roles, r) {
			out = append(out, r)
		}
	}
	return out, nil
}
