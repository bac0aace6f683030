package curriculum

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What a finished prompt holds at least.
const (
	minClarifications = 10
	minWordings       = 2
	minCurveballs     = 2
	rungs             = 3 // of a ladder of hints, exactly
	minPoints         = 5 // a criterion
	minMid            = 3
	minSenior         = 1
	minStaff          = 1
	minSays           = 2 // sentences a point
	minWays           = 2 // a point
	minSaysWords      = 4
)

// checkComplete reports what a finished prompt still owes. None of it is Broken.
func checkComplete(p *Prompt, d *document) {
	d.owes("summary", p.Summary, "one sentence for the list of prompts")
	d.atLeast("chapters", len(p.Chapters), 1, "chapters that this prompt uses")
	for _, level := range Levels {
		d.owes("levels."+level, p.Levels[level], "what this level does here")
	}
	d.owes("disguise.title", p.Disguise.Title, "another story with the same crux")
	d.owes("disguise.statement", p.Disguise.Statement, "another story with the same crux")
	checkDisguise(p, d)
	d.atLeast("requirements.functional", len(p.Requirements.Functional), 1, "things that the design must do")
	d.atLeast("requirements.non_functional", len(p.Requirements.NonFunctional), 1, "qualities that the design must have")
	d.atLeast("estimates", len(p.Estimates), 1, "reference figures")
	for i, e := range p.Estimates {
		d.owes(at("estimates", i)+".expr", e.Expr, "the calculation that leads to the value")
		estimateHolds(d, at("estimates", i), e)
	}
	d.atLeast("board.parts", len(p.Board.Parts), 2, "expected parts")
	d.atLeast("board.connections", len(p.Board.Connections), 1, "expected connections")
	for i, part := range p.Board.Parts {
		d.atLeast(at("board.parts", i)+".any_of", len(part.AnyOf), 1, "labels by which the part is known")
	}
	d.atLeast("mistakes", len(p.Mistakes), 1, "common mistakes")
	bankComplete(p, d)
	rubricComplete(p, d)
}

// bankComplete checks what the interviewer has to say.
func bankComplete(p *Prompt, d *document) {
	d.atLeast("clarifications", len(p.Clarifications), minClarifications, "questions with their answers")
	for i, c := range p.Clarifications {
		path := at("clarifications", i)
		d.atLeast(path+".ask", len(distinct(c.Ask)), minWordings, "different wordings of the question")
		d.owes(path+".answer", c.Answer, "what the interviewer answers")
	}
	probed := map[string]bool{}
	for i, probe := range p.Probes {
		probed[probe.Step] = true
		d.owes(at("probes", i)+".ask", probe.Ask, "the question")
	}
	d.atLeast("curveballs", len(p.Curveballs), minCurveballs, "changes of the problem")
	for i, c := range p.Curveballs {
		d.owes(at("curveballs", i)+".ask", c.Ask, "the change as the interviewer says it")
	}
	for _, step := range Steps {
		if !probed[step] {
			d.owed("probes", "probes: write one for step %s", step)
		}
		d.owes("model_answer."+step, p.ModelAnswer[step], "the answer of a good senior")
		hintsComplete(p.Hints[step], "hints."+step, d)
	}
}

func hintsComplete(hints []Hint, path string, d *document) {
	if len(hints) != rungs {
		d.owed(path, "%s: write exactly %d hints, each giving away more; there are %d", path, rungs, len(hints))
	}
	for i, hint := range hints {
		d.owes(at(path, i)+".text", hint.Text, "the hint")
		switch last := i == rungs-1; {
		case last && hint.Point == "":
			d.owed(at(path, i), "%s: the third hint names the point that it gives away; add point", path)
		case !last && hint.Point != "":
			d.owed(at(path, i)+".point", "%s: only the third hint gives a point away; remove this one", path)
		}
	}
}

func rubricComplete(p *Prompt, d *document) {
	seen := map[string]bool{}
	for i, c := range p.Rubric {
		seen[c.Criterion] = true
		if slices.Contains(Criteria[:], c.Criterion) {
			criterionComplete(c, at("rubric", i), d)
		}
	}
	for _, criterion := range Criteria {
		if !seen[criterion] {
			d.owed("rubric", "rubric: criterion %s is missing", criterion)
		}
	}
}

