package account

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// MaxName is the longest name, in code points.
const MaxName = 200

// Store keeps people and their sessions.
type Store struct {
	db      *db.DB
	recent  *recent
	watched watched
	admins  []string
}

// NewStore returns a store. Whoever signs in with one of the admins' addresses
// gets the role of admin.
func NewStore(d *db.DB, admins []string) *Store {
	s := &Store{db: d, recent: newRecent(), watched: watched{byHash: map[string][]chan struct{}{}}}
	for _, a := range admins {
		s.admins = append(s.admins, strings.ToLower(strings.TrimSpace(a)))
	}
	return s
}

// CheckEmail returns an address in the form in which it is kept.
func CheckEmail(email string) (string, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	a, err := mail.ParseAddress(email)
	if err != nil || a.Address != email || len(email) > 254 || strings.ContainsFunc(email, func(r rune) bool { return r < ' ' || r == 0x7f }) || strings.HasSuffix(email, "@"+noAddress) {
		return "", fault.New(fault.Invalid, "Enter an address such as ada@example.org.")
	}
	return email, nil
}

// CheckName returns a name in the form in which it is kept.
func CheckName(name string) (string, error) {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
	switch {
	case name == "":
		return "", fault.New(fault.Invalid, "Enter a name.")
	case utf8.RuneCountInString(name) > MaxName:
		return "", fault.New(fault.Invalid, "A name has up to %d characters.", MaxName)
	case !utf8.ValidString(name):
		return "", fault.New(fault.Invalid, "The name holds broken characters; type it again.")
	}
	return name, nil
}

// Local says how far local sign-in is trusted.
type Local int

const (
	// Trusted: only this machine reaches the server. The first person gets all roles.
	Trusted Local = iota
	// Exposed: others reach it too; roles come by LEVELUP_ADMIN_EMAILS and the command alone.
	Exposed
)

// SignInLocal signs in whoever says to be email, and makes the account if there
// is none. It proves nothing, which is why local sign-in is for one's own machine.
func (s *Store) SignInLocal(ctx context.Context, email, name, userAgent string, local Local) (Session, error) {
	email, err := CheckEmail(email)
	if err != nil {
		return Session{}, err
	}
	if name, err = CheckName(name); err != nil {
		return Session{}, err
	}
	var out Session
	err = s.twice(ctx, func(tx *db.Tx) error {
		p, err := s.find(tx, byIdentity, localProvider, email)
		if fault.KindOf(err) == fault.NotFound {
			p, err = s.add(tx, email, name, local)
		}
		if err != nil {
			return err
		}
		out, err = s.open(tx, p, userAgent)
		return err
	})
	return out, err
}

// add makes a person with a local identity. The address may stand in an account
// already. One that was added by the command and that nobody has opened gets the
// identity; one that somebody opens through a provider is theirs.
func (s *Store) add(tx *db.Tx, email, name string, local Local) (Person, error) {
	p, err := s.find(tx, `email = ?`, email)
	if fault.KindOf(err) == fault.NotFound {
		roles := []Role{Learner}
		var people int
		if err := tx.QueryRow(`SELECT count(*) FROM people`).Scan(&people); err != nil {
			return Person{}, err
		}
		if local == Trusted && people == 0 {
			roles = Roles[:]
		} else if slices.Contains(s.admins, email) {
			roles = []Role{Learner, Admin}
		}
		p, err = s.create(tx, email, name, roles)
	} else if err == nil {
		err = s.waits(tx, p, Claim{Verified: true})
	}
	if err != nil {
		return Person{}, err
	}
	return p, identify(tx, p.ID, localProvider, email, email)
}

