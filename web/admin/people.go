package admin

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/web/respond"
	"levelup/web/ui"
)

const (
	peoplePage = 50
	auditPage  = 100
	longestAsk = 200 // characters of a search
)

// PeopleView is the list of people.
type PeopleView struct {
	Query    string
	People   []PersonRow
	From     int // the first one's place, from 1
	Earlier  string
	Later    string
	Said     string // what has just been done
	Mistake  string // why it was not
	Searched bool
}

// PersonRow is one person in it.
type PersonRow struct {
	account.Listed
	Back string // the query with which the list comes back
	Self bool
}

// People lists whoever has an account: GET /admin/users.
func (p *Pages) People(w http.ResponseWriter, r *http.Request) error {
	return p.people(w, r, r.URL.Query(), http.StatusOK, "")
}

func (p *Pages) people(w http.ResponseWriter, r *http.Request, q url.Values, status int, mistake string) error {
	asked := q.Get("q")
	if len([]rune(asked)) > longestAsk {
		return fault.New(fault.Invalid, "A name or an address has up to %d characters.", longestAsk)
	}
	from, err := strconv.Atoi(q.Get("from"))
	if err != nil || from < 0 {
		from = 0
	}
	found, more, err := p.accounts.Search(r.Context(), asked, from, peoplePage)
	if err != nil {
		return err
	}
	me, _ := account.From(r.Context())
	v := PeopleView{Query: asked, From: from + 1, Mistake: mistake, Said: said[q.Get("done")], Searched: asked != ""}
	back := address(asked, from)
	for _, one := range found {
		v.People = append(v.People, PersonRow{one, back, one.ID == me.ID})
	}
	if from > 0 {
		v.Earlier = "/admin/users?" + address(asked, max(0, from-peoplePage))
	}
	if more {
		v.Later = "/admin/users?" + address(asked, from+peoplePage)
	}
	return respond.Page(w, r, status, people(v))
}

// address is a place in the list as an address says it.
func address(query string, from int) string {
	v := url.Values{}
	if query != "" {
		v.Set("q", query)
	}
	if from > 0 {
		v.Set("from", strconv.Itoa(from))
	}
	return v.Encode()
}

// said are what the list says of what was done.
var said = map[string]string{
	"roles":   "The roles are set. Where they changed, the sessions of that person have ended.",
	"disable": "Switched off. All sessions have ended; what is theirs stays.",
	"enable":  "Switched on again.",
	"signout": "Signed out everywhere.",
}

// Roles gives a person exactly the roles that are ticked: POST /admin/users/{id}/roles.
func (p *Pages) Roles(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "roles", func(actor account.Person, id string) error {
		var roles []account.Role
		for _, role := range r.PostForm["role"] {
			roles = append(roles, account.Role(role))
		}
		return p.accounts.Change(r.Context(), actor, id, roles)
	})
}

// Disable switches a person off: POST /admin/users/{id}/disable.
func (p *Pages) Disable(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "disable", func(actor account.Person, id string) error {
		return p.accounts.Disable(r.Context(), actor, id)
	})
}

// Enable switches a person on again: POST /admin/users/{id}/enable.
func (p *Pages) Enable(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "enable", func(actor account.Person, id string) error {
		return p.accounts.Enable(r.Context(), actor, id)
	})
}

// SignOut ends all sessions of a person: POST /admin/users/{id}/signout.
func (p *Pages) SignOut(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "signout", func(actor account.Person, id string) error {
		return p.accounts.EndSessions(r.Context(), actor, id)
	})
}

// maxForm bounds a form of a few ticks.
const maxForm = 64 << 10

// change does something with a person and comes back to the list as it was; what is
// refused is said there.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, what string, do func(actor account.Person, id string) error) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.Invalid, "The form could not be read; send it again")
	}
	back, err := url.ParseQuery(r.PostForm.Get("back"))
	if err != nil {
		back = url.Values{}
	}
	if !account.Fresh(r.Context()) { // what changes others asks who it is once more
		again := url.Values{"next": {"/admin/users?" + back.Encode()}}
		return respond.SeeOther(w, r, "/signin?again&"+again.Encode())
	}
	actor, _ := account.From(r.Context())
	err = do(actor, r.PathValue("id"))
	if kind := fault.KindOf(err); err != nil && (kind == fault.Conflict || kind == fault.Invalid) {
		return p.people(w, r, back, respond.Status(err), fault.Message(err))
	}
	if err != nil {
		return err
	}
	from, _ := strconv.Atoi(back.Get("from"))
	to, err := url.ParseQuery(address(back.Get("q"), from))
	if err != nil {
		return err
	}
	to.Set("done", what)
	return respond.SeeOther(w, r, "/admin/users?"+to.Encode())
}

// AuditView is the audit log.
type AuditView struct {
	Lines   []account.Entry
	Of      string // whom it is about; empty for all
	Earlier string
}

// Audit shows who changed what of whom: GET /admin/audit.
func (p *Pages) Audit(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	before, err := strconv.ParseInt(q.Get("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	v := AuditView{}
	if id := q.Get("of"); id != "" {
		person, err := p.accounts.Get(r.Context(), id)
		if err != nil {
			return err
		}
		v.Of = person.Name
	}
	if v.Lines, err = p.accounts.Audit(r.Context(), q.Get("of"), before, auditPage+1); err != nil {
		return err
	}
	if len(v.Lines) > auditPage {
		v.Lines = v.Lines[:auditPage]
		next := url.Values{"before": {strconv.FormatInt(v.Lines[auditPage-1].ID, 10)}}
		if q.Get("of") != "" {
			next.Set("of", q.Get("of"))
		}
		v.Earlier = "/admin/audit?" + next.Encode()
	}
	return respond.Page(w, r, http.StatusOK, audit(v))
}

// did is what a line of the audit log tells, without its people.
func did(e account.Entry) string {
	switch e.Action {
	case account.Added:
		return "added"
	case account.RolesSet:
		if e.Detail == "" {
			return "took all roles from"
		}
		return "set the roles of"
	case account.SwitchedOff:
		return "switched off"
	case account.SwitchedOn:
		return "switched on"
	case account.SignedOut:
		return "signed out everywhere"
	}
	return e.Action
}

func by(e account.Entry) string {
	if e.Actor == "" {
		return "The command line"
	}
	return e.ActorName
}

// seen is when somebody was here last, in words for who does not see the time.
func (p PersonRow) sessions() string {
	if p.Sessions == 0 {
		return "not signed in"
	}
	return "signed in in " + ui.Count(p.Sessions, "browser")
}

func (p PersonRow) wasSeen() bool { return !p.SeenAt.Equal(time.Time{}) }

func (p PersonRow) action(what string) string {
	return "/admin/users/" + url.PathEscape(p.ID) + "/" + what
}

func roleName(r account.Role) string { return strings.ToUpper(string(r[:1])) + string(r[1:]) }
