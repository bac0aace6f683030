package curriculum

// PromptStats counts what a prompt holds.
type PromptStats struct {
	Slug           string
	Words          int // of the statement
	Clarifications int
	Probes         int
	Samples        int
	Points         []CriterionStats // in the order of the file
}

// ChapterStats counts what a chapter holds.
type ChapterStats struct {
	Slug      string
	Words     int // of its prose
	Sections  int
	Questions int
	Run       int // blocks of code that are run
	Tables    int
}

// ChapterStatsOf counts all chapters of a library, in their order.
func ChapterStatsOf(lib *Library) []ChapterStats {
	var stats []ChapterStats
	for _, c := range lib.Chapters() {
		s := ChapterStats{Slug: c.Slug, Words: c.Outline.Words, Questions: len(c.Quiz), Tables: len(c.Outline.Tables)}
		for _, h := range c.Outline.Headings {
			if h.Level == 2 {
				s.Sections++
			}
		}
		for _, f := range c.Outline.Fences {
			if words := f.Words(); len(words) > 1 && words[1] == "run" {
				s.Run++
			}
		}
		stats = append(stats, s)
	}
	return stats
}

// CriterionStats counts the points of a criterion by level, in the order of
// Levels.
type CriterionStats struct {
	Criterion string
	ByLevel   [len(Levels)]int
}

// Stats counts all prompts of a library, in the order of Prompts.
func Stats(lib *Library) []PromptStats {
	var stats []PromptStats
	for _, p := range lib.Prompts() {
		s := PromptStats{
			Slug:           p.Slug,
			Words:          len(words(p.Statement)),
			Clarifications: len(p.Clarifications),
			Probes:         len(p.Probes),
			Samples:        len(lib.samples[p.Slug]),
		}
		for _, criterion := range p.Rubric {
			c := CriterionStats{Criterion: criterion.Criterion}
			for _, point := range criterion.Points {
				for i, level := range Levels {
					if point.Level == level {
						c.ByLevel[i]++
					}
				}
			}
			s.Points = append(s.Points, c)
		}
		stats = append(stats, s)
	}
	return stats
}
