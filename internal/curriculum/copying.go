package curriculum

import (
	"strings"
	"unicode"
)

// A rubric that quotes its own samples would be measured on what it was
// written from. So no run of runLength words of a rubric, of which minTelling
// or more are not stop words, may stand in a sample of the same prompt.
const (
	runLength  = 4
	minTelling = 2
)

// passage is a text of the rubric and where it stands.
type passage struct {
	path, what, text string
}

// passages are all texts of a rubric by which answers are recognised.
func passages(p *Prompt) []passage {
	var out []passage
	for i, criterion := range p.Rubric {
		for j, point := range criterion.Points {
			path := at(at("rubric", i)+".points", j)
			add := func(path, what string, texts ...string) {
				for k, text := range texts {
					out = append(out, passage{at(path, k), what, text})
				}
			}
			out = append(out, passage{path + ".text", "text", point.Text})
			for k, group := range point.Evidence.Never {
				add(at(path+".evidence.never", k), "never", group...)
			}
			for k, way := range point.Evidence.Ways {
				path := at(path+".evidence.ways", k)
				for l, group := range way.All {
					add(at(path+".all", l), "all", group...)
				}
				add(path+".because", "because", way.Because.Terms...)
				add(path+".says", "says", way.Says...)
			}
		}
	}
	return out
}

// checkCopying reports runs of words that rubric and samples share.
func checkCopying(p *Prompt, d *document, samples []*sample) {
	runs := map[string]string{} // run of words to the file where it stands
	for _, s := range samples {
		for _, text := range s.texts() {
			for _, run := range tellingRuns(text) {
				if _, ok := runs[run]; !ok {
					runs[run] = s.file
				}
			}
		}
	}
	for _, passage := range passages(p) {
		for _, run := range tellingRuns(passage.text) {
			if file, ok := runs[run]; ok {
				d.owed(passage.path, "%s: the words %q stand in %s too; say it in other words here, since a rubric may not quote its samples", passage.what, run, file)
				break
			}
		}
	}
}

// tellingRuns are the runs of words of a text that would give a source away.
func tellingRuns(text string) []string {
	all := words(text)
	var runs []string
	for i := range len(all) - runLength + 1 {
		run, telling := all[i:i+runLength], 0
		for _, w := range run {
			if meaningful(w) {
				telling++
			}
		}
		if telling >= minTelling {
			runs = append(runs, strings.Join(run, " "))
		}
	}
	return runs
}

var apostrophes = strings.NewReplacer("'", "", "’", "")

// words are the words and numbers of a text in lower case. An apostrophe does
// not end a word, and a hyphen does.
func words(text string) []string {
	text = apostrophes.Replace(strings.ToLower(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func meaningful(word string) bool { return !stopWords[word] }

// stopWords are words that carry a sentence but not its subject. The list is
// short on purpose: the fewer there are, the more a shared run tells.
var stopWords = func() map[string]bool {
	stop := map[string]bool{}
	for word := range strings.FieldsSeq(`a about after all also am an and any are as at be because been before being but by
		can could did do does doing done for from had has have having he her here him his how i if in into is it its
		itself just may me might more most must my no nor not of on once one only or other our out over own per same
		she should so some such than that the their them then there these they this those through to too under until
		up us very was we were what when where which while who why will with would you your
		im ive youre were theyre thats theres dont doesnt isnt arent cant wont lets`) {
		stop[word] = true
	}
	return stop
}()
