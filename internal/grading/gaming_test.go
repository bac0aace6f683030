//go:build !race

// Left out under the race detector; tools/test.sh says why.

package grading_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/internal/match"
)

// rubricTerms lists every alternative of every group of a rubric.
func rubricTerms(p *curriculum.Prompt) []string { return groupTerms(p, 1000) }

// groupTerms lists the first so many alternatives of every group.
func groupTerms(p *curriculum.Prompt, most int) []string {
	var out []string
	for _, c := range p.Rubric {
		for _, pt := range c.Points {
			for _, w := range pt.Evidence.Ways {
				for _, g := range w.All {
					out = append(out, g[:min(most, len(g))]...)
				}
				out = append(out, w.Because.Terms[:min(most, len(w.Because.Terms))]...)
			}
		}
	}
	return out
}

func TestGaming(t *testing.T) {
	t.Parallel()
	prompts, samples := shipped(t)
	for _, p := range prompts {
		t.Run(p.Slug, func(t *testing.T) {
			t.Parallel()
			gaming(t, p, prompts, samples)
		})
	}
}

// gaming tries every way of gaming on one prompt.
func gaming(t *testing.T, p *curriculum.Prompt, prompts []*curriculum.Prompt, samples map[string][]sample) {
	g := grading.NewGrader(p)
	terms := rubricTerms(p)
	shuffled := slices.Clone(terms)
	r := rand.New(rand.NewPCG(7, 11))
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	own := best(samples[p.Slug])

	cases := map[string]interview.Transcript{
		"the statement":             inEachStep(p.Slug, func(interview.Step) string { return p.Statement }),
		"the disguise":              inEachStep(p.Slug, func(interview.Step) string { return p.Disguise.Statement }),
		"statement and disguise":    inEachStep(p.Slug, func(interview.Step) string { return p.Statement + "\n\n" + p.Disguise.Statement }),
		"its own words, shuffled":   rewritten(own.transcript, func(s string) string { return shuffleWords(s, r) }),
		"its own sentences, denied": rewritten(own.transcript, func(s string) string { return eachSentence(s, deny) }),
		"its own sentences, wrong":  rewritten(own.transcript, func(s string) string { return eachSentence(s, wrong) }),
	}
	list := func(name string, in func(interview.Step) []string, with ...string) {
		for _, sep := range with {
			cases[fmt.Sprintf("terms %s with %q", name, sep)] = inEachStep(p.Slug, func(s interview.Step) string { return strings.Join(in(s), sep) })
		}
	}
	whole := func(terms []string) func(interview.Step) []string {
		return func(interview.Step) []string { return terms }
	}
	parted := func(s interview.Step) []string { // a fifth in each step, in the order of the rubric
		n, i := len(terms), s.Index()
		return terms[i*n/5 : (i+1)*n/5]
	}
	list("in order", whole(terms), ", ", ". ")
	list("parted", parted, ", ", "\n", "\n- ", "; ", " ", ". ")
	list("shuffled", whole(shuffled), ", ", ". ")
	for _, n := range []int{1, 2, 3, 5} {
		cases[fmt.Sprintf("terms strung into sentences, %d in each", n)] = inEachStep(p.Slug, func(s interview.Step) string { return strung(parted(s), n) })
		cases[fmt.Sprintf("terms with arrows between them, %d in a line", n+1)] = inEachStep(p.Slug, func(s interview.Step) string { return arrowed(parted(s), n+1) })
	}
	few := groupTerms(p, 1)
	for name, forms := range pouredInto {
		cases["a term a group poured into "+name] = inEachStep(p.Slug, func(s interview.Step) string {
			n, i := len(few), s.Index()
			return poured(few[i*n/5:(i+1)*n/5], forms)
		})
		cases["terms poured into "+name] = inEachStep(p.Slug, func(s interview.Step) string { return poured(parted(s), forms) })
		cases["terms shuffled and poured into "+name] = inEachStep(p.Slug, func(s interview.Step) string {
			n, i := len(shuffled), s.Index()
			return poured(shuffled[i*n/5:(i+1)*n/5], forms)
		})
	}
	for _, other := range prompts {
		if other.Slug != p.Slug {
			for _, s := range strongest(samples[other.Slug]) {
				cases["answer to another prompt, "+s.name] = s.transcript
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		grade := g.Grade(cases[name], "")
		share := grading.FullMarks(grade.Overall)
		t.Logf("%-14s %.2f %s", p.Slug, share, name)
		if share >= below {
			t.Errorf("share of full marks of %s in %s = %.2f, want less than %v", name, p.Slug, share, below)
		}
		if strings.Contains(name, "poured") && !slices.Contains(grade.Flags, grading.FlagPoured) {
			t.Errorf("flags of %s in %s = %v, want %s among them", name, p.Slug, grade.Flags, grading.FlagPoured)
		}
	}
}

// strung puts a verb in front of so many terms each.
func strung(terms []string, n int) string {
	heads := []string{"We use", "We have", "I would add", "There is", "We need", "We also consider"}
	var out []string
	for group := range slices.Chunk(terms, n) {
		sentence := heads[len(out)%len(heads)] + " " + group[0]
		if last := len(group) - 1; last > 0 {
			sentence = heads[len(out)%len(heads)] + " " + strings.Join(group[:last], ", ") + " and " + group[last]
		}
		out = append(out, sentence+".")
	}
	return strings.Join(out, " ")
}

// pouredInto are forms of sentences with room for terms.
var pouredInto = map[string][]string{
	"a reason":   {"We use % and % because we need %."},
	"an opening": {"It is important to think about %, % and %."},
	"sums":       {"% = 3 x 2 %."},
	"twelve forms": {
		"We use % and % because we need %.", "First I would look at %, since % depends on it.", "With % the system can handle %.",
		"The main point here is %, which gives us %.", "If % fails, % takes over.", "There is a trade-off between % and %.",
		"To get %, I put % in front of %.", "This means that % is more important than %.", "When there is a lot of %, we need %.",
		"I think % should be done by % and not later.", "% helps with %, so that we have less %.", "In the end % and % work together.",
	},
}

// poured fills forms with terms, in turn.
func poured(terms, forms []string) string {
	var out []string
	for n := 0; len(terms) > 0; n++ {
		sentence := forms[n%len(forms)]
		for len(terms) > 0 && strings.Contains(sentence, "%") {
			sentence, terms = strings.Replace(sentence, "%", terms[0], 1), terms[1:]
		}
		out = append(out, strings.ReplaceAll(sentence, "%", "it"))
	}
	return strings.Join(out, " ")
}

// arrowed draws so many terms a line.
func arrowed(terms []string, n int) string {
	var out []string
	for group := range slices.Chunk(terms, n) {
		out = append(out, strings.Join(group, " -> "))
	}
	return strings.Join(out, "\n")
}

// A model answer is the longest honest text of a prompt: it must earn its grade,
// and each of its sentences denied, nearly nothing.
func TestModelAnswersDenied(t *testing.T) {
	t.Parallel()
	prompts, _ := shipped(t)
	const clean, half = 3.3, 0.55
	for _, p := range prompts {
		g := grading.NewGrader(p)
		tr := inEachStep(p.Slug, func(s interview.Step) string { return p.ModelAnswer[string(s)] })
		if got := g.Grade(tr, "").Overall; got < clean {
			t.Errorf("overall of the model answer of %s = %.2f, want %v at least", p.Slug, got, clean)
		}
		for name, f := range map[string]func(string) string{"denied": deny, "wrong": wrong} {
			most := below
			if name == "denied" {
				most = half // a "not" put into a sentence that has one affirms it, and these answers have many
			}
			got := g.Grade(rewritten(tr, func(s string) string { return eachSentence(s, f) }), "").Overall
			if share := grading.FullMarks(got); share >= most {
				t.Errorf("share of full marks of the model answer of %s, %s = %.2f, want less than %v", p.Slug, name, share, most)
			}
		}
	}
}

func shuffleWords(s string, r *rand.Rand) string {
	f := strings.Fields(s)
	r.Shuffle(len(f), func(i, j int) { f[i], f[j] = f[j], f[i] })
	return strings.Join(f, " ")
}

func eachSentence(s string, f func(string) string) string {
	x := match.Read(s)
	var out []string
	for i := range x.Sentences {
		out = append(out, f(x.Quote(i)))
	}
	return strings.Join(out, " ")
}

// deny puts a "not" behind the first verb that takes one, or denies the whole.
func deny(s string) string {
	f := strings.Fields(s)
	for i, w := range f {
		switch strings.ToLower(w) {
		case "is", "are", "was", "were", "will", "would", "can", "could", "should", "must", "may", "might", "do", "does", "has", "have":
			return strings.Join(slices.Insert(f, i+1, "not"), " ")
		case "i", "we", "they", "you":
			return strings.Join(slices.Insert(f, i+1, "do not"), " ")
		}
	}
	return wrong(s)
}

func wrong(s string) string { return "It is not true that " + s }
