package match

import (
	"strings"

	"github.com/kljensen/snowball/english"
)

// longestStemmed is the length in bytes above which a word is its own stem:
// longer ones are addresses, hashes or noise.
const longestStemmed = 32

// irregular brings forms that the suffix rules of the stemmer cannot reach to
// the word that they belong to.
var irregular = pairs(`
	kept keep  held hold  sent send  built build  chose choose  chosen choose
	lost lose  loss lose  ran run  made make  wrote write  written write
	grew grow  grown grow  gave give  given give  took take  taken take  paid pay
	meant mean  went go  gone go  found find  fell fall  fallen fall
	broke break  broken break  hid hide  hidden hide  told tell  thought think
	got get  gotten get  led lead  met meet  spent spend  stood stand
	caught catch  froze freeze  frozen freeze  rose rise  risen rise  seen see
	saw see  shown show  stole steal  stolen steal  threw throw  thrown throw
	began begin  begun begin  bought buy  brought bring  left leave  slept sleep
	expiry expire  expiration expire  removal remove  arrival arrive
	latencies latency  indices index  indexes index  children child
	people person  data data  clicks click  bytes byte
	db database  dbs database  databases database  urls url  apis api
	analytics analytics  analysis analyse`)

func pairs(s string) map[string]string {
	f := strings.Fields(s)
	m := make(map[string]string, len(f)/2)
	for i := 0; i+1 < len(f); i += 2 {
		m[f[i]] = f[i+1]
	}
	return m
}

// Stem is the form by which words are compared. Its argument is folded.
func Stem(form string) string {
	if len(form) > longestStemmed || !ascii(form) {
		return form
	}
	if to, ok := irregular[form]; ok {
		form = to
	}
	return english.Stem(oneSpelling(form), false)
}

// oneSpelling turns the British endings into the American ones, which the
// stemmer knows: "centralised" and "centralized" are one word. That "promise"
// becomes "promize" harms nothing, since it does so everywhere.
func oneSpelling(s string) string {
	const shortest = 7 // "raised", "noise" keep their s
	if len(s) < shortest {
		return s
	}
	for _, end := range [...]string{"isation", "isations", "ise", "ised", "ises", "ising", "iser", "isers"} {
		if stem, ok := strings.CutSuffix(s, end); ok {
			return stem + "iz" + end[2:]
		}
	}
	return s
}

// stemmer remembers the stems of one text, in which words come again and again.
type stemmer map[string]string

func (m stemmer) stem(form string) string {
	if s, ok := m[form]; ok {
		return s
	}
	s := Stem(form)
	m[form] = s
	return s
}
