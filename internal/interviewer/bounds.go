package interviewer

import (
	"regexp"
	"strings"

	"levelup/internal/match"
)

// bounds are what a model may say. What it was told is no protection: these rules
// are. They are strict rather than clever, since the script stands in for whatever
// they refuse.
type bounds struct {
	words   map[string]bool // stems of the problem, of the facts and of all that the candidate has said
	given   map[string]bool // the same without the candidate's words
	numbers map[string]bool
	theirs  map[string]bool // numbers that no fact holds, but what was written and said
	owes    bool            // facts are to be given, and hold numbers
	secrets map[string]bool // runs of words that stand in what is never given away
	open    map[string]bool // such runs that were said to the candidate anyway
}

const secretRun = 4 // words in a row

var (
	// timeLeft tells of the time, which is the server's alone to tell.
	timeLeft = match.NewPhrases(`
		time is up
		out of time
		running out of time
		short of time
		time is short
		time is gone
		time is over
		time is running
		much time
		little time
		no time
		enough time
		your time
		half the time
		on time
		hurry
		time left
		time remaining
		minutes left
		minute left
		seconds left
		minutes remaining
		minutes to go
		minutes more
		more minutes
		minutes remain
		ahead of time
		behind schedule
		the clock
		the deadline is`)
	// verdicts judge the candidate, or speak of what judges them.
	verdicts = match.NewPhrases(`
		rubric
		full marks
		score
		scored
		your grade
		verdict
		strong hire
		no hire
		lean hire
		would hire
		hired
		you passed
		you pass
		you have passed
		would pass
		will pass
		you fail
		you failed
		would fail
		will fail
		well done
		good job
		good answer
		strong answer
		good point
		your points
		full points
		model answer
		sample answer
		correct answer
		right answer
		the grader
		marking scheme
		the hint
		a hint
		points for
		points are met
		point is met`)
	// judging are words of praise and blame, which may be said where the problem has them.
	judging = set(`excellent perfect perfectly correct correctly incorrect wrong impressive brilliant great outstanding superb
		fantastic congratulations flawless points marks grade grades passed failed`)
	// numberWords are numbers; "one" is not, which mostly counts nothing.
	numberWords = set(`two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred
		thousand million billion dozen dozens hundreds thousands millions billions`)
)

// bounds makes the rules for one turn: of what is given to the candidate, what is
// theirs, and the facts that the turn owes.
func (s *Script) bounds(given, theirs, owes []string) bounds {
	b := bounds{words: map[string]bool{}, given: map[string]bool{}, numbers: map[string]bool{}, theirs: map[string]bool{}, secrets: s.secrets(), open: map[string]bool{}}
	learn := func(text string, own bool) {
		words := match.Read(text).Words
		for _, w := range words {
			b.words[w.Stem] = true
			if !own {
				b.given[w.Stem] = true
			}
			switch n := number(w); {
			case n == "":
			case !own:
				b.numbers[n] = true
			case !b.numbers[n]:
				b.theirs[n] = true
			}
		}
		for _, run := range runs(words) {
			b.open[run] = true
		}
	}
	for _, text := range given {
		learn(text, false)
	}
	for _, text := range theirs {
		learn(text, true)
	}
	for _, fact := range owes {
		b.owes = b.owes || len(numbersOf(fact)) > 0
	}
	return b
}

// address is a place in the net, with its scheme or without, or of somebody's mail.
var address = regexp.MustCompile(`(?i)://|@|\b[a-z0-9-]+\.[a-z]{2,}\b`)

// refuse says why a sentence may not be said, "" if it may.
func (b *bounds) refuse(sentence string) string {
	x := match.Read(sentence)
	switch {
	case strings.ContainsAny(sentence, "<>`[]{}|#*_"):
		return "it wrote markup"
	case address.MatchString(sentence):
		return "it wrote an address"
	case otherLanguage(x):
		return "it spoke another language"
	case timeLeft.In(x.Words):
		return "it spoke of the time"
	case verdicts.In(x.Words):
		return "it spoke of scores"
	}
	theirs, yours := false, false
	for _, w := range x.Words {
		if n := number(w); n != "" && !b.numbers[n] {
			if !b.theirs[n] {
				return "it named a number that nobody had given"
			}
			theirs = true
		}
		yours = yours || w.Form == "your"
		if judging[w.Form] && !b.given[w.Stem] {
			return "it judged"
		}
		if trade[w.Stem] && !b.words[w.Stem] {
			return "it named a part that the candidate had not named"
		}
	}
	if theirs && b.owes && !yours { // it would be taken for the fact
		return "it named the candidate's number for the fact"
	}
	for _, run := range runs(x.Words) {
		if b.secrets[run] && !b.open[run] {
			return "it gave something away"
		}
	}
	return ""
}

// number is the number that a word stands for, "" if it is none.
func number(w match.Word) string {
	switch {
	case numeral(w.Form):
		return digits(w.Form)
	case numberWords[w.Form]:
		return w.Stem
	}
	return ""
}

// numbersOf are the numbers of a text.
func numbersOf(text string) (out []string) {
	for _, w := range match.Read(text).Words {
		if n := number(w); n != "" {
			out = append(out, n)
		}
	}
	return out
}

func numeral(form string) bool { return strings.ContainsAny(form, "0123456789") }

// digits is a number in the form in which numbers are compared.
func digits(form string) string { return strings.ReplaceAll(form, ",", "") }

// runs are the runs of words of a text, by stem, of which two tell something.
func runs(words []match.Word) []string {
	var out []string
	for i := 0; i+secretRun <= len(words); i++ {
		telling := 0
		var b strings.Builder
		for _, w := range words[i : i+secretRun] {
			if w.Telling() {
				telling++
			}
			b.WriteString(w.Stem + " ")
		}
		if telling >= 2 {
			out = append(out, b.String())
		}
	}
	return out
}

// secrets are the runs of what is never given away: the rubric, the model answer,
// the hints, and the questions that were not asked.
func (s *Script) secrets() map[string]bool {
	s.hidden.Do(func() {
		s.kept = map[string]bool{}
		keep := func(texts ...string) {
			for _, text := range texts {
				for _, run := range runs(match.Read(text).Words) {
					s.kept[run] = true
				}
			}
		}
		for _, c := range s.prompt.Rubric {
			for _, p := range c.Points {
				keep(p.Text, p.Advice)
				for _, w := range p.Evidence.Ways {
					keep(w.Says...)
				}
			}
		}
		for _, answer := range s.prompt.ModelAnswer {
			keep(answer)
		}
		for _, rungs := range s.prompt.Hints {
			for _, h := range rungs {
				keep(h.Text)
			}
		}
		for _, p := range s.prompt.Probes {
			keep(p.Ask)
		}
		for _, c := range s.prompt.Curveballs {
			keep(c.Ask)
		}
		keep(s.prompt.Mistakes...)
	})
	return s.kept
}
