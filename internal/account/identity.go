package account

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Identity is one way into an account.
type Identity struct {
	ID       string // for forms; it opens nothing
	Provider string // "local" for local sign-in
	Label    string // how the account there is called
	LinkedAt time.Time

	subject string
}

// Identities lists the ways into a person's account, the oldest first.
func (s *Store) Identities(ctx context.Context, person string) (out []Identity, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = identities(tx, person)
		return err
	})
	return out, err
}

func identities(tx *db.Tx, person string) (out []Identity, err error) {
	err = tx.Each(func(into func(...any) error) error {
		var i Identity
		var at int64
		if err := into(&i.Provider, &i.subject, &i.Label, &at); err != nil {
			return err
		}
		i.ID = hash("identity " + i.Provider + " " + i.subject)[:20]
		if at > 0 { // it is not known of those from before
			i.LinkedAt = time.UnixMilli(at).UTC()
		}
		if i.Label == "" {
			i.Label = i.subject
		}
		out = append(out, i)
		return nil
	}, `SELECT provider, subject, label, linked_at FROM identities WHERE person_id = ? ORDER BY linked_at, provider, subject`, person)
	return out, err
}

// Offer is an account at a provider that a person has come back with and not yet
// confirmed. Without that, a page of somebody else's could lead a browser through a
// provider and so link a foreign account to its person's.
type Offer struct {
	ID              string
	Provider, Label string
}

// Offer keeps what a person came back with, for ten minutes and instead of an earlier
// one. What is linked already, here or elsewhere, is refused.
func (s *Store) Offer(ctx context.Context, person string, c Claim) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := free(tx, person, c.Provider, c.Subject); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO offers (person_id, id, provider, subject, label, expires_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (person_id) DO UPDATE SET id = excluded.id, provider = excluded.provider, subject = excluded.subject, label = excluded.label, expires_at = excluded.expires_at`,
			person, rand.Text(), c.Provider, c.Subject, c.label(), tx.Now().Add(tripsFor).UnixMilli())
		return err
	})
}

// free refuses an identity that opens an account already.
func free(tx *db.Tx, person, provider, subject string) error {
	var owner string
	err := tx.QueryRow(`SELECT person_id FROM identities WHERE provider = ? AND subject = ?`, provider, subject).Scan(&owner)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case owner == person:
		return fault.Coded(fault.Conflict, "linked", "That account is linked to yours already.")
	}
	return fault.Coded(fault.Conflict, "taken", "That account opens another account here. Sign in with it and unlink it there first, or link another one.")
}

var errNoOffer = fault.New(fault.NotFound, "There is nothing to confirm: it took longer than ten minutes, or is done. Begin again in the settings.")

// Offered is what a person has to confirm.
func (s *Store) Offered(ctx context.Context, person string) (o Offer, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		err := tx.QueryRow(`SELECT id, provider, label FROM offers WHERE person_id = ? AND expires_at > ?`, person, tx.Now().UnixMilli()).
			Scan(&o.ID, &o.Provider, &o.Label)
		if errors.Is(err, sql.ErrNoRows) {
			return errNoOffer
		}
		return err
	})
	return o, err
}

// Link confirms an offer. The session goes on under a new token.
func (s *Store) Link(ctx context.Context, person, offer, token string) (out Session, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var provider, subject, label string
		var expires int64
		err := tx.QueryRow(`DELETE FROM offers WHERE person_id = ? AND id = ? RETURNING provider, subject, label, expires_at`, person, offer).
			Scan(&provider, &subject, &label, &expires)
		if errors.Is(err, sql.ErrNoRows) || err == nil && expires <= tx.Now().UnixMilli() {
			return errNoOffer
		}
		if err == nil {
			err = free(tx, person, provider, subject)
		}
		if err == nil {
			err = identify(tx, person, provider, subject, label)
		}
		if err != nil {
			return err
		}
		out, err = s.renew(tx, person, token)
		return err
	})
	return out, err
}

// Unlink takes a way into an account away, unless it is the last. Whoever came in by
// it must not stay, so all other sessions end and this one gets a new token.
func (s *Store) Unlink(ctx context.Context, person, id, token string) (out Session, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		// Two at once must see each other, or both take the last but one away.
		if _, err := tx.Exec(`UPDATE people SET theme = theme WHERE id = ?`, person); err != nil {
			return err
		}
		ways, err := identities(tx, person)
		if err != nil {
			return err
		}
		for _, way := range ways {
			if way.ID != id {
				continue
			}
			if len(ways) == 1 {
				return fault.Coded(fault.Conflict, "last", "This is the only way into your account, so it stays. Link another one first.")
			}
			if _, err := tx.Exec(`DELETE FROM identities WHERE provider = ? AND subject = ? AND person_id = ?`, way.Provider, way.subject, person); err != nil {
				return err
			}
			if err := s.endOthers(tx, person, token); err != nil {
				return err
			}
			out, err = s.renew(tx, person, token)
			return err
		}
		return fault.New(fault.NotFound, "That account is not linked to yours.")
	})
	return out, err
}
