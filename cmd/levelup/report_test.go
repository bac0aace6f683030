package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"levelup/internal/db/dbtest"
)

// graded is an attempt whose report is there, with words in its first step.
func (b *browser) graded(words string) string {
	b.t.Helper()
	attempt := b.begin("url-shortener", "practice", "level", "mid")
	b.save(attempt, "c", 1, 0, "clarify", words).want(http.StatusOK)
	b.post(attempt+"/submit", nil).want(http.StatusSeeOther)
	b.grade(attempt)
	b.post(attempt+"/self", url.Values{"skip": {"1"}}).want(http.StatusSeeOther)
	return attempt
}

const someWords = "Who shortens links and who follows them, and how many reads come to one write? I assume a hundred reads for each write.\n\n# <b>Not a heading</b>"

// The report is a file for its owner, once the page shows it.
func TestTheReportAsMarkdown(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada, ben, visitor := r.person(t, "ada"), r.person(t, "ben"), r.visitor(t)
		early := ada.begin("chat", "practice")
		wantAway := func(attempt string) {
			t.Helper()
			if to := ada.get(attempt + "/report.md").want(http.StatusSeeOther).header.Get("Location"); to != attempt {
				t.Errorf("%s/report.md leads to %q, want the attempt", attempt, to)
			}
		}
		wantAway(early)
		ada.post(early+"/submit", nil).want(http.StatusSeeOther)
		ada.grade(early)
		wantAway(early) // own scores come first
		attempt := ada.graded(someWords)
		file := ada.get(attempt + "/report.md").want(http.StatusOK)
		name := `attachment; filename="url-shortener-` + clock.Now().UTC().Format("2006-01-02") + `.md"`
		if got := file.header.Get("Content-Disposition"); got != name {
			t.Errorf("Content-Disposition = %q, want %q", got, name)
		}
		if got := file.header.Get("Content-Type"); got != "text/markdown; charset=utf-8" {
			t.Errorf("Content-Type = %q", got)
		}
		if want := "```text\n" + someWords + "\n```"; !strings.Contains(file.body, want) {
			t.Errorf("the file lacks the words in a fence:\n%s", file.body)
		}
		if page := ada.get(attempt).want(http.StatusOK); !strings.Contains(page.body, `href="`+attempt+`/report.md"`) {
			t.Error("the report does not lead to the file")
		}
		ben.get(attempt + "/report.md").want(http.StatusNotFound)
		visitor.get(attempt + "/report.md").want(http.StatusSeeOther)
		if sample := visitor.get("/sample.md").want(http.StatusOK); !strings.HasPrefix(sample.body, "# URL shortener: ") ||
			sample.header.Get("Content-Disposition") != `attachment; filename="url-shortener-sample.md"` {
			t.Errorf("the sample as a file: %v\n%.200s", sample.header, sample.body)
		}
	})
}
