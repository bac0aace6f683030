package interview_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"levelup/internal/calc"
	"levelup/internal/fault"
	"levelup/internal/interview"
)

func (d *desk) saveSheet(t *testing.T, base int, texts ...string) error {
	t.Helper()
	return d.SaveSheet(t.Context(), d.attempt, interview.Clarify, base, strings.Join(texts, "\n"))
}

func (d *desk) wantSheet(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for _, l := range d.state(t).Sheet {
		got = append(got, l.Input+" | "+l.Output)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sheet (-want +got):\n%s", diff)
	}
}

// A form's lines become those of the sheet, with their results; a form that
// changes nothing adds nothing to the log.
func TestSaveSheet(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		for range 2 {
			if err := d.saveSheet(t, 0, "dau = 10M users", "dau at 10 req/day in QPS", "", "  "); err != nil {
				t.Fatal(err)
			}
			d.wantSheet(t, "dau = 10M users | 10M users", "dau at 10 req/day in QPS | 1.16k requests/s")
		}
		before := d.state(t)
		if err := d.SaveSheet(t.Context(), d.attempt, interview.Clarify, before.SheetBase, "dau = 10M users\r\ndau at 10 req/day in QPS\r\n"); err != nil {
			t.Fatal(err)
		}
		if after := d.state(t); after.Seq != before.Seq {
			t.Errorf("events = %d after a form without a change, want %d", after.Seq, before.Seq)
		}
		if err := d.saveSheet(t, before.SheetBase, "dau = 20M users", "2 + 2", "dau at 10 req/day in QPS"); err != nil {
			t.Fatal(err)
		}
		d.wantSheet(t, "dau = 20M users | 20M users", "2 + 2 | 4", "dau at 10 req/day in QPS | 2.31k requests/s")
		after := d.state(t)
		if after.Sheet[0].Key != before.Sheet[0].Key || after.Sheet[2].Key != before.Sheet[1].Key {
			t.Errorf("keys = %+v, want the lines of before to have theirs", after.Sheet)
		}
		if err := d.saveSheet(t, after.SheetBase); err != nil {
			t.Fatal(err)
		}
		d.wantSheet(t)
	})
}

// F4 for the sheet: a form that is late by what others did leaves that alone.
func TestF4SaveSheetWithAStaleBase(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, lines("page", 1, "a: 1", "b: 2", "c: 3", "d: 4"))
		d.append(t, lines("page", 5, "a: 10", "new: 2.5", "d:"))
		if err := d.saveSheet(t, 4, "1", "2", "3 * 3", "4", "5"); err != nil {
			t.Fatal(err)
		}
		d.wantSheet(t, "10 | 10", "2.5 | 2.5", "2 | 2", "3 * 3 | 9", "5 | 5")
		// A line that they took out and the form has changed is there again.
		if err := d.saveSheet(t, 4, "1", "2", "3", "4 * 4"); err != nil {
			t.Fatal(err)
		}
		d.wantSheet(t, "10 | 10", "2.5 | 2.5", "2 | 2", "3 * 3 | 9", "4 * 4 | 16", "5 | 5")
		// One that the form took out goes, if it is the one that the form knew.
		if err := d.saveSheet(t, 4, "1", "3", "4"); err != nil {
			t.Fatal(err)
		}
		d.wantSheet(t, "10 | 10", "2.5 | 2.5", "3 * 3 | 9", "4 * 4 | 16", "5 | 5")
	})
}

// Lines that a form has changed and others took out come back in the form's order.
func TestF4SaveSheetBringsLinesBackInOrder(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, lines("page", 1, "a: 1", "b: 2", "c: 3"))
		d.append(t, lines("page", 4, "a:", "b:", "c:", "x: 9"))
		if err := d.saveSheet(t, 3, "1 + 1", "2 + 2", "3 + 3"); err != nil {
			t.Fatal(err)
		}
		d.wantSheet(t, "1 + 1 | 2", "2 + 2 | 4", "3 + 3 | 6", "9 | 9")
	})
}

