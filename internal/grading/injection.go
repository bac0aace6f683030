package grading

import (
	"slices"
	"strconv"
	"strings"

	"levelup/internal/match"
)

// speech is how people speak to a grader, one pattern a line: words with their
// alternatives, "..N" for up to N words between, "^" for the head of a clause.
// They stand here in the open: hiding them would not make them better, and what
// counts is that nothing in such a sentence is evidence.
var speech = newPatterns(`
	^ ignore|disregard|forget|override ..3 previous|prior|above|earlier|preceding
	ignore|disregard|forget everything|all ..1 above|before|previous|prior|earlier|said|written|else
	ignore|disregard|forget|override|bypass ..5 instruction|instructions|prompt|guidelines|grading
	new|updated|special|real|hidden instruction|instructions
	system prompt|message|override|instruction|instructions
	give|award|assign|grant|deserve|deserves|earn|earns|receive|receives ..6 full|maximum|max|perfect marks|mark|credit|score|scores|grade
	give|award|assign|grant|deserve|deserves me|this|it|us ..3 highest|top|best marks|mark|score|grade|rating
	full marks|credit
	maximum|perfect marks|credit|grade
	strong|lean|no hire
	clear|definite|definitely hire
	verdict is|should ..2 met|hire|strong|4|four
	verdict met|hire|strong
	mark|grade|score|rate ..4 as met|correct|complete|perfect|excellent|passed|strong
	consider|count|treat|judge ..4 as met|perfect|excellent
	^ mark|grade|score|rate this|me|it ..3 4|four|highly|high|generously
	all|every|each ..3 points|point is|are ..2 met|satisfied|fulfilled
	meets|satisfies|fulfils|fulfills|exceeds ..3 expectations
	grading|evaluation|assessment|scoring criteria|criterion
	this|my answer|response|submission|transcript|interview deserves|meets|exceeds|earns|scores|satisfies|fulfils|fulfills
	this|my submission|transcript|interview|candidate is|should|must|has|receives|clearly
	the candidate deserves|clearly|meets|exceeds|earns
	answer|response|submission|transcript ..2 be graded|scored|marked|rated|awarded
	dear|attention|hello|hi|hey ..1 grader|evaluator|assessor|examiner|marker|judge|model|assistant|ai
	note|reminder|instruction|instructions to|for ..1 grader|evaluator|assessor|examiner|judge|model|assistant|ai|llm|reviewer
	message|request to|for ..1 grader|evaluator|assessor|examiner
	as a|an|the grader|evaluator|assessor|examiner|ai
	as a|an ..1 language model
	the|any|every|this grader|assessor|examiner must|should|will|has|is|may|can|needs
	you are ..3 grader|evaluator|assessor|examiner|judge|assistant|ai|llm|model
	you must|should|will ..3 grade|award
	grading note|notes|override|instruction|instructions|correction|log|result|results|complete|policy
	correction log
	end|start|begin|beginning of ..1 transcript|submission|candidate
`)

// rubricWords are never part of a design: who writes them speaks of grading.
var rubricWords = []string{"rubric", "rubrics"}

// leads are the words after which a clause begins, and orders with it.
var leads = []string{"please", "now", "kindly", "simply"}

// longestClaimedScore is how many words a bare "Score: 4" may have around it.
const longestClaimedScore = 8

// speaksToGrader reports whether any sentence of x does.
func speaksToGrader(x *match.Text) bool {
	for n := range x.Sentences {
		if toGrader(x, n) {
			return true
		}
	}
	return false
}

// toGrader reports whether sentence n speaks to a grader or claims a verdict.
func toGrader(x *match.Text, n int) bool {
	s := x.Sentences[n]
	ws := x.Words[s.First:s.Last]
	for i := range ws {
		if slices.Contains(rubricWords, ws[i].Form) {
			return true
		}
		for _, p := range speech[ws[i].Form] {
			if p.at(ws, i) {
				return true
			}
		}
	}
	return claimsScore(x.Quote(n), ws)
}

// worthClaiming is the least score that anybody would claim. A design has scores
// of its own, from 0 to 1 for the most part.
const worthClaiming = 3

// claimsScore finds "Score: 4" and "overall 4/4".
func claimsScore(quote string, ws []match.Word) bool {
	if len(ws) > longestClaimedScore {
		return false
	}
	for i, w := range ws {
		switch w.Form {
		case "score", "scores", "grade", "overall", "rating", "marks":
		default:
			continue
		}
		for _, v := range ws[i+1 : min(i+4, len(ws))] {
			f, err := strconv.ParseFloat(v.Form, 64)
			if err == nil && f >= worthClaiming && f <= 10 && (strings.ContainsAny(quote, ":=/") || w.Form != "overall") {
				return true
			}
			if v.Form == "four" || v.Form == "excellent" || v.Form == "perfect" {
				return true
			}
		}
	}
	return false
}

// pattern is words in order, each by alternatives, with bounded gaps.
type pattern struct {
	head  bool // at the head of a clause only
	words [][]string
	gaps  []int // words allowed before each
}

// newPatterns reads the patterns, by each alternative of their first word.
func newPatterns(lines string) map[string][]pattern {
	out := make(map[string][]pattern)
	for line := range strings.SplitSeq(lines, "\n") {
		var p pattern
		gap := 0
		for f := range strings.FieldsSeq(line) {
			if f == "^" {
				p.head = true
			} else if n, ok := strings.CutPrefix(f, ".."); ok {
				gap, _ = strconv.Atoi(n)
			} else {
				p.words = append(p.words, strings.Split(f, "|"))
				p.gaps = append(p.gaps, gap)
				gap = 0
			}
		}
		if len(p.words) > 0 {
			for _, first := range p.words[0] {
				out[first] = append(out[first], p)
			}
		}
	}
	return out
}

// at reports whether p matches with its first word at ws[i].
func (p pattern) at(ws []match.Word, i int) bool {
	if p.head && i > 0 && !slices.Contains(leads, ws[i-1].Form) {
		return false
	}
	return p.rest(ws, i, 1)
}

func (p pattern) rest(ws []match.Word, i, k int) bool {
	if k == len(p.words) {
		return true
	}
	for j := i + 1; j <= min(i+1+p.gaps[k], len(ws)-1); j++ {
		if slices.Contains(p.words[k], ws[j].Form) && p.rest(ws, j, k+1) {
			return true
		}
	}
	return false
}
