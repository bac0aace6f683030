package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"levelup/internal/account"
)

// What is wrong with the settings of providers, by variable.
func TestReadProviders(t *testing.T) {
	t.Parallel()
	const good = "GITHUB_KEY=k GITHUB_SECRET=s"
	for _, test := range []struct {
		set, base string
		kinds     string // of what was read
		wrong     string // the variables that are complained about
	}{
		{"", "", "", ""},
		{"", "http://example.org", "", ""},
		{good, "https://example.org", "github", ""},
		{good, "http://localhost:8080", "github", ""},
		{good, "http://127.0.0.1:8080", "github", ""},
		{good, "http://example.org", "github", "LEVELUP_BASE_URL"},
		{good, "", "github", "LEVELUP_BASE_URL"},
		{"GITHUB_KEY=k", "https://example.org", "github", "GITHUB_SECRET"},
		{"GITHUB_SECRET=s", "https://example.org", "github", "GITHUB_KEY"},
		{"GITHUB_URL=https://git.example", "https://example.org", "github", "GITHUB_KEY GITHUB_SECRET"},
		{good + " GITHUB_URL=https://git.example", "https://example.org", "github", ""},
		{"GOOGLE_KEY=k GOOGLE_SECRET=s", "https://example.org", "google", ""},
		{"GOOGLE_KEY=k GOOGLE_SECRET=s GOOGLE_URL=https://accounts.google.com", "https://example.org", "google", "GOOGLE_URL"},
		{"GITLAB_KEY=k GITLAB_SECRET=s", "https://example.org", "gitlab", ""},
		{"GITLAB_KEY=k GITLAB_SECRET=s GITLAB_URL=https://git.example/sub", "https://example.org", "gitlab", ""},
		{"OIDC_KEY=k OIDC_SECRET=s", "https://example.org", "oidc", "OIDC_URL"},
		{"OIDC_KEY=k OIDC_SECRET=s OIDC_URL=https://id.example/realms/a", "https://example.org", "oidc", ""},
		{"OIDC_KEY=k OIDC_SECRET=s OIDC_URL=http://127.0.0.1:9000", "https://example.org", "oidc", ""},
		{"OIDC_KEY=k OIDC_SECRET=s OIDC_URL=http://id.example", "https://example.org", "oidc", "OIDC_URL"},
		{"OIDC_KEY=k OIDC_SECRET=s OIDC_URL=id.example", "https://example.org", "oidc", "OIDC_URL"},
		{"OIDC_KEY=k OIDC_SECRET=s OIDC_URL=https://me:word@id.example", "https://example.org", "oidc", "OIDC_URL"},
		{"OIDC_KEY=k OIDC_SECRET=s OIDC_URL=https://id.example?x=y", "https://example.org", "oidc", "OIDC_URL"},
		{"OIDC_KEY=k OIDC_SECRET=s OIDC_URL=file:///etc/passwd", "https://example.org", "oidc", "OIDC_URL"},
		{good + " GOOGLE_KEY=k GOOGLE_SECRET=s GITLAB_KEY=k GITLAB_SECRET=s OIDC_KEY=k OIDC_SECRET=s OIDC_URL=https://id.example", "https://example.org", "github google gitlab oidc", ""},
	} {
		env := map[string]string{"LEVELUP_BASE_URL": test.base}
		for set := range strings.FieldsSeq(test.set) {
			name, value, _ := strings.Cut(set, "=")
			env["LEVELUP_OAUTH_"+name] = value
		}
		var base *url.URL
		if test.base != "" {
			u, err := url.Parse(test.base)
			if err != nil {
				t.Fatal(err)
			}
			base = u
		}
		var wrong, kinds []string
		list := readProviders(func(name string) string { return env[name] }, base, func(name, format string, args ...any) {
			wrong = append(wrong, strings.TrimPrefix(name, "LEVELUP_OAUTH_"))
			if line := fmt.Sprintf(format, args...); strings.Contains(line, "me:word") {
				t.Errorf("%s repeats a password: %s", test.set, line)
			}
		})
		for _, p := range list {
			kinds = append(kinds, p.Kind)
		}
		if got := strings.Join(kinds, " "); got != test.kinds {
			t.Errorf("readProviders(%s) read %q, want %q", test.set, got, test.kinds)
		}
		if got := strings.Join(wrong, " "); got != test.wrong {
			t.Errorf("readProviders(%s, %s) complains about %q, want %q", test.set, test.base, got, test.wrong)
		}
	}
}

func TestReadSignup(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]account.Signup{
		"": {}, "open": {}, "invite": {Invited: true}, "domain:example.org": {Domain: "example.org"}, "domain:Example.ORG": {Domain: "example.org"},
	} {
		if got, ok := account.ReadSignup(value); !ok || got != want {
			t.Errorf("ReadSignup(%q) = %+v, %v, want %+v", value, got, ok, want)
		}
	}
	for _, value := range []string{"Open", "invited", "domain:", "domain: ", "domain:a b", "domain:x@y", "domain:example.org,other.org", "example.org"} {
		if got, ok := account.ReadSignup(value); ok {
			t.Errorf("ReadSignup(%q) = %+v, want it refused", value, got)
		}
	}
}
