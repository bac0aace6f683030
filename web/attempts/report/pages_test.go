package report_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
)

func TestStage(t *testing.T) {
	t.Parallel()
	suspect := grade()
	suspect.Grader, suspect.Flags = "model", []string{"injection"}
	for _, c := range []struct {
		name   string
		change func(*report.Input)
		want   report.Stage
	}{
		{"graded", func(*report.Input) {}, report.Ready},
		{"not scored yet", func(in *report.Input) { in.Self = nil }, report.Asking},
		{"not graded yet", func(in *report.Input) { in.Records[0].State = record.Running }, report.Pending},
		{"no record", func(in *report.Input) { in.Records = nil }, report.Pending},
		{"only a suspect grade", func(in *report.Input) { in.Records = []record.Record{done("g", suspect)} }, report.Pending},
		{"discarded", func(in *report.Input) { in.Attempt.Status, in.Self = interview.Discarded, nil }, report.Gone},
	} {
		in := input()
		c.change(&in)
		if got := in.Stage(); got != c.want {
			t.Errorf("%s: Stage() = %d, want %d", c.name, got, c.want)
		}
	}
}

func TestSelf(t *testing.T) {
	t.Parallel()
	in := input()
	in.Self = nil
	in.Records[0].State = record.Running
	v := report.NewSelf(in)
	p := render(t, report.Self(v))
	p.form("/attempts/att1/self")
	p.want("The built-in grader is reading your answers.", "Depth on the crux", "Trade-off awareness", "Meets the bar", "Read your own words again", "Ten reads a second")
	p.wantNot("A model answer", "2.50")
	if skips := p.all(func(n *html.Node) bool { return attr(n, "name") == "skip" && attr(n, "value") == "1" }); len(skips) != 1 {
		t.Errorf("%d ways to skip, want 1", len(skips))
	}
	if got, want := len(choices(p)), 8; got != want {
		t.Errorf("%d choices, want %d: four for each criterion of the rubric", got, want)
	}

	scores, _, ok := v.Read(url.Values{"score.depth-on-the-crux": {"3"}, "score.trade-off-awareness": {"1"}})
	want := map[string]int{"depth-on-the-crux": 3, "trade-off-awareness": 1}
	if diff := cmp.Diff(want, scores); !ok || diff != "" {
		t.Errorf("Read of a whole form is ok: %t (-want +got):\n%s", ok, diff)
	}
}

// choices maps the radio buttons of a page to whether they are chosen.
func choices(p page) map[string]bool {
	out := map[string]bool{}
	for _, n := range p.all(func(n *html.Node) bool { return attr(n, "type") == "radio" }) {
		_, chosen := find(n, "checked")
		out[attr(n, "name")+"="+attr(n, "value")] = chosen
	}
	return out
}

// TestSelfMistakes: what was chosen is kept, what is missing is named and linked.
func TestSelfMistakes(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"", "0", "5", "3.5", "four", "-1", "99999999999999999999"} {
		_, again, ok := report.NewSelf(input()).Read(url.Values{"score.depth-on-the-crux": {wrong}, "score.trade-off-awareness": {"2"}})
		if ok {
			t.Errorf("Read takes the score %q, want a mistake", wrong)
			continue
		}
		p := render(t, report.Self(again))
		p.want("Depth on the crux: choose a score from 1 to 4, or skip them all.")
		p.wantNot("Trade-off awareness: choose")
		if p.id("own-depth-on-the-crux") == nil {
			t.Error("the mistake leads to nothing")
		}
		for name, chosen := range choices(p) {
			if want := name == "score.trade-off-awareness=2"; chosen != want {
				t.Errorf("after the score %q %s is chosen: %t, want %t", wrong, name, chosen, want)
			}
		}
	}
}

func TestSelfOfADrill(t *testing.T) {
	t.Parallel()
	p := render(t, report.Self(report.NewSelf(drill())))
	p.want("Trade-off awareness")
	p.wantNot("Depth on the crux")
}

func TestProgress(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state      record.State
		says       string
		asks, form bool
	}{
		{record.Queued, "The built-in grader will read your answers in a moment.", true, false},
		{record.Running, "The built-in grader is reading your answers.", true, false},
		{record.Failed, "The built-in grader could not grade this attempt. It broke off. Your words are safe", false, true},
		{record.Done, "The grade is there.", false, false},
	} {
		in := input()
		in.Records[0].State, in.Records[0].Failure = c.state, "It broke off"
		p := render(t, report.Waiting(report.NewWaiting(in)))
		p.want(c.says)
		if n := len(p.all(func(n *html.Node) bool { return attr(n, "hx-get") == "/attempts/att1" })); (n == 1) != c.asks {
			t.Errorf("%s: %d elements ask for the progress, want it to be asked for: %t", c.state, n, c.asks)
		}
		if n := len(p.all(func(n *html.Node) bool { return n.Data == "a" && attr(n, "href") == "/attempts/att1" })); (n == 1) != c.asks {
			t.Errorf("%s: %d links look again, want one: %t", c.state, n, c.asks)
		}
		if c.form {
			if got, want := p.form("/attempts/att1/grade"), (map[string]string{"grader": "rubric"}); !cmp.Equal(got, want) {
				t.Errorf("%s: the form asks %v, want %v", c.state, got, want)
			}
		}
	}
}

func TestDiscarded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		after time.Duration
		want  string
	}{
		{time.Hour, "29 days from now"},
		{28*24*time.Hour + 12*time.Hour, "one day from now"},
		{29*24*time.Hour + time.Hour, "less than a day from now"},
	} {
		in := input()
		in.Attempt.Status, in.Self, in.Records = interview.Discarded, nil, nil
		in.Now = in.Attempt.EndedAt.Add(c.after)
		p := render(t, report.Discarded(report.NewDiscarded(in)))
		p.want("kept until 22 December 2026", c.want)
		p.form("/attempts/att1/restore")
	}
}
