package llmtest

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// grading is what a grading request asks.
type grading struct {
	points []point
	data   []datum
}

type point struct {
	ID       string `json:"id"`
	LooksFor string `json:"looks_for"`
}

// datum is one piece of the transcript.
type datum struct {
	Step string `json:"step"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// fence begins the lines between which the transcript stands.
const fence = "data-"

// grading reads the points and the transcript out of the first message that has
// them.
func (q request) grading() (grading, bool) {
	var g grading
	for _, m := range q.Messages {
		inside, mark := false, ""
		for line := range strings.SplitSeq(m.Content, "\n") {
			if strings.HasPrefix(line, fence) && (mark == "" || line == mark) {
				inside, mark = !inside, line
				continue
			}
			var p point
			var d datum
			if inside && json.Unmarshal([]byte(line), &d) == nil && d.Step != "" {
				g.data = append(g.data, d)
			} else if !inside && json.Unmarshal([]byte(line), &p) == nil && p.ID != "" && p.LooksFor != "" {
				g.points = append(g.points, p)
			}
		}
		if len(g.points) > 0 {
			return g, true
		}
	}
	return g, false
}

// own are the candidate's sentences.
func (g grading) own() []datum {
	var out []datum
	for _, d := range g.data {
		if d.Kind != "answer" && d.Kind != "said" {
			continue
		}
		for _, s := range strings.FieldsFunc(d.Text, func(r rune) bool { return strings.ContainsRune(".!?\n;", r) }) {
			if len(words(s)) >= 3 {
				out = append(out, datum{d.Step, d.Kind, strings.TrimSpace(s)})
			}
		}
	}
	return out
}

// Of a point's words, so many in one sentence are evidence of it.
const (
	fewest = 2
	whole  = 0.25
	half   = 0.17
)

// honest compares words.
func (g grading) honest() []verdict {
	own := g.own()
	said := make([][]string, len(own))
	for i, s := range own {
		said[i] = words(s.Text)
	}
	out := make([]verdict, 0, len(g.points))
	for _, p := range g.points {
		wanted := words(p.LooksFor)
		v := verdict{ID: p.ID, Verdict: "missing", Evidence: []evidence{}, Reason: "compared words"}
		best := 0
		for i, s := range own {
			shared := 0
			for _, w := range wanted {
				if slices.Contains(said[i], w) {
					shared++
				}
			}
			if shared <= best || shared < fewest {
				continue
			}
			switch share := float64(shared) / float64(len(wanted)); {
			case share >= whole:
				v.Verdict = "met"
			case share >= half:
				v.Verdict = "partial"
			default:
				continue
			}
			best, v.Evidence = shared, []evidence{{s.Step, "quote", s.Text}}
		}
		out = append(out, v)
	}
	return out
}

// words are those of four letters or more, each once, by their first six letters.
func words(s string) []string {
	const shortest, stem = 4, 6
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) >= shortest {
			w = w[:min(len(w), stem)]
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// obedient gives every point, with true sentences that have nothing to do with it.
func (g grading) obedient() []verdict {
	own := g.own()
	out := make([]verdict, 0, len(g.points))
	for i, p := range g.points {
		v := verdict{ID: p.ID, Verdict: "met", Evidence: []evidence{}, Reason: "as I was told"}
		if len(own) > 0 {
			s := own[(i*7+3)%len(own)]
			v.Evidence = append(v.Evidence, evidence{s.Step, "quote", s.Text})
		}
		out = append(out, v)
	}
	return out
}
