package account

import "net/http"

// The session's cookie. Under TLS its name binds it to this host; on loopback
// HTTP browsers do not take that prefix.
const (
	cookieName       = "levelup"
	secureCookieName = "__Host-levelup"
)

func named(secure bool) string {
	if secure {
		return secureCookieName
	}
	return cookieName
}

// SetCookie makes the browser speak for a session. How long is said as a
// duration, since the browser's clock may be wrong.
func SetCookie(w http.ResponseWriter, s Session, secure bool) {
	http.SetCookie(w, &http.Cookie{Name: named(secure), Value: s.Token, Path: "/", MaxAge: int(s.Lives.Seconds()),
		Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// ClearCookie makes the browser forget its session.
func ClearCookie(w http.ResponseWriter, secure bool) {
	http.SetCookie(w, &http.Cookie{Name: named(secure), Path: "/", MaxAge: -1,
		Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// Token returns the session's token of a request, "" if it has none.
func Token(r *http.Request, secure bool) string {
	c, err := r.Cookie(named(secure))
	if err != nil {
		return ""
	}
	return c.Value
}
