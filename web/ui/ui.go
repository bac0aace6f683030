// Package ui is what every page has in common: the shell around it, the tokens
// and base rules of the style sheet, and the components that features share.
//
// It promises three things. A page needs nothing but view models: what is true
// of the whole request (who looks, which assets, whether local sign-in is on)
// travels in the context, put there once by the site's middleware with With. No
// component writes a style attribute, an inline script or a handler, because the
// content security policy forbids them: widths that depend on data are drawn in
// SVG. And every picture has its meaning in words as well.
//
// Two marks run through the whole product: the Ruler (the minutes of an
// interview) and the Strata (the ten layers). Each is drawn here and nowhere else.
package ui

import (
	"context"
	"net/url"
	"slices"
)

// Site is what is true of the whole request.
type Site struct {
	Assets      map[string]string // logical name to hashed path: "site.css" to "/static/site-1a2b3c.css"
	Person      *Viewer           // nil when signed out
	LocalSignin bool              // anyone who reaches this address can sign in; every page says so
	Path        string            // of the request, with the query: where to come back to after signing in
	Version     string            // of the program, shown in the footer
	Watched     bool              // the viewer writes content, and its folder is read again on save
}

// Viewer is the person who looks at the page.
type Viewer struct {
	Name, Email string
	Theme       string // "system", "light" or "dark"
	Roles       []string
	Waiting     int // attempts that this coach could review
	Unread      int // notices
}

// Has reports whether the viewer holds a role; nobody holds none.
func (v *Viewer) Has(role string) bool { return v != nil && slices.Contains(v.Roles, role) }

// Page is what a shell needs to know of the page inside it.
type Page struct {
	Title   string   // without the site's name; empty on the front page
	Section string   // the item of the navigation: "home", "prompts", or empty
	Scripts []string // beside site.js, by logical name: "room.js"
	Sheets  []string // beside site.css
	Bare    bool     // the page brings its own header and has no footer: the room
	Class   string   // on the body: the feature's root class
	Content bool     // it shows content: its author's page follows the files
	Draft   string   // what is not seen by readers, and why; empty for everything else
}

type key struct{}

// With returns a context that carries the site's facts.
func With(ctx context.Context, s Site) context.Context { return context.WithValue(ctx, key{}, s) }

// From returns the facts that With put there, the zero Site if none.
func From(ctx context.Context) Site {
	s, _ := ctx.Value(key{}).(Site)
	return s
}

// Asset returns the address of a built file. A name that the build does not
// know is served without a hash, which is a visible 404 and not a broken page.
func Asset(ctx context.Context, name string) string {
	if path, ok := From(ctx).Assets[name]; ok {
		return path
	}
	return "/static/" + name
}

// Follows tells whether the page shows itself anew when a file of content is saved.
func (p Page) Follows(s Site) bool { return p.Content && s.Watched }

// headFont is the face of headings. It is asked for with the page, not when the
// style sheet mentions it: a font that comes late is not used at all.
const headFont = "stix-two-text-latin-600-normal.woff2"

// title is the text of the browser's tab.
func (p Page) title() string {
	if p.Title == "" {
		return "Level Up: practise the system-design interview"
	}
	return p.Title + " · Level Up"
}

// theme is the value of data-theme on the root element.
func (s Site) theme() string {
	if s.Person != nil && (s.Person.Theme == "light" || s.Person.Theme == "dark") {
		return s.Person.Theme
	}
	return "system"
}

// htmx is the configuration that htmx reads when it starts; scripts can set it
// too late. Requests stay on this origin, no style is written by script, no
// other prefix than hx- is read, and going back loads the page again instead of
// drawing a kept one. A bare page has no history of htmx's at all.
func (p Page) htmx() string {
	history := `"reload"`
	if p.Bare {
		history = "false"
	}
	return `{"mode":"same-origin","prefix":"","includeIndicatorCSS":false,"extensions":"no-eval","history":` + history + `}`
}

// signinPath leads to the sign-in page and back to here afterwards.
func (s Site) signinPath() string {
	if OwnPath(s.Path) == "/" {
		return "/signin"
	}
	return "/signin?next=" + url.QueryEscape(s.Path)
}
