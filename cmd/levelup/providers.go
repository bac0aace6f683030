package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"levelup/internal/account"
	"levelup/internal/oauth"
	"levelup/web/site"
)

// readProviders reads through whom people may sign in. Half of a provider's settings
// is a mistake and not a provider that is left out: somebody wanted it.
func readProviders(getenv func(string) string, base *url.URL, complain func(string, string, ...any)) []oauth.Config {
	var out []oauth.Config
	for _, kind := range oauth.Kinds {
		name := func(part string) string { return "LEVELUP_OAUTH_" + strings.ToUpper(kind) + "_" + part }
		c := oauth.Config{Kind: kind, Key: getenv(name("KEY")), Secret: getenv(name("SECRET")), URL: getenv(name("URL"))}
		if c.Key == "" && c.Secret == "" && c.URL == "" {
			continue
		}
		if c.Key == "" {
			complain(name("KEY"), "it is missing; it is the client id that the provider gave you")
		}
		if c.Secret == "" {
			complain(name("SECRET"), "it is missing; it is the client secret that the provider gave you")
		}
		switch {
		case kind == "google" && c.URL != "":
			complain(name("URL"), "there is one Google alone; leave it unset")
		case kind == "oidc" && c.URL == "":
			complain(name("URL"), "it is missing; it is the provider's issuer, below which it has .well-known/openid-configuration")
		case c.URL != "" && !isProvider(c.URL):
			complain(name("URL"), "it is no address of a provider; write https://host, with a path where its issuer has one, and without a query or a password")
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil
	}
	switch {
	case getenv("LEVELUP_BASE_URL") == "":
		complain("LEVELUP_BASE_URL", "it is needed to sign in through a provider, who is told to send people back to it; write https://host")
	case base != nil && base.Scheme != "https" && !isLoopback(base.Hostname()):
		complain("LEVELUP_BASE_URL", "people who sign in through a provider need https:// here, except on this machine")
	}
	return out
}

// isProvider tells an address that people and we may be sent to: https, or plain http
// on this machine.
func isProvider(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname())
}

func readSignup(value string, complain func(string, string, ...any)) account.Signup {
	rule, ok := account.ReadSignup(value)
	if !ok {
		complain("LEVELUP_SIGNUP", "%q is no choice; write open, invite or domain:example.org", value)
	}
	return rule
}

// doors are the providers of the configuration; patience is for tests.
func (c config) doors(patience time.Duration) []*oauth.Provider {
	var out []*oauth.Provider
	for _, p := range c.providers {
		out = append(out, oauth.New(p, c.baseURL, patience))
	}
	return out
}

// firstAdmin prints a code for the first admin where nobody could become one
// otherwise. It goes to whoever started the program, not into the log.
func firstAdmin(ctx context.Context, conf config, accounts *account.Store, s serving) error {
	if len(conf.providers) == 0 || conf.local != site.LocalOff || s.tell == nil {
		return nil
	}
	code, err := accounts.OfferAdmin(ctx)
	if err == nil && code != "" {
		s.tell(fmt.Sprintf("Nobody is an admin yet. Sign in, open %s/settings/admin and type this code within 24 hours: %s", conf.baseURL, code))
	}
	return err
}