func criterionComplete(c Criterion, path string, d *document) {
	byLevel := map[string]int{}
	critical := ""
	for j, point := range c.Points {
		at := at(path+".points", j)
		byLevel[point.Level]++
		pointComplete(c.Criterion, point, at, d)
		if !point.Critical {
			continue
		}
		if point.Level != Levels[0] {
			d.owed(at+".critical", "point %q: only a point at mid may be critical", point.ID)
		}
		if critical != "" {
			d.owed(at+".critical", "criterion %s: one point at most is critical, and %q is already", c.Criterion, critical)
		}
		critical = point.ID
	}
	if len(c.Points) < minPoints {
		d.owed(path, "criterion %s: write at least %d points; there are %d", c.Criterion, minPoints, len(c.Points))
	}
	for level, owed := range map[string]int{"mid": minMid, "senior": minSenior, "staff": minStaff} {
		if byLevel[level] < owed {
			d.owed(path, "criterion %s: write at least %d of its points at %s; there are %d", c.Criterion, owed, level, byLevel[level])
		}
	}
}

func pointComplete(criterion string, point Point, path string, d *document) {
	d.owes(path+".text", point.Text, "the one thing that can be observed")
	if d.wrapped[path+".text"] {
		d.owed(path+".text", "point %q: its text stands on one line; join the lines", point.ID)
	}
	d.owes(path+".advice", point.Advice, "what to practise when the point is missed")
	d.owes(path+".section", point.Section, "the chapter#anchor that teaches it")

	var all, says int
	for i, way := range point.Evidence.Ways {
		all += len(way.All)
		says += len(way.Says)
		at := at(path+".evidence.ways", i)
		for j, sentence := range way.Says {
			if n := len(words(sentence)); n < minSaysWords {
				d.owed(fmt.Sprintf("%s.says[%d]", at, j), "point %q: says holds whole sentences, and %q has %d words; write it out or move it to all", point.ID, sentence, n)
			}
		}
	}
	if criterion == Communication {
		d.atLeast(path+".evidence.ways", len(point.Evidence.Ways), 1, "ways to recognise point "+point.ID)
		return
	}
	d.atLeast(path+".evidence.ways", len(point.Evidence.Ways), minWays, "ways to recognise point "+point.ID)
	for i, way := range point.Evidence.Ways {
		subjectTells(point, way, at(path+".evidence.ways", i), d)
	}
	if all == 0 {
		d.owed(path+".evidence.ways", "point %q: write at least one way with all", point.ID)
	}
	if says < minSays {
		d.owed(path+".evidence.ways", "point %q: write at least %d sentences under says, one of them in plain words; there are %d", point.ID, minSays, says)
	}
}

// subjectTells reports alternatives of the first group, which is what a point
// is about, that stand in nearly every sentence.
func subjectTells(point Point, way Way, path string, d *document) {
	if len(way.All) == 0 {
		return
	}
	for i, term := range way.All[0] {
		if w := words(term); len(w) > 0 && !slices.ContainsFunc(w, meaningful) {
			d.owed(at(path+".all[0]", i), "point %q: its first group is its subject, and %q stands in nearly every sentence; write a word that tells, or put the subject first", point.ID, term)
		}
	}
}

// owes reports a text that is missing.
func (d *document) owes(path, text, what string) {
	if text == "" {
		d.owed(path, "%s is missing: write %s", path, what)
	}
}

// atLeast reports a list that is too short.
func (d *document) atLeast(path string, got, want int, what string) {
	if got < want {
		d.owed(path, "%s: write %s, at least %d; there are %d", path, what, want, got)
	}
}

// distinct are the texts that differ in more than case and white space.
func distinct(texts []string) []string {
	seen := map[string]bool{}
	for _, t := range texts {
		if folded := strings.Join(words(t), " "); folded != "" {
			seen[folded] = true
		}
	}
	return slices.Collect(maps.Keys(seen))
}
