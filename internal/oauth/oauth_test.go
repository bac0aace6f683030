package oauth

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"levelup/internal/fault"
)

// answers stands in for the network: by address, what is there.
type answers map[string]string

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	body, ok := a[r.URL.String()]
	if !ok {
		return nil, fmt.Errorf("nobody is at %s", r.URL)
	}
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func provider(kind, address string, net http.RoundTripper) *Provider {
	p := New(Config{Kind: kind, Key: "key", Secret: "secret", URL: address}, &url.URL{Scheme: "https", Host: "levelup.example", Path: "/"}, 0)
	p.door = net
	return p
}

func description(issuer, at string) string {
	return fmt.Sprintf(`{"issuer": %q, "authorization_endpoint": %q, "token_endpoint": %q, "userinfo_endpoint": %q}`, issuer, at+"/a", at+"/t", at+"/u")
}

// Where each kind of provider sends people, and with what.
func TestStart(t *testing.T) {
	t.Parallel()
	google := answers{"https://accounts.google.com/.well-known/openid-configuration": description("https://accounts.google.com", "https://elsewhere.example")}
	gitlab := answers{"https://gitlab.com/.well-known/openid-configuration": description("https://gitlab.com", "https://gitlab.com/oauth")}
	slash := answers{"https://id.example/tenant/.well-known/openid-configuration": description("https://id.example/tenant/", "https://id.example")}
	for _, test := range []struct {
		p           *Provider
		title, at   string
		nonce       bool
		scope, back string
	}{
		{provider("github", "", nil), "GitHub", "https://github.com/login/oauth/authorize", false, "read:user user:email", "https://levelup.example/auth/github/callback"},
		{provider("github", "https://git.example/", nil), "GitHub", "https://git.example/login/oauth/authorize", false, "read:user user:email", "https://levelup.example/auth/github/callback"},
		{provider("google", "", google), "Google", "https://elsewhere.example/a", true, "openid email profile", "https://levelup.example/auth/google/callback"},
		{provider("gitlab", "", gitlab), "GitLab", "https://gitlab.com/oauth/a", true, "openid email profile", "https://levelup.example/auth/gitlab/callback"},
		{provider("oidc", "https://id.example/tenant", slash), "id.example", "https://id.example/a", true, "openid email profile", "https://levelup.example/auth/oidc/callback"},
		{provider("oidc", "https://id.example/tenant/", slash), "id.example", "https://id.example/a", true, "openid email profile", "https://levelup.example/auth/oidc/callback"},
	} {
		trip := NewTrip("STATE", "BROWSER")
		address, err := test.p.Start(t.Context(), trip)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		u.RawQuery = ""
		if u.String() != test.at || test.p.Title() != test.title || q.Get("scope") != test.scope || q.Get("redirect_uri") != test.back || q.Get("state") != "STATE" ||
			q.Get("client_id") != "key" || q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") != oauth2.S256ChallengeFromVerifier(trip.Verifier) {
			t.Errorf("%s starts at %s", test.p.Title(), address)
		}
		if q.Has("nonce") != test.nonce || test.nonce && q.Get("nonce") != trip.Nonce {
			t.Errorf("%s: nonce = %q, want one: %v", test.p.Title(), q.Get("nonce"), test.nonce)
		}
		if strings.Contains(address, "secret") || strings.Contains(address, trip.Verifier) {
			t.Errorf("%s: a secret is in %s", test.p.Title(), address)
		}
	}
}

