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

// The cookie of a browser on its way to a provider and back. It lives as long as the
// trip; that it came along is what ties the way back to the browser that left.
const (
	tripCookieName       = "levelup-signin"
	secureTripCookieName = "__Host-levelup-signin"
	minTrip              = 26 // characters of a secret of ours
)

func tripNamed(secure bool) string {
	if secure {
		return secureTripCookieName
	}
	return tripCookieName
}

// SetTripCookie gives the browser the secret of its trips.
func SetTripCookie(w http.ResponseWriter, browser string, secure bool) {
	http.SetCookie(w, &http.Cookie{Name: tripNamed(secure), Value: browser, Path: "/", MaxAge: int(tripsFor.Seconds()),
		Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// ClearTripCookie makes the browser forget it.
func ClearTripCookie(w http.ResponseWriter, secure bool) {
	http.SetCookie(w, &http.Cookie{Name: tripNamed(secure), Path: "/", MaxAge: -1,
		Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// TripToken returns the browser's secret, "" if it has none of ours. Two tabs that
// sign in at once share it.
func TripToken(r *http.Request, secure bool) string {
	c, err := r.Cookie(tripNamed(secure))
	if err != nil || len(c.Value) < minTrip {
		return ""
	}
	return c.Value
}
