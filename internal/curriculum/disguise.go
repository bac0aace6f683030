package curriculum

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// InDisguise is the prompt as it is told in its other story: title, statement,
// what a level does, and all that the interviewer says, by the author's whole
// sentences and word for word elsewhere. What is graded is left as it is. A prompt
// without another story is told as itself.
func (p *Prompt) InDisguise() *Prompt {
	if p.Disguise.Statement == "" {
		return p
	}
	out := *p
	out.Title, out.Statement = cmp.Or(p.Disguise.Title, p.Title), p.Disguise.Statement
	mask := p.Disguise.Mask()
	say := func(id, text string) string {
		if i := slices.IndexFunc(p.Disguise.Says, func(s Saying) bool { return s.ID == id }); i >= 0 {
			return p.Disguise.Says[i].Text
		}
		return mask.Hide(text)
	}
	out.Levels = maps.Clone(p.Levels)
	for level, text := range p.Levels {
		out.Levels[level] = say(level, text)
	}
	out.Clarifications = slices.Clone(p.Clarifications)
	for i := range out.Clarifications {
		c := &out.Clarifications[i]
		c.Answer = say(c.ID, c.Answer)
		c.Ask = slices.Clone(c.Ask)
		for _, ask := range p.Clarifications[i].Ask { // who knows the famous story may ask in its words
			if told := mask.Hide(ask); told != ask {
				c.Ask = append(c.Ask, told)
			}
		}
	}
	out.Probes = slices.Clone(p.Probes)
	for i := range out.Probes {
		out.Probes[i].Ask = say(out.Probes[i].ID, out.Probes[i].Ask)
	}
	out.Curveballs = slices.Clone(p.Curveballs)
	for i := range out.Curveballs {
		out.Curveballs[i].Ask = say(out.Curveballs[i].ID, out.Curveballs[i].Ask)
	}
	out.Hints = make(map[string][]Hint, len(p.Hints))
	for step, hints := range p.Hints {
		hints = slices.Clone(hints)
		for i := range hints {
			hints[i].Text = say(hintID(step, i), hints[i].Text)
		}
		out.Hints[step] = hints
	}
	return &out
}

// hintID names a hint, which has no id of its own, for disguise.says: "map-1".
func hintID(step string, i int) string { return step + "-" + strconv.Itoa(i+1) }

// Mask puts the words of one story in the place of another's, whole words alone,
// with their plural, their capital and the article before them.
type Mask struct {
	words, back   map[string]standIn // by words in small letters, either way
	there, thence *regexp.Regexp     // nil without words
}

// standIn is what stands for a word. A name, which the author writes with a capital,
// hands its capital on to nothing: "API" is "intake" in the midst of a sentence too.
type standIn struct {
	word string
	name bool
}

// Mask makes the author's list ready. Of pairs for one word the first counts.
func (d Disguise) Mask() Mask {
	m := Mask{words: map[string]standIn{}, back: map[string]standIn{}}
	add := func(to map[string]standIn, from, word string) {
		key := strings.ToLower(from)
		if _, ok := to[key]; !ok && strings.TrimSpace(key) != "" {
			to[key] = standIn{word, key != from}
		}
	}
	for _, pair := range d.Words {
		add(m.words, pair[0], pair[1])
		add(m.back, pair[1], pair[0])
	}
	for _, pair := range d.Words { // after those that the author has written out
		add(m.words, plural(pair[0]), plural(pair[1]))
		add(m.back, plural(pair[1]), plural(pair[0]))
	}
	m.there, m.thence = anyOf(m.words), anyOf(m.back)
	return m
}