// V11.5.1: secrets are long and never the same; what follows from them fits what PKCE
// asks for and differs by state, browser and use.
func TestV11_5_1Trips(t *testing.T) {
	t.Parallel()
	if a, b := NewSecret(), NewSecret(); a == b || len(a) < 26 {
		t.Errorf("NewSecret = %q, then %q", a, b)
	}
	seen := map[string]bool{}
	for _, trip := range []Trip{NewTrip("a", "x"), NewTrip("b", "x"), NewTrip("a", "y")} {
		for _, s := range []string{trip.Verifier, trip.Nonce} {
			if seen[s] || !regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`).MatchString(s) {
				t.Errorf("%q is used twice, or is no verifier", s)
			}
			seen[s] = true
		}
	}
	if there, back := NewTrip("a", "x"), NewTrip("a", "x"); there != back {
		t.Error("the way back does not know what the way there said")
	}
}

func TestTheAPIOfGitHub(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{"": "https://api.github.com", "https://GitHub.com/": "https://api.github.com", "https://git.example": "https://git.example/api/v3"} {
		if got := provider("github", address, nil).githubAPI(); got != want {
			t.Errorf("the API of %q is %s, want %s", address, got, want)
		}
	}
}

// V16.2.5: what goes to the log holds no word of what a provider answered.
func TestV16_2_5CausesAreSafe(t *testing.T) {
	t.Parallel()
	const canary = "CANARY"
	for _, test := range []struct {
		err  error
		want string
	}{
		{&oauth2.RetrieveError{Response: &http.Response{StatusCode: 400}, Body: []byte(canary), ErrorCode: "invalid_grant", ErrorDescription: canary}, "status 400, invalid_grant"},
		{&oauth2.RetrieveError{Response: &http.Response{StatusCode: 500}, Body: []byte(canary), ErrorCode: canary + " <b>"}, "status 500, no code"},
		{&url.Error{Op: "Get", URL: "https://id.example/u?access_token=" + canary, Err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}, "id.example could not be reached: connection refused"},
		{&url.Error{Op: "Get", URL: "https://id.example/u?" + canary, Err: &tls.CertificateVerificationError{Err: errors.New("expired")}}, "could not be reached: expired"},
		{&url.Error{Op: "Get", URL: "https://id.example/" + canary, Err: errors.New(canary)}, "the connection ended"},
		{&url.Error{Op: "Get", URL: "https://id.example/" + canary, Err: context.DeadlineExceeded}, "it took too long"},
		{fmt.Errorf("userinfo: %s", canary), "could not be understood"},
		{fmt.Errorf("reading: %w", errTooLong), "too long"},
		{say("our own words"), "our own words"},
	} {
		p := provider("github", "", nil)
		err := p.failed(test.err)
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || !strings.Contains(f.Cause.Error(), test.want) || strings.Contains(err.Error(), canary) {
			t.Errorf("failed(%T) = %v, want %q in it and nothing of the answer", test.err, err, test.want)
		}
		if fault.CodeOf(err) != "provider" || !strings.Contains(fault.Message(err), "GitHub") {
			t.Errorf("failed(%T) says %q", test.err, fault.Message(err))
		}
	}
}

// V12.1.1, V12.3.2: TLS 1.2 or later, always verified.
func TestV12_1_1Transport(t *testing.T) {
	t.Parallel()
	c := newTransport().TLSClientConfig
	if c.MinVersion < tls.VersionTLS12 || c.InsecureSkipVerify {
		t.Errorf("TLS from version %x, unverified: %v", c.MinVersion, c.InsecureSkipVerify)
	}
}

// F25: people are told within ten seconds, with time left to draw the page.
func TestF25Patience(t *testing.T) {
	t.Parallel()
	p := provider("github", "", nil)
	ctx, done := p.within(t.Context())
	defer done()
	if end, ok := ctx.Deadline(); !ok || patience > 9*time.Second || p.patience != patience || end.IsZero() {
		t.Errorf("a provider may take %v, want 9 s at the most", p.patience)
	}
}

// A description is asked for once an hour, and a failure is not remembered.
func TestADescriptionIsKept(t *testing.T) {
	t.Parallel()
	net := answers{}
	p := provider("oidc", "https://id.example", net)
	if _, err := p.Start(t.Context(), Trip{}); fault.CodeOf(err) != "provider" {
		t.Errorf("Start without a description = %v, want a fault of the provider", err)
	}
	const at = "https://id.example/.well-known/openid-configuration"
	net[at] = description("https://id.example", "https://id.example")
	for range 2 {
		if _, err := p.Start(t.Context(), Trip{Verifier: "v"}); err != nil {
			t.Errorf("Start = %v", err)
		}
		delete(net, at)
	}
	p.readAt = p.readAt.Add(-believedFor - time.Second)
	if _, err := p.Start(t.Context(), Trip{}); err == nil {
		t.Error("Start an hour later asks nobody")
	}
}

// How the token endpoint wants to be shown our secret.
func TestStyle(t *testing.T) {
	t.Parallel()
	for methods, want := range map[string]oauth2.AuthStyle{
		"": oauth2.AuthStyleInHeader, "client_secret_basic client_secret_post": oauth2.AuthStyleInHeader, "client_secret_post": oauth2.AuthStyleInParams,
		"private_key_jwt": oauth2.AuthStyleInHeader,
	} {
		if got := (&metadata{Methods: strings.Fields(methods)}).style(); got != want {
			t.Errorf("style(%q) = %v, want %v", methods, got, want)
		}
	}
}
