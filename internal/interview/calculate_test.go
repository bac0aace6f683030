package interview_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/calc"
	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/interview"
)

// lines is the events of a page that reckons in clarify, from n on. A line is
// "key: input", or "key:" to take it out; new ones stand where they are listed.
func lines(client string, n int64, texts ...string) interview.Batch {
	b := interview.Batch{Client: client}
	for i, text := range texts {
		key, input, set := strings.Cut(text, ": ")
		e := edit(0, interview.Clarify, interview.Edit{Line: strings.TrimSuffix(key, ":"), At: i, Delete: !set, Input: input})
		e.Client, e.N, e.At = client, n+int64(i), 0
		b.Events = append(b.Events, e)
	}
	return b
}

func (d *desk) state(t *testing.T) interview.State {
	t.Helper()
	_, state, err := d.Find(t.Context(), d.learner.ID, d.attempt.ID)
	if err != nil {
		t.Fatalf("Find: %v", err)
	}
	return state
}

// log is the attempt's events after a number, as they stand in the database.
func (d *desk) log(t *testing.T, after int64) []string {
	t.Helper()
	var out []string
	err := d.db.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var seq, at, n int64
			var client, kind, step, body string
			if err := into(&seq, &at, &client, &n, &kind, &step, &body); err != nil {
				return err
			}
			if want := after + int64(len(out)) + 1; seq != want || at != d.clock.Now().UnixMilli() {
				t.Errorf("event %d at %d, want %d at the time of the batch, %d", seq, at, want, d.clock.Now().UnixMilli())
			}
			if !json.Valid([]byte(body)) {
				t.Errorf("event %d has the body %q", seq, body)
			}
			out = append(out, fmt.Sprintf("%s %d %s %s %s", client, n, kind, step, body))
			return nil
		}, `SELECT seq, at, client, n, type, step, body FROM events WHERE attempt_id = ? AND seq > ? ORDER BY seq`, d.attempt.ID, after)
	})
	if err != nil {
		t.Fatalf("reading the log: %v", err)
	}
	return out
}

func (d *desk) append(t *testing.T, b interview.Batch) interview.Ack {
	t.Helper()
	ack, err := d.Append(t.Context(), d.attempt, b)
	if err != nil {
		t.Fatalf("Append: %v", err)
	}
	return ack
}

// The results of a batch stand in the log after its events, and a name that is
// changed at the top gives the lines below new ones.
func TestAppendCalculatesWhatABatchLeaves(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		ack := d.append(t, lines("page", 1, "a: dau = 10M users", "b: # a remark", "c: dau at 10 req/day in QPS", "d: 2 + 2"))
		if ack.Acknowledged != 4 {
			t.Errorf("acknowledged = %d, want the 4 of the page", ack.Acknowledged)
		}
		if diff := cmp.Diff([]string{
			`page 1 calc clarify {"line":"a","input":"dau = 10M users"}`,
			`page 2 calc clarify {"line":"b","at":1,"input":"# a remark"}`,
			`page 3 calc clarify {"line":"c","at":2,"input":"dau at 10 req/day in QPS"}`,
			`page 4 calc clarify {"line":"d","at":3,"input":"2 + 2"}`,
			` 0 calculated clarify {"line":"a","output":"10M users","error":""}`,
			` 0 calculated clarify {"line":"c","output":"1.16k requests/s","error":""}`,
			` 0 calculated clarify {"line":"d","output":"4","error":""}`,
		}, d.log(t, 1)); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}

		d.clock.Advance(time.Second)
		d.append(t, lines("page", 5, "a: dau = 20M users"))
		if diff := cmp.Diff([]string{
			`page 5 calc clarify {"line":"a","input":"dau = 20M users"}`,
			` 0 calculated clarify {"line":"a","output":"20M users","error":""}`,
			` 0 calculated clarify {"line":"c","output":"2.31k requests/s","error":""}`,
		}, d.log(t, 8)); diff != "" {
			t.Errorf("log after the name was changed (-want +got):\n%s", diff)
		}

		d.clock.Advance(time.Second)
		d.append(t, lines("page", 6, "a:"))
		log := d.log(t, 11)
		if len(log) != 2 || !strings.Contains(log[1], `{"line":"c","output":"","error":"`) || strings.Contains(log[1], `"error":""`) {
			t.Errorf("log after the name was taken out = %q, want an error for the line that used it", log)
		}
		want := []interview.Calculation{{Input: "2 + 2", Output: "4"}}
		state := d.state(t)
		if diff := cmp.Diff(want, state.Transcript("p").At(interview.Clarify).Calculations); diff != "" {
			t.Errorf("calculations (-want +got):\n%s", diff)
		}
	})
}

