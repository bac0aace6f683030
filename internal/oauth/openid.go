package oauth

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/markbates/goth/providers/openidConnect"
	"golang.org/x/oauth2"
)

// metadata is what an OpenID Connect provider says of itself.
type metadata struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	UserInfo      string   `json:"userinfo_endpoint"`
	Methods       []string `json:"token_endpoint_auth_methods_supported"`
	SaysIssuer    bool     `json:"authorization_response_iss_parameter_supported"`
}

// believedFor is how long a provider's description is not asked for again.
const believedFor = time.Hour

// described returns the provider's description. It is read when it is first needed
// and not at the start, so that a provider that is down keeps no server from starting.
func (p *Provider) described(ctx context.Context) (*metadata, error) {
	p.mu.Lock()
	known, at := p.metadata, p.readAt
	p.mu.Unlock()
	if known != nil && time.Since(at) < believedFor {
		return known, nil
	}
	m, err := p.describe(ctx)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.metadata, p.readAt = m, time.Now()
	return m, nil
}

func (p *Provider) describe(ctx context.Context) (*metadata, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.config.URL+"/.well-known/openid-configuration", nil)
	if err != nil {
		return nil, err
	}
	var m metadata
	if err := readJSON(p.client(ctx), req, &m); err != nil {
		return nil, err
	}
	if strings.TrimRight(m.Issuer, "/") != p.config.URL {
		return nil, say("its description names another issuer than the address that was set up")
	}
	for _, address := range []string{m.Authorization, m.Token, m.UserInfo} {
		if address == "" && address == m.UserInfo {
			continue // which may be missing
		}
		if err := p.trusted(address); err != nil {
			return nil, err
		}
	}
	return &m, nil
}

// readJSON asks for JSON.
func readJSON(client *http.Client, req *http.Request, into any) error {
	req.Header.Set("Accept", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return say("%s answered with status %d", req.URL.Host, res.StatusCode)
	}
	doc, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(doc, into)
}

// trusted tells whether an address may be asked: https, or plain http where the
// provider itself is on this machine.
func (p *Provider) trusted(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && strings.HasPrefix(p.config.URL, "http://") && onThisMachine(u.Hostname()):
		return nil
	}
	return say("its description names an address that is not https")
}

func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// style is how the provider wants to be shown our secret.
func (m *metadata) style() oauth2.AuthStyle {
	if len(m.Methods) > 0 && !slices.Contains(m.Methods, "client_secret_basic") && slices.Contains(m.Methods, "client_secret_post") {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader
}

// answeredBy refuses an answer that another provider gave (RFC 9207).
func (w way) answeredBy(iss string) error {
	switch {
	case w.openID == nil: // who does not speak it names nobody; ours has one address alone
		return nil
	case iss == "" && w.openID.SaysIssuer:
		return say("the answer does not say who gave it")
	case iss != "" && iss != w.openID.Issuer:
		return say("the answer was given by another issuer")
	}
	return nil
}

// claims are what an ID token says, by exact name. They are looked at before goth
// reads them: goth checks audience, issuer and expiry, but no nonce, and stops the
// program where there is no expiry.
type claims map[string]any

func (c claims) text(name string) string {
	s, _ := c[name].(string)
	return s
}

// openIDUser reads who came from the ID token and the profile. The token came from
// the provider itself over TLS, in answer to our secret, which stands in for its
// signature (OpenID Connect Core, 3.1.3.7, step 6).
func (p *Provider) openIDUser(client *http.Client, m *metadata, token *oauth2.Token, nonce string) (User, error) {
	id, _ := token.Extra("id_token").(string)
	c, err := readClaims(id)
	if err != nil {
		return User{}, err
	}
	subject := c.text("sub")
	_, ends := c["exp"].(float64)
	switch {
	case c.text("nonce") != nonce:
		return User{}, say("the ID token was made for another sign-in")
	case !ends:
		return User{}, say("the ID token never expires")
	case subject == "" || len(subject) > 255:
		return User{}, say("the ID token does not say who came")
	case c.text("iss") != m.Issuer:
		return User{}, say("the ID token was made by another issuer")
	case !c.isFor(p.config.Key):
		return User{}, say("the ID token was made for another program")
	}
	g, err := openidConnect.NewCustomisedURL(p.config.Key, p.config.Secret, p.callback, m.Authorization, m.Token, m.Issuer, m.UserInfo, "")
	if err != nil {
		return User{}, err
	}
	g.HTTPClient = client
	found, err := g.FetchUser(&openidConnect.Session{AccessToken: token.AccessToken, ExpiresAt: token.Expiry, IDToken: id})
	if err != nil {
		return User{}, err
	}
	if found.UserID != subject {
		return User{}, say("the profile is somebody else's than the ID token")
	}
	return User{Subject: subject, Email: found.Email, Verified: yes(found.RawData["email_verified"]), Name: first(found.Name, found.NickName), Handle: first(found.NickName, found.Email, found.Name)}, nil
}

func readClaims(token string) (c claims, err error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return c, say("there is no ID token")
	}
	doc, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(doc, &c)
	}
	if err != nil {
		return c, say("the ID token cannot be read")
	}
	return c, nil
}

// isFor tells whether the token was made for us alone, or for several of which we
// are the one it was given to.
func (c claims) isFor(key string) bool {
	party := c.text("azp")
	if party != "" && party != key {
		return false
	}
	switch audience := c["aud"].(type) {
	case string:
		return audience == key
	case []any:
		return slices.Contains(audience, any(key)) && (len(audience) == 1 || party == key)
	}
	return false
}

// yes reads a claim that some providers write as text.
func yes(claim any) bool { return claim == true || claim == "true" }

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
