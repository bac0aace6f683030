package interviewer

import (
	"unicode"

	"levelup/internal/match"
)

// otherLanguage reports whether a text is not in English, as far as that can be
// told from its letters and its smallest words.
func otherLanguage(x *match.Text) bool {
	letters, latin := 0, 0
	for _, r := range x.Source {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	if letters >= 4 && latin*2 < letters {
		return true
	}
	theirs, ours := 0, 0
	for _, w := range x.Words {
		switch {
		case elsewhere[w.Form]:
			theirs++
		case english[w.Form]:
			ours++
		}
	}
	return theirs >= 2 && theirs > ours
}

var (
	english = set(`the of and a to in is that it for on are as with they be at this from have or by we what how many
		there do does can our about which their if will you i must should would may not an but so no`)
	// elsewhere are words of German, French, Spanish, Italian, Portuguese and Dutch
	// without their accents; none is an English word.
	elsewhere = set(`wie viele wieviel gibt es sind ist und oder der das den dem ein eine wir ich nicht mussen konnen soll
		werden welche wer wann warum pro monat nutzer combien de du des les est il elle nous vous avec pour dans sur quel
		quelle faut peut utilisateurs mois que cuantos cuantas cuanto hay los las el y usuarios tiene debe para por como cual
		puede se quanti quante sono gli il per quanto deve utenti mese quantos quantas sao os um uma voce usuario hoeveel
		zijn er het een van wij moet kunnen gebruikers`)
)
