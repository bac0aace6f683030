package account_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
)

func ada() account.Claim {
	return account.Claim{Provider: "oidc", Subject: "ada", Email: "ada@example.org", Verified: true, Name: "Ada", Label: "ada"}
}

// F16: the same person comes in many times at once, and there is one account.
func TestF16ManyFirstSignInsMakeOneAccount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		s := account.NewStore(d, nil)
		var wait sync.WaitGroup
		for range 20 {
			wait.Go(func() {
				if _, err := s.SignInBy(t.Context(), ada(), account.Signup{}, ""); err != nil {
					t.Errorf("SignInBy = %v", err)
				}
			})
		}
		wait.Wait()
		if n, err := s.Count(t.Context()); err != nil || n != 1 {
			t.Errorf("there are %d people (%v), want one", n, err)
		}
	})
}

// V7.5.1: a session knows when its person signed in, and for ten minutes that is enough
// for what asks for it.
func TestV7_5_1FreshFor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := account.NewStore(d, nil)
		session, err := s.SignInBy(t.Context(), ada(), account.Signup{}, "")
		if err != nil {
			t.Fatal(err)
		}
		fresh := func() bool {
			t.Helper()
			p, err := s.Resume(t.Context(), session.Token)
			if err != nil {
				t.Fatal(err)
			}
			if !p.SignedInAt.Equal(dbtest.Start) {
				t.Errorf("it signed in at %v, want %v", p.SignedInAt, dbtest.Start)
			}
			return account.Fresh(account.With(t.Context(), p))
		}
		if !fresh() {
			t.Error("a new session is not fresh")
		}
		clock.Advance(account.FreshFor)
		if !fresh() {
			t.Error("after ten minutes to the millisecond it is not fresh")
		}
		clock.Advance(time.Millisecond) // within the second for which it is remembered
		if fresh() {
			t.Error("it is fresh after more than ten minutes")
		}
		if account.Fresh(t.Context()) || account.Fresh(account.With(t.Context(), account.Person{ID: "x"})) {
			t.Error("whoever has no session is fresh")
		}
	})
}

// Linking renews the token and neither the time of the sign-in nor the end.
func TestV7_2_4RenewingKeepsTheTimes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := account.NewStore(d, nil)
		session, err := s.SignInBy(t.Context(), ada(), account.Signup{}, "")
		if err != nil {
			t.Fatal(err)
		}
		clock.Advance(5 * time.Minute)
		other := ada()
		other.Provider = "gitlab"
		if err := s.Offer(t.Context(), session.Person.ID, other); err != nil {
			t.Fatal(err)
		}
		offer, err := s.Offered(t.Context(), session.Person.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Link(t.Context(), session.Person.ID, offer.ID, "not the token"); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("Link with another token = %v, want unauthenticated", err)
		}
		renewed, err := s.Link(t.Context(), session.Person.ID, offer.ID, session.Token)
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.Resume(t.Context(), renewed.Token)
		if err != nil || !p.SignedInAt.Equal(dbtest.Start) || renewed.Lives != session.Lives-5*time.Minute {
			t.Errorf("after linking: signed in at %v, lives %v (%v), want %v and %v", p.SignedInAt, renewed.Lives, err, dbtest.Start, session.Lives-5*time.Minute)
		}
		if _, err := s.Resume(t.Context(), session.Token); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("the old token = %v, want unauthenticated", err)
		}
		ways, err := s.Identities(t.Context(), p.ID)
		if err != nil || len(ways) != 2 || ways[0].Provider != "oidc" || ways[0].ID == ways[1].ID || !ways[1].LinkedAt.Equal(clock.Now()) {
			t.Errorf("Identities = %+v, %v", ways, err)
		}
	})
}

// A name that comes from elsewhere is made fit to be kept; a claim without a subject, and
// one that says it is local, is refused.
func TestForeignNames(t *testing.T) {
	t.Parallel()
	s := account.NewStore(dbtest.Open(t, nil), nil)
	for i, test := range []struct{ name, label, email, want string }{
		{"Ada Lovelace", "ada", "", "Ada Lovelace"},
		{" \t\r\n", "ada", "", "ada"},
		{"", "", "lovelace@example.org", "lovelace"},
		{"", "", "", "Somebody"},
		{strings.Repeat("ä", 300), "", "", strings.Repeat("ä", account.MaxName)},
		{"A\x00d\xffa\n", "", "", "A da"},
	} {
		c := account.Claim{Provider: "oidc", Subject: string(rune('a' + i)), Email: test.email, Name: test.name, Label: test.label}
		session, err := s.SignInBy(t.Context(), c, account.Signup{}, "")
		if err != nil || session.Person.Name != test.want {
			t.Errorf("%q and %q give the name %q (%v), want %q", test.name, test.label, session.Person.Name, err, test.want)
		}
	}
	for _, c := range []account.Claim{{}, {Provider: "oidc"}, {Subject: "x"}, {Provider: "local", Subject: "x"}} {
		if _, err := s.SignInBy(t.Context(), c, account.Signup{}, ""); err == nil {
			t.Errorf("SignInBy(%+v) makes an account", c)
		}
	}
}

