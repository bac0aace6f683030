package search

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"levelup/internal/fault"
	"levelup/internal/search"
)

// canned answers by mode.
type canned map[string]any

func (c canned) Search(_ context.Context, mode, _ string, _ int) (search.Answer, error) {
	switch a := c[mode].(type) {
	case search.Answer:
		return a, nil
	case error:
		return search.Answer{}, a
	}
	return search.Answer{}, nil
}

func hits(slugs ...string) search.Answer {
	var a search.Answer
	for _, s := range slugs {
		a.Hits = append(a.Hits, search.Hit{Doc: search.Doc{Kind: search.Prompt, Slug: s, Title: "The " + s, URL: "/prompts/" + s}, Why: search.Why{Matches: 1, Line: 2}})
	}
	return a
}

func ask(t *testing.T, engine Engine, address string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	if err := New(engine, time.Now).Show(w, r); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return w
}

// What is typed replaces the address, what is chosen adds a step to the history, and
// both are answered with the results alone.
func TestTheAddressFollows(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ address, source, push, replace string }{
		{"/search?q=a+b&mode=hybrid", "input#q", "", "/search?q=a+b"},
		{"/search?q=a&mode=regex", "form", "/search?mode=regex&q=a", ""},
		{"/search?q=&mode=hybrid", "input#q", "", "/search"},
		{"/search?q=a&mode=nonsense", "form", "/search?q=a", ""},
		{"/search?q=%22%26x&mode=compare", "form", "/search?mode=compare&q=%22%26x", ""},
	} {
		w := ask(t, canned{}, tt.address, "HX-Request", "true", "HX-Source", tt.source)
		if push, replace := w.Header().Get("HX-Push-Url"), w.Header().Get("HX-Replace-Url"); push != tt.push || replace != tt.replace {
			t.Errorf("%s by %s pushes %q and replaces by %q, want %q and %q", tt.address, tt.source, push, replace, tt.push, tt.replace)
		}
		if strings.Contains(w.Body.String(), "<html") {
			t.Errorf("%s: the whole page comes with it", tt.address)
		}
	}
	if w := ask(t, canned{}, "/search?q=a"); !strings.Contains(w.Body.String(), "<html") || w.Header().Get("Vary") != "HX-Request" {
		t.Errorf("without htmx: Vary %q and %.40q", w.Header().Get("Vary"), w.Body.String())
	}
}

// Side by side each way says what it alone has, and what it lacks that others have among
// their first.
func TestCompared(t *testing.T) {
	t.Parallel()
	engine := canned{
		search.Hybrid:  hits("a", "b", "c"),
		search.Keyword: hits("a", "c", "d", "e", "f", "g", "h"),
		search.Vector:  fault.New(fault.NotFound, "There is no model."),
		search.Regex:   hits("x"),
	}
	v := View{Query: "q", Mode: compare}
	if err := New(engine, time.Now).ask(t.Context(), &v); err != nil {
		t.Fatal(err)
	}
	describe := func(r Results) string {
		var out []string
		for _, h := range r.Hits {
			s := h.Doc.Slug
			if h.Only {
				s += "!"
			}
			out = append(out, s)
		}
		out = append(out, "|")
		for _, h := range r.Missed {
			out = append(out, h.Doc.Slug)
		}
		return strings.Join(out, " ")
	}
	want := map[string]string{
		search.Hybrid:  "a b! c | x d e f",
		search.Keyword: "a c d! e! f! g! h! | x b",
		search.Vector:  "| a x b c d",
		search.Regex:   "x! | a b c d e",
	}
	for _, c := range v.Columns {
		if got := describe(c); got != want[c.Way.Mode] {
			t.Errorf("%s: %s, want %s", c.Way.Mode, got, want[c.Way.Mode])
		}
	}
	if page := ask(t, engine, "/search?q=q&mode=compare").Body.String(); !strings.Contains(page, "There is no model.") || strings.Count(page, "only here") != 7 {
		t.Error("the page does not say why a column is empty, or what only one has")
	}
}

func TestWhy(t *testing.T) {
	t.Parallel()
	cosine := 0.4321
	for want, why := range map[string]search.Why{
		"3 lines with a match, the first in line 7 of the section": {Matches: 3, Line: 7},
		"1 line with a match, the first in line 1 of the section":  {Matches: 1, Line: 1},
		"cache": {Terms: []search.Term{{Word: "cache", Found: "cache", How: "as typed"}, {Word: "hot cache", Found: "hot cache", How: "in a row"}}},
		"load balancer (synonym for LB); without sticky": {Terms: []search.Term{{Word: "LB", Found: "load balancer", How: "synonym"}}, Lacks: []string{"sticky"}},
		"meaning 0.43 of 1": {Cosine: &cosine, Ranks: &search.Ranks{Vector: 3}},
		"a; meaning 0.43 of 1; 2nd by keyword, 11th by meaning": {
			Terms: []search.Term{{Word: "a", Found: "a", How: "as typed"}}, Cosine: &cosine, Ranks: &search.Ranks{Keyword: 2, Vector: 11}},
	} {
		if got := (Hit{Hit: search.Hit{Why: why}}).why(); got != want {
			t.Errorf("why = %q, want %q", got, want)
		}
	}
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 112: "112th"} {
		if got := ordinal(n); got != want {
			t.Errorf("ordinal(%d) = %s, want %s", n, got, want)
		}
	}
	for d, want := range map[time.Duration]string{0: "under 0.1 ms", 99 * time.Microsecond: "under 0.1 ms", 1250 * time.Microsecond: "1.2 ms", 12 * time.Millisecond: "12 ms"} {
		if got := took(d); got != want {
			t.Errorf("took(%v) = %s, want %s", d, got, want)
		}
	}
}

// What the asker can do nothing about is a failure; what they can, advice.
func TestFailures(t *testing.T) {
	t.Parallel()
	busy := fault.Coded(fault.Conflict, "busy", "Later.")
	for _, err := range []error{busy, errors.New("broken"), context.Canceled} {
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/search?q=a", nil)
		if got := New(canned{search.Hybrid: err}, time.Now).Show(w, r); !errors.Is(got, err) {
			t.Errorf("with %v the page fails with %v", err, got)
		}
	}
	page := ask(t, canned{search.Regex: fault.New(fault.Invalid, "Not a <pattern>.")}, "/search?q=%28&mode=regex").Body.String()
	if !strings.Contains(page, "Not a &lt;pattern&gt;.") {
		t.Error("the advice is not on the page")
	}
	answer := hits("a")
	answer.Missing, answer.ReadAs = fault.New(fault.Conflict, "Words alone."), "a <b>"
	page = ask(t, canned{search.Hybrid: answer}, "/search?q=a").Body.String()
	if !strings.Contains(page, "Words alone.") || !strings.Contains(page, "a &lt;b&gt;") || !strings.Contains(page, "/prompts/a") {
		t.Error("the results lack why nothing was found by meaning, or how the query was read")
	}
}
