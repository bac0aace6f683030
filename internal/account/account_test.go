package account_test

import (
	"strings"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
)

func signIn(t *testing.T, s *account.Store, email string, local account.Local) account.Session {
	t.Helper()
	session, err := s.SignInLocal(t.Context(), email, "Somebody", "a browser", local)
	if err != nil {
		t.Fatalf("SignInLocal(%s): %v", email, err)
	}
	return session
}

func roles(p account.Person) string {
	var out []string
	for _, r := range p.Roles {
		out = append(out, string(r))
	}
	return strings.Join(out, ",")
}

// Where only this machine can ask, the first person gets all roles; elsewhere
// roles come from the operator alone.
func TestSignInLocalGivesRoles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		s := account.NewStore(d, []string{"Boss@Example.org"})
		for _, test := range []struct {
			email string
			local account.Local
			want  string
		}{
			{"first@example.org", account.Trusted, "learner,coach,author,admin"},
			{"second@example.org", account.Trusted, "learner"},
			{"boss@example.org", account.Exposed, "learner,admin"},
			{"first@example.org", account.Exposed, "learner,coach,author,admin"}, // keeps what it has
		} {
			if got := roles(signIn(t, s, test.email, test.local).Person); got != test.want {
				t.Errorf("%s has %s, want %s", test.email, got, test.want)
			}
		}
	})
	t.Run("exposed", func(t *testing.T) {
		t.Parallel()
		s := account.NewStore(dbtest.Open(t, nil), nil)
		if got := roles(signIn(t, s, "first@example.org", account.Exposed).Person); got != "learner" {
			t.Errorf("the first person on an exposed server has %s, want learner", got)
		}
	})
}

func TestSignInLocalRefuses(t *testing.T) {
	t.Parallel()
	s := account.NewStore(dbtest.Open(t, nil), nil)
	for _, test := range []struct{ email, name string }{
		{"", "Ada"}, {"ada", "Ada"}, {"Ada <ada@example.org>", "Ada"}, {"ada@example.org\r\nBcc: x", "Ada"},
		{strings.Repeat("a", 250) + "@example.org", "Ada"},
		{"ada@example.org", ""}, {"ada@example.org", " \t "}, {"ada@example.org", strings.Repeat("🙂", 201)},
	} {
		if _, err := s.SignInLocal(t.Context(), test.email, test.name, "", account.Trusted); fault.KindOf(err) != fault.Invalid {
			t.Errorf("SignInLocal(%.40q, %.40q) = %v, want invalid", test.email, test.name, err)
		}
	}
}

// V7.2.4, V7.3.1, V7.3.2 and V7.4.1: a session ends by signing out, by not being
// used and by its age, and each sign-in makes a new one.
func TestV7_3_1SessionsEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := account.NewStore(d, nil)
		admin := signIn(t, s, "admin@example.org", account.Trusted)
		learner := signIn(t, s, "learner@example.org", account.Trusted)
		again := signIn(t, s, "learner@example.org", account.Trusted)
		alive := func(session account.Session) bool {
			t.Helper()
			p, err := s.Resume(t.Context(), session.Token)
			if err != nil && fault.KindOf(err) != fault.Unauthenticated {
				t.Fatalf("Resume: %v", err)
			}
			return err == nil && p.ID == session.Person.ID
		}
		if learner.Token == again.Token || len(learner.Token) < 26 {
			t.Errorf("tokens %q and %q", learner.Token, again.Token)
		}
		if !alive(admin) || !alive(learner) || !alive(again) {
			t.Fatal("a new session is dead")
		}
		if err := s.SignOut(t.Context(), again.Token); err != nil {
			t.Fatal(err)
		}
		if alive(again) || !alive(learner) {
			t.Error("signing out ended another session, or not its own")
		}
		for range 5 { // in use: an hour and a bit at a time
			clock.Advance(65 * time.Minute)
			if !alive(admin) {
				t.Fatal("an admin's session in use ended")
			}
		}
		clock.Advance(13 * time.Hour)
		if alive(admin) {
			t.Error("an admin's session lives after 13 idle hours")
		}
		if !alive(learner) {
			t.Error("a learner's session ended within a day")
		}
		for range 3 {
			clock.Advance(9 * 24 * time.Hour)
			alive(learner)
		}
		if !alive(learner) {
			t.Error("a learner's session in use ended within 30 days")
		}
		clock.Advance(4 * 24 * time.Hour)
		if alive(learner) {
			t.Error("a session outlives 30 days")
		}
		for _, token := range []string{"", "none", learner.Token + "x"} {
			if _, err := s.Resume(t.Context(), token); fault.KindOf(err) != fault.Unauthenticated {
				t.Errorf("Resume(%q) = %v, want unauthenticated", token, err)
			}
		}
	})
}

// A change of roles ends the person's sessions, seen by another process within
// a second.
func TestSetRolesEndsSessions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		server, command := account.NewStore(d, nil), account.NewStore(d, nil)
		session := signIn(t, server, "ada@example.org", account.Exposed)
		if _, err := server.Resume(t.Context(), session.Token); err != nil {
			t.Fatal(err)
		}
		if err := command.SetRoles(t.Context(), "ADA@example.org", []account.Role{account.Coach, account.Learner, account.Coach}); err != nil {
			t.Fatal(err)
		}
		clock.Advance(1001 * time.Millisecond)
		if _, err := server.Resume(t.Context(), session.Token); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("Resume after a change of roles = %v, want unauthenticated", err)
		}
		people, err := server.List(t.Context())
		if err != nil || len(people) != 1 || roles(people[0]) != "learner,coach" {
			t.Errorf("List = %v, %v; want one learner and coach", people, err)
		}
	})
}

