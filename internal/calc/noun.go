package calc

import (
	"strings"
	"unicode"
)

// aliases are words that count the same thing.
var aliases = map[string]string{
	"req": "request", "reqs": "request", "query": "request", "queries": "request",
	"dau": "user", "mau": "user", "wau": "user",
	"people": "person", "ppl": "person", "msg": "message", "msgs": "message", "txn": "transaction", "txns": "transaction", "op": "operation", "ops": "operation",
}

// short are written the same for one and for many.
var short = map[string]bool{"req": true, "reqs": true, "ops": true, "ppl": true, "data": true, "series": true, "news": true, "sheep": true}

// irregular are plurals that no rule below undoes.
var irregular = map[string]string{
	"people": "person", "children": "child", "men": "man", "women": "woman", "mice": "mouse",
	"indices": "index", "vertices": "vertex", "matrices": "matrix", "leaves": "leaf", "halves": "half", "replies": "reply",
	"caches": "cache", "movies": "movie", "cookies": "cookie", "selfies": "selfie", "ties": "tie", "quizzes": "quiz",
	"buses": "bus", "statuses": "status", "viruses": "virus", "analyses": "analysis", "axes": "axis", "heroes": "hero", "echoes": "echo",
}

// nounBehind is the unit of a noun behind a number. A form of it that would be read
// as something else is not used: of 1 lines there is no line, which is a word of the
// language, and of 1 GBs no GB.
func nounBehind(written string) *unit {
	u := noun(written)
	if !counts(u.one, u.of) {
		u.one = written
	}
	if !counts(u.many, u.of) {
		u.many = written
	}
	return u
}

// noun is the unit of a counted thing, as it is written here. What it counts is
// the same in the singular and the plural.
func noun(written string) *unit {
	low := strings.ToLower(written)
	base := singular(low)
	u := &unit{of: thing(low), size: 1, one: written, many: written}
	switch {
	case short[low]:
	case base == low:
		u.many = plural(written)
	case strings.HasPrefix(low, base): // written in the plural, with an ending that goes
		u.one = written[:len(written)-(len(low)-len(base))]
	default:
		u.one = base
	}
	return u
}

// thing is the dimension of what a noun in lower case counts.
func thing(low string) dimension {
	if a, ok := aliases[low]; ok {
		return dimension("#" + a)
	}
	return dimension("#" + singular(low))
}

// counts reports whether w is read as the noun of a thing.
func counts(w string, of dimension) bool {
	_, measured := measure(w)
	return !measured && countable(w) && thing(strings.ToLower(w)) == of
}

// singular is the singular of an English noun in lower case.
func singular(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	switch {
	case short[w] || len(w) < 4 && !strings.HasSuffix(w, "s") || len(w) < 3:
		return w
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "zzes"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"):
		return w
	case strings.HasSuffix(w, "s"):
		return w[:len(w)-1]
	}
	return w
}

// plural is the plural of an English noun.
func plural(w string) string {
	low := strings.ToLower(w)
	for many, one := range irregular {
		if one == low {
			return many
		}
	}
	switch {
	case strings.HasSuffix(low, "y") && len(low) > 2 && !strings.ContainsRune("aeiou", rune(low[len(low)-2])):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(low, "s"), strings.HasSuffix(low, "x"), strings.HasSuffix(low, "ch"), strings.HasSuffix(low, "sh"):
		return w + "es"
	}
	return w + "s"
}

// countable reports whether a word can be a counted thing: letters alone, no
// word of the language.
func countable(w string) bool {
	if keywords[strings.ToLower(w)] {
		return false
	}
	n := 0
	for _, r := range w {
		if !unicode.IsLetter(r) {
			return false
		}
		n++
	}
	return n > 1
}
