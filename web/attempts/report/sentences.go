package report

import (
	"fmt"
	"math"
	"strings"

	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// verdictSentence is the first line: who says what, and for which level.
func verdictSentence(grader, verdict, level string, drill interview.Step) string {
	says, known := map[string]string{
		"no hire":      "would not hire you at %s level yet",
		"lean no hire": "leans against a hire at %s level",
		"lean hire":    "leans towards a hire at %s level",
		"hire":         "would hire you at %s level",
		"strong hire":  "would hire you at %s level without a second thought",
	}[verdict]
	if !known {
		says = "says " + strings.ReplaceAll(verdict, "%", "%%") + " at %s level"
	}
	sentence := graderName(grader) + " " + fmt.Sprintf(says, level)
	if drill != "" {
		sentence = "On " + stepPhrase(drill) + " alone, " + sentence
	}
	return capital(sentence)
}

// standingSentence says what the figure is and how far it is to the next verdict.
func standingSentence(overall float64, verdict string) string {
	s := fmt.Sprintf("%.2f of 4 is a %s", overall, verdict)
	for hundredths := int(math.Round(overall * 100)); hundredths <= 400; hundredths++ {
		at := float64(hundredths) / 100
		if better := grading.Hire(at); better != grading.Hire(overall) {
			return s + fmt.Sprintf("; a %s begins at %.2f.", better, at)
		}
	}
	return s + ", the best of the five verdicts."
}

// accountSentence counts a criterion's points by verdict.
func accountSentence(c criterion) string {
	all := len(c.asked())
	if all == 0 {
		return ""
	}
	found, half, open, gone := len(c.with(grading.Met)), len(c.with(grading.Partial)), len(c.with(grading.CannotTell)), len(c.with(grading.Missing))
	points := count(all, "point")
	switch {
	case found == all && all == 1:
		return "Its one point is met."
	case found == all:
		return "All " + points + " are met."
	case gone == all && all == 1:
		return "Its one point is missing."
	case gone == all:
		return "None of its " + points + " was found."
	}
	var parts []string
	for _, p := range []struct {
		n    int
		says string
	}{{found, "met"}, {half, "met in part"}, {open, "open"}, {gone, "missing"}} {
		if p.n == 0 {
			continue
		}
		if len(parts) > 0 {
			parts = append(parts, spell(p.n)+" "+p.says)
		} else if p.n == 1 {
			parts = append(parts, "one is "+p.says)
		} else {
			parts = append(parts, spell(p.n)+" are "+p.says)
		}
	}
	return "Of its " + points + " " + list(parts) + "."
}

// criticalSentence tells of the missing point that holds a criterion down.
func criticalSentence(c criterion) string {
	for _, p := range c.with(grading.Missing) {
		if p.Critical && c.score == 2 {
			return "One of the missing is critical, and without it this criterion stops at 2."
		}
	}
	return ""
}

// selfSentence sets the learner's own score of a criterion beside the grade.
func selfSentence(own, given int) string {
	switch {
	case own == 0:
		return ""
	case own == given:
		return "You gave yourself the same."
	case own > given:
		return fmt.Sprintf("You gave yourself %d, %s more.", own, spell(own-given))
	}
	return fmt.Sprintf("You gave yourself %d, %s less.", own, spell(given-own))
}

// gapSentence sets all of the learner's own scores beside the grade.
func gapSentence(self *record.Self, f findings) string {
	if self == nil || self.Skipped {
		return ""
	}
	own := map[string]float64{}
	widest := 0
	var where criterion
	for _, c := range f.criteria {
		if score, ok := self.Scores[c.slug]; ok {
			own[c.slug] = float64(score)
			if gap := score - c.score; abs(gap) > abs(widest) {
				widest, where = gap, c
			}
		}
	}
	grader := graderName(f.grade.Grader)
	switch {
	case len(own) == 0:
		return ""
	case widest == 0:
		return capital(grader) + " gave you just the scores that you had given yourself."
	case len(own) == 1:
		return fmt.Sprintf("You had given yourself %d; %s gives %d.", where.score+widest, grader, where.score)
	}
	furthest := fmt.Sprintf("you are furthest apart on %s, where you said %d and %s says %d.", ui.Criterion(where.slug), where.score+widest, grader, where.score)
	if len(own) < len(f.criteria) {
		return capital(furthest)
	}
	mean := grading.Overall(interview.Level(f.level), own)
	switch gap := mean - f.grade.Overall; {
	case gap > 0.004:
		return fmt.Sprintf("By your own scores this was a %.2f, which is %.2f more; %s", mean, gap, furthest)
	case gap < -0.004:
		return fmt.Sprintf("By your own scores this was a %.2f, which is %.2f less; %s", mean, -gap, furthest)
	}
	return fmt.Sprintf("By your own scores this was a %.2f as well, but %s", mean, furthest)
}

func abs(n int) int { return max(n, -n) }

// byModel tells with whom the interview was.
const byModel = "a model worded the interviewer’s sentences"

// flagSentences say in words what a grade was flagged with.
func flagSentences(flags []string) []string {
	var out []string
	for _, flag := range flags {
		name, of, _ := strings.Cut(flag, ":")
		switch name {
		case grading.FlagEmpty: // the letter speaks of it
		case grading.FlagInjection:
			out = append(out, "Something in the answers reads like an order to the grader or like a verdict of its own. It counted for nothing, and the grade is marked so that a coach can look.")
		case grading.FlagPoured:
			out = append(out, "Most sentences here are the same few, with other terms in them. Nobody can tell from them what you mean, so the text counted for nothing.")
		case grading.FlagFar:
			out = append(out, "The model gave much more than the built-in grader, which happens when it was misled or saw what rules cannot see. A coach can tell which.")
		case grading.FlagBeside:
			out = append(out, "Much of what the model quotes has little to do with the points that it quotes it for.")
		case "fallback":
			out = append(out, "The model gave no usable answer on "+ui.Criterion(of)+", so the built-in grader scored that criterion.")
		case "unsure":
			out = append(out, "Asked several times, the model did not agree with itself on "+ui.Criterion(of)+", and that score hangs on it.")
		default:
			out = append(out, "The grader left a remark: "+stopped(flag))
		}
	}
	return out
}

// unsureSentence says how often a model that was asked several times gave each verdict,
// the best first.
func unsureSentence(spread map[string]int) string {
	if len(spread) == 0 {
		return ""
	}
	var parts []string
	all := 0
	for _, v := range []string{grading.Met, grading.Partial, grading.CannotTell, grading.Missing} {
		if n := spread[v]; n > 0 {
			all += n
			parts = append(parts, spell(n)+" said "+ui.Verdict(v))
		}
	}
	return "Unsure: of " + count(all, "reading") + ", " + list(parts) + "."
}

// otherSentence tells of a grade beside the one that is shown.
func otherSentence(r record.Record) string {
	who := graderName(r.Grader)
	switch r.State {
	case record.Failed:
		return "A grade by " + who + strings.TrimSuffix(byRubric(r), ",") + " could not be made: " + stopped(r.Failure)
	case record.Done:
		if r.HeldBack() {
			return "The grade by the model is held back until a coach has looked. " + strings.Join(flagSentences(r.Grade.Flags), " ")
		}
		return fmt.Sprintf("%s, version %s,%s says %.2f, %s.", capital(who), r.Version, byRubric(r), r.Grade.Overall, r.Grade.Verdict)
	}
	return "A grade by " + who + strings.TrimSuffix(byRubric(r), ",") + " is being made; open this page again in a moment."
}

// byRubric names the rubric of a grade that is not by that of the attempt.
func byRubric(r record.Record) string {
	if !r.Newer {
		return ""
	}
	return " by version " + shortVersion(r.Rubric) + " of the rubric,"
}

// asideSentence says what a page is about that is not about the grade that counts.
func asideSentence(r, counts record.Record) string {
	s := "You are reading what " + graderName(r.Grader) + " gave"
	if r.Newer {
		s += " by version " + shortVersion(r.Rubric) + " of the rubric, which came into force after you began"
	}
	return s + fmt.Sprintf(". What counts is the grade by %s, %.2f.", graderName(counts.Grader), counts.Grade.Overall)
}

func colophon(r record.Record) string {
	s := "Graded by " + graderName(r.Grader)
	if r.Grader != "coach" && r.Version != "" {
		s += ", version " + r.Version + ","
	}
	if at := r.At(); !at.IsZero() {
		s += " on " + at.UTC().Format("2 January 2006")
	}
	if r.Rubric != "" {
		s += " by version " + shortVersion(r.Rubric) + " of this prompt’s rubric"
	}
	return s + ". The scale is modelled on public interview guides; no company publishes its own."
}

// shortVersion is as much of a hash as one compares by eye.
func shortVersion(hash string) string { return hash[:min(8, len(hash))] }
