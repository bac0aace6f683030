// Package oauth takes people to a provider (GitHub, Google, GitLab, or any that
// speaks OpenID Connect) and finds out who came back.
//
// It promises that nothing which opens an account elsewhere leaves it: tokens live
// as long as one call of Finish and are in no cookie, page, log or database. It
// calls the configured provider alone (and the hosts that an OpenID Connect
// provider names in its own description), over TLS, without following a redirect,
// in bounded time and with bounded answers.
//
// The flow is ours and not goth's helper's (gothic): that takes the state from the
// query, accepts an empty one and keeps tokens in a cookie. goth's providers fetch
// the profile. The code is exchanged with golang.org/x/oauth2, since goth's GitHub
// knows no PKCE; and Google and GitLab are spoken to as the OpenID Connect
// providers that they are, since goth's own for these two put the access token into
// an address and check neither audience nor nonce.
//
// The state of a sign-in is not kept here: see the package account.
package oauth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"levelup/internal/fault"
)

// Kinds are the providers that can be set up, in the order in which they are offered.
// A kind is the provider's segment in our addresses as well.
var Kinds = [...]string{"github", "google", "gitlab", "oidc"}

// Config is one provider as the operator set it up.
type Config struct {
	Kind        string
	Key, Secret string
	URL         string // the issuer, or of GitHub the site; empty: the well-known one
}

// usual are the addresses of the providers that have one.
var usual = map[string]string{
	"github": "https://github.com",
	"google": "https://accounts.google.com",
	"gitlab": "https://gitlab.com",
}

// Trip is one person's way to a provider and back. All of it comes from random bits
// of ours.
type Trip struct {
	State    string // comes back in the address
	Verifier string // of PKCE; leaves with the code alone
	Nonce    string // comes back in the ID token
}

// NewSecret is 130 random bits, for a state or for the cookie of a browser.
func NewSecret() string { return rand.Text() }

// NewTrip is the trip of a state and a browser. What has to be remembered until the
// way back follows from the browser's cookie, so that the database need not hold it.
func NewTrip(state, browser string) Trip {
	derive := func(what string) string {
		mac := hmac.New(sha256.New, []byte(browser))
		mac.Write([]byte(what + " " + state))
		return hex.EncodeToString(mac.Sum(nil)) // 64 characters: what PKCE asks for is 43 to 128
	}
	return Trip{State: state, Verifier: derive("verifier"), Nonce: derive("nonce")}
}

// User is who a provider says came.
type User struct {
	Provider string // the kind
	// Subject is who it is there, for ever. It begins with the provider's address where
	// the operator chose that: should it be another one some day, its people are others.
	Subject  string
	Email    string // as the provider has it; may be empty
	Verified bool   // the provider vouches for the address
	Name     string // may be empty
	Handle   string // how the person is called there, to recognise the account by
}

// patience is how long a provider may take in all, so that people are told within
// ten seconds.
const patience = 8 * time.Second

// Provider is one that people can sign in with.
type Provider struct {
	config   Config
	callback string
	patience time.Duration
	door     http.RoundTripper

	mu       sync.Mutex
	metadata *metadata // of OpenID Connect, once it was read
	readAt   time.Time
}

// New returns a provider whose people come back to the site at base. A patience of 0
// is the usual.
func New(c Config, base *url.URL, within time.Duration) *Provider {
	if c.URL == "" {
		c.URL = usual[c.Kind]
	}
	c.URL = strings.TrimRight(c.URL, "/")
	if within <= 0 {
		within = patience
	}
	site := url.URL{Scheme: base.Scheme, Host: base.Host}
	return &Provider{config: c, callback: site.String() + "/auth/" + c.Kind + "/callback", patience: within, door: newTransport()}
}

// Name is the provider's segment in our addresses, and in the database.
func (p *Provider) Name() string { return p.config.Kind }

// Title is what people call it.
func (p *Provider) Title() string {
	switch p.config.Kind {
	case "github":
		return "GitHub"
	case "google":
		return "Google"
	case "gitlab":
		return "GitLab"
	}
	if u, err := url.Parse(p.config.URL); err == nil {
		return u.Host
	}
	return "OpenID Connect"
}

// Start returns the address to which a person is sent.
func (p *Provider) Start(ctx context.Context, t Trip) (string, error) {
	ctx, done := p.within(ctx)
	defer done()
	way, err := p.way(ctx)
	if err != nil {
		return "", p.failed(err)
	}
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(t.Verifier)}
	if way.openID != nil {
		options = append(options, oauth2.SetAuthURLParam("nonce", t.Nonce))
	}
	return way.config.AuthCodeURL(t.State, options...), nil
}

// Finish finds out who came back with a code. iss is what the address says of who
// answers, empty if nothing.
func (p *Provider) Finish(ctx context.Context, t Trip, code, iss string) (User, error) {
	ctx, done := p.within(ctx)
	defer done()
	user, err := p.finish(ctx, t, code, iss)
	if err != nil {
		return User{}, p.failed(err)
	}
	user.Provider = p.config.Kind
	if p.config.URL != usual[p.config.Kind] {
		user.Subject = p.config.URL + " " + user.Subject
	}
	return user, nil
}

func (p *Provider) finish(ctx context.Context, t Trip, code, iss string) (User, error) {
	way, err := p.way(ctx)
	if err != nil {
		return User{}, err
	}
	if err := way.answeredBy(iss); err != nil {
		return User{}, err
	}
	client := p.client(ctx)
	token, err := way.config.Exchange(context.WithValue(ctx, oauth2.HTTPClient, client), code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return User{}, err
	}
	if way.openID != nil {
		return p.openIDUser(client, way.openID, token, t.Nonce)
	}
	return p.githubUser(client, token)
}

// way is how a provider is asked.
type way struct {
	config oauth2.Config
	openID *metadata // nil for GitHub, which does not speak it
}

func (p *Provider) way(ctx context.Context) (way, error) {
	w := way{config: oauth2.Config{ClientID: p.config.Key, ClientSecret: p.config.Secret, RedirectURL: p.callback}}
	if p.config.Kind == "github" {
		w.config.Endpoint = oauth2.Endpoint{
			AuthURL: p.config.URL + "/login/oauth/authorize", TokenURL: p.config.URL + "/login/oauth/access_token", AuthStyle: oauth2.AuthStyleInParams,
		}
		w.config.Scopes = []string{"read:user", "user:email"}
		return w, nil
	}
	m, err := p.described(ctx)
	if err != nil {
		return w, err
	}
	w.openID = m
	w.config.Endpoint = oauth2.Endpoint{AuthURL: m.Authorization, TokenURL: m.Token, AuthStyle: m.style()}
	w.config.Scopes = []string{"openid", "email", "profile"}
	return w, nil
}

// failed says to people what to do and to the log what happened, without a word of
// what the provider answered: that may hold a token or somebody's data.
func (p *Provider) failed(err error) error {
	return &fault.Fault{Kind: fault.Internal, Code: "provider", Cause: safely(err), Message: p.Title() +
		" does not answer as it should, so nobody was signed in and nothing was changed. Try again in a minute, or sign in another way. Whoever runs this server finds the reason in its log."}
}
