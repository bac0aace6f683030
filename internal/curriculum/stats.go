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
		stats = append(stats, c.Stats())
	}
	return stats
}

// Stats counts what the chapter holds.
func (c *Chapter) Stats() ChapterStats {
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
	return s
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
		s := p.Stats()
		s.Samples = len(lib.samples[p.Slug])
		stats = append(stats, s)
	}
	return stats
}

// Stats counts what the prompt holds. Its samples are files of their own.
func (p *Prompt) Stats() PromptStats {
	s := PromptStats{
		Slug:           p.Slug,
		Words:          len(words(p.Statement)),
		Clarifications: len(p.Clarifications),
		Probes:         len(p.Probes),
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
	return s
}
