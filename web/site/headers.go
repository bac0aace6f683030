package site

import (
	"net/http"
	"strings"
)

// policy is the content security policy of every answer: nothing but our own
// files, and neither inline scripts nor inline styles.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"

// headers sets what protects the browser. What is personal is not kept by it;
// files with a hash in their name say otherwise themselves.
func (s *site) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !isSave(r) { // which no browser shows as a page
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			microphone := "()"
			if strings.HasPrefix(r.URL.Path, "/attempts/") {
				microphone = "(self)" // the room can be dictated into; a frame in it, of which there is none, could not
			}
			h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone="+microphone)
		}
		if !strings.HasPrefix(r.URL.Path, "/static/") {
			h.Set("Cache-Control", "no-store")
		}
		if s.settings.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}
