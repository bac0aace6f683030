package interviewer

import (
	"slices"
	"strings"
	"unicode"

	"levelup/internal/interview"
	"levelup/internal/match"
)

// Why a model stops speaking, or is stopped.
const (
	Finished = ""
	Typed    = "the candidate went on"
)

// Speech is what a model says, as it comes. A sentence is heard by nobody before it
// is whole and within the bounds; the first that is not ends the speech.
type Speech struct {
	turn  *Turn
	heard strings.Builder // whole sentences
	rest  string          // what has not ended yet
	asked bool            // a question was among them
	over  string          // why nothing more is heard
}

// Speech begins to listen to the model.
func (t *Turn) Speech() *Speech { return &Speech{turn: t} }

// Text is what was said so far.
func (p *Speech) Text() string { return p.heard.String() }

// Hear takes the next piece; more is whether there is anything new to show, and
// over whether to stop listening.
func (p *Speech) Hear(piece string) (more, over bool) {
	if p.over != "" || p.asked {
		return false, true
	}
	p.rest += piece
	for p.over == "" && !p.asked {
		sentence, rest, whole := cut(p.rest)
		if !whole {
			break
		}
		p.rest = rest
		more = p.take(sentence) || more
	}
	if len([]rune(p.rest)) > mostLetters {
		p.over = "it said more than there was room for"
	}
	return more, p.over != "" || p.asked
}

// take hears a sentence, if it may.
func (p *Speech) take(sentence string) bool {
	sentence = strings.Join(strings.Fields(sentence), " ")
	if sentence == "" {
		return false
	}
	if len([]rune(p.heard.String()))+len([]rune(sentence)) > mostLetters {
		p.over = "it said more than there was room for"
		return false
	}
	if why := p.turn.limit.refuse(sentence); why != "" {
		p.over = why
		return false
	}
	if p.turn.own && strings.Contains(sentence, "?") && !p.turn.given(p.heard.String()+" "+sentence) {
		p.over = "it asked something else"
		return false
	}
	if p.heard.Len() > 0 {
		p.heard.WriteByte(' ')
	}
	p.heard.WriteString(sentence)
	p.asked = strings.Contains(sentence, "?") // one question, and then silence
	return true
}

// cut takes the first whole sentence off. One ends at its mark, with a space
// behind it, or at the end of a line.
func cut(s string) (sentence, rest string, whole bool) {
	for i, r := range s {
		next := s[i+len(string(r)):]
		if r == '\n' {
			return s[:i], next, true
		}
		if strings.ContainsRune(".!?…", r) && next != "" && unicode.IsSpace([]rune(next)[0]) && !shortened(s[:i]) {
			return s[:i+len(string(r))], next, true
		}
	}
	return "", s, false
}

// shortened reports whether a text ends with a shortened word, after which a full
// stop ends nothing.
func shortened(s string) bool {
	i := strings.LastIndexFunc(s, unicode.IsSpace)
	switch strings.ToLower(s[i+1:]) {
	case "e.g", "i.e", "etc", "vs", "approx":
		return true
	}
	return false
}

// End is what is said in the end, as one turn. The cause is Finished where the model
// has come to its end, Typed where it was interrupted, else what went wrong. Whatever
// was heard stays, and where it is not the model's whole thought, the script goes on.
func (p *Speech) End(cause, model string) []interview.Spoken {
	if cause == Finished && p.over == "" && !p.asked {
		p.take(p.rest) // the last sentence needs no space behind it
	}
	if p.over != "" {
		cause = p.over
	}
	text := p.Text()
	if cause == Finished && !p.turn.given(text) {
		cause = "it left the answer out"
	}
	said := interview.Spoken{Text: text, Entry: p.turn.entry, Why: p.turn.why, Model: model}
	if said.Entry == "" {
		said.Entry = "model"
	}
	switch {
	case text == "":
		return p.scripted(cause)
	case cause == Finished:
	case cause == Typed:
		said.Text += " …"
		said.Why += "; " + Typed
	default:
		said.Why += "; " + cause + ", and the script went on"
		for _, s := range p.turn.Script {
			x := match.Read(s.Text)
			for n := range x.Sentences {
				if !strings.Contains(text, x.Quote(n)) {
					said.Text += " " + x.Quote(n)
				}
			}
		}
	}
	return []interview.Spoken{said}
}

// mostOf is the share of a fact's telling words that have to be there for it to be
// given. Its numbers have to be there all.
const mostOf = 0.5

// given reports whether a text gives the facts that the turn owes.
func (t *Turn) given(text string) bool {
	there, numbers := map[string]bool{}, numbersOf(text)
	for _, w := range match.Read(text).Words {
		there[w.Stem] = true
	}
	for _, fact := range t.owes {
		for _, n := range numbersOf(fact) {
			if !slices.Contains(numbers, n) {
				return false
			}
		}
		telling, found := 0, 0
		for _, w := range match.Read(fact).Words {
			if w.Telling() {
				telling++
				if there[w.Stem] {
					found++
				}
			}
		}
		if float64(found) < mostOf*float64(telling) {
			return false
		}
	}
	return true
}

// scripted is what the script says alone.
func (p *Speech) scripted(cause string) []interview.Spoken {
	if cause == Finished {
		cause = "the model said nothing"
	}
	out := make([]interview.Spoken, len(p.turn.Script))
	for i, s := range p.turn.Script {
		s.Why += "; by script: " + cause
		out[i] = s
	}
	return out
}
