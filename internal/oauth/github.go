package oauth

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/markbates/goth/providers/github"
	"golang.org/x/oauth2"
)

// githubUser reads who came from GitHub's API. goth fetches the profile; the address
// in it is one that the person wrote there, so the list of addresses, which says
// which of them GitHub has verified, is read here.
func (p *Provider) githubUser(client *http.Client, token *oauth2.Token) (User, error) {
	api := p.githubAPI()
	// Without a scope goth asks for no address.
	g := github.NewCustomisedURL(p.config.Key, p.config.Secret, p.callback, "", "", api+"/user", api+"/user/emails")
	g.HTTPClient = client
	found, err := g.FetchUser(&github.Session{AccessToken: token.AccessToken})
	if err != nil {
		return User{}, err
	}
	if found.UserID == "" || found.UserID == "0" {
		return User{}, say("the profile does not say who came")
	}
	u := User{Subject: found.UserID, Name: first(found.Name, found.NickName), Handle: found.NickName}
	u.Email, err = p.githubEmail(client, token.AccessToken)
	u.Verified = u.Email != ""
	if u.Email == "" {
		u.Email = found.Email
	}
	return u, err
}

// githubEmail is the primary address, if GitHub has verified it, else "".
func (p *Provider) githubEmail(client *http.Client, token string) (string, error) {
	req, err := http.NewRequest(http.MethodGet, p.githubAPI()+"/user/emails", nil) // its end is the client's
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	var list []struct {
		Email             string
		Primary, Verified bool
	}
	if err := readJSON(client, req, &list); err != nil {
		return "", err
	}
	for _, e := range list {
		if e.Primary && e.Verified {
			return e.Email, nil
		}
	}
	return "", nil
}

// githubAPI is where the API of a GitHub is: of the well-known one on a host of its
// own, of others below the site.
func (p *Provider) githubAPI() string {
	u, err := url.Parse(p.config.URL)
	if err == nil && strings.EqualFold(u.Host, "github.com") {
		return "https://api.github.com"
	}
	return p.config.URL + "/api/v3"
}
