package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/migrations"
)

// faculty is the program with people in it: ada learns, cara and cyril coach, eve is
// an admin who is no coach, ben is another learner.
type faculty struct {
	*running
	t                          *testing.T
	clock                      *dbtest.Clock
	address                    string
	ada, ben, cara, cyril, eve *browser
	visitor                    *browser
	accounts                   *account.Store
}

// facultyEach runs a test in it on both databases.
func facultyEach(t *testing.T, f func(t *testing.T, s *faculty)) {
	t.Helper()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, newFaculty(t, address(t), dbtest.NewClock()))
		})
	}
}

// newFaculty opens it; without a clock it has the wall's.
func newFaculty(t *testing.T, address string, clock *dbtest.Clock) *faculty {
	t.Helper()
	s := &faculty{t: t, clock: clock, address: address}
	s.running = start(t, address, func(_ *config, made *serving) {
		if clock != nil {
			made.now = clock.Now
		}
	})
	database, err := db.Open(t.Context(), address, db.Options{Migrations: migrations.FS})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = database.Close() })
	s.accounts = account.NewStore(database, nil)
	s.ada = s.join("ada", account.Learner)
	s.ben = s.join("ben", account.Learner)
	s.cara = s.join("cara", account.Learner, account.Coach)
	s.cyril = s.join("cyril", account.Coach)
	s.eve = s.join("eve", account.Learner, account.Author, account.Admin)
	s.visitor = s.running.visitor(t)
	return s
}

func (s *faculty) join(name string, roles ...account.Role) *browser {
	s.t.Helper()
	if _, err := s.accounts.Create(s.t.Context(), name+"@example.org", name); err != nil {
		s.t.Fatal(err)
	}
	s.appoint(name, roles...)
	return s.person(s.t, name)
}

func (s *faculty) appoint(name string, roles ...account.Role) {
	s.t.Helper()
	if err := s.accounts.SetRoles(s.t.Context(), name+"@example.org", roles); err != nil {
		s.t.Fatal(err)
	}
}

// reviewOf is the coach's address of an attempt.
func reviewOf(attempt string) string { return strings.Replace(attempt, "/attempts/", "/review/", 1) }

func (b *browser) share(attempt, with, question string) *answer {
	b.t.Helper()
	return b.post(attempt+"/share", url.Values{"coach": {with}, "question": {question}})
}

