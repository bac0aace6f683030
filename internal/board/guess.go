package board

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// hints are words by which a part that comes without a kind is known, the surest
// kinds first. The page guesses too and reads the same file.
var hints = func() (out []struct{ Kind, Words string }) {
	if err := json.Unmarshal(hintFile, &out); err != nil {
		panic(err)
	}
	return out
}()

//go:embed hints.json
var hintFile []byte

// guess is the kind that the words of a label suggest.
func guess(label string) string {
	words := strings.FieldsFunc(strings.ToLower(label), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
	for _, h := range hints {
		for hint := range strings.FieldsSeq(h.Words) {
			if slices.Contains(words, hint) {
				return h.Kind
			}
		}
	}
	return "service"
}
