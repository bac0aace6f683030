// Package search serves the search over the content: one way at a time, or all four
// side by side, with the reason for each hit.
package search

import (
	"net/http"
	"strings"
	"time"

	"levelup/web/respond"
)

// Pages serves the search.
type Pages struct {
	engine Engine
	now    func() time.Time
}

// New returns the pages over what answers queries; now tells how long that took.
func New(engine Engine, now func() time.Time) *Pages { return &Pages{engine, now} }

// Show answers a query: GET /search?q=&mode=. While somebody types, it is asked for the
// results alone; the address then follows without filling the history.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request) error {
	v := View{Query: strings.TrimSpace(r.URL.Query().Get("q")), Mode: modeOf(r.URL.Query().Get("mode"))}
	if v.Query != "" {
		if err := p.ask(r.Context(), &v); err != nil {
			return err
		}
	}
	w.Header().Add("Vary", "HX-Request")
	if r.Header.Get("HX-Request") == "" {
		return respond.Page(w, r, http.StatusOK, page(v))
	}
	address := "HX-Push-Url"
	if strings.HasSuffix(r.Header.Get("HX-Source"), "#q") {
		address = "HX-Replace-Url"
	}
	w.Header().Set(address, v.path(v.Mode))
	return respond.Page(w, r, http.StatusOK, found(v))
}
