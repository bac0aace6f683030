package site

import (
	"net/http"

	"levelup/internal/fault"
)

// sameOrigin refuses what another site makes a browser do. The standard
// library's protection lets through requests that carry neither Origin nor
// Sec-Fetch-Site, as programs send them; here a change needs one of the two.
func (s *site) sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(s.foreign))
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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

func (s *site) foreign(w http.ResponseWriter, r *http.Request) {
	err := fault.Coded(fault.Forbidden, "foreign-origin", "This request did not come from a page of this site, so nothing was changed.")
	if isSave(r) {
		s.failAPI(w, r, err)
		return
	}
	s.respond.Fail(w, r, err)
}
