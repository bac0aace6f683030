package ui

import (
	"net/url"
	"path"
	"strings"
)

// OwnPath returns the path and query to go to after a form, as a page handed
// them over, if they are on this site; else the front page.
//
// Browsers read more as another site than URLs say: a backslash counts as a
// slash, and tabs and line ends are dropped before reading. So anything but a
// plain absolute path is refused, and so is one that is plain only until its
// dots are resolved. Pages that only sign in or out are no place to go back to.
func OwnPath(next string) string {
	const front = "/"
	if next == "" || next[0] != '/' || len(next) > 2000 {
		return front
	}
	if strings.ContainsFunc(next, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return front
	}
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil {
		return front
	}
	if path.Clean(u.Path) != u.Path && path.Clean(u.Path)+"/" != u.Path {
		return front // doubled slashes and dots
	}
	if strings.ContainsFunc(u.Path, func(r rune) bool { return r == '\\' || r < ' ' || r == 0x7f }) {
		return front // plain or percent-encoded
	}
	if u.Path == "/signin" || strings.HasPrefix(u.Path, "/signin/") || strings.HasPrefix(u.Path, "/auth/") || u.Path == "/signout" {
		return front
	}
	u.Fragment = ""
	return u.String()
}
