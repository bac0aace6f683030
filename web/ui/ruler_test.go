package ui_test

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"levelup/internal/interview"
	"levelup/web/ui"
)

var forty = interview.Plan{Mode: interview.OnTheClock, Minutes: 40}

func seconds(s ...int) (out [5]time.Duration) {
	for i, n := range s {
		out[i] = time.Duration(n) * time.Second
	}
	return out
}

func TestPlanRuler(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		plan  interview.Plan
		words string
	}{
		{forty, "Plan of 40 minutes: Clarify 5 minutes; Map the layers 5 minutes; Deep dive 15 minutes; Trade-offs 10 minutes; Synthesize 5 minutes."},
		{interview.Plan{Mode: interview.Drill, Drill: interview.TradeOffs, Minutes: 40}, "Plan of 10 minutes: Trade-offs 10 minutes."},
		{interview.Plan{Mode: interview.OnTheClock, Minutes: 35, ExtraTime: 125}, "Plan of 43:45 minutes: Clarify 5:27 minutes; Map the layers 5:27 minutes; Deep dive 16:23 minutes; Trade-offs 10:56 minutes; Synthesize 5:32 minutes."},
	} {
		page := render(t, ui.Ruler(ui.PlanOf(tt.plan)))
		if got := attr(one(t, page, "svg", "role", "img"), "aria-label"); got != tt.words {
			t.Errorf("Ruler(%v) says %q, want %q", tt.plan, got, tt.words)
		}
		end := 0.0
		for _, band := range all(page, "rect") {
			if class := attr(band, "class"); !strings.HasPrefix(class, "band-") || attr(band, "x") == "" {
				continue
			}
			if x := percent(t, attr(band, "x")); math.Abs(x-end) > 1e-3 {
				t.Errorf("Ruler(%v): a band begins at %v %%, the one before ends at %v %%", tt.plan, x, end)
			}
			end = percent(t, attr(band, "x")) + percent(t, attr(band, "width"))
		}
		if math.Abs(end-100) > 1e-3 {
			t.Errorf("Ruler(%v): the bands end at %v %%, want 100", tt.plan, end)
		}
	}
}

func TestClockRuler(t *testing.T) {
	t.Parallel()
	spent := seconds(240, 420, 300)
	page := render(t, ui.Ruler(ui.RulerView{
		Segments: ui.Segments(forty, spent, interview.DeepDive), Now: 960 * time.Second, Total: forty.Total(),
		Label: "Time so far", Mode: ui.RulerClock,
	}))
	const words = "Time so far: Clarify 4:00 of 5 minutes; Map the layers 7:00, over its 5 minutes; Deep dive 5:00 of 15 minutes; Trade-offs 0:00 of 10 minutes; Synthesize 0:00 of 5 minutes."
	if got := attr(one(t, page, "svg", "role", "img"), "aria-label"); got != words {
		t.Errorf("the clock says %q, want %q", got, words)
	}
	type bar struct{ x, width float64 }
	want := map[string][2]bar{ // within the budget, and over it
		"clarify":    {{0, 10}, {10, 0}},
		"map":        {{10, 12.5}, {22.5, 5}},
		"deep-dive":  {{27.5, 12.5}, {40, 0}},
		"trade-offs": {{40, 0}, {40, 0}},
		"synthesize": {{40, 0}, {40, 0}},
	}
	for step, bars := range want {
		group := one(t, page, "g", "data-ruler-step", step)
		for i, class := range []string{"spent", "over"} {
			drawn := one(t, group, "svg", "class", class)
			got := bar{percent(t, attr(drawn, "x")), percent(t, attr(drawn, "width"))}
			if math.Abs(got.x-bars[i].x) > 1e-3 || math.Abs(got.width-bars[i].width) > 1e-3 {
				t.Errorf("%s, %s is drawn at %v, want %v", step, class, got, bars[i])
			}
		}
	}
	if got := percent(t, attr(one(t, page, "svg", "class", "now"), "x")); got != 40 {
		t.Errorf("the cursor is at %v %%, want 40: where the time that went ends", got)
	}
	if got := attr(one(t, page, "g", "data-ruler-step", "deep-dive"), "class"); got != "current" {
		t.Errorf("the class of the current step is %q, want current", got)
	}
}

// Whatever an attempt looks like, nothing is drawn beyond the ruler.
func TestRulerStaysInside(t *testing.T) {
	t.Parallel()
	odd := []ui.RulerView{
		{},
		{Segments: ui.Segments(forty, seconds(9000, 9000), interview.Map), Now: 9 * time.Hour, Total: forty.Total()},
		{Segments: ui.Segments(interview.Plan{Mode: interview.Practice, Minutes: 40}, seconds(7200), interview.Clarify), Now: -1},
		{Segments: ui.Segments(forty, seconds(), ""), Now: 0, Total: time.Minute},
	}
	for _, v := range odd {
		for _, mode := range []string{ui.RulerPlan, ui.RulerClock, ui.RulerTruth, ui.RulerMini} {
			v.Mode = mode
			page := render(t, ui.Ruler(v))
			for n := range page.Descendants() {
				x, width := attr(n, "x"), attr(n, "width")
				if !strings.HasSuffix(x, "%") {
					continue
				}
				end := percent(t, x)
				if strings.HasSuffix(width, "%") {
					end += percent(t, width)
				}
				if math.IsNaN(end) || percent(t, x) < 0 || end > 100.001 {
					t.Errorf("mode %s: a %s reaches from %s by %s", mode, n.Data, x, width)
				}
			}
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		d    time.Duration
		want string
	}{
		{0, "0:00"}, {999 * time.Millisecond, "0:00"}, {61 * time.Second, "1:01"}, {59*time.Minute + 59*time.Second, "59:59"},
		{time.Hour + 2*time.Minute + 5*time.Second, "1:02:05"}, {-65 * time.Second, "−1:05"},
	} {
		if got := ui.Clock(tt.d); got != tt.want {
			t.Errorf("Clock(%v) = %q, want %q", tt.d, got, tt.want)
		}
	}
}

func percent(t *testing.T, s string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
	if err != nil {
		t.Fatalf("%q is no percentage", s)
	}
	return n
}

// render draws a component and reads it back as a tree. Nothing that is drawn
// may need what the content security policy forbids.
func render(t *testing.T, c templ.Component) *html.Node {
	t.Helper()
	return renderAt(t, ui.Site{}, c)
}

func renderAt(t *testing.T, site ui.Site, c templ.Component) *html.Node {
	t.Helper()
	var b strings.Builder
	if err := c.Render(ui.With(t.Context(), site), &b); err != nil {
		t.Fatal(err)
	}
	page, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	for n := range page.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("a %s has the attribute %s, which the policy forbids", n.Data, a.Key)
			}
		}
		if n.Data == "style" || n.Data == "script" && attr(n, "src") == "" {
			t.Errorf("there is an inline %s", n.Data)
		}
	}
	return page
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func all(root *html.Node, tag string) (found []*html.Node) {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag {
			found = append(found, n)
		}
	}
	return found
}

// one returns the only element with an attribute of a value.
func one(t *testing.T, root *html.Node, tag, key, value string) *html.Node {
	t.Helper()
	var found []*html.Node
	for _, n := range all(root, tag) {
		if attr(n, key) == value {
			found = append(found, n)
		}
	}
	if len(found) != 1 {
		t.Fatalf("there are %d of %s[%s=%q], want 1", len(found), tag, key, value)
	}
	return found[0]
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
