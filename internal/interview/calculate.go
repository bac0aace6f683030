package interview

import (
	"slices"
	"time"

	"levelup/internal/calc"
)

// worked is what a sheet comes to.
type worked struct {
	inputs   []string
	outcomes []Result // of each line, without its key
}

func work(inputs []string) worked {
	w := worked{inputs: inputs, outcomes: make([]Result, len(inputs))}
	for i, r := range calc.Lines(inputs) {
		w.outcomes[i] = outcome(r)
	}
	return w
}

// outcome is what a line of the log says of a result: either of the two, or
// neither where there was nothing to calculate, which displays as nothing.
func outcome(r calc.Result) Result {
	if r.Err != nil {
		return Result{Error: r.Err.Message}
	}
	return Result{Output: r.Display}
}

// ahead works the sheet out as a batch will probably leave it. The largest
// sheets take milliseconds, and on SQLite everybody's saves wait for the one
// that is being written: so this is done before it is a batch's turn.
func (s *Store) ahead(a Attempt, b Batch) worked {
	if !slices.ContainsFunc(b.Events, func(e Event) bool { return e.Type == Calc }) {
		return worked{}
	}
	state, ok := s.cache.find(a.ID)
	if !ok {
		return worked{}
	}
	stored := state.Clients[b.Client]
	for _, e := range b.Events {
		if e.N <= stored {
			continue
		}
		e.Seq, e.At = state.Seq+1, state.LastAt
		var err error
		if state, err = Fold(state, e); err != nil {
			return worked{} // it will be refused, or the state is not the newest
		}
	}
	return work(state.inputs())
}

// results folds in events for what the sheet comes to: one for each line that has
// something else so far, so that a name that was changed at the top flows down in
// the log too. They are made once for a batch, whatever the number of its lines.
// What was worked out ahead is taken if it is of this very sheet.
func (ahead worked) results(state State, now time.Time) (State, []Event, error) {
	if inputs := state.inputs(); !slices.Equal(inputs, ahead.inputs) {
		ahead = work(inputs)
	}
	var out []Event
	for i, line := range state.Sheet {
		is := ahead.outcomes[i]
		if is.Output == line.Output && is.Error == line.Error {
			continue
		}
		is.Line = line.Key
		var e Event
		var err error
		if state, e, err = foldNext(state, Event{Type: Calculated, Step: line.Step, Result: &is}, now); err != nil {
			return state, nil, err
		}
		out = append(out, e)
	}
	return state, out, nil
}

// inputs are the lines of the sheet as they were typed.
func (s *State) inputs() []string {
	out := make([]string, len(s.Sheet))
	for i, l := range s.Sheet {
		out[i] = l.Input
	}
	return out
}
