package report

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

var numbers = [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// spell writes small numbers as words.
func spell(n int) string {
	if 0 <= n && n < len(numbers) {
		return numbers[n]
	}
	return strconv.Itoa(n)
}

var ordinals = [...]string{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}

// ordinal writes which one of a row: "third", "12th", "22nd".
func ordinal(n int) string {
	if 0 < n && n < len(ordinals) {
		return ordinals[n]
	}
	end := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}

// count writes a number with its noun: "one part", "two parts".
func count(n int, noun string) string {
	if n == 1 {
		return "one " + noun
	}
	return spell(n) + " " + noun + "s"
}

// list joins words as a sentence does: "a, b and c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// capital begins a sentence.
func capital(s string) string {
	if s == "" {
		return ""
	}
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// stopped ends a sentence, if its writer has not.
func stopped(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}

// shortened cuts a text between words, after at most limit characters.
func shortened(s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	cut := string([]rune(s)[:limit])
	if i := strings.LastIndexByte(cut, ' '); i > limit/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

// voice chooses among wordings: the same for the same report, not the same for all.
type voice string

func (v voice) pick(of string, wordings ...string) string {
	h := fnv.New32a()
	h.Write([]byte(string(v) + of))
	return wordings[h.Sum32()%uint32(len(wordings))]
}

// criterionQuestion is what a criterion asks of an attempt.
func criterionQuestion(c string) string {
	switch c {
	case "structured-thinking":
		return "Did you take the problem apart before you solved it?"
	case "trade-off-awareness":
		return "Did each choice come with its price?"
	case "depth-on-the-crux":
		return "Did you go deep where the problem is hardest?"
	case "communication":
		return "Could somebody who was not there follow it?"
	case "prioritization":
		return "Did a first version come before scale?"
	}
	return ""
}

var meanings = [...]string{"", "absent or wrong", "partly there", "meets the bar", "above the bar"}

func scoreMeaning(score int) string {
	if score < 1 || score >= len(meanings) {
		return ""
	}
	return meanings[score]
}

func graderName(grader string) string {
	switch grader {
	case grading.BuiltIn:
		return "the built-in grader"
	case grading.ByModel:
		return "the model"
	case "coach":
		return "your coach"
	}
	return "the grader " + grader
}

// stepPhrase is a step as a sentence speaks of it.
func stepPhrase(s interview.Step) string {
	switch s {
	case interview.Clarify:
		return "clarifying"
	case interview.Map:
		return "the map"
	case interview.DeepDive:
		return "the deep dive"
	case interview.TradeOffs:
		return "the trade-offs"
	case interview.Synthesize:
		return "the synthesis"
	}
	return string(s)
}

// setting says in what mode and for which level.
func setting(mode interview.Mode, drill interview.Step, level string) string {
	what := "Interview"
	switch mode {
	case interview.Practice:
		what = "Practice without a clock"
	case interview.Drill:
		what = "Drill of " + stepPhrase(drill)
	}
	return what + ", " + level + " level"
}

// sectionText names the part of a chapter that teaches a point.
func sectionText(section string) string {
	slug, anchor, _ := strings.Cut(section, "#")
	chapter, ok := curriculum.FindChapter(slug)
	if !ok {
		return ""
	}
	if anchor == "" {
		return chapter.Title
	}
	return fmt.Sprintf("%s, “%s”", chapter.Title, strings.ReplaceAll(anchor, "-", " "))
}
