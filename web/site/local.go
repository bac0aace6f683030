package site

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"levelup/internal/account"
)

// LocalSignin says when people may sign in by naming themselves.
type LocalSignin int

const (
	LocalOff  LocalSignin = iota
	LocalAuto             // only where nobody but this machine can be asking
	LocalOn               // always; roles then come from the operator alone
)

// forwarding are the headers by which a proxy shows itself.
var forwarding = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via"}

// local reports whether this request may sign in locally, and how far it is
// trusted. LocalAuto is switched to LocalOff at the start where the listener or
// the base URL is not of this machine; here the request is looked at as well,
// since a tunnel can stand before a loopback listener.
func (s *site) local(r *http.Request) (account.Local, bool) {
	trusted := fromHere(r)
	switch s.settings.Local {
	case LocalAuto:
		return account.Trusted, trusted
	case LocalOn:
		if trusted {
			return account.Trusted, true
		}
		return account.Exposed, true
	}
	return account.Exposed, false
}

// fromHere reports whether nobody but this machine can be asking.
func fromHere(r *http.Request) bool {
	here := loopback(r.Host) && loopback(r.RemoteAddr)
	for _, name := range forwarding {
		here = here && r.Header.Get(name) == ""
	}
	// A proxy that forwards in silence still passes on where the page stands.
	for _, name := range []string{"Origin", "Referer"} {
		if from, err := url.Parse(r.Header.Get(name)); err != nil || from.Host != "" && !loopback(from.Host) {
			here = false
		}
	}
	return here
}

// loopback reports whether a host, with or without a port, is this machine.
func loopback(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if strings.EqualFold(host, "localhost") || strings.HasSuffix(strings.ToLower(host), ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
