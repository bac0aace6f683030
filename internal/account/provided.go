package account

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Claim is what a provider says of who came back from it.
type Claim struct {
	Provider string
	Subject  string // who it is there, for ever; the account's key
	Email    string // as the provider has it; may be empty or anything
	Verified bool   // the provider vouches for the address
	Name     string
	Label    string // how the account there is called
}

// noAddress is where accounts get an address whose provider vouches for none: an
// address that nobody has proved must not stand in an account, since roles are given
// and reports are shared by address. No mail can go there (RFC 2606).
const noAddress = "no-address.invalid"

// HasAddress reports whether the person's address is a real one.
func (p Person) HasAddress() bool { return !strings.HasSuffix(p.Email, "@"+noAddress) }

// email is the claim's address in the form in which it is kept, "" if it is none.
func (c Claim) email() string {
	email, err := CheckEmail(c.Email)
	if err != nil {
		return ""
	}
	return email
}

// proved is the address if the provider vouches for it.
func (c Claim) proved() string {
	if !c.Verified {
		return ""
	}
	return c.email()
}

// label is how the account at the provider is shown.
func (c Claim) label() string {
	if name := fit(c.Label); name != "" {
		return name
	}
	return c.Subject
}

// name is what the person is called at first; the settings change it.
func (c Claim) name() string {
	local, _, _ := strings.Cut(c.email(), "@")
	for _, name := range []string{c.Name, c.Label, local} {
		if name = fit(name); name != "" {
			return name
		}
	}
	return "Somebody"
}

// fit makes a foreign name one that can be kept, "" if nothing is left of it.
func fit(name string) string {
	name = strings.ToValidUTF8(name, "")
	if utf8.RuneCountInString(name) > MaxName {
		name = string([]rune(name)[:MaxName])
	}
	name, err := CheckName(name)
	if err != nil {
		return ""
	}
	return name
}

// SignInBy signs in who comes back from a provider, and makes the account if there is
// none and the rule allows one.
//
// Whom a claim belongs to is decided by provider and subject. An address never opens
// an account that has a way in already, verified or not; it opens one that was added
// by hand and waits for its owner, and then only a verified one. An account keeps its
// address whatever the provider says later.
func (s *Store) SignInBy(ctx context.Context, c Claim, rule Signup, userAgent string) (out Session, err error) {
	if c.Provider == "" || c.Provider == localProvider || c.Subject == "" {
		return out, fault.New(fault.Internal, "")
	}
	err = s.twice(ctx, func(tx *db.Tx) error {
		p, err := s.find(tx, byIdentity, c.Provider, c.Subject)
		if fault.KindOf(err) == fault.NotFound {
			p, err = s.admit(tx, c, rule)
		}
		if err == nil {
			p, err = s.improve(tx, p, c)
		}
		if err != nil {
			return err
		}
		out, err = s.open(tx, p, userAgent)
		return err
	})
	return out, err
}

const (
	byIdentity    = `id = (SELECT person_id FROM identities WHERE provider = ? AND subject = ?)`
	localProvider = "local"
)

// twice writes, and once more if the same person may have come in twice at once: then
// what was to be made, or stood in the way, is theirs now.
func (s *Store) twice(ctx context.Context, f func(*db.Tx) error) error {
	err := s.db.Write(ctx, f)
	if code := fault.CodeOf(err); code == "unique" || code == "taken" {
		err = s.db.Write(ctx, f)
	}
	return err
}

// admit finds or makes the account of somebody whose identity is new.
func (s *Store) admit(tx *db.Tx, c Claim, rule Signup) (Person, error) {
	p := Person{}
	err := error(errNoPerson)
	if email := c.email(); email != "" {
		p, err = s.find(tx, `email = ?`, email)
	}
	switch {
	case err == nil:
		err = s.waits(tx, p, c)
	case fault.KindOf(err) == fault.NotFound:
		if err = rule.admits(c.proved()); err != nil {
			return p, err
		}
		email := c.proved()
		if email == "" {
			email = c.Provider + "-" + hash(c.Provider + " " + c.Subject)[:20] + "@" + noAddress
		}
		p, err = s.create(tx, email, c.name(), []Role{Learner})
	}
	if err != nil {
		return p, err
	}
	return p, identify(tx, p.ID, c.Provider, c.Subject, c.label())
}

// waits refuses a claim on an account that is somebody's: one that can be opened
// already, or one that was added for whoever proves the address.
func (s *Store) waits(tx *db.Tx, p Person, c Claim) error {
	ways, err := waysIn(tx, p.ID)
	switch {
	case err != nil:
		return err
	case ways > 0:
		return fault.Coded(fault.Conflict, "taken",
			"There is an account with the address %s already. Sign in the way you did before; the settings then let you link this way in as well.", p.Email)
	case !c.Verified:
		return fault.Coded(fault.Conflict, "taken",
			"An account with the address %s exists and waits for its owner, but the provider does not vouch for your address. Have it verified there, then come back.", p.Email)
	}
	return nil
}

// waysIn is how many identities open an account.
func waysIn(tx *db.Tx, person string) (n int, err error) {
	err = tx.QueryRow(`SELECT count(*) FROM identities WHERE person_id = ?`, person).Scan(&n)
	return n, err
}

func identify(tx *db.Tx, person, provider, subject, label string) error {
	_, err := tx.Exec(`INSERT INTO identities (provider, subject, person_id, label, linked_at) VALUES (?, ?, ?, ?, ?)`,
		provider, subject, person, label, tx.Now().UnixMilli())
	return err
}

// improve gives a person what a verified address brings: itself, where the account has
// none and it is free, and the role of admin where the operator named it.
func (s *Store) improve(tx *db.Tx, p Person, c Claim) (Person, error) {
	email := c.proved()
	if email == "" {
		return p, nil
	}
	if !p.HasAddress() {
		n, err := tx.Exec(`UPDATE people SET email = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM people other WHERE other.email = ?)`, email, p.ID, email)
		if err != nil {
			return p, err
		}
		if n == 1 {
			p.Email = email
		}
	}
	if slices.Contains(s.admins, email) && !p.Is(Admin) {
		return s.promote(tx, p)
	}
	return p, nil
}

// promote makes a person an admin as well, as the operator has let them. Their sessions
// end: none goes on with the old roles, nor beyond an admin's limits.
func (s *Store) promote(tx *db.Tx, p Person) (Person, error) {
	p.Roles = append(slices.Clone(p.Roles), Admin) // which is the last of Roles
	if err := setRoles(tx, p.ID, p.Roles); err != nil {
		return p, err
	}
	if err := tell(tx, p, RolesSet, p, joined(p.Roles)); err != nil {
		return p, err
	}
	return p, s.endAll(tx, p)
}
