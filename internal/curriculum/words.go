package curriculum

import (
	"regexp"
	"slices"
	"strings"

	"levelup/internal/board"
)

// The words that front matter may use, each list in the order in which it is
// shown to people.
var (
	// Steps are the five parts of an interview.
	Steps = [...]string{"clarify", "map", "deep-dive", "trade-offs", "synthesize"}
	// Levels are what a rubric may expect, the lowest first.
	Levels = [...]string{"mid", "senior", "staff"}
	// Criteria are what a rubric grades.
	Criteria = [...]string{"structured-thinking", "trade-off-awareness", "depth-on-the-crux", Communication, "prioritization"}
	// Kinds are the kinds of a part of a board.
	Kinds = board.Kinds
	// Measures are the fixed definitions of the grader that a way may name.
	Measures = [...]string{"sentences", "answers-interviewer", "recap", "time-kept", "order"}
)

// Communication is the criterion that looks at how something is said. Its
// points may rest on measures alone; all others owe concepts and paraphrases.
const Communication = "communication"

// Unit is the place of a chapter in the curriculum, which is there before the
// chapter is written.
type Unit struct {
	Slug, Title string
}

// Chapters are the ten chapters in order: nine layers and the interview.
var Chapters = [...]Unit{
	{"application", "Application"},
	{"version-control", "Version control"},
	{"database", "Database"},
	{"search", "Search and indexing"},
	{"hosting", "Hosting and environments"},
	{"routing", "Domains and routing"},
	{"auth", "Auth"},
	{"scheduled-jobs", "Scheduled jobs"},
	{"workers-and-scale", "Workers and scale"},
	{"system-design", "System design interviews"},
}

// FindChapter returns the unit of a slug.
func FindChapter(slug string) (Unit, bool) {
	i := slices.IndexFunc(Chapters[:], func(u Unit) bool { return u.Slug == slug })
	if i < 0 {
		return Unit{}, false
	}
	return Chapters[i], true
}

func chapterSlugs() []string {
	slugs := make([]string, len(Chapters))
	for i, c := range Chapters {
		slugs[i] = c.Slug
	}
	return slugs
}

var wellFormed = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// isID reports whether s can name something: a file, a point, an entry.
func isID(s string) bool { return len(s) <= 80 && wellFormed.MatchString(s) }

const idRule = "lower-case letters, digits and single hyphens, at most 80 characters"

// list names the allowed words in a message.
func list(words []string) string { return strings.Join(words, ", ") }

// nearest returns the word of the list that a person most likely meant, or ""
// if none is close.
func nearest(got string, words []string) string {
	best, limit := "", max(1, len(got)/3)+1
	for _, w := range words {
		if d := editDistance(strings.ToLower(got), w); d < limit {
			best, limit = w, d
		}
	}
	return best
}

// editDistance counts the single-byte changes between a and b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
