package encoder

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// reserved is how many pieces at the head of the vocabulary stand for no text; the
// first of them is what is unknown.
const (
	reserved = 6
	unknown  = 0
)

// A piece is a run of characters that the model has an embedding of.
type piece struct {
	text  string
	score float64
}

type vocabulary struct {
	pieces  []piece
	ids     map[string]int // without the reserved ones
	runes   []int          // of each piece
	longest int            // of them
}

func newVocabulary(pieces []piece) *vocabulary {
	v := &vocabulary{pieces: pieces, ids: make(map[string]int, len(pieces)), runes: make([]int, len(pieces))}
	for id, p := range pieces {
		v.runes[id] = utf8.RuneCountInString(p.text)
		if id >= reserved {
			v.ids[p.text] = id // one piece stands there three times: the last counts
			v.longest = max(v.longest, v.runes[id])
		}
	}
	return v
}

// encode cuts a text into pieces. A way to cut it is extended from each character
// on, from left to right, so that what is best up to a character is settled when it is
// that character's turn.
func (v *vocabulary) encode(text string) []int {
	text = norm.NFKC.String(text)
	if text == "" {
		return nil
	}
	text = "▁" + strings.ReplaceAll(text, " ", "▁")
	starts := make([]int, 0, len(text)+1) // where each character begins, and the end
	for i := range text {
		starts = append(starts, i)
	}
	starts = append(starts, len(text))

	n := len(starts) - 1
	best := make([]float64, n+1) // the score of the best way to there, 0 as long as there is none
	last := make([]int, n+1)     // the piece with which it ends
	reach := func(end, id int, score float64) {
		// Pieces with a score of 0 exist, and a way that scores 0 gives way to any other:
		// that is how the reference has it, and what the model was used with since.
		if best[end] == 0 || score >= best[end] {
			best[end], last[end] = score, id
		}
	}
	for from := range n {
		found := false
		for to := from + 1; to <= min(n, from+v.longest); to++ {
			if id, ok := v.ids[text[starts[from]:starts[to]]]; ok {
				reach(to, id, best[from]+v.pieces[id].score)
				found = true
			}
		}
		if !found {
			reach(from+1, unknown, best[from])
		}
	}
	return v.trace(last)
}

// trace goes back from the end by the pieces with which the best ways end, and returns
// them in the order of the text.
func (v *vocabulary) trace(last []int) []int {
	var back []int
	for at := len(last) - 1; at > 0; {
		id := last[at]
		if id != unknown || len(back) == 0 || back[len(back)-1] != unknown {
			back = append(back, id)
		}
		if id == unknown {
			at--
		} else {
			at -= v.runes[id]
		}
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}
