// Package judged reads queries of which people said what is relevant, and grades what was
// found for them.
package judged

import (
	"strconv"
	"strings"
	"unicode"

	"levelup/internal/fault"
	"levelup/internal/search"
	"levelup/internal/tsv"
)

// Query is a query with what people say is relevant to it.
type Query struct {
	Text     string
	relevant []judgement
}

// judgement is how relevant something is: a section, or a page whatever the section.
type judgement struct {
	slug, heading string // heading as its anchor; empty: the whole page
	grade         float64
}

// highestGrade bounds a grade: what is worth more is a slip of the pen.
const highestGrade = 10

// Grades are the grades of hits, in their order. What was met once counts once, so
// that a page is not worth more for each of its sections.
func (q Query) Grades(hits []search.Hit) []float64 {
	met := make([]bool, len(q.relevant))
	out := make([]float64, len(hits))
	for k, hit := range hits {
		best := -1
		for i, j := range q.relevant {
			if !met[i] && j.is(hit.Doc) && (best < 0 || j.heading != "") {
				best = i
			}
		}
		if best >= 0 {
			met[best], out[k] = true, q.relevant[best].grade
		}
	}
	return out
}

// is reports whether a document is what was judged; a heading may be written as it is
// read, or as its anchor.
func (j judgement) is(d search.Doc) bool {
	if j.slug != d.Slug || j.heading == "" {
		return j.slug == d.Slug
	}
	return j.heading == d.Anchor || j.heading == asAnchor(d.Heading)
}

// All are the grades of everything that is relevant.
func (q Query) All() []float64 {
	out := make([]float64, len(q.relevant))
	for i, j := range q.relevant {
		out[i] = j.grade
	}
	return out
}

// Read reads a file of judged queries, of one set only where one is named.
func Read(file, set string) ([]Query, error) {
	var out []Query
	err := tsv.Read(file, []string{"query", "relevant"}, func(t *tsv.Table) error {
		if set != "" && t.Field("set") != set {
			return nil
		}
		q := Query{Text: t.Field("query")}
		if q.Text == "" {
			return t.Wrong("the query is empty; write what somebody types, or take the line out")
		}
		var err error
		q.relevant, err = judgements(t, t.Field("relevant"))
		out = append(out, q)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case len(out) == 0:
		return nil, fault.New(fault.Invalid, "%s has no line with %q in the column set", file, set)
	}
	return out, nil
}

// judgements reads "database#indexes=3,twitter"; without a grade it is 1.
func judgements(t *tsv.Table, text string) ([]judgement, error) {
	var out []judgement
	for one := range strings.SplitSeq(text, ",") {
		one = strings.TrimSpace(one)
		name, grade, graded := strings.Cut(one, "=")
		j := judgement{grade: 1}
		if graded {
			g, err := strconv.ParseFloat(grade, 64)
			if err != nil || !(g > 0 && g <= highestGrade) {
				return nil, t.Wrong("the grade of %s is %q; write a number above 0 and up to %d, and leave out what is not relevant", name, grade, highestGrade)
			}
			j.grade = g
		}
		slug, heading, _ := strings.Cut(name, "#")
		if j.slug, j.heading = strings.TrimSpace(slug), asAnchor(heading); j.slug == "" {
			return nil, t.Wrong("relevant is %q; write slug, slug#heading or slug#heading=3, with commas between", text)
		}
		out = append(out, j)
	}
	return out, nil
}

// asAnchor is a heading as its address has it.
func asAnchor(heading string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(heading)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			b.WriteRune(r)
		case r == ' ':
			b.WriteByte('-')
		}
	}
	return b.String()
}
