package main

import (
	"encoding/json"
	"fmt"
	"math"

	"levelup/internal/measure"
)

type evalCommand struct {
	Answers     evalAnswersCommand     `cmd:"" help:"Measure the matcher on short answers with scores."`
	Transcripts evalTranscriptsCommand `cmd:"" help:"Measure the built-in grader on transcripts with labels."`
	Search      evalSearchCommand      `cmd:"" help:"Measure the search on judged queries."`
}

// figure is a statistic as it is printed: one that is not defined is null.
type figure float64

// MarshalJSON writes four decimals: more would only look exact.
func (f figure) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(f)) {
		return []byte("null"), nil
	}
	return json.Marshal(math.Round(float64(f)*1e4) / 1e4)
}

// String is the figure in a table.
func (f figure) String() string {
	if math.IsNaN(float64(f)) {
		return "-"
	}
	return fmt.Sprintf("%.3f", float64(f))
}

type bounds [2]figure

func boundsOf(i measure.Interval) bounds { return bounds{figure(i[0]), figure(i[1])} }

// String are the bounds in a table.
func (b bounds) String() string { return fmt.Sprintf("%v to %v", b[0], b[1]) }

func printJSON(p *program, v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, string(line))
	return nil
}
