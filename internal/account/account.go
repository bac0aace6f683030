package account

import (
	"context"
	"slices"
	"time"
)

// Role is what a person may be here; a person can have several.
type Role string

const (
	Learner Role = "learner"
	Coach   Role = "coach"
	Author  Role = "author"
	Admin   Role = "admin"
)

// Roles lists the roles in the order in which they are shown.
var Roles = [...]Role{Learner, Coach, Author, Admin}

// Person is somebody with an account.
type Person struct {
	ID        string
	Email     string // lower case
	Name      string
	Roles     []Role // in the order of Roles
	ExtraTime int    // percent of an interview's length: 100, 125, 150 or 200
	Theme     string // "system", "light" or "dark"
	CreatedAt time.Time
	Disabled  bool // cannot sign in

	// SignedInAt is when this browser signed in; zero for who was not found by a session.
	SignedInAt time.Time
	fresh      bool
}

// Is reports whether the person has a role.
func (p Person) Is(r Role) bool { return slices.Contains(p.Roles, r) }

// FreshFor is how long after signing in a person may do what asks for it: what a
// stolen session, or a browser left open, must not be enough for.
const FreshFor = 10 * time.Minute

// at is the person as of now.
func (p Person) at(now time.Time) Person {
	p.fresh = now.Sub(p.SignedInAt) <= FreshFor
	return p
}

// Fresh reports whether who is signed in has signed in within the last ten minutes.
func Fresh(ctx context.Context) bool {
	p, _ := From(ctx)
	return p.fresh
}

type personKey struct{}

// With returns a context that carries who is signed in.
func With(ctx context.Context, p Person) context.Context {
	return context.WithValue(ctx, personKey{}, p)
}

// From returns who is signed in; ok is false for a visitor.
func From(ctx context.Context) (p Person, ok bool) {
	p, ok = ctx.Value(personKey{}).(Person)
	return p, ok
}
