package curriculum

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// checkMeaning reports what has no meaning: words that are not in the lists,
// ids that are doubled or malformed, references to nothing. All of it is Broken.
func checkMeaning(p *Prompt, d *document) {
	if p.Title == "" {
		d.broken("title", "title: write the prompt's name")
	}
	if p.Statement == "" {
		d.broken("", "the statement is empty; write below the front matter what the interviewer says")
	}
	for i, slug := range p.Chapters {
		d.oneOf(at("chapters", i), slug, chapterSlugs())
	}
	keys(d, "levels", p.Levels, Levels[:])
	keys(d, "hints", p.Hints, Steps[:])
	keys(d, "model_answer", p.ModelAnswer, Steps[:])

	named := names{d: d}
	named.collect("clarifications", len(p.Clarifications), func(i int) string { return p.Clarifications[i].ID })
	named.collect("curveballs", len(p.Curveballs), func(i int) string { return p.Curveballs[i].ID })
	named.collect("probes", len(p.Probes), func(i int) string { return p.Probes[i].ID })
	estimates := named.collect("estimates", len(p.Estimates), func(i int) string { return p.Estimates[i].ID })
	parts := named.collect("board.parts", len(p.Board.Parts), func(i int) string { return p.Board.Parts[i].ID })
	points := rubricMeaning(p, d, estimates, parts)

	for i, e := range p.Estimates {
		path := at("estimates", i)
		if e.Value <= 0 {
			d.broken(path+".value", "estimate %q: write its value as a number above 0", e.ID)
		}
		if e.Unit == "" {
			d.broken(path+".unit", "estimate %q: write its unit as people say it, such as reads/s or GB", e.ID)
		}
		if e.Within < 1 {
			d.broken(path+".within", "estimate %q: within is the factor by which an answer may differ, 1 or more (default %d)", e.ID, defaultWithin)
		}
	}
	for i, part := range p.Board.Parts {
		path := at("board.parts", i)
		d.oneOf(path+".kind", part.Kind, Kinds[:])
		if slices.Contains(Kinds[:], part.ID) && part.ID != part.Kind {
			d.broken(path+".id", "part %q: this id is the name of another kind; choose an id that is no kind, or kind: %s", part.ID, part.ID)
		}
	}
	for i, ends := range p.Board.Connections {
		for j, id := range ends {
			d.refers(fmt.Sprintf("board.connections[%d][%d]", i, j), "a part of the board", id, parts)
		}
	}
	for i, probe := range p.Probes {
		d.oneOf(at("probes", i)+".step", probe.Step, Steps[:])
		d.refers(at("probes", i)+".point", "a point of the rubric", probe.Point, points)
	}
	for _, step := range slices.Sorted(maps.Keys(p.Hints)) {
		for i, hint := range p.Hints[step] {
			if hint.Point != "" {
				d.refers(at("hints."+step, i)+".point", "a point of the rubric", hint.Point, points)
			}
		}
	}
}

// rubricMeaning checks the rubric and returns the ids of its points.
func rubricMeaning(p *Prompt, d *document, estimates, parts []string) []string {
	if len(p.Rubric) == 0 {
		d.broken("rubric", "rubric: write the five criteria with their points; without them nothing can be graded")
	}
	var paths []string
	var points []Point
	criteria := map[string]bool{}
	for i, criterion := range p.Rubric {
		path := at("rubric", i)
		if d.oneOf(path+".criterion", criterion.Criterion, Criteria[:]) && criteria[criterion.Criterion] {
			d.broken(path+".criterion", "criterion %s stands here a second time; put all its points under one", criterion.Criterion)
		}
		criteria[criterion.Criterion] = true
		for j, point := range criterion.Points {
			paths = append(paths, at(path+".points", j))
			points = append(points, point)
		}
	}
	named := names{d: d}
	ids := named.collectAt(paths, "points", func(i int) string { return points[i].ID })
	for i, point := range points {
		pointMeaning(point, paths[i], d, estimates, parts)
	}
	return ids
}

func pointMeaning(point Point, path string, d *document, estimates, parts []string) {
	d.oneOf(path+".step", point.Step, Steps[:])
	d.oneOf(path+".level", point.Level, Levels[:])
	if point.Weight < 1 || point.Weight > 3 {
		d.broken(path+".weight", "point %q: weight is 1, 2 or 3 (default %d), not %d", point.ID, defaultWeight, point.Weight)
	}
	if point.Section != "" {
		chapter, anchor, ok := strings.Cut(point.Section, "#")
		if !ok || !isID(anchor) {
			d.broken(path+".section", "point %q: section is chapter#anchor, such as database#redis, not %q", point.ID, point.Section)
		} else {
			d.oneOf(path+".section", chapter, chapterSlugs())
		}
	}
	for i, step := range point.Evidence.Where {
		d.oneOf(at(path+".evidence.where", i), step, Steps[:])
	}
	for i, group := range point.Evidence.Never {
		d.terms(at(path+".evidence.never", i), group)
	}
	for i, way := range point.Evidence.Ways {
		wayMeaning(way, at(path+".evidence.ways", i), d, estimates, parts)
	}
}

func wayMeaning(way Way, path string, d *document, estimates, parts []string) {
	finds := len(way.All) > 0 || len(way.Says) > 0 || way.Number != "" || way.Board != "" || way.Measure != ""
	if !finds {
		d.broken(path, "this way finds nothing; give it all, says, number, board or measure")
	}
	if reason := way.Because.Any || len(way.Because.Terms) > 0; reason && finds && len(way.All) == 0 && len(way.Says) == 0 && way.Number == "" {
		d.broken(path+".because", "because looks beside a sentence; put it with all, says or number")
	}
	for i, group := range way.All {
		d.terms(at(path+".all", i), group)
	}
	if len(way.Because.Terms) > 0 {
		d.terms(path+".because", way.Because.Terms)
	}
	if len(way.Says) > 0 {
		d.terms(path+".says", way.Says)
	}
	if way.Number != "" {
		d.refers(path+".number", "an estimate", way.Number, estimates)
	}
	if way.Measure != "" {
		d.oneOf(path+".measure", way.Measure, Measures[:])
	}
	if way.Board != "" {
		link, err := ParseLink(way.Board)
		if err != nil {
			d.broken(path+".board", "board: %v", err)
			return
		}
		known := slices.Concat(Kinds[:], parts)
		d.refers(path+".board", "a kind or a part of the board", link.From, known)
		d.refers(path+".board", "a kind or a part of the board", link.To, known)
	}
}

// Link is what a board must show: a path, or one connection, from one part to
// another, each named by the kind or by the id of an expected part.
type Link struct {
	From, To string
	Direct   bool // one connection, written -->
}

// ParseLink reads "service -> cache" and "service --> cache".
func ParseLink(s string) (Link, error) {
	arrow, direct := "->", false
	if strings.Contains(s, "-->") {
		arrow, direct = "-->", true
	}
	from, to, ok := strings.Cut(s, arrow)
	link := Link{From: strings.TrimSpace(from), To: strings.TrimSpace(to), Direct: direct}
	if !ok || !isID(link.From) || !isID(link.To) {
		return Link{}, fmt.Errorf("write \"a -> b\" for a path or \"a --> b\" for one connection, each end a kind or the id of a part, not %q", s)
	}
	return link, nil
}
