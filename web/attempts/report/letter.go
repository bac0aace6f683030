package report

import (
	"fmt"
	"strings"
	"time"

	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// letter is what follows the first line: what carried the attempt, what held
// it down, where the time went if that explains something, and how far the
// learner's own view is from the grade. Each paragraph stands on what was found.
func letter(f findings, t interview.Transcript, spent times, self *record.Self, say voice) []Line {
	if len(f.criteria) == 0 {
		return nil
	}
	if f.bare() {
		return []Line{{{Text: bareSentence(f.grade.Grader, t)}}}
	}
	var out []Line
	if len(f.criteria) > 1 {
		out = append(out, strength(f, say))
	}
	if line := weakness(f, say); len(line) > 0 {
		out = append(out, line)
	}
	if s := pressSentence(spent); s != "" {
		out = append(out, Line{{Text: s}})
	}
	if s := gapSentence(self, f); s != "" {
		out = append(out, Line{{Text: s}})
	}
	return out
}

func strength(f findings, say voice) Line {
	best := f.best()
	name := ui.Criterion(best.slug)
	var open string
	switch {
	case f.even() && best.score == 1:
		open = fmt.Sprintf("All five criteria stand at 1, so there is no strong side to speak of yet; %s came closest.", name)
		if len(f.criteria) != 5 {
			open = capital(name) + " came closest, but no criterion is above 1 yet."
		}
	case f.even():
		open = fmt.Sprintf("The %s criteria stand level at %d, which is an even attempt: none of them carries it and none drags. The surest is %s.", spell(len(f.criteria)), best.score, name)
	case best.score >= 3:
		open = say.pick("strength", "What carries this attempt is "+name+".", "Your strong side here is "+name+".", capital(name)+" is what you did best.")
	default:
		open = say.pick("strength", capital(name)+" came furthest, if not to the bar.", "You came furthest on "+name+", without reaching the bar.")
	}
	line := Line{{Text: open}}
	if account := accountSentence(best); account != "" && best.score > 1 {
		line = append(line, Run{Text: " " + account})
	}
	return append(line, proof(best, say)...)
}

// letterQuote is how much of a quote the letter has room for.
const letterQuote = 150

// proof is a quote of the heaviest point that a criterion met, and the point
// that it was read as; one that need not be cut if there is any.
func proof(c criterion, say voice) Line {
	var out Line
	for _, p := range heaviest(c.with(grading.Met)) {
		for _, e := range p.evidence {
			text := shortened(e.Quote, letterQuote)
			whole := !strings.HasSuffix(text, "…")
			if e.place == nil || text == "" || out != nil && !whole {
				continue
			}
			out = Line{
				{Text: say.pick("quote", " Of your words, ", " The grader found ")},
				{Text: "“" + strings.TrimRight(text, ".") + "”", Kind: "said", Href: "#" + e.place.anchor()},
				{Text: say.pick("quote", " was read as: ", " and read it as: ")},
				{Text: stopped(p.Text), Kind: "point", Href: "#" + p.anchor},
			}
			if whole {
				return out
			}
		}
	}
	return out
}

func weakness(f findings, say voice) Line {
	worst := f.worst()
	name := ui.Criterion(worst.slug)
	if worst.score >= 3 {
		if f.even() {
			return nil
		}
		return Line{{Text: "Nothing fell below the bar; the least sure is " + name + ". " + accountSentence(worst)}}
	}
	var line Line
	switch {
	case len(f.criteria) == 1:
		line = Line{{Text: fmt.Sprintf("This step is graded on %s alone. %s", name, accountSentence(worst))}}
	case f.even():
	default:
		open := say.pick("weakness", "What held the grade down is "+name+".", "The grade was lost on "+name+".", "The weak side is "+name+".")
		line = Line{{Text: open + " " + accountSentence(worst)}}
	}
	if wanted := heaviest(worst.with(grading.Missing)); len(wanted) > 0 && wanted[0].Text != "" {
		p := wanted[0]
		text := say.pick("wanted", "Above all this was looked for and not found: ", "What was missed most: ")
		if p.Critical && worst.score == 2 {
			text = "One missing point is critical, and caps the criterion at 2 by itself: "
		}
		if len(line) > 0 {
			text = " " + text
		}
		line = append(line, Run{Text: text}, Run{Text: stopped(p.Text), Kind: "point", Href: "#" + p.anchor})
	}
	if f.score("depth-on-the-crux") == 1 && len(f.criteria) > 1 {
		line = append(line, Run{Text: " Since depth on the crux stands at 1, nothing else could score above 2: that is where the most is to be won."})
	}
	return line
}

// pressSentence tells of the step that took the most from the others, if one
// did so by a fifth of its budget and a minute, and of the one that paid for it.
func pressSentence(t times) string {
	var long, short *timed
	for i := range t.steps {
		s := &t.steps[i]
		if s.budget == 0 {
			continue
		}
		if over := s.spent - s.budget; over >= max(time.Minute, s.budget/5) && (long == nil || over > long.spent-long.budget) {
			long = s
		}
		if under := s.budget - s.spent; under >= max(time.Minute, s.budget*2/5) && (short == nil || under > short.budget-short.spent) {
			short = s
		}
	}
	if long == nil || short == nil {
		return ""
	}
	took := fmt.Sprintf("%s took %s where %s were planned", capital(stepPhrase(long.step)), ui.Clock(long.spent), ui.Clock(long.budget))
	if short.spent == 0 {
		return took + "; " + stepPhrase(short.step) + " went without."
	}
	return fmt.Sprintf("%s; %s got %s of %s.", took, stepPhrase(short.step), ui.Clock(short.spent), ui.Clock(short.budget))
}

// bareSentence is the letter to somebody who left next to nothing.
func bareSentence(grader string, t interview.Transcript) string {
	where := "no step holds twelve words, a calculation or two parts of a board"
	if t.Drilled() != "" {
		where = "the step holds fewer than twelve words, no calculation and no board to speak of"
	}
	return capital(where) + ". By rule " + graderName(grader) + " then gives 1 for each criterion, which says nothing about what you can do. Whenever it suits you, start again."
}
