package match

import "strings"

// Terms may be poured into a sentence that has room for them, again and again:
// "We use a and b because we need c." Each such sentence reads like a thought.
// What gives them away is that they are one sentence: its words for tying things
// together stand in the same order around other things. People hardly ever say
// three sentences of a text in the same form; in the shipped samples and model
// answers at most three sentences in ten of one answer do, and one in ten of a
// whole interview.

const (
	tiesOfFrame  = 3    // words that make the form of a sentence its own
	leastAlikeIn = 3    // sentences of one form that are no chance
	fewestPoured = 8    // such sentences in all, before their share counts
	pouredShare  = 0.25 // of all sentences, from which nobody could tell what is meant
	roomsOfBegin = 2    // places for things up to which the beginning of a form reaches
	thing        = "_"  // stands for whatever the sentence speaks of
)

// heldBy are verbs that say nothing but that something is there.
var heldBy = stems(`use need have think consider add`)

// Poured reports whether so many sentences of the texts, which one person wrote,
// are of the same few forms that they are terms poured into them.
func Poured(texts []*Text) bool {
	alike := make(map[string]int)
	had := make(map[string]bool) // a sentence that is said again is one
	var forms [][2]string
	for _, t := range texts {
		for i, s := range t.Sentences {
			said := t.Quote(i)
			if had[said] {
				continue
			}
			had[said] = true
			form := t.form(s)
			for _, f := range form {
				if f != "" {
					alike[f]++
				}
			}
			forms = append(forms, form)
		}
	}
	poured := 0
	for _, form := range forms {
		if max(alike[form[0]], alike[form[1]]) >= leastAlikeIn {
			poured++
		}
	}
	return poured >= fewestPoured && float64(poured) >= pouredShare*float64(len(forms))
}

// form is how s is made, without the things of which it speaks, and how it
// begins; each is empty where too little is left to know it by.
func (t *Text) form(s Sentence) [2]string {
	var all []string
	for i := s.First; i < s.Last; i++ {
		w, token := t.Words[i], thing
		switch {
		case numeral(w.Form):
			token = "#"
		case functional(w.Form), heldBy[w.Stem]:
			token = w.Form
		}
		if token != thing || len(all) == 0 || all[len(all)-1] != thing {
			all = append(all, token)
		}
		if i+1 < s.Last && strings.ContainsAny(t.gap(i), "=≈~") {
			all = append(all, "=")
		}
	}
	begin, rooms := all, 0
	for i, token := range all {
		if token == thing {
			if rooms++; rooms == roomsOfBegin {
				begin = all[:i+1]
				break
			}
		}
	}
	out := [2]string{telling(all), telling(begin)}
	if out[0] == out[1] {
		out[1] = "" // or it would count twice
	}
	return out
}

// telling is a form as a key, if enough words tie it together.
func telling(form []string) string {
	ties := 0
	for _, token := range form {
		if token != thing {
			ties++
		}
	}
	if ties < tiesOfFrame {
		return ""
	}
	return strings.Join(form, " ")
}
