package search

import (
	"slices"
	"strings"
)

// Snippet is a stretch of a document's text, cut into what matched and what did not.
type Snippet []Piece

// Piece is a part of a snippet.
type Piece struct {
	Text  string
	Match bool
}

// String is the snippet without marks.
func (s Snippet) String() string {
	var b strings.Builder
	for _, p := range s {
		b.WriteString(p.Text)
	}
	return b.String()
}

// tidy leaves empty pieces out.
func (s Snippet) tidy() Snippet {
	return slices.DeleteFunc(s, func(p Piece) bool { return p.Text == "" })
}

// snippetWords is how many words a snippet has.
const snippetWords = 36

// text are the words of a document that a snippet can be cut from.
type text struct{ body, code []token }

// token is a word: where it stands, in bytes, and the number of its stem.
type token struct{ from, to, stem int32 }

// snippet is the stretch of a document that says most of what was asked.
func (x *Index) snippet(doc int, p plan, wanted wanted) Snippet {
	d, t := x.docs[doc], x.texts[doc]
	marks, some := marked(t.body, wanted)
	if !some {
		if inCode, some := marked(t.code, wanted); some {
			return cut(d.Code, t.code, inCode, p)
		}
	}
	return cut(d.Body, t.body, marks, p)
}

// wanted is what is looked for: stems in a row by the number of the first, each with the
// group of the plan that it belongs to, from 1.
type wanted struct {
	rows  map[int32][]row
	maybe uint64 // a bit for the last digits of each number: most words are told apart by it
}

type row struct {
	stems []int32
	group int
}

func (x *Index) wanted(p plan) wanted {
	out := wanted{rows: make(map[int32][]row)}
	for g, group := range p.groups {
		for _, a := range group.alternatives {
			r := row{group: g + 1}
			for _, s := range a.stems {
				if n, ok := x.numbers[s]; ok {
					r.stems = append(r.stems, n)
				}
			}
			if len(r.stems) == len(a.stems) {
				out.rows[r.stems[0]] = append(out.rows[r.stems[0]], r)
				out.maybe |= 1 << (r.stems[0] % 64)
			}
		}
	}
	return out
}

// mark says of a word to which group it belongs, 0 for none, and how many words the
// match has from here on.
type mark struct{ group, length int }

// marked finds what is wanted in a text; some tells whether there is any.
func marked(words []token, wanted wanted) (marks []mark, some bool) {
	marks = make([]mark, len(words))
	for i, w := range words {
		if wanted.maybe&(1<<(w.stem%64)) == 0 {
			continue
		}
		for _, r := range wanted.rows[w.stem] {
			if len(r.stems) > marks[i].length && r.at(words[i:]) {
				marks[i], some = mark{r.group, len(r.stems)}, true
			}
		}
	}
	return marks, some
}

func (r row) at(words []token) bool {
	if len(words) < len(r.stems) {
		return false
	}
	for k, s := range r.stems {
		if words[k].stem != s {
			return false
		}
	}
	return true
}

// cut chooses the window with the most weight of different words in it, and begins it
// with a sentence where one is near.
func cut(text string, words []token, marks []mark, p plan) Snippet {
	if len(words) == 0 {
		return nil
	}
	from := sentenceStart(text, words, bestWindow(marks, p))
	to := min(from+snippetWords, len(words))
	begin, end := int(words[from].from), int(words[to-1].to)
	if to == len(words) {
		end = len(text)
	}
	if from == 0 {
		begin = 0
	}
	s := Snippet{{Text: ellipsis(from > 0)}}
	at := begin
	for i := from; i < to; i++ {
		if m := marks[i]; m.group > 0 {
			first, last := words[i], words[min(i+m.length, to)-1]
			s = append(s, Piece{Text: text[at:first.from]}, Piece{Text: text[first.from:last.to], Match: true})
			at, i = int(last.to), i+m.length-1
		}
	}
	s = append(s, Piece{Text: text[at:end] + ellipsis(to < len(words))})
	for i := range s {
		s[i].Text = oneLine(s[i].Text)
	}
	return s.tidy()
}

// oneLine replaces each run of white space by one space.
func oneLine(text string) string {
	if !strings.ContainsAny(text, "\n\t") && !strings.Contains(text, "  ") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, r := range text {
		if r == ' ' || r == '\n' || r == '\t' {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

func bestWindow(marks []mark, p plan) int {
	best, most := 0, 0.0
	counts := make([]int, len(p.groups)+1)
	weight := 0.0
	for i := range marks {
		if g := marks[i].group; g > 0 {
			if counts[g]++; counts[g] == 1 {
				weight += p.groups[g-1].weight
			}
		}
		if first := i - snippetWords; first >= 0 {
			if g := marks[first].group; g > 0 {
				if counts[g]--; counts[g] == 0 {
					weight -= p.groups[g-1].weight
				}
			}
		}
		if weight > most+1e-9 {
			best, most = max(0, i-snippetWords+1), weight
		}
	}
	return firstMark(marks, best)
}

// firstMark moves a window so that a few words stand before its first match.
func firstMark(marks []mark, from int) int {
	for i := from; i < len(marks); i++ {
		if marks[i].group > 0 {
			return max(0, i-snippetWords/4)
		}
	}
	return from
}

// sentenceStart moves a window to the beginning of a sentence a few words away.
func sentenceStart(text string, words []token, from int) int {
	for back := 0; back <= snippetWords/3 && from-back > 0; back++ {
		if strings.ContainsAny(text[words[from-back-1].to:words[from-back].from], ".!?:\n") {
			return from - back
		}
	}
	if from <= snippetWords/3 {
		return 0
	}
	return from
}
