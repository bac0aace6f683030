package signin

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/go-chi/chi/v5"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/internal/oauth"
	"levelup/web/respond"
	"levelup/web/ui"
)

func (p *Pages) provider(r *http.Request) (*oauth.Provider, error) {
	name := chi.URLParam(r, "provider")
	for _, provider := range p.providers.List {
		if provider.Name() == name {
			return provider, nil
		}
	}
	return nil, fault.New(fault.NotFound, "Nobody signs in that way here.")
}

// Leave sends somebody to a provider: GET /auth/{provider}, with next, or with link to
// add the account there to one's own. All that it changes is that the trip is
// remembered; nothing of it comes from the address but where to go afterwards.
func (p *Pages) Leave(w http.ResponseWriter, r *http.Request) error {
	provider, err := p.provider(r)
	if err != nil {
		return err
	}
	trip := account.Trip{Provider: provider.Name(), Next: ui.OwnPath(r.URL.Query().Get("next"))}
	if r.URL.Query().Has("link") {
		if !account.Fresh(r.Context()) {
			return respond.SeeOther(w, r, "/signin?again&next=/settings")
		}
		person, _ := account.From(r.Context())
		trip.Person, trip.Next = person.ID, "/settings"
	}
	state, browser := oauth.NewSecret(), account.TripToken(r, p.secure)
	if browser == "" {
		browser = oauth.NewSecret()
	}
	address, err := provider.Start(r.Context(), oauth.NewTrip(state, browser))
	if err != nil {
		return p.refuse(w, r, provider, trip, err)
	}
	if err := p.accounts.Depart(r.Context(), state, browser, trip); err != nil {
		return err
	}
	account.SetTripCookie(w, browser, p.secure)
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// Back lets in who comes back from a provider: GET /auth/{provider}/callback.
func (p *Pages) Back(w http.ResponseWriter, r *http.Request) error {
	provider, err := p.provider(r)
	if err != nil {
		return err
	}
	browser := account.TripToken(r, p.secure)
	answer, ok := read(r.URL.Query())
	trip, err := p.accounts.Return(r.Context(), answer.state, browser, provider.Name())
	if err == nil {
		err = p.sane(r, provider, trip, answer, ok)
	}
	if err != nil {
		return p.refuse(w, r, provider, trip, err)
	}
	user, err := provider.Finish(r.Context(), oauth.NewTrip(answer.state, browser), answer.code, answer.iss)
	if err != nil {
		return p.refuse(w, r, provider, trip, err)
	}
	claim := account.Claim{Provider: user.Provider, Subject: user.Subject, Email: user.Email, Verified: user.Verified, Name: user.Name, Label: user.Handle}
	if trip.Person != "" {
		if err := p.accounts.Offer(r.Context(), trip.Person, claim); err != nil {
			return p.refuse(w, r, provider, trip, err)
		}
		account.ClearTripCookie(w, p.secure)
		return respond.SeeOther(w, r, "/settings/link")
	}
	session, err := p.accounts.SignInBy(r.Context(), claim, p.providers.Signup, r.UserAgent())
	if err != nil {
		return p.refuse(w, r, provider, trip, err)
	}
	account.ClearTripCookie(w, p.secure)
	return p.enter(w, r, session, provider.Name(), ui.OwnPath(trip.Next))
}

// answer is what a provider puts into the address of the way back.
type answer struct{ state, code, iss, failure string }

// read takes an answer; ok is false where something is said twice.
func read(q url.Values) (a answer, ok bool) {
	for _, name := range []string{"state", "code", "iss", "error"} {
		if len(q[name]) > 1 {
			return answer{state: q.Get("state")}, false
		}
	}
	return answer{q.Get("state"), q.Get("code"), q.Get("iss"), q.Get("error")}, true
}

// sane refuses an answer that is none, or that is somebody else's.
func (p *Pages) sane(r *http.Request, provider *oauth.Provider, trip account.Trip, a answer, ok bool) error {
	person, _ := account.From(r.Context())
	switch {
	case trip.Person != "" && trip.Person != person.ID:
		return fault.Coded(fault.Invalid, "trip", "Whoever wanted to link an account is not signed in here any more. Sign in, and begin again in the settings.")
	case a.failure == "access_denied":
		return fault.Coded(fault.Forbidden, "denied", "%s says that you did not agree, so nobody was signed in and nothing was kept. You can try again, or sign in another way.", provider.Title())
	case !ok || a.failure != "" || a.code == "":
		return fault.Coded(fault.Internal, "provider", "%s did not say who you are, so nobody was signed in and nothing was changed. Try again, or sign in another way.", provider.Title())
	}
	return nil
}

// refuse shows the sign-in page with what went wrong and what to do. Only what people
// can do something about is shown so; the rest is a failure like any other.
func (p *Pages) refuse(w http.ResponseWriter, r *http.Request, provider *oauth.Provider, trip account.Trip, err error) error {
	code, status := fault.CodeOf(err), respond.Status(err)
	switch code {
	case "trip", "denied", "taken", "linked", "uninvited", "disabled":
	case "provider":
		status = http.StatusBadGateway
	default:
		return err
	}
	why := []any{"request", requestID(w), "provider", provider.Name(), "why", code}
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Cause != nil {
		why = append(why, "cause", f.Cause.Error()) // of which package oauth has made sure that it can be logged
	}
	p.log.WarnContext(r.Context(), "sign-in refused", why...)
	v := Form{Next: ui.OwnPath(trip.Next), Trouble: fault.Message(err)}
	if _, ok := account.From(r.Context()); ok {
		v.Again, v.Back = true, v.Next
	}
	return p.show(w, r, status, v)
}