func TestSaveSheetRefuses(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, lines("page", 1, "a: 1"))
		before := d.state(t)
		for name, tt := range map[string]struct {
			step interview.Step
			text string
			code string
		}{
			"too many lines":         {interview.Clarify, strings.Repeat("1\n", calc.MaxLines) + "1", "too-large"},
			"a million lines":        {interview.Clarify, strings.Repeat("\n", 1_000_000) + "1", "too-large"},
			"a line too long":        {interview.Clarify, "1\n" + strings.Repeat("2", calc.MaxLine+1), "too-large"},
			"a sheet too long":       {interview.Clarify, strings.Repeat(strings.Repeat("3", calc.MaxLine)+"\n", 34), "too-large"},
			"U+0000":                 {interview.Clarify, "1\x00", "malformed"},
			"broken UTF-8":           {interview.Clarify, "1\xff", "malformed"},
			"a step that is unknown": {"lunch", "2", "malformed"},
			"a step that is closed":  {interview.Map, "2", "step-not-open"},
		} {
			if err := d.SaveSheet(t.Context(), d.attempt, tt.step, 1, tt.text); fault.CodeOf(err) != tt.code {
				t.Errorf("%s = %v, want %s", name, err, tt.code)
			}
		}
		if diff := cmp.Diff(before, d.state(t)); diff != "" {
			t.Errorf("a refused form changed the attempt (-before +after):\n%s", diff)
		}
		if err := d.saveSheet(t, 1, "1", strings.Repeat("\n", 500)); err != nil {
			t.Errorf("blank lines below = %v, want them left out", err)
		}
	})
}

// After the end the lines that are new are kept as a note, beside the words of
// the same moment.
func TestF15SaveSheetAfterTheEnd(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, lines("page", 1, "a: 1"))
		d.clock.Advance(40*time.Minute + 11*time.Second)
		if err := d.saveSheet(t, 1, "1", "2 + 2", "3 + 3"); fault.CodeOf(err) != "ended" {
			t.Errorf("SaveSheet after the end = %v, want ended", err)
		}
		if err := d.SaveAnswer(t.Context(), d.attempt, interview.Clarify, 0, "too late"); fault.CodeOf(err) != "ended" {
			t.Errorf("SaveAnswer after the end = %v, want ended", err)
		}
		notes, err := d.Notes(t.Context(), d.attempt.ID)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, n := range notes {
			words = append(words, n.Text)
		}
		slices.Sort(words)
		if got := strings.Join(words, "|"); got != "2 + 2|3 + 3|too late" {
			t.Errorf("note = %q, want both lines and the words", got)
		}
		d.wantSheet(t, "1 | 1")
	})
}

// Whatever a form holds, the sheet is that afterwards; and what another has put
// in meanwhile is there too.
func TestSaveSheetLeadsToAnySheet(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "3", "4 * 4", "", "n = 5", "n * 2"}), 0, 9)
		run, others := 0, int64(0)
		rapid.Check(t, func(rt *rapid.T) {
			run++
			began := text.Draw(rt, "began")
			d.clock.Advance(time.Second)
			if err := d.saveSheet(t, d.state(t).SheetBase, began...); err != nil {
				rt.Fatal(err)
			}
			base := d.state(t).SheetBase
			foreign := ""
			if rapid.Bool().Draw(rt, "foreign") {
				others++
				foreign = fmt.Sprintf("%d + 0.5", run)
				d.append(t, lines("other", others, fmt.Sprintf("other%d: %s", run, foreign)))
			}
			want := text.Draw(rt, "inputs")
			if err := d.saveSheet(t, base, want...); err != nil {
				rt.Fatal(err)
			}
			var got []string
			found := foreign == ""
			for _, l := range d.state(t).Sheet {
				if l.Input == foreign && foreign != "" {
					found = true
					continue
				}
				got = append(got, l.Input)
			}
			trim := func(list []string) string { return strings.TrimRight(strings.Join(list, "\n"), "\n") }
			if trim(got) != trim(want) || !found {
				rt.Fatalf("from %q with %q: sheet = %q, want %q", began, foreign, got, want)
			}
		})
	})
}
