package grading

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"levelup/internal/interview"
)

const (
	mostExamples   = 2
	longestExample = 1500 // characters
)

// example is part of a sample that people have scored.
type example struct {
	Score int    `json:"score"`
	Words string `json:"words"`
}

// shown are the best and the weakest sample by what people gave them on the
// criterion. The work that is graded is never among them.
func (m *ModelGrader) shown(w *marking, criterion string) []example {
	var all []example
	for _, s := range m.examples {
		score, ok := labelled(s, criterion)
		if !ok || sameWork(s, w.reading.transcript) {
			continue
		}
		all = append(all, example{score, excerpt(s)})
	}
	slices.SortStableFunc(all, func(a, b example) int { return cmp.Compare(b.Score, a.Score) })
	if len(all) <= mostExamples {
		return all
	}
	return []example{all[0], all[len(all)-1]}
}

// labelled is the mean of a sample's labels on a criterion, as a whole score.
func labelled(t interview.Transcript, criterion string) (int, bool) {
	sum := 0.0
	for _, l := range t.Labels {
		sum += map[string]float64{
			"structured-thinking": l.StructuredThinking, "trade-off-awareness": l.TradeOffAwareness, crux: l.DepthOnTheCrux,
			"communication": l.Communication, "prioritization": l.Prioritization,
		}[criterion]
	}
	if len(t.Labels) == 0 || sum == 0 {
		return 0, false
	}
	return int(math.Round(sum / float64(len(t.Labels)))), true
}

// sameWork reports whether a and b have an answer in common that is longer than two
// people would write alike.
func sameWork(a, b interview.Transcript) bool {
	const longest = 60 // bytes
	for _, s := range interview.Steps {
		if x := strings.TrimSpace(a.At(s).Answer); len(x) > longest && x == strings.TrimSpace(b.At(s).Answer) {
			return true
		}
	}
	return false
}

// excerpt is the same share of each answer of a sample.
func excerpt(t interview.Transcript) string {
	all := 0
	for _, s := range t.Steps {
		all += utf8.RuneCountInString(s.Answer)
	}
	out := ""
	for _, s := range t.Steps {
		r := []rune(visible(s.Answer))
		if room := len(r) * longestExample / max(all, 1); room < len(r) {
			r = append(r[:room], '…')
		}
		if len(r) > 0 {
			out += string(s.Step) + ": " + string(r) + "\n"
		}
	}
	return out
}