// A batch works the sheet out once, after all of its events: what was true only
// on the way is no result.
func TestAppendCalculatesOnceABatch(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, lines("page", 1, "a: 1", "a: 2", "b: 9", "b:", "a: 3", "gone:"))
		if got, want := d.log(t, 7), []string{` 0 calculated clarify {"line":"a","output":"3","error":""}`}; !cmp.Equal(got, want) {
			t.Errorf("results = %q, want %q", got, want)
		}
		d.append(t, lines("page", 7, "a: 1 + 2"))
		if got := d.log(t, 9); len(got) != 0 {
			t.Errorf("another way to the same result left %q, want nothing", got)
		}
		for n, input := range []string{"a: 1 +", "a: 10 GB + 3 requests"} { // from one error to another
			d.append(t, lines("page", int64(8+n), input))
			if got := d.log(t, int64(10+2*n)); len(got) != 1 || !strings.Contains(got[0], `{"line":"a","output":"","error":"`) {
				t.Errorf("log after %q = %q, want its error", input, got)
			}
		}
	})
}

// F6 for the sheet: a batch that is sent again adds neither lines nor results.
func TestF6LinesSentAgainAreStoredOnce(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		b := lines("page", 1, ": 10M users at 10 req/day in QPS", "k: ans * 2")
		d.append(t, b)
		before := d.state(t)
		for range 2 {
			d.clock.Advance(time.Second)
			if ack := d.append(t, b); ack.Acknowledged != 2 {
				t.Errorf("acknowledged = %d, want 2", ack.Acknowledged)
			}
		}
		if diff := cmp.Diff(before, d.state(t)); diff != "" {
			t.Errorf("the same batch again changed the attempt (-before +after):\n%s", diff)
		}
		// What is new in a batch that is partly stored is added, and worked out.
		b.Events = append(b.Events, lines("page", 3, ": ans * 2").Events...)
		d.append(t, b)
		state := d.state(t)
		if n := len(state.Sheet); n != 3 || state.Sheet[2].Output != "4.63k requests/s" || state.SheetBase != 3 {
			t.Errorf("sheet = %+v at base %d, want a third line of 4.63k requests/s at base 3", state.Sheet, state.SheetBase)
		}
	})
}

// A refused batch leaves neither its lines nor their results, and uses no number.
func TestAppendRefusesLinesWhole(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, lines("page", 1, "a: 1"))
		before := d.state(t)
		b := lines("page", 2, "a: 2", "b: 3", "c: 4")
		b.Events[2].Step = interview.Map
		if _, err := d.Append(t.Context(), d.attempt, b); fault.CodeOf(err) != "step-not-open" {
			t.Errorf("Append = %v, want step-not-open", err)
		}
		if diff := cmp.Diff(before, d.state(t)); diff != "" {
			t.Errorf("a refused batch changed the attempt (-before +after):\n%s", diff)
		}
		if ack := d.append(t, lines("page", 2, "a: 2")); ack.Acknowledged != 2 {
			t.Errorf("acknowledged = %d, want the refused number to be free", ack.Acknowledged)
		}
	})
}

