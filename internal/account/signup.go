package account

import (
	"strings"

	"levelup/internal/fault"
)

// Signup is who may make an account by signing in through a provider; the zero value
// is everybody. Whoever was added by hand may in any case.
type Signup struct {
	Invited bool   // only who was added by hand
	Domain  string // only with a verified address there; empty: anywhere
}

// ReadSignup reads what an operator writes: open, invite or domain:example.org.
func ReadSignup(value string) (Signup, bool) {
	if domain, ok := strings.CutPrefix(value, "domain:"); ok {
		email, err := CheckEmail("x@" + domain)
		return Signup{Domain: strings.TrimPrefix(email, "x@")}, err == nil
	}
	return Signup{Invited: value == "invite"}, value == "" || value == "open" || value == "invite"
}

// admits says why somebody new may not make an account; email is verified or empty.
func (r Signup) admits(email string) error {
	if r.Invited {
		return fault.Coded(fault.Forbidden, "uninvited",
			"Accounts are made by whoever runs this server. Ask them to add the address that you sign in with, and see that your provider has verified it; then come back.")
	}
	if _, domain, _ := strings.Cut(email, "@"); r.Domain != "" && domain != r.Domain {
		return fault.Coded(fault.Forbidden, "uninvited",
			"Accounts here are for verified addresses at %s. Sign in with such a one, or ask whoever runs this server to add yours.", r.Domain)
	}
	return nil
}
