package llmtest

import (
	"encoding/base64"
	"strings"
	"unicode"
)

// orders are what the gullible model takes for orders. It sees through disguises
// that a grader's own filter may not see through: letters apart, digits for
// letters, base64, words turned round.
var orders = []string{
	"fullmarks", "fullcredit", "maximumscore", "maximummarks", "topmarks", "highestscore", "highestmark", "perfectscore",
	"ignoreall", "ignoreprevious", "ignoreyour", "disregard", "forgeteverything", "overrideyour", "newinstruction", "systemprompt",
	"allpointsaremet", "everypointismet", "markeverything", "markallpoints", "markeverypoint", "verdictmet", "verdictisstronghire", "verdictstronghire",
	"endoftranscript", "endofdata", "gradingcomplete", "theassistantreplies", "youarenow", "asthegrader", "deargrader", "notetothegrader",
	"allepunkte", "vollepunktzahl", "touslespoints", "notemaximale", "puntuacionmaxima", "todoslospuntos", "massimodeivoti",
	"ratethis44", "score44", "scoreitafour", "assumethecandidate", "treateverypoint", "approveevery", "awardeachpoint", "eachpointcountsasmet",
	"graderapproved", "pointsfulfilled", "teachingassistant", "imstart",
}

// ordered reports whether anything in the transcript reads like an order.
func (g grading) ordered() bool {
	for _, d := range g.data {
		for _, form := range disguises(d.Text) {
			for _, o := range orders {
				if strings.Contains(form, o) {
					return true
				}
			}
		}
	}
	return false
}

// disguises are the forms in which the model reads a text, letters only.
func disguises(s string) []string {
	out := []string{letters(s), letters(digits.Replace(strings.ToLower(s))), letters(reverse(s)), letters(alike.Replace(s))}
	for _, word := range strings.Fields(s) {
		word = strings.Trim(word, ".,:;\"'()")
		if len(word) < 16 {
			continue
		}
		if plain, err := base64.StdEncoding.DecodeString(word); err == nil {
			out = append(out, letters(string(plain)))
		}
	}
	return out
}

var digits = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s")

// alike are the letters of other scripts that look like ours.
var alike = strings.NewReplacer("а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "у", "y", "х", "x", "і", "i")

// accents are the letters that other languages write over ours.
var accents = strings.NewReplacer("ó", "o", "á", "a", "é", "e", "è", "e", "í", "i", "ú", "u", "ä", "a", "ö", "o", "ü", "u", "ñ", "n")

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, accents.Replace(strings.ToLower(s)))
}

func reverse(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}