// A log that another hand has written into is not mixed with what a page sends.
func TestAppendKeepsOutOfADamagedLog(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, batch("page", 1, 0, "x"))
		if err := d.db.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO events (attempt_id, seq, at, client, n, type, step, body) VALUES (?, 5, 0, '', 0, 'discarded', '', '{}')`, d.attempt.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Append(t.Context(), d.attempt, batch("page", 2, 1, "a", "b", "c", "d")); fault.KindOf(err) != fault.Internal {
			t.Errorf("Append = %v, want an internal fault", err)
		}
		if err := d.db.Read(t.Context(), func(tx *db.Tx) error {
			var n int
			err := tx.QueryRow(`SELECT count(*) FROM events WHERE attempt_id = ?`, d.attempt.ID).Scan(&n)
			if n != 3 {
				t.Errorf("events = %d, want none of the batch beside the 3", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// What a conflict tells is what is on disk, not what the refused batch had begun.
func TestF4AConflictTellsWhatIsStored(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, batch("one", 1, 0, "stored"))
		b := batch("two", 1, 1, "begun ", "refused")
		b.Events[1].Splice.Base = 0
		_, err := d.Append(t.Context(), d.attempt, b)
		f, _ := errors.AsType[*fault.Fault](err)
		if f == nil || f.Code != "conflict" {
			t.Fatalf("Append = %v, want a conflict", err)
		}
		want := map[interview.Step]interview.MovedText{interview.Clarify: {Base: 1, Text: "stored"}}
		if diff := cmp.Diff(want, f.Detail.(interview.Moved).Answers); diff != "" {
			t.Errorf("what stands on the server (-want +got):\n%s", diff)
		}
	})
}

// The log alone gives the sheet, and the snapshot is the same.
func TestTheSheetIsAFoldOfTheLog(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		for i := range 60 {
			d.clock.Advance(100 * time.Millisecond)
			d.append(t, lines("page", int64(2*i+1), fmt.Sprintf("a: n = %d users", i*1000), fmt.Sprintf("k%d: n at %d req/day", i%7, i)))
		}
		with := d.state(t)
		if with.Calculated < 120 || len(with.Sheet) != 8 {
			t.Fatalf("results = %d in %d lines, want more than one a batch in 8", with.Calculated, len(with.Sheet))
		}
		if err := d.db.Write(t.Context(), func(tx *db.Tx) error {
			n, err := tx.Exec(`DELETE FROM snapshots`)
			if n != 1 {
				t.Errorf("snapshots = %d, want 1", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		_, without, err := interview.NewStore(d.db).Find(t.Context(), d.learner.ID, d.attempt.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(with, without); diff != "" {
			t.Errorf("state with and without its snapshot (-with +without):\n%s", diff)
		}
	})
}

// Results are as the calculator of their day gave them. A later one gives its
// own when the sheet is next worked on, and an answer alone does not work on it.
func TestResultsStayUntilTheSheetIsWorkedOn(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		b := lines("page", 1, "a: 2 + 2", "b: 3 + 3")
		b.Events[0].Step = interview.Map // both are in clarify, but this line is not
		d.append(t, b)
		if err := d.db.Write(t.Context(), func(tx *db.Tx) error {
			n, err := tx.Exec(`UPDATE events SET body = replace(body, '4', 'four') WHERE type = 'calculated' AND step = 'map'`)
			if n != 1 {
				t.Errorf("results of the line in map = %d, want 1", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		d.Store = interview.NewStore(d.db)
		d.append(t, batch("page", 3, 0, "An answer."))
		if state := d.state(t); state.Seq != 6 || state.Sheet[0].Output != "four" {
			t.Errorf("after an answer: %d events, the first line has %q; want 6, and four", state.Seq, state.Sheet[0].Output)
		}
		d.append(t, lines("page", 4, "b: 3 + 3"))
		if state := d.state(t); state.Seq != 8 || state.Sheet[0].Output != "4" {
			t.Errorf("after another line: %d events, the first line has %q; want 8, and 4", state.Seq, state.Sheet[0].Output)
		}
	})
}

// Two instances on one sheet: no line is lost, none is there twice, and each has
// the result of the sheet as it is in the end.
func TestTwoStoresOnOneSheet(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		d.append(t, lines("first", 1, "a: n = 0 users"))
		var wg sync.WaitGroup
		for i, s := range []*interview.Store{d.Store, interview.NewStore(d.db)} {
			wg.Go(func() {
				client := fmt.Sprint("page", i)
				for n := int64(1); n <= 40; n += 2 {
					b := lines(client, n, fmt.Sprintf("a: n = %d users", n), fmt.Sprintf(": n * %d", n))
					for {
						_, err := s.Append(t.Context(), d.attempt, b)
						if fault.CodeOf(err) != "too-fast" {
							if err != nil {
								t.Errorf("Append: %v", err)
							}
							break
						}
						d.clock.Advance(100 * time.Millisecond)
					}
				}
			})
		}
		wg.Wait()
		state := d.state(t)
		if len(state.Sheet) != 41 {
			t.Fatalf("lines = %d, want 41", len(state.Sheet))
		}
		inputs := make([]string, len(state.Sheet))
		for i, l := range state.Sheet {
			inputs[i] = l.Input
		}
		for i, r := range calc.Lines(inputs) {
			if got := state.Sheet[i]; got.Output != r.Display || got.Error != "" {
				t.Errorf("line %d, %s, has %q and %q, want %q", i+1, got.Input, got.Output, got.Error, r.Display)
			}
		}
	})
}

// F15 for the sheet: lines count until ten seconds after the deadline; what was
// typed into later ones is kept as the learner's note, each in its last wording.
func TestF15LinesAfterTheEndAreKeptAsANote(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, lines("page", 1, "a: 1"))
		d.clock.Advance(40*time.Minute + 9*time.Second)
		d.append(t, lines("page", 2, "a: 2"))
		d.clock.Advance(2 * time.Second)
		late := lines("page", 2, "a: 2", "a: 10M", "b:  ", "a: 10M users", ": 1 day", ": 1 day in hours", "c:")
		for range 2 { // sent twice, kept once
			if _, err := d.Append(t.Context(), d.attempt, late); fault.CodeOf(err) != "ended" {
				t.Fatalf("lines 11 s after the deadline = %v, want ended", err)
			}
		}
		notes, err := d.Notes(t.Context(), d.attempt.ID)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, n := range notes {
			words = append(words, n.Text)
		}
		if got := strings.Join(words, "|"); got != "10M users|1 day|1 day in hours" {
			t.Errorf("note = %q, want each late line once, as it was last", got)
		}
		if state := d.state(t); len(state.Sheet) != 1 || state.Sheet[0].Output != "2" {
			t.Errorf("sheet = %+v, want the line of within the grace", state.Sheet)
		}
	})
}

// A full sheet whose first line is changed costs a result for every line.
func TestAppendTakesASheetAtItsLimits(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		texts := []string{"k0: n = 1 users"}
		for i := 1; i < interview.MaxBatch; i++ {
			texts = append(texts, fmt.Sprintf("k%d: n * %d", i%calc.MaxLines, i))
		}
		texts[calc.MaxLines], texts[2*calc.MaxLines] = "k0: n = 2 users", "k0: n = 3 users"
		d.append(t, lines("page", 1, texts...))
		d.append(t, lines("page", interview.MaxBatch+1, "k0: n = 5 users"))
		state := d.state(t)
		if state.Calculated != 2*calc.MaxLines || state.Sheet[calc.MaxLines-1].Output != "2k users" {
			t.Errorf("results = %d, the last line has %q; want one a line and batch, and 2k users", state.Calculated, state.Sheet[calc.MaxLines-1].Output)
		}
		over := lines("page", interview.MaxBatch+2, "k0: n = 6 users", ": 1")
		if _, err := d.Append(t.Context(), d.attempt, over); fault.CodeOf(err) != "too-large" {
			t.Errorf("a line more than fits = %v, want too-large", err)
		}
	})
}