func (b *browser) comment(attempt, text string, more ...string) *answer {
	b.t.Helper()
	form := url.Values{"kind": {"improve"}, "text": {text}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return b.post(reviewOf(attempt)+"/comments", form)
}

// graders are those whose grades somebody is served.
func (b *browser) graders(attempt string) string {
	b.t.Helper()
	var list struct{ Grades []gradeRow }
	b.get(attempt + "/grades.json").want(http.StatusOK).into(&list)
	var out []string
	for _, g := range list.Grades {
		out = append(out, g.Grader)
	}
	return strings.Join(out, " ")
}

// V8.2.2: what is not shared with somebody is missing to them, whatever they ask and
// whatever their roles, in the words of what is not there at all.
func TestV8_2_2AnUnsharedAttemptIsMissing(t *testing.T) {
	t.Parallel()
	facultyEach(t, func(t *testing.T, s *faculty) {
		attempt := s.ada.graded(someWords)
		asks := func(who *browser, attempt string) []*answer {
			at := reviewOf(attempt)
			return []*answer{
				who.get(at), who.get(attempt), who.get(attempt + "/transcript.json"), who.get(attempt + "/grades.json"),
				who.post(at+"/claim", nil), who.post(at+"/release", nil), who.post(at+"/hand", url.Values{"coach": {"cyril@example.org"}}),
				who.post(at+"/comments", url.Values{"kind": {"good"}, "text": {"x"}}), who.post(at+"/reply", url.Values{"comment": {"x"}, "text": {"x"}}),
				who.post(at+"/grade", url.Values{"score.communication": {"3"}}), who.post(at+"/publish", nil),
				who.post(at+"/phrases", url.Values{"phrase": {"x"}}), who.post(at+"/note", url.Values{"note": {"x"}}),
				who.post(attempt+"/share", url.Values{"coach": {"queue"}}), who.post(attempt+"/unshare", nil), who.post(attempt+"/reply", url.Values{"comment": {"x"}, "text": {"x"}}),
			}
		}
		missing := func(name string, who *browser) {
			t.Helper()
			none := asks(who, "/attempts/none")
			for i, got := range asks(who, attempt) {
				if got.status != http.StatusNotFound || trimmed(got.body, attempt) != trimmed(none[i].body, "/attempts/none") {
					t.Errorf("%s: %s = %d, want 404 with the body of a missing id\n%.300s", name, got.what, got.status, got.body)
				}
			}
		}
		for name, who := range map[string]*browser{"ben": s.ben, "cara": s.cara, "eve": s.eve} {
			missing(name, who)
		}
		s.ada.share(attempt, "cara@example.org", "").want(http.StatusSeeOther)
		for name, who := range map[string]*browser{"ben": s.ben, "cyril": s.cyril, "eve": s.eve} {
			missing(name, who)
		}
		s.cara.get(reviewOf(attempt)).want(http.StatusOK)
		s.cara.get(attempt + "/transcript.json").want(http.StatusOK)
		s.cara.get(attempt).want(http.StatusNotFound) // the report stays its owner's
		s.ada.post(attempt+"/unshare", nil).want(http.StatusSeeOther)
		missing("cara, when it is taken back", s.cara)
		s.ada.get(reviewOf(attempt)).want(http.StatusNotFound)
		if got := s.visitor.get(reviewOf(attempt)).want(http.StatusSeeOther); !strings.HasPrefix(got.header.Get("Location"), "/signin") {
			t.Errorf("a visitor is sent to %q", got.header.Get("Location"))
		}
		s.ben.get("/review").want(http.StatusForbidden)
		s.eve.get("/review").want(http.StatusForbidden)
	})
}

// trimmed is a page without the address that it was asked by.
func trimmed(body, path string) string {
	body = strings.ReplaceAll(body, strings.TrimPrefix(path, "/attempts/"), "ID")
	return body
}

// A review from the question to the report: blind scores, comments in the right
// places, all of it published at once, and the coach's grade at the head.
func TestAReviewFromEndToEnd(t *testing.T) {
	t.Parallel()
	facultyEach(t, func(t *testing.T, s *faculty) {
		attempt := s.ada.graded(someWords)
		at := reviewOf(attempt)
		if page := s.ada.share(attempt, "nobody@example.org", "Is <b>this</b> deep?").want(http.StatusUnprocessableEntity).body; !strings.Contains(page, "No coach here has the address") || !strings.Contains(page, "Is &lt;b&gt;this&lt;/b&gt; deep?</textarea>") {
			t.Error("a coach who is none is not named, or the question is lost")
		}
		s.ada.share(attempt, "queue", strings.Repeat("x", 2001)).want(http.StatusUnprocessableEntity)
		s.ada.share(attempt, "queue", "Is <b>this</b> deep?").want(http.StatusSeeOther)
		queue := s.cara.get("/review").want(http.StatusOK).body
		if !strings.Contains(queue, "Is &lt;b&gt;this&lt;/b&gt; deep?") || !strings.Contains(queue, `action="`+at+`/claim"`) || !strings.Contains(queue, ">1<span") {
			t.Error("the queue lacks the question, the way to claim or the count in the head")
		}
		s.cyril.get(at).want(http.StatusOK)
		if got := s.cyril.graders(attempt); got != "" {
			t.Errorf("a coach is served grades by %q before own scores", got)
		}
		for what, got := range map[string]*answer{
			"a comment": s.cara.comment(attempt, "Kept words"), "a grade": s.cara.post(at+"/grade", url.Values{"score.communication": {"3"}, "reason.communication": {"Kept words"}}),
		} {
			if got.want(http.StatusConflict); !strings.Contains(got.body, "not-claimed") || !strings.Contains(got.body, "Kept words</textarea>") || !strings.Contains(got.body, `name="claim" value="1"`) {
				t.Errorf("%s without the claim comes back without its words or the way to claim", what)
			}
		}
		s.cara.post(at+"/publish", nil).want(http.StatusConflict)
		s.cara.comment(attempt, "Claimed by the way", "claim", "1").want(http.StatusSeeOther)
		s.cyril.post(at+"/claim", nil).want(http.StatusConflict)
		if !strings.Contains(s.cyril.get(at).body, "<bdi>cara</bdi> is reviewing it") {
			t.Error("the other coach is not told who has it")
		}
		for _, wrong := range [][]string{{"step", "clarify", "from", "0", "to", "99999"}, {"step", "clarify", "from", "x", "to", "2"}, {"step", "clarify", "from", "5", "to", ""},
			{"step", "clarify", "from", "5", "to", "5"}, {"step", "no"}, {"point", "no-such-point"}, {"kind", "odd"}} {
			if got := s.cara.comment(attempt, "Not lost", wrong...).want(http.StatusUnprocessableEntity); !strings.Contains(got.body, "Not lost</textarea>") {
				t.Errorf("a comment on %v loses its words", wrong)
			}
		}
		s.cara.comment(attempt, "").want(http.StatusUnprocessableEntity)
		s.cara.comment(attempt, strings.Repeat("é", 10_001)).want(http.StatusUnprocessableEntity)
		s.cara.comment(attempt, "Who <i>indeed</i>", "step", "clarify", "from", "0", "to", "17", "kind", "good").want(http.StatusSeeOther)
		if page := s.cara.get(at).body; !strings.Contains(page, "<mark>Who shortens link</mark>") || !strings.Contains(page, "Who &lt;i&gt;indeed&lt;/i&gt;") {
			t.Error("the passage is not marked, or the comment not shown as text")
		}
		if page := s.cara.get(at).body; strings.Contains(page, "built-in grader gives") || strings.Contains(page, "Why otherwise") {
			t.Error("the grader's scores are shown before own ones")
		}
		for _, wrong := range []url.Values{{}, {"score.communication": {"5"}}, {"score.communication": {"x"}, "reason.communication": {"Kept"}}} {
			s.cara.post(at+"/grade", wrong).want(http.StatusUnprocessableEntity)
		}
		s.cara.post(at+"/grade", url.Values{"score.communication": {"4"}, "reason.communication": {"I <u>followed</u> it"}, "score.depth-on-the-crux": {"2"}, "id": {"mine"}, "coach": {"x"}}).want(http.StatusSeeOther)
		page := s.cara.get(at).want(http.StatusOK).body
		if !strings.Contains(page, "built-in grader gives") || !strings.Contains(page, "Publish 2 scores and 2 comments") {
			t.Error("the grader's scores are not shown after own ones, or it is not said what would be published")
		}
		if got := s.cara.graders(attempt); got != "rubric" {
			t.Errorf("after own scores a coach is served grades by %q, want the rubric's", got)
		}
		if got := s.cyril.graders(attempt); got != "" {
			t.Errorf("and the other coach by %q", got)
		}
		point := between(page, `name="why.`, `"`)[0]
		if got := s.cara.post(at+"/grade", url.Values{"points": {"1"}, "score.communication": {"4"}, "point." + point: {"met"}}).want(http.StatusUnprocessableEntity); !strings.Contains(got.body, "needs words") {
			t.Error("a verdict of one's own passes without a reason")
		}
		s.cara.post(at+"/grade", url.Values{"points": {"1"}, "score.structured-thinking": {"3"}, "score.communication": {"4"}, "reason.communication": {"I <u>followed</u> it"}, "score.depth-on-the-crux": {"2"},
			"point." + point: {"met"}, "why." + point: {"It is <s>there</s>"}}).want(http.StatusSeeOther)
		if report := s.ada.get(attempt).body; strings.Contains(report, "indeed") || strings.Contains(report, "cara") && !strings.Contains(report, "cara is at it now") || s.ada.graders(attempt) != "rubric" {
			t.Error("the learner sees something of a draft")
		}
		s.clock.Advance(time.Second)
		s.cara.post(at+"/publish", nil).want(http.StatusSeeOther)
		report := s.ada.get(attempt).want(http.StatusOK).body
		for _, want := range []string{"Your coach", "Who &lt;i&gt;indeed&lt;/i&gt;", "I &lt;u&gt;followed&lt;/u&gt; it", "Claimed by the way", "It is &lt;s&gt;there&lt;/s&gt;", "where the grader had said", "The built-in grader", "cara read this attempt"} {
			if !strings.Contains(report, want) {
				t.Errorf("the report lacks %q", want)
			}
		}
		if got := s.ada.graders(attempt); got != "rubric coach" {
			t.Errorf("the learner is served grades by %q, want both", got)
		}
		if list := s.ada.get("/notices").body; !strings.Contains(list, "The review of your attempt at") || !strings.Contains(s.ada.get("/").body, `class="count"`) {
			t.Error("the learner is not told, or not in the head of the page")
		}
		s.cara.comment(attempt, "Too late").want(http.StatusConflict)

		// What is said beneath a comment.
		of := between(report, `name="comment" value="`, `"`)[0]
		s.ada.post(attempt+"/reply", url.Values{"comment": {of}, "text": {""}}).want(http.StatusUnprocessableEntity)
		s.ada.post(attempt+"/reply", url.Values{"comment": {"none"}, "text": {"x"}}).want(http.StatusNotFound)
		s.ada.post(attempt+"/reply", url.Values{"comment": {of}, "text": {"Since <b>reads</b>"}}).want(http.StatusSeeOther)
		if page := s.cara.get(at).body; !strings.Contains(page, "Since &lt;b&gt;reads&lt;/b&gt;") || !strings.Contains(s.cara.get("/notices").body, "The learner has answered you") {
			t.Error("the coach does not see the answer or is not told")
		}
		s.cara.post(at+"/reply", url.Values{"comment": {of}, "text": {"I see"}}).want(http.StatusSeeOther)
		s.ada.post(attempt+"/reply", url.Values{"comment": {of}, "resolve": {"1"}}).want(http.StatusSeeOther)
		if page := s.ada.get(attempt).body; !strings.Contains(page, "I see") || !strings.Contains(page, ">settled<") {
			t.Error("the learner does not see the answer, or that it is settled")
		}
		s.ada.post("/notices", nil).want(http.StatusSeeOther)
		if strings.Contains(s.ada.get("/").body, `class="count"`) {
			t.Error("what was read is still counted")
		}

		// What is taken back leaves the learner what was published.
		s.ada.post(attempt+"/unshare", nil).want(http.StatusSeeOther)
		s.cara.get(at).want(http.StatusNotFound)
		s.cara.get(attempt + "/grades.json").want(http.StatusNotFound)
		if got := s.ada.graders(attempt); got != "rubric coach" {
			t.Errorf("after taking it back the learner is served grades by %q", got)
		}
	})
}

// A claim that runs out, and a coach who is none any more.
func TestAClaimRunsOut(t *testing.T) {
	t.Parallel()
	facultyEach(t, func(t *testing.T, s *faculty) {
		attempt := s.ada.graded(someWords)
		at := reviewOf(attempt)
		s.ada.share(attempt, "queue", "").want(http.StatusSeeOther)
		s.cara.post(at+"/claim", nil).want(http.StatusSeeOther)
		s.cara.comment(attempt, "A draft").want(http.StatusSeeOther)
		s.clock.Advance(31 * time.Minute)
		if got := s.cara.comment(attempt, "While I wrote").want(http.StatusConflict); !strings.Contains(got.body, "While I wrote</textarea>") || !strings.Contains(got.body, "Claim it again and save") {
			t.Error("the words or the way to keep them are missing")
		}
		s.cyril.post(at+"/claim", nil).want(http.StatusSeeOther)
		if got := s.cara.comment(attempt, "Still mine", "claim", "1").want(http.StatusConflict); !strings.Contains(got.body, "cyril is reviewing") || !strings.Contains(got.body, "Still mine</textarea>") {
			t.Error("it is not said who has it, or the words are lost")
		}
		if got := s.cara.post(at+"/claim", nil).want(http.StatusConflict); strings.Contains(got.body, "again and save") {
			t.Error("who only wanted to claim is offered to save nothing")
		}
		s.cara.post(at+"/note", url.Values{"note": {strings.Repeat("x", 1<<20)}}).want(http.StatusRequestEntityTooLarge)
		s.appoint("cyril", account.Learner)
		s.clock.Advance(time.Second + time.Millisecond) // a role is believed that long
		s.cara.comment(attempt, "Mine again", "claim", "1").want(http.StatusSeeOther)
		if page := s.cara.get(at).body; !strings.Contains(page, "A draft") || !strings.Contains(page, "Mine again") {
			t.Error("a draft is lost")
		}
		s.cara.post(at+"/hand", url.Values{"coach": {"cyril@example.org"}}).want(http.StatusUnprocessableEntity)
		s.appoint("cyril", account.Coach)
		s.cara.post(at+"/hand", url.Values{"coach": {"cyril@example.org"}}).want(http.StatusSeeOther)
		if page := s.person(t, "cyril").get(at).want(http.StatusOK).body; strings.Contains(page, "A draft") || !strings.Contains(page, "Yours until") {
			t.Error("the other coach does not hold it, or sees drafts that are not theirs")
		}
	})
}

// Words of every kind go through each field and come back as text, never as a fault.
func TestNaughtyWordsInAReview(t *testing.T) {
	t.Parallel()
	s := newFaculty(t, dbtest.SQLite(t), dbtest.NewClock())
	attempt := s.ada.graded(someWords)
	at := reviewOf(attempt)
	s.ada.share(attempt, "queue", "").want(http.StatusSeeOther)
	s.cara.post(at+"/claim", nil).want(http.StatusSeeOther)
	for i, words := range []string{"\x00", "\xff\xfe", "<script>alert(1)</script>", "' OR 1=1 --", "\u202eRTL", "שלום <b>עולם</b>", "${7*7}{{7*7}}", "hx-get=/", strings.Repeat("𝄞", 30_000), "-1", "99999999999999999999"} {
		for _, field := range []string{"kind", "text", "step", "from", "to", "point", "id", "drop", "claim"} {
			form := url.Values{"kind": {"good"}, "text": {"x" + strconv.Itoa(i)}}
			form.Set(field, words)
			if got := s.cara.post(at+"/comments", form); got.status >= 500 || strings.Contains(got.body, "<script>alert") {
				t.Errorf("%q as %s = %d", words[:min(len(words), 20)], field, got.status)
			}
		}
		for _, path := range []string{"/grade", "/hand", "/note", "/phrases", "/reply"} {
			form := url.Values{"score.communication": {"3"}, "reason.communication": {words}, "coach": {words}, "note": {words}, "phrase": {words}, "comment": {words}, "text": {words}, "points": {words}}
			if got := s.cara.post(at+path, form); got.status >= 500 || strings.Contains(got.body, "<script>alert") {
				t.Errorf("%q to %s = %d", words[:min(len(words), 20)], path, got.status)
			}
			s.cara.post(at+"/claim", nil)
		}
		if got := s.ada.share(attempt, words, words); got.status >= 500 {
			t.Errorf("%q as a coach = %d", words[:min(len(words), 20)], got.status)
		}
		for _, query := range []string{"?at=", "?point=", "?edit="} {
			if got := s.cara.get(at + query + url.QueryEscape(words)); got.status != http.StatusOK && got.status != http.StatusNotFound && got.status != http.StatusBadRequest || strings.Contains(got.body, "<script>alert") {
				if got.status >= 500 {
					t.Errorf("%s%q = %d", query, words[:min(len(words), 20)], got.status)
				}
			}
		}
	}
}
