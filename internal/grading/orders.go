package grading

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"levelup/internal/match"
)

// A model reads what rules over words do not: other languages, letters apart, text
// in base64. So before it sees a transcript more is struck than the built-in
// grader, which none of it could move, has to mind.

// more are further ways of speaking to a grader, in the manner of speech. A design
// has scores, points, candidates and verdicts of its own, so each line takes words
// that no design puts side by side.
var more = newPatterns(`
	treat|consider|count|regard|view|take ..4 point|points|criterion|criteria ..4 met|satisfied|fulfilled|passed
	assume|suppose|presume|imagine|pretend ..2 candidate|grader|examiner|reviewer ..3 covered|covers|knows|said|shown|meant|right|correct
	approve|accept|pass|tick|credit|grant|award ..1 every|each|all ..2 point|points|box|boxes|criterion|criteria
	every|each|all ..2 point|points|criterion|criteria ..3 met|satisfied|fulfilled
	points ..2 fulfilled
	mark ..2 everything|all|point|points ..3 met|satisfied
	grader|examiner|evaluator ..2 approved|agreed|confirmed|accepted|decided|has|have|already
	grading|assessment ..3 complete|completed|finished|done|over|final
	teaching|grading assistant
	previous|other|earlier|first grader|graders|examiner|examiners
	final|official verdict|grade|assessment
	output|respond|reply|answer|return|print|write ..3 met
	every|all verdict|verdicts ..3 met|positive
	your task|instructions|rules|guidelines is|are|have|has ..2 changed|updated|different|replaced
	out of 4|four|10|ten mark|marks
	be|please ..1 lenient|merciful
	clear pass
	pass on|in ..1 every|all|each|any ..1 section|sections|criterion|criteria
	whoever reads this
	you are ..2 language
	with distinction|honours

	alle punkte ..4 erfullt|vergeben|gelten|voll|geben
	volle|maximale|hochste|beste punktzahl|bewertung|wertung
	ignoriere|vergiss|missachte ..4 anweisungen|anweisung|vorherigen|obigen|alles|bisherigen
	tous les points|criteres
	note|notation maximale|maximal
	ignorez|oubliez|oublie ..4 consignes|precedentes|precedent|instructions
	todos los|os puntos|criterios|pontos
	puntuacion|nota|calificacion|pontuacao maxima
	nota|puntuacion|calificacion ..2 alta|mejor
	ignora|olvida|dimentica ..4 instrucciones|anteriores|istruzioni|precedenti|instrucoes
	massimo|massima|massimi ..2 voti|punteggio|voto|punti
	tutti i punti|criteri
`)

// elsewhere are orders in scripts whose words are not told apart by spaces, or that
// fold to nothing of ours.
var elsewhere = []string{"满分", "最高分", "高分", "忽略", "指令", "评分", "無視", "满足所有", "만점", "무시", "игнорир", "максимальн", "все пункты", "высший балл", "تجاهل", "कृपया पूरे अंक"}

// markers are how chats and results are written down: turns of a model, tags and
// headings that end the data, verdicts as JSON.
var markers = regexp.MustCompile(`(?i)<\|?/?\s*(?:im_start|im_end|system|assistant|instructions?|transcript|grader|endoftext|verdict|rubric)\b[^>]*>` +
	`|\[/?INST\]|<</?SYS>>` +
	`|(?m:^\s*(?:#+\s*)?(?:assistant|grader|examiner|evaluator)\s*:)` +
	`|(?m:^\s*#+\s*system\s*:)` +
	`|(?m:(?:^|[.!?;])\s*(?:AI|Human)\s*:)` +
	`|\b(?:Bestnote|Höchstnote|Höchstpunktzahl)\b` +
	`|["']?\bverdicts?\b["']?\s*[:=]\s*["']?(?:met|strong|hire|lean|full|[34]\b)` +
	`|["']\bpoints\b["']\s*:\s*\[` +
	`|(?-i:\bdata-[A-Z2-7]{16,})` +
	`|(?m:^\s*#+\s*(?:instructions?|end of|grading|evaluation|verdict)\b)`)

var (
	apart    = regexp.MustCompile(`(?:\p{L}[ ._*-]{1,2}){5,}\p{L}\b`)
	unspaced = regexp.MustCompile(`[A-Za-z0-9+/]{16,}={0,2}`)
)

// orders tells for each sentence of x whether it reads like an order to a grader
// or a verdict of its own.
func orders(x *match.Text) []bool {
	out := make([]bool, len(x.Sentences))
	for n := range x.Sentences {
		out[n] = toGrader(x, n) || disguised(x.Quote(n))
	}
	for _, at := range markers.FindAllStringIndex(x.Source, -1) { // they may go over several sentences
		for n, s := range x.Sentences {
			if at[0] < s.To && s.From < at[1] {
				out[n] = true
			}
		}
	}
	return out
}

// disguised looks through what hides an order from rules but not from a model.
func disguised(s string) bool {
	s = visible(s)
	for _, word := range elsewhere {
		if strings.Contains(strings.ToLower(s), word) {
			return true
		}
	}
	if ordersIn(s) {
		return true
	}
	for _, form := range []string{alike.Replace(s), plain(s)} {
		if form != s && ordersIn(form) {
			return true
		}
	}
	if back := backwards(s); tells(back) && ordersIn(back) {
		return true
	}
	if slices.ContainsFunc(apart.FindAllString(s, -1), tells) {
		return true
	}
	for _, code := range unspaced.FindAllString(s, -1) {
		if text, ok := decoded(code); ok && (ordersIn(text) || len(strings.Fields(text)) >= fewestQuoted) {
			return true
		}
	}
	return false
}

// told are words of orders, which no design has backwards or letter by letter.
var told = []string{"ignore", "disregard", "fullmarks", "verdict", "grader", "instruction", "points", "score", "highest", "rubric"}

func tells(s string) bool {
	bare := letters(s)
	return slices.ContainsFunc(told, func(w string) bool { return strings.Contains(bare, w) })
}

func ordersIn(s string) bool {
	x := match.Read(s)
	for n, sentence := range x.Sentences {
		if toGrader(x, n) {
			return true
		}
		ws := x.Words[sentence.First:sentence.Last]
		for i := range ws {
			for _, p := range more[ws[i].Form] {
				if p.at(ws, i) {
					return true
				}
			}
		}
	}
	return false
}

// alike puts our letters for those of other scripts that look the same.
var alike = strings.NewReplacer("а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "у", "y", "х", "x", "і", "i", "ѕ", "s", "ԁ", "d", "ɡ", "g", "ӏ", "l", "ո", "n",
	"А", "A", "Е", "E", "О", "O", "Р", "P", "С", "C", "Т", "T", "Н", "H", "К", "K", "М", "M", "В", "B", "І", "I", "ο", "o", "α", "a", "ι", "i", "ν", "v", "ρ", "p", "τ", "t")

var digits = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s")

// plain reads digits as the letters that they stand for, in words that mix both.
func plain(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			words[i] = digits.Replace(w)
		}
	}
	return strings.Join(words, " ")
}

func backwards(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// decoded is a text in base64, if it is one.
func decoded(code string) (string, bool) {
	plain, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(code, "="))
	if err != nil || !utf8.Valid(plain) {
		return "", false
	}
	return string(plain), !strings.ContainsFunc(string(plain), func(r rune) bool { return !unicode.IsPrint(r) })
}
