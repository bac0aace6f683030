package interview_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/board"
	"levelup/internal/fault"
	"levelup/internal/interview"
)

func (d *desk) saveBoard(t *testing.T, base int, text string) error {
	t.Helper()
	drawn, err := d.SaveBoard(t.Context(), d.attempt, interview.Clarify, base, text)
	if len(drawn.Problems) > 0 {
		t.Fatalf("SaveBoard(%q) = %v", text, drawn.Problems)
	}
	return err
}

func (d *desk) wantBoard(t *testing.T, base int, want string) {
	t.Helper()
	s := d.state(t)
	step := s.At(interview.Clarify)
	got := ""
	if step.Scene != nil {
		got = board.Text(*step.Scene)
	}
	if step.SceneBase != base || got != want {
		t.Errorf("board %d = %q, want %d: %q", step.SceneBase, got, base, want)
	}
}

// A form's text becomes the board; what stays keeps its place; a form that changes
// nothing adds nothing to the log.
func TestSaveBoard(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		if err := d.saveBoard(t, 0, " \r\n"); err != nil {
			t.Fatal(err)
		}
		d.wantBoard(t, 0, "")
		const text = "[queue] Jobs\n[worker] Mailer\nJobs -> Mailer\n"
		for range 2 { // the same form twice
			if err := d.saveBoard(t, 0, "[queue] Jobs\r\n[worker] Mailer\r\nJobs -> Mailer\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			d.wantBoard(t, 1, text)
		}
		before := d.state(t)
		if err := d.saveBoard(t, 1, "[queue] Jobs\n[worker]   Mailer\nJobs->Mailer"); err != nil { // says the same
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, d.state(t)); diff != "" {
			t.Errorf("a form without a change (-before +after):\n%s", diff)
		}
		if err := d.saveBoard(t, 1, text+"Mailer -> Store"); err != nil {
			t.Fatal(err)
		}
		d.wantBoard(t, 2, "[queue] Jobs\n[worker] Mailer\n[service] Store\nJobs -> Mailer\nMailer -> Store\n")
		after := d.state(t)
		if was, is := before.At(interview.Clarify).Scene.Nodes[1], after.At(interview.Clarify).Scene.Nodes[1]; was != is {
			t.Errorf("Mailer = %+v, want it where it was: %+v", is, was)
		}
		if err := d.saveBoard(t, 2, ""); err != nil {
			t.Fatal(err)
		}
		d.wantBoard(t, 3, "")
	})
}

func TestSaveBoardOfOtherPrograms(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		if err := d.saveBoard(t, 0, "flowchart LR\n  a[[Jobs]]:::queue --> b[Mailer]:::worker\n"); err != nil {
			t.Fatal(err)
		}
		d.wantBoard(t, 1, "[queue] Jobs\n[worker] Mailer\nJobs -> Mailer\n")
		const file = `{"type": "excalidraw", "elements": [{"id": "a", "type": "image"}, {"id": "b", "type": "rectangle", "x": 0, "y": 0, "width": 160, "height": 60},
			{"id": "c", "type": "text", "containerId": "b", "text": "Store database"}]}`
		drawn, err := d.SaveBoard(t.Context(), d.attempt, interview.Clarify, 1, file)
		if err != nil || !cmp.Equal(drawn.LeftOut, []string{"An image was left out."}) {
			t.Errorf("Excalidraw = %+v, %v", drawn, err)
		}
		d.wantBoard(t, 2, "[database] Store database\n")
		if _, err := d.SaveBoard(t.Context(), d.attempt, interview.Clarify, 1, file); err != nil { // sent again
			t.Error(err)
		}
		d.wantBoard(t, 2, "[database] Store database\n")
	})
}

// Where a line is wrong nothing is stored, and it is said which.
func TestSaveBoardSaysWhatIsWrong(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		drawn, err := d.SaveBoard(t.Context(), d.attempt, interview.Clarify, 0, "API\r\n[stack] Jobs\r\nA ->")
		if err != nil || len(drawn.Problems) != 2 || drawn.Problems[0].Line != 2 || drawn.Problems[1].Line != 3 {
			t.Errorf("SaveBoard = %+v, %v, want problems in lines 2 and 3", drawn, err)
		}
		long := strings.Repeat("a", board.MaxLabel)
		for name, tt := range map[string]struct {
			step interview.Step
			text string
			code string
		}{
			"too large":              {interview.Clarify, strings.Repeat(long+" -> B: "+long+"\n", 1_200), "too-large"},
			"5,000 boxes":            {interview.Clarify, `{"type":"excalidraw","elements":[` + strings.Repeat(`{"type":"ellipse"},`, 4_999) + `{"type":"ellipse"}]}`, "too-large"},
			"U+0000":                 {interview.Clarify, "A\x00", "malformed"},
			"broken JSON":            {interview.Clarify, `{"nodes": [`, "malformed"},
			"a step that is unknown": {"lunch", "A", "malformed"},
			"a step that is closed":  {interview.Map, "A", "step-not-open"},
		} {
			if _, err := d.SaveBoard(t.Context(), d.attempt, tt.step, 0, tt.text); fault.CodeOf(err) != tt.code {
				t.Errorf("%s = %v, want %s", name, err, tt.code)
			}
		}
		d.wantBoard(t, 0, "")
	})
}

// F4 for a form's board: what others have drawn meanwhile is not overwritten, and a
// form that has left its board alone is no conflict.
func TestF4SaveBoardWithAStaleBase(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		for base, text := range []string{"A -> B", "A -> B -> C"} {
			if err := d.saveBoard(t, base, text); err != nil {
				t.Fatal(err)
			}
		}
		for base, untouched := range []string{"", "[service] A\r\n[service] B\r\nA -> B\r\n"} {
			if err := d.saveBoard(t, base, untouched); err != nil {
				t.Errorf("a form that left board %d alone = %v", base, err)
			}
		}
		for _, base := range []int{0, 1, 7} {
			err := d.saveBoard(t, base, "Mine")
			f, _ := errors.AsType[*fault.Fault](err)
			if f == nil || f.Code != "conflict" {
				t.Fatalf("SaveBoard over base %d = %v, want a conflict", base, err)
			}
			moved, _ := f.Detail.(interview.Moved)
			if got := moved.Scenes[interview.Clarify]; got.Base != 2 || len(got.Scene.Nodes) != 3 {
				t.Errorf("detail = %+v, want the board of the server", f.Detail)
			}
		}
		d.wantBoard(t, 2, "[service] A\n[service] B\n[service] C\nA -> B\nB -> C\n")
	})
}

// After the end a board is kept as a note, one with mistakes as it was sent.
func TestF15SaveBoardAfterTheEnd(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		if err := d.saveBoard(t, 0, "A"); err != nil {
			t.Fatal(err)
		}
		d.clock.Advance(40*time.Minute + 11*time.Second)
		for _, text := range []string{"[service] A\n", "A -> B", "A ->"} {
			d.clock.Advance(time.Second)
			err := d.saveBoard(t, 1, text)
			if fault.CodeOf(err) != "ended" {
				t.Errorf("SaveBoard(%q) after the end = %v, want ended", text, err)
			}
		}
		notes, err := d.Notes(t.Context(), d.attempt.ID)
		var words []string
		for _, n := range notes {
			words = append(words, n.Text)
		}
		if want := []string{"[service] A\n[service] B\nA -> B\n", "A ->"}; err != nil || !cmp.Equal(words, want) {
			t.Errorf("notes = %q, %v, want %q", words, err, want)
		}
	})
}