// anyOf finds one of the words, the longest first, and the article before it.
func anyOf(words map[string]standIn) *regexp.Regexp {
	if len(words) == 0 {
		return nil
	}
	all := slices.SortedFunc(maps.Keys(words), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for i, w := range all {
		all[i] = strings.ReplaceAll(regexp.QuoteMeta(w), " ", `\s+`)
	}
	return regexp.MustCompile(`(?i)\b(?:(an?)(\s+))?(` + strings.Join(all, "|") + `)\b`)
}

// Hide tells a text in the words of the other story.
func (m Mask) Hide(text string) string {
	hidden, _ := put(text, m.there, m.words)
	return hidden
}

// Uncover tells a text of the other story in the words of the plain one, and says
// where each passage of it came from.
func (m Mask) Uncover(text string) (string, Origin) { return put(text, m.thence, m.back) }

// Names are the words of the plain story that a text names.
func (m Mask) Names(text string) []string {
	if m.there == nil {
		return nil
	}
	var out []string
	for _, found := range m.there.FindAllStringSubmatch(text, -1) {
		out = append(out, found[3])
	}
	return out
}

// Origin leads from places of a text to those in the text that it was made of. The
// zero value leads from each place to itself.
type Origin []stretch

// stretch is one passage that was put in the place of another.
type stretch struct{ from, to, was, wasTo int }

// Span is the passage of the original that a passage was made of. A word is taken
// whole.
func (o Origin) Span(from, to int) (int, int) {
	return o.place(from, false), o.place(to, true)
}

func (o Origin) place(at int, end bool) int {
	shift := 0
	for _, s := range o {
		switch {
		case at <= s.from && !(at == s.from && s.from == s.to):
			return at + shift
		case at < s.to, at == s.to && end:
			if end {
				return s.wasTo
			}
			return s.was
		}
		shift = s.wasTo - s.to
	}
	return at + shift
}

func put(text string, where *regexp.Regexp, words map[string]standIn) (string, Origin) {
	if where == nil {
		return text, nil
	}
	var b strings.Builder
	var origin Origin
	last := 0
	for _, at := range where.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(text[last:at[0]])
		s := stretch{from: b.Len(), was: at[0], wasTo: at[1]}
		found := text[at[6]:at[7]]
		in := words[strings.ToLower(strings.Join(strings.Fields(found), " "))]
		word := in.word
		if first, size := utf8.DecodeRuneInString(found); unicode.IsUpper(first) && !in.name {
			r, n := utf8.DecodeRuneInString(word)
			if word = string(unicode.ToUpper(r)) + word[n:]; len(found) > size && found == strings.ToUpper(found) {
				word = strings.ToUpper(word)
			}
		}
		if at[2] >= 0 {
			b.WriteString(article(text[at[2]:at[3]], word) + text[at[4]:at[5]])
		}
		b.WriteString(word)
		s.to, last = b.Len(), at[1]
		origin = append(origin, s)
	}
	b.WriteString(text[last:])
	return b.String(), origin
}

// article is "a" or "an" as it stands before a word, with its capital.
func article(was, word string) string {
	if first, _ := utf8.DecodeRuneInString(strings.ToLower(word)); strings.ContainsRune("aeiou", first) {
		return was[:1] + "n"
	}
	return was[:1]
}

// plural is the regular plural of a word, of the last of several.
func plural(word string) string {
	for _, end := range []string{"s", "x", "z", "ch", "sh"} {
		if strings.HasSuffix(word, end) {
			return word + "es"
		}
	}
	if n := len(word); n > 1 && word[n-1] == 'y' && !strings.ContainsRune("aeiou", rune(word[n-2])) {
		return word[:n-1] + "ies"
	}
	return word + "s"
}

// checkDisguise reports words that stand nowhere, and sentences for nothing.
func checkDisguise(p *Prompt, d *document) {
	ids := map[string]int{}
	var spoken []string
	for _, c := range p.Clarifications {
		ids[c.ID]++
		spoken = append(spoken, c.Answer)
	}
	for _, c := range p.Probes {
		ids[c.ID]++
		spoken = append(spoken, c.Ask)
	}
	for _, c := range p.Curveballs {
		ids[c.ID]++
		spoken = append(spoken, c.Ask)
	}
	for step, hints := range p.Hints {
		for i, h := range hints {
			ids[hintID(step, i)]++
			spoken = append(spoken, h.Text)
		}
	}
	for level, text := range p.Levels {
		ids[level]++
		spoken = append(spoken, text)
	}
	mask := p.Disguise.Mask()
	all := strings.Join(spoken, "\n")
	for i, pair := range p.Disguise.Words {
		path := at("disguise.words", i)
		switch {
		case strings.TrimSpace(pair[0]) == "" || strings.TrimSpace(pair[1]) == "":
			d.broken(path, "words: a pair is a word of the plain story and what stands for it; one is empty")
		case len(Disguise{Words: []WordPair{pair}}.Mask().Names(all)) == 0:
			d.owed(path, "words: %q stands in nothing that the interviewer says; take the pair out", pair[0])
		}
		if named := mask.Names(pair[1]); len(named) > 0 {
			d.broken(path, "words: %q names %q, which another pair hides", pair[1], named[0])
		}
	}
	for i, s := range p.Disguise.Says {
		path := at("disguise.says", i)
		switch {
		case ids[s.ID] == 0:
			d.broken(path+".id", "id: %s; name a clarification, a probe, a curveball, a level, or a hint as in map-1", unknown(s.ID, slices.Sorted(maps.Keys(ids))))
		case ids[s.ID] > 1:
			d.broken(path+".id", "id: several things have the id %q; rename all but one", s.ID)
		}
		d.owes(path+".text", s.Text, "what is said in the other story")
		if named := mask.Names(s.Text); len(named) > 0 {
			d.owed(path+".text", "text: the sentence names %q, which the disguise hides", named[0])
		}
	}
	for where, text := range map[string]string{"title": p.Disguise.Title, "statement": p.Disguise.Statement} {
		if named := mask.Names(text); len(named) > 0 {
			d.owed("disguise."+where, "%s: the other story names %q, which its words hide", where, named[0])
		}
	}
}
