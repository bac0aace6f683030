package ui_test

import (
	"strings"
	"testing"

	"levelup/web/ui"
)

// V3.7.2: after a form a browser is sent to a page of this site and nowhere else.
func TestOwnPath_V3_7_2(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"", "/"},
		{"/", "/"},
		{"/prompts", "/prompts"},
		{"/prompts/", "/prompts/"},
		{"/prompts?chapter=database&done=no", "/prompts?chapter=database&done=no"},
		{"/attempts/ABC?step=map#text", "/attempts/ABC?step=map"},
		{"/a%20b", "/a%20b"},

		{"prompts", "/"},
		{"//evil.example", "/"},
		{"///evil.example", "/"},
		{"/\\evil.example", "/"},
		{"\\/evil.example", "/"},
		{"/%5Cevil.example", "/"},
		{"/%5cevil.example", "/"},
		{"/%2Fevil.example", "/"},
		{"/\t/evil.example", "/"},
		{"/\n/evil.example", "/"},
		{"/%09/evil.example", "/"},
		{"/%0d%0aLocation:evil", "/"},
		{"/a\r\nSet-Cookie: x=y", "/"},
		{" /prompts", "/"},
		{"/.//evil.example", "/"},
		{"/..//evil.example", "/"},
		{"/a/..//evil.example", "/"},
		{"/%2e%2e//evil.example", "/"},
		{"/prompts/../..//evil.example", "/"},
		{"https://evil.example/", "/"},
		{"https:evil.example", "/"},
		{"javascript:alert(1)", "/"},
		{"data:text/html,x", "/"},
		{"//user@evil.example", "/"},
		{"/\u2028evil", "/"},
		{"/%zz", "/"},
		{"/signin", "/"},
		{"/signin/local", "/"},
		{"/signout", "/"},
		{"/auth/github", "/"},
		{"/auth/github/callback?code=x&state=y", "/"},
		{"/%61uth/github", "/"},
		{"/%73ignin?next=//evil.example", "/"},
		{"/authors", "/authors"},
		{"/author/prompt/chat", "/author/prompt/chat"},

		{"/?next=//evil.example", "/?next=//evil.example"}, // a query is no address
		{"http:/evil.example", "/"},
		{"http:\\\\evil.example", "/"},
		{"https:///evil.example", "/"},
		{"/\\/\\/evil.example", "/"},
		{"/\\\\evil.example", "/"},
		{"\\\\evil.example", "/"},
		{"/\u2215evil.example", "/"},
		{"/\uff0fevil.example", "/"},
		{"\uff0f\uff0fevil.example", "/"},
		{"/%E2%81%84/evil.example", "/%E2%81%84/evil.example"}, // a fraction slash is a letter of a path
		{"/%2f%2fevil.example", "/"},
		{"/%2e%2e/%2f/evil.example", "/"},
		{"/a/%2e%2e/%2fevil.example", "/"},
		{"/;@evil.example", "/;@evil.example"},
		{"/@evil.example", "/@evil.example"},
		{"//evil.example:80@127.0.0.1", "/"},
		{"//[::1]/", "/"},
		{"//0x7f000001", "/"},
		{"/\x00//evil.example", "/"},
		{"/%00/evil.example", "/"},
		{"?next=x", "/"},
		{"#//evil.example", "/"},
		{"vbscript:x", "/"},
		{"/\u00a0/evil.example", "/"},
		{"/" + strings.Repeat("a", 2000), "/"},
	} {
		if got := ui.OwnPath(tt.in); got != tt.want {
			t.Errorf("OwnPath(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
