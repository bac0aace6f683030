package site

import (
	"net/http"

	"levelup/internal/fault"
)

// sameOrigin refuses what another site makes a browser do. The standard
// library's protection lets through requests that carry neither Origin nor
// Sec-Fetch-Site, as programs send them; here a change needs one of the two. The
// webhook alone is for programs: it believes its signature, and no cookie.
func (s *site) sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(s.foreign))
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == hookPath {
			next.ServeHTTP(w, r)
			return
		}
		switch r.Method {
		case http.MethodGet, http.MethodHead, http.MethodOptions:
		default:
			if r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == "" {
				s.foreign(w, r)
				return
			}
		}
		guarded.ServeHTTP(w, r)
	})
}

const hookPath = "/hooks/content"

func (s *site) foreign(w http.ResponseWriter, r *http.Request) {
	err := fault.Coded(fault.Forbidden, "foreign-origin", "This request did not come from a page of this site, so nothing was changed.")
	if isSave(r) {
		s.failAPI(w, r, err)
		return
	}
	s.respond.Fail(w, r, err)
}
