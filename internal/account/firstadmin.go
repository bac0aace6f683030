package account

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// adminCodesFor is how long a code that makes an admin can be used.
const adminCodesFor = 24 * time.Hour

// OfferAdmin makes a code of 130 random bits that makes whoever types it first an
// admin; "" if somebody is one. Codes given before hold for their own time, since the
// instances of a server that start together each print one.
func (s *Store) OfferAdmin(ctx context.Context) (code string, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		code = ""
		if some, err := anyAdmin(tx); err != nil || some {
			return err
		}
		code = rand.Text()
		_, err := tx.Exec(`INSERT INTO admin_codes (code_hash, expires_at) VALUES (?, ?)`, hash(code), tx.Now().Add(adminCodesFor).UnixMilli())
		return err
	})
	return code, err
}

func anyAdmin(tx *db.Tx) (bool, error) {
	var n int
	err := tx.QueryRow(`SELECT count(*) FROM person_roles WHERE role = 'admin'`).Scan(&n)
	return n > 0, err
}

// AdminOffered reports whether a code can be used now.
func (s *Store) AdminOffered(ctx context.Context) (open bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var n int
		if err := tx.QueryRow(`SELECT count(*) FROM admin_codes WHERE expires_at > ?`, tx.Now().UnixMilli()).Scan(&n); err != nil {
			return err
		}
		some, err := anyAdmin(tx)
		open = n > 0 && !some
		return err
	})
	return open, err
}

var errWrongCode = fault.Coded(fault.Invalid, "wrong-code", "That is not the code, or it is older than a day. A restart of the server prints a new one.")

// ClaimAdmin makes a person an admin by a code, once. All their sessions end but this
// one, which goes on under a new token and for an admin's time.
func (s *Store) ClaimAdmin(ctx context.Context, person, code, userAgent string) (out Session, err error) {
	code = strings.ToUpper(strings.Map(func(r rune) rune {
		if r <= ' ' || r == '-' {
			return -1
		}
		return r
	}, code))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`DELETE FROM admin_codes WHERE code_hash = ? AND expires_at > ?`, hash(code), tx.Now().UnixMilli())
		if err != nil {
			return err
		}
		some, err := anyAdmin(tx)
		if err != nil {
			return err
		}
		if n == 0 || some {
			return errWrongCode
		}
		if _, err := tx.Exec(`DELETE FROM admin_codes`); err != nil {
			return err
		}
		p, err := s.find(tx, `id = ?`, person)
		if err == nil {
			p, err = s.promote(tx, p)
		}
		if err != nil {
			return err
		}
		out, err = s.open(tx, p, userAgent)
		return err
	})
	return out, err
}