// V7.2.2: the database does not hold what opens a session.
func TestV7_2_2TokensAreHashed(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, nil)
	session := signIn(t, account.NewStore(d, nil), "ada@example.org", account.Trusted)
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		var stored string
		err := tx.QueryRow(`SELECT token_hash FROM sessions`).Scan(&stored)
		if len(stored) != 64 || strings.Contains(stored, session.Token) {
			t.Errorf("the database holds %q for the token %q", stored, session.Token)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		s := account.NewStore(d, nil)
		p := signIn(t, s, "ada@example.org", account.Trusted).Person
		if err := s.Update(t.Context(), p.ID, " Ada \n L. ", 150, "dark"); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []struct {
			name, theme string
			extra       int
		}{{"", "dark", 100}, {"Ada", "pink", 100}, {"Ada", "dark", 110}} {
			if err := s.Update(t.Context(), p.ID, bad.name, bad.extra, bad.theme); fault.KindOf(err) != fault.Invalid {
				t.Errorf("Update(%+v) = %v, want invalid", bad, err)
			}
		}
		people, err := s.List(t.Context())
		if err != nil || people[0].Name != "Ada L." || people[0].ExtraTime != 150 || people[0].Theme != "dark" {
			t.Errorf("List = %+v, %v", people, err)
		}
		if err := s.Update(t.Context(), "nobody", "Ada", 100, "dark"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Update of nobody = %v, want not found", err)
		}
	})
}

// The audit log only grows: the database refuses to change or take away a line.
func TestAuditOnlyGrows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		s := account.NewStore(d, nil)
		boss := signIn(t, s, "boss@example.org", account.Trusted).Person
		ada, err := s.Create(t.Context(), "ada@example.org", "Ada")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Change(t.Context(), boss, ada.ID, []account.Role{account.Coach}); err != nil {
			t.Fatal(err)
		}
		if err := s.Change(t.Context(), boss, ada.ID, []account.Role{account.Coach}); err != nil { // as it is
			t.Fatal(err)
		}
		for _, attempt := range []string{`UPDATE audit SET actor = ''`, `DELETE FROM audit`} {
			if err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(attempt)
				return err
			}); err == nil {
				t.Errorf("%s is not refused", attempt)
			}
		}
		lines, err := s.Audit(t.Context(), "", 0, 10)
		if err != nil || len(lines) != 2 {
			t.Fatalf("Audit = %+v, %v, want two lines", lines, err)
		}
		if got := lines[0]; got.ActorName != boss.Name || got.Action != account.RolesSet || got.SubjectName != "Ada" || got.Detail != "coach" {
			t.Errorf("the newest line is %+v", got)
		}
		if lines[1].Action != account.Added || lines[1].Actor != "" {
			t.Errorf("the oldest line is %+v, want the command's", lines[1])
		}
		if older, err := s.Audit(t.Context(), ada.ID, lines[0].ID, 10); err != nil || len(older) != 1 || older[0].ID != lines[1].ID {
			t.Errorf("before the newest stand %+v, %v", older, err)
		}
	})
}

// An instance keeps an admin who can sign in.
func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		s := account.NewStore(d, nil)
		boss := signIn(t, s, "boss@example.org", account.Trusted).Person
		second := signIn(t, s, "second@example.org", account.Trusted).Person
		if err := s.Change(t.Context(), boss, second.ID, []account.Role{account.Admin}); err != nil {
			t.Fatal(err)
		}
		if err := s.Disable(t.Context(), boss, second.ID); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{
			"taking the role":    s.Change(t.Context(), second, boss.ID, []account.Role{account.Learner}),
			"switching off":      s.Disable(t.Context(), second, boss.ID),
			"switching off self": s.Disable(t.Context(), boss, boss.ID),
		} {
			if fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s = %v, want a conflict", what, err)
			}
		}
		if err := s.Enable(t.Context(), boss, second.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Change(t.Context(), boss, boss.ID, []account.Role{account.Learner}); err != nil {
			t.Errorf("with a second admin: %v", err)
		}
		if err := s.EndSessions(t.Context(), boss, "nobody"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("EndSessions of nobody = %v", err)
		}
	})
}

// A right is in force only for who has an account that is on.
func TestCan(t *testing.T) {
	t.Parallel()
	shown := account.Thing{Owner: "owner", Shown: func(p account.Person) bool { return p.ID == "coach" }}
	person := func(id string, roles ...account.Role) account.Person { return account.Person{ID: id, Roles: roles} }
	off := person("owner", account.Learner)
	off.Disabled = true
	for _, test := range []struct {
		who  account.Person
		what account.Action
		of   account.Thing
		want bool
	}{
		{account.Person{}, account.LookAround, account.Thing{}, true},
		{account.Person{}, account.Practise, account.Thing{}, false},
		{account.Person{}, account.ReadAttempt, account.Thing{}, false}, // of nobody
		{person("a"), account.Practise, account.Thing{}, true},
		{person("a", account.Admin), account.ReadAttempt, shown, false},
		{person("owner"), account.ReadAttempt, shown, true},
		{off, account.ReadAttempt, shown, false},
		{person("coach", account.Coach), account.ReadTranscript, shown, true},
		{person("coach", account.Learner), account.ReadTranscript, shown, false}, // no coach any more
		{person("coach", account.Coach), account.ReadAttempt, shown, false},
		{person("another", account.Coach), account.ReadTranscript, shown, false},
		{person("a", account.Author), account.EditContent, account.Thing{}, true},
		{person("a", account.Author), account.RunInstance, account.Thing{}, false},
		{person("a", account.Admin), "unheard of", account.Thing{}, false},
	} {
		if got := account.Can(test.who, test.what, test.of); got != test.want {
			t.Errorf("Can(%+v, %q) = %v", test.who, test.what, got)
		}
	}
}
