package interviewer

import (
	"math"
	"slices"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/match"
)

// ear tells which entry of a bank a question is about.
type ear struct {
	entries []entry
	rare    map[string]float64 // stem to how few of the entries ask with it, 0 to 1
	known   map[string]bool    // stems of all that the author wrote about the problem
}

// entry is a clarification made ready.
type entry struct {
	*curriculum.Clarification
	asks  []ask
	words map[string]float64 // stem to what finding it says for the entry
}

// ask is one wording.
type ask struct {
	text  string
	like  match.Paraphrase
	stems []string
}

// What a stem counts by where the author wrote it, and how sure a hearing must be.
const (
	inAsk      = 1.0
	inAnswer   = 0.45
	kinCount   = 0.7 // a word that often stands for the author's
	enough     = 0.42
	clear      = 0.8
	margin     = 0.02 // between the nearest entry and the next
	unforeseen = 0.7
)

func newEar(p *curriculum.Prompt) *ear {
	e := &ear{rare: map[string]float64{}, known: map[string]bool{}}
	var asked []string
	for _, c := range p.Clarifications {
		all := ""
		for _, a := range c.Ask {
			all += a + "\n"
		}
		asked = append(asked, all)
	}
	weights := match.Rarity(asked)
	for i := range p.Clarifications {
		c := &p.Clarifications[i]
		en := entry{Clarification: c, words: map[string]float64{}}
		for _, st := range features(match.Read(c.Answer)) {
			en.words[st] = inAnswer
		}
		for _, a := range c.Ask {
			x := ask{text: a, like: match.NewParaphrase(a, weights, kin), stems: features(match.Read(a))}
			for _, st := range x.stems {
				en.words[st] = inAsk
			}
			en.asks = append(en.asks, x)
		}
		e.entries = append(e.entries, en)
	}
	e.rarity()
	e.read(p)
	return e
}

// rarity weighs each stem by how few of the entries use it or a word of its kind:
// the people of whom every entry speaks tell nothing about any.
func (e *ear) rarity() {
	n := float64(len(e.entries))
	for _, en := range e.entries {
		for st := range en.words {
			if _, done := e.rare[st]; done {
				continue
			}
			k := 0.0
			for _, other := range e.entries {
				k += worth(other.words, st)
			}
			if strings.HasPrefix(st, "how ") || asking[st] {
				k += n / 3 // it is asked of anything
			}
			e.rare[st] = math.Log(1+n/max(k, 1)) / math.Log(1+n)
		}
	}
}

// read learns the words in which the author writes about the problem.
func (e *ear) read(p *curriculum.Prompt) {
	texts := []string{p.Title, p.Summary, p.Statement, p.Disguise.Statement}
	texts = append(append(texts, p.Requirements.Functional...), p.Requirements.NonFunctional...)
	for _, c := range p.Clarifications {
		texts = append(append(texts, c.Answer), c.Ask...)
	}
	for _, answer := range p.ModelAnswer {
		texts = append(texts, answer)
	}
	for _, c := range p.Rubric {
		for _, pt := range c.Points {
			texts = append(texts, pt.Text)
		}
	}
	for _, text := range texts {
		for _, w := range match.Read(text).Words {
			e.known[w.Stem] = true
		}
	}
}

// weight is what a stem of a question tells. A word that nobody foresaw may be
// anything.
func (e *ear) weight(st string) float64 {
	if r, ok := e.rare[st]; ok {
		return r
	}
	for _, other := range related[st] {
		if _, ok := e.rare[other]; ok {
			return 0.8
		}
	}
	return unforeseen
}

// hearing is what a question was taken to be.
type hearing struct {
	entry *entry
	ask   string // the wording that is nearest
	sure  float64
}

// hear finds the entry that a question is about; entry is nil if none is near.
func (e *ear) hear(question string) hearing {
	x := match.Read(question)
	stems := features(x)
	var best, next hearing
	for i := range e.entries {
		en := &e.entries[i]
		sure, near := e.likeness(en, x, stems)
		switch {
		case sure > best.sure:
			best, next = hearing{en, near, sure}, best
		case sure > next.sure:
			next.sure = sure
		}
	}
	if best.sure < enough || best.sure < clear && best.sure-next.sure < margin {
		return hearing{sure: best.sure}
	}
	return best
}

// likeness compares a question with an entry: as the grader compares sentences,
// or by the words that both use, whatever their order and sign.
func (e *ear) likeness(en *entry, x *match.Text, stems []string) (sure float64, near string) {
	var total, found float64
	for _, st := range stems {
		w := e.weight(st)
		total += w
		found += w * worth(en.words, st)
	}
	if total == 0 {
		return 0, ""
	}
	covered := found / total
	for _, a := range en.asks {
		var whole, shared float64
		for _, st := range a.stems {
			w := e.weight(st)
			whole += w
			if slices.Contains(stems, st) {
				shared += w
			} else if kindred(stems, st) {
				shared += w * kinCount
			}
		}
		s := 0.0
		if whole > 0 {
			s = (0.62*covered + 0.38*shared/whole) * (found + shared) / (found + shared + 0.4)
		}
		if _, l := a.like.Find(x); l > 0 {
			s = max(s, 0.5*l+0.5*s)
		}
		if s > sure {
			sure, near = s, a.text
		}
	}
	return sure, near
}

func worth(words map[string]float64, st string) float64 {
	if w, ok := words[st]; ok && w == inAsk {
		return w
	}
	best := words[st]
	for _, other := range related[st] {
		best = max(best, words[other]*kinCount)
	}
	return best
}

func kindred(stems []string, st string) bool {
	return slices.ContainsFunc(related[st], func(other string) bool { return slices.Contains(stems, other) })
}

// features are what a question is told by: its telling stems, and what follows
// "how", which is most of "how long" and "how fast".
func features(x *match.Text) []string {
	var out []string
	add := func(st string) {
		if !slices.Contains(out, st) {
			out = append(out, st)
		}
	}
	for i, w := range x.Words {
		switch {
		case i > 0 && x.Words[i-1].Form == "how" && w.Form != "do" && w.Form != "does" && w.Form != "much" && w.Form != "many" && w.Form != "is":
			add("how " + w.Stem)
		case asking[w.Form]:
			add(w.Stem)
		case w.Telling() && !filler[w.Stem]:
			add(w.Stem)
		}
	}
	return out
}

var asking = map[string]bool{"who": true, "where": true, "when": true}

// filler are stems by which people ask, and which say nothing of what is asked.
var filler = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(`expect expected need plan planning look looks mean assume talk talking design designing
		acceptable accept require required requirement support supported handle target happen happens allow allowed typical typically
		show shown ok okay fine problem tell know ask question please think possible feature consider care matter worry suppose
		exactly roughly about try trying ever already also else anything something someone somebody right desired wanted tolerate`) {
		out[match.Stem(w)] = true
	}
	return out
}()
