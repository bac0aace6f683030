package room_test

import (
	"strings"
	"testing"
	"time"

	"levelup/internal/board"
	"levelup/internal/interview"
	"levelup/web/attempts/room"
)

// Only a line that says that it counts writes lets the margin ask about them.
func TestWritesOfTheSheet(t *testing.T) {
	t.Parallel()
	for lines, want := range map[string]string{
		"writes = 5000/s":                                   "5,000",
		"write_qps = 4k/s":                                  "4,000",
		"6k inserts/s":                                      "6,000",
		"peak = 3 * 2k writes/s":                            "6,000",
		"2B posts/day":                                      "23,000",
		"3000 requests/s # new links":                       "3,000",
		"dau = 100M users\ndau at 20 uploads/day":           "23,000",
		"writes = 2k/s\nwrites = 9k/s":                      "9,000",
		"writes = 900/s":                                    "",
		"5k requests/s":                                     "",
		"reads = 500k/s":                                    "",
		"posts = 5k posts/s\nviews = 100 * posts":           "5,000",
		"100k requests/s # reads for each of the writes":    "",
		"storage = 5k writes/s * 1 KB":                      "",
		"writes = 5M":                                       "",
		"writes = 5 GB/s":                                   "",
		"writes = 5k/":                                      "",
		"# writes 5000/s":                                   "",
		"latency = 20 ms\nprofit = $5k/s # from new writes": "",
	} {
		page := render(t, room.Room(course{plan: interview.Plan{Mode: interview.Practice, Level: interview.Senior}, at: time.Minute,
			boards: map[interview.Step]string{interview.Clarify: "[client] Phone\nPhone -> API -> Store\n[database] Store"}, lines: strings.Split(lines, "\n")}.view(t)))
		got := ""
		if _, after, ok := strings.Cut(page, "By your figures some "); ok {
			got, _, _ = strings.Cut(after, " writes")
		}
		if got != want {
			t.Errorf("%q: the margin speaks of %q writes a second, want %q", lines, got, want)
		}
	}
}

// What is drawn belongs to the step that is shown.
func TestTheBoardOfTheStep(t *testing.T) {
	t.Parallel()
	c := course{plan: interview.Plan{Mode: interview.Practice, Level: interview.Senior}, at: time.Minute,
		boards: map[interview.Step]string{interview.Clarify: "A -> B", interview.Map: "[queue] <Jobs>\n"}, shown: interview.Map}
	v := c.view(t)
	if want := "[queue] \"<Jobs>\"\n"; v.Board.Text != want || v.Board.Base != 1 || !strings.Contains(string(v.Board.Drawn), "&lt;Jobs&gt;") {
		t.Errorf("board = %+v, want %q", v.Board, want)
	}
	box := one(t, c.page(t), "id", "room-board")
	if got := content(box); got != v.Board.Text {
		t.Errorf("in the box stands %q, want %q", got, v.Board.Text)
	}
	v.Board.Problems = make([]board.Problem, 21)
	for i := range v.Board.Problems {
		v.Board.Problems[i] = board.Problem{Line: 7, Message: "Wrong."} // all in one line
	}
	ids := map[string]bool{}
	page := read(t, render(t, room.Room(v)))
	for n := range page.Descendants() {
		if id, ok := attr(n, "id"); ok && ids[id] {
			t.Errorf("two elements have the id %s", id)
		} else {
			ids[id] = true
		}
	}
	described, _ := attr(one(t, page, "id", "room-board"), "aria-describedby")
	for id := range strings.FieldsSeq(described) {
		if !ids[id] {
			t.Errorf("the box is described by %s, which is not there", id)
		}
	}
	if n := len(strings.Fields(described)); n != 21 {
		t.Errorf("it is described by %d, want the how and 20 problems", n)
	}
}