func (s *Store) create(tx *db.Tx, email, name string, roles []Role) (Person, error) {
	p := Person{ID: rand.Text(), Email: email, Name: name, Roles: roles, ExtraTime: 100, Theme: "system", CreatedAt: tx.Now()}
	if _, err := tx.Exec(`INSERT INTO people (id, email, name, extra_time, theme, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		p.ID, p.Email, p.Name, p.ExtraTime, p.Theme, p.CreatedAt.UnixMilli()); err != nil {
		return p, err
	}
	return p, setRoles(tx, p.ID, roles)
}

func setRoles(tx *db.Tx, person string, roles []Role) error {
	if _, err := tx.Exec(`DELETE FROM person_roles WHERE person_id = ?`, person); err != nil {
		return err
	}
	for _, r := range roles {
		if _, err := tx.Exec(`INSERT INTO person_roles (person_id, role) VALUES (?, ?)`, person, string(r)); err != nil {
			return err
		}
	}
	return nil
}

// Create adds a person, as a learner.
func (s *Store) Create(ctx context.Context, email, name string) (p Person, err error) {
	if email, err = CheckEmail(email); err != nil {
		return p, err
	}
	if name, err = CheckName(name); err != nil {
		return p, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = s.create(tx, email, name, []Role{Learner}); err != nil {
			return err
		}
		return tell(tx, Person{}, Added, p, "")
	})
	if fault.CodeOf(err) == "unique" {
		err = fault.New(fault.Conflict, "There is an account with the address %s already.", email)
	}
	return p, err
}

// SetRoles gives the person with an address exactly these roles, from the command
// line, which may take away the last admin too.
func (s *Store) SetRoles(ctx context.Context, email string, roles []Role) error {
	roles, err := checkRoles(roles)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := s.find(tx, `email = ?`, strings.ToLower(strings.TrimSpace(email)))
		if err != nil {
			return err
		}
		if err := setRoles(tx, p.ID, roles); err != nil {
			return err
		}
		if err := tell(tx, Person{}, RolesSet, p, joined(roles)); err != nil {
			return err
		}
		return s.endAll(tx, p)
	})
}

// Update changes what people set about themselves.
func (s *Store) Update(ctx context.Context, id, name string, extraTime int, theme string) error {
	name, err := CheckName(name)
	switch {
	case err != nil:
		return err
	case !slices.Contains([]int{100, 125, 150, 200}, extraTime):
		return fault.New(fault.Invalid, "Choose no extra time, 1.25x, 1.5x or 2x.")
	case !slices.Contains([]string{"system", "light", "dark"}, theme):
		return fault.New(fault.Invalid, "Choose a theme: system, light or dark.")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`UPDATE people SET name = ?, extra_time = ?, theme = ? WHERE id = ?`, name, extraTime, theme, id)
		if err == nil && n == 0 {
			err = errNoPerson
		}
		tx.OnCommit(s.recent.clear)
		return err
	})
}

// List returns everybody, by address.
func (s *Store) List(ctx context.Context) (out []Person, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = s.list(tx, `1 = 1 ORDER BY email`)
		return err
	})
	return out, err
}

// Count is how many people there are.
func (s *Store) Count(ctx context.Context) (n int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error { return tx.QueryRow(`SELECT count(*) FROM people`).Scan(&n) })
	return n, err
}

var errNoPerson = fault.New(fault.NotFound, "There is no such account.")

// find returns the one person for whom a condition holds.
func (s *Store) find(tx *db.Tx, where string, args ...any) (Person, error) {
	all, err := s.list(tx, where, args...)
	if err == nil && len(all) == 0 {
		err = errNoPerson
	}
	if err != nil {
		return Person{}, err
	}
	return all[0], nil
}

func (s *Store) list(tx *db.Tx, where string, args ...any) ([]Person, error) {
	var out []Person
	err := tx.Each(func(into func(...any) error) error {
		p := Person{}
		var created int64
		var disabled sql.NullInt64
		var roles sql.NullString
		if err := into(&p.ID, &p.Email, &p.Name, &p.ExtraTime, &p.Theme, &created, &disabled, &roles); err != nil {
			return err
		}
		p.Disabled = disabled.Valid
		p.CreatedAt = time.UnixMilli(created).UTC()
		for _, r := range Roles {
			if strings.Contains(","+roles.String+",", ","+string(r)+",") {
				p.Roles = append(p.Roles, r)
			}
		}
		out = append(out, p)
		return nil
	}, `SELECT id, email, name, extra_time, theme, created_at, disabled_at,
		(SELECT string_agg(role, ',') FROM person_roles WHERE person_id = people.id) FROM people WHERE `+where, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return out, err
}
