package match

import (
	"strings"
	"unicode"
)

// What it takes to be a claim. The figures are set so that hurried notes pass
// and word lists do not.
const (
	fewestWords   = 4 // of a statement
	fewestAsked   = 3 // of a question
	wholeSentence = 5 // words of a sentence with a closing mark that needs no verb known to us
	wholeTies     = 2 // function words in it
)

// judge marks the sentences that are claims.
func (t *Text) judge() {
	if t.disordered() || t.heaped() || t.catalogued() {
		return
	}
	for i := range t.Sentences {
		s := &t.Sentences[i]
		s.naming = t.lists(*s, 1)
		s.Claim = t.impossible(*s) < disorderly && (t.notation(*s) || !t.heap(*s) && t.thought(*s))
	}
	t.discountLists()
}

// thought reports whether s is a clause or shorthand for one, and no list.
func (t *Text) thought(s Sentence) bool {
	return t.sum(s) || !t.enumerates(s) && (t.clause(s) || t.shorthand(s))
}

// clause reports whether s has what a thought needs: words enough, a subject, a
// verb or a question word, and a function word that ties the others together.
func (t *Text) clause(s Sentence) bool {
	ws := t.words(s)
	cue, tied := verbHead(ws), 0
	asks := false
	for _, w := range ws {
		if pronouns[w.Form] || modals[w.Form] || auxiliaries[w.Form] || verbs[w.Stem] {
			cue = true
		}
		if functional(w.Form) {
			tied++
		}
		asks = asks || questions[w.Form]
	}
	if s.Question && asks {
		return len(ws) >= fewestAsked
	}
	if s.ended && len(ws) >= wholeSentence && tied >= wholeTies {
		return true // a full stop and the grammar of a sentence, whatever its verb
	}
	return len(ws) >= fewestWords && cue && tied > 0
}

// verbHead reports whether the words begin as an order or a plan does: "Cache
// the hot links in memory".
func verbHead(ws []Word) bool { return len(ws) > 0 && heads[ws[0].Stem] }

// notation reports whether s is written as a program would have it: a method and
// a path, or a name with its fields in brackets.
func (t *Text) notation(s Sentence) bool {
	if s.Last-s.First < 2 {
		return false
	}
	w, g := t.Words[s.First], t.gap(s.First)
	switch t.Source[w.From:w.To] {
	case "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD":
		return strings.Contains(g, "/")
	}
	open := strings.IndexByte(t.Source[s.From:s.To], '(')
	if open <= 0 || strings.IndexFunc(t.Source[s.From:s.From+open], unicode.IsSpace) >= 0 {
		return false
	}
	inside := t.Source[s.From+open : s.To]
	return strings.ContainsAny(inside, ",:") && strings.ContainsAny(inside, ")")
}