// What has run out is deleted.
func TestPruneDeletesTrips(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := account.NewStore(d, nil)
		if err := s.Depart(t.Context(), "state", "browser", account.Trip{Provider: "oidc", Next: "/"}); err != nil {
			t.Fatal(err)
		}
		if code, err := s.OfferAdmin(t.Context()); err != nil || code == "" {
			t.Fatalf("OfferAdmin = %q, %v", code, err)
		}
		clock.Advance(25 * time.Hour)
		if err := s.Prune(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := d.Read(t.Context(), func(tx *db.Tx) error {
			var n int
			err := tx.QueryRow(`SELECT (SELECT count(*) FROM trips) + (SELECT count(*) FROM admin_codes)`).Scan(&n)
			if n != 0 {
				t.Errorf("%d rows are left", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// V11.4.1: neither a trip nor a code for an admin can be used by whoever reads the database.
func TestV11_4_1TripsAreHashed(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, nil)
	s := account.NewStore(d, nil)
	if err := s.Depart(t.Context(), "the-state", "the-browser", account.Trip{Provider: "oidc", Next: "/"}); err != nil {
		t.Fatal(err)
	}
	code, err := s.OfferAdmin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		var all [3]string
		err := tx.QueryRow(`SELECT state_hash, browser_hash, code_hash FROM trips, admin_codes`).Scan(&all[0], &all[1], &all[2])
		for _, secret := range []string{"the-state", "the-browser", code} {
			if slices.Contains(all[:], secret) {
				t.Errorf("the database holds %q", secret)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// V6.3.2: a code for an admin is good for a day, once, and only while nobody is one;
// several that were printed hold beside each other.
func TestV6_3_2CodesForTheFirstAdmin(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := account.NewStore(d, nil)
		session, err := s.SignInBy(t.Context(), ada(), account.Signup{}, "")
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for range 3 {
			code, err := s.OfferAdmin(t.Context())
			if err != nil || code == "" {
				t.Fatalf("OfferAdmin = %q, %v", code, err)
			}
			codes = append(codes, code)
			clock.Advance(10 * time.Hour)
		}
		claim := func(code string) error {
			_, err := s.ClaimAdmin(t.Context(), session.Person.ID, code, "")
			return err
		}
		if err := claim(codes[0]); fault.CodeOf(err) != "wrong-code" {
			t.Errorf("a code of 30 hours = %v, want it refused", err)
		}
		if err := claim(codes[1]); err != nil {
			t.Errorf("a code of 20 hours = %v", err)
		}
		if err := claim(codes[2]); fault.CodeOf(err) != "wrong-code" {
			t.Errorf("a code where somebody is an admin = %v, want it refused", err)
		}
		if code, err := s.OfferAdmin(t.Context()); err != nil || code != "" {
			t.Errorf("OfferAdmin with an admin there = %q, %v", code, err)
		}
		if open, err := s.AdminOffered(t.Context()); err != nil || open {
			t.Errorf("AdminOffered = %v, %v", open, err)
		}
		if _, err := s.Resume(t.Context(), session.Token); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("the session from before = %v, want unauthenticated", err)
		}
	})
}

// V6.8.1: what somebody has to confirm runs out, and is gone when it was refused.
func TestV6_8_1OffersRunOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := account.NewStore(d, nil)
		session, err := s.SignInBy(t.Context(), ada(), account.Signup{}, "")
		if err != nil {
			t.Fatal(err)
		}
		other := ada()
		other.Subject = "other"
		if err := s.Offer(t.Context(), session.Person.ID, other); err != nil {
			t.Fatal(err)
		}
		offer, err := s.Offered(t.Context(), session.Person.ID)
		if err != nil {
			t.Fatal(err)
		}
		clock.Advance(10 * time.Minute)
		if _, err := s.Offered(t.Context(), session.Person.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Offered after ten minutes = %v, want not found", err)
		}
		if _, err := s.Link(t.Context(), session.Person.ID, offer.ID, session.Token); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Link after ten minutes = %v, want not found", err)
		}
	})
}
