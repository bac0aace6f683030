package account

import (
	"maps"
	"slices"
	"sync/atomic"
)

// Action is something that one may do here, or not.
type Action string

const (
	LookAround     Action = "look around"     // at what is public, and sign in
	Practise       Action = "practise"        // start attempts, set one's own things
	ReadAttempt    Action = "read attempt"    // the room, the report, its files
	WorkOnAttempt  Action = "work on attempt" // change it, and what hangs on it
	ReadTranscript Action = "read transcript" // what graders and coaches read
	Review         Action = "review"          // what others ask about, from the queue
	ReviewAttempt  Action = "review attempt"  // one that is shown to the coach
	SeeAgreement   Action = "see agreement"   // of graders with coaches
	EditContent    Action = "edit content"
	RunInstance    Action = "run instance" // see its state, change people
)

// Rule says who may do something: everybody, whoever is signed in, those with one of
// the roles, and of a thing its owner or a coach to whom it was shown.
type Rule struct {
	Everybody bool
	SignedIn  bool
	Roles     []Role
	Owner     bool
	Shown     bool // to a coach
}

// rights is the one table of who may do what. Whoever is not in a row may not.
var rights = map[Action]Rule{
	LookAround:     {Everybody: true},
	Practise:       {SignedIn: true},
	ReadAttempt:    {Owner: true},
	WorkOnAttempt:  {Owner: true},
	ReadTranscript: {Owner: true, Shown: true},
	Review:         {Roles: []Role{Coach}},
	ReviewAttempt:  {Shown: true},
	SeeAgreement:   {Roles: []Role{Coach, Admin}},
	EditContent:    {Roles: []Role{Author}},
	RunInstance:    {Roles: []Role{Admin}},
}

// Thing is what an action is about, as far as rights go; the zero Thing is none.
type Thing struct {
	Owner string            // a person's id
	Shown func(Person) bool // to a coach, at this moment; nil to none
}

// Can reports whether somebody may do something with a thing; nobody is the zero
// Person. A rule about things gives nothing where there is none.
func Can(p Person, a Action, t Thing) bool {
	r := RuleOf(a)
	switch {
	case r.Everybody:
		return true
	case p.ID == "" || p.Disabled:
		return false
	case r.SignedIn, slices.ContainsFunc(r.Roles, p.Is):
		return true
	case r.Owner && t.Owner == p.ID:
		return true
	}
	return r.Shown && p.Is(Coach) && t.Shown != nil && t.Shown(p)
}

// inForce is the table that counts.
var inForce atomic.Pointer[map[Action]Rule]

func init() { inForce.Store(&rights) }

// RuleOf is the row of an action.
func RuleOf(a Action) Rule { return (*inForce.Load())[a] }

// Actions are those that have a row, in no order.
func Actions() []Action { return slices.Collect(maps.Keys(rights)) }

// Without empties the row of an action until restore is called: a test shows with it
// that the row carries something.
func Without(a Action) (restore func()) {
	less := maps.Clone(rights)
	less[a] = Rule{}
	inForce.Store(&less)
	return func() { inForce.Store(&rights) }
}

// Role returns the role that an action takes, for saying so; none where it takes none.
func (r Rule) Role() (Role, bool) {
	if len(r.Roles) == 0 {
		return "", false
	}
	return r.Roles[0], true
}
