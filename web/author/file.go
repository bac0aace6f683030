package author

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/markdown"
	"levelup/web/ui"
)

// common is what the pages of a chapter and of a prompt share.
func common(library *curriculum.Library, f curriculum.File) File {
	v := File{
		Kind: f.Kind, Slug: f.Slug, Title: titleOf(library, f), Name: f.Name, Standing: standing(library, f),
		Changed: f.Changed, Version: f.Version, Wrong: wrongs(f.Problems, f.Source),
	}
	page := "/learn/"
	if f.Kind == curriculum.KindPrompt {
		page = "/prompts/"
	}
	_, readable := library.Written(f.Slug)
	if f.Kind == curriculum.KindChapter {
		_, readable = library.WrittenChapter(f.Slug)
	}
	switch address := page + url.PathEscape(f.Slug); {
	case f.Standing == curriculum.InForce:
		v.Preview, v.PreviewNote = address, "As readers see it"
	case readable:
		v.Preview, v.PreviewNote = address+"?draft", "As readers would see it"
	}
	return v
}

func (p *Pages) chapter(ctx context.Context, library *curriculum.Library, f curriculum.File) (Chapter, error) {
	v := Chapter{File: common(library, f)}
	versions, err := p.versions(ctx, library, f, nil)
	if err != nil {
		return v, err
	}
	v.Versions = versions
	chapter, ok := library.WrittenChapter(f.Slug)
	if !ok {
		return v, nil
	}
	stats := chapter.Stats()
	v.Facts = []string{
		count(stats.Words, "word"), count(stats.Sections, "section"), count(stats.Questions, "quiz question"),
		count(stats.Tables, "table"), count(stats.Run, "block") + " of code run",
	}
	tries, err := p.answers.Tally(ctx, f.Slug, chapter.Version)
	if err != nil {
		return v, err
	}
	for _, q := range chapter.Quiz {
		line := QuizLine{Question: q.Question}
		most := 0
		for choice, n := range tries[q.ID] {
			if choice >= len(q.Choices) {
				continue
			}
			line.Answered += n
			if q.Choices[choice].Right {
				line.Right += n
			} else if n > most {
				most, line.Wrong = n, q.Choices[choice].Text
			}
		}
		if line.Answered > 0 {
			line.Share = strconv.Itoa((100*line.Right+line.Answered/2)/line.Answered) + " %"
		}
		v.Quiz = append(v.Quiz, line)
	}
	return v, nil
}

// prompt is the page of a prompt with the counts of one version: the asked one, or
// the newest that has been graded.
func (p *Pages) prompt(ctx context.Context, library *curriculum.Library, f curriculum.File, version string) (Prompt, error) {
	v := Prompt{File: common(library, f), Levels: levels, Steps: steps()}
	tallies, err := p.grades.Tallies(ctx, f.Slug)
	if err != nil {
		return v, err
	}
	if v.Versions, err = p.versions(ctx, library, f, tallies); err != nil {
		return v, err
	}
	for _, sample := range library.Files() {
		if sample.Kind == curriculum.KindSample && sample.Slug == f.Slug {
			v.Wrong = append(v.Wrong, wrongs(sample.Problems, nil)...)
		}
	}
	prompt, ok := library.Written(f.Slug)
	if !ok {
		return v, nil
	}
	v.Readable = true
	v.Told = []Story{{"As the interviewer says it", markdown.Trusted(prompt.Statement)}}
	if prompt.Disguise.Statement != "" {
		v.Told = append(v.Told, Story{"In disguise: " + prompt.Disguise.Title, markdown.Trusted(prompt.Disguise.Statement)})
	}
	stats, points := prompt.Stats(), 0
	for _, c := range stats.Points {
		for _, n := range c.ByLevel {
			points += n
		}
	}
	v.Facts = []string{
		count(stats.Words, "word") + " of statement", count(stats.Clarifications, "clarification"),
		count(stats.Probes, "probe"), count(points, "rubric point"),
	}
	if err := p.points(ctx, &v, prompt, cmp.Or(version, shown(tallies, f.Version))); err != nil {
		return v, err
	}
	v.Samples = p.samples(library, f, prompt)
	return v, nil
}

// shown is the version whose counts are of interest: that in the folder if somebody
// has been graded at it, else the newest at which somebody has.
func shown(tallies []record.Tally, version string) string {
	newest := ""
	for _, t := range tallies {
		if t.Graded > 0 && (newest == "" || t.Version == version) {
			newest = t.Version
		}
	}
	return cmp.Or(newest, version)
}

// points counts the verdicts on each point. Points that only the counted version
// had are left out: the rubric shown is that of the folder.
func (p *Pages) points(ctx context.Context, v *Prompt, prompt *curriculum.Prompt, version string) error {
	counts, graded, err := p.grades.Verdicts(ctx, prompt.Slug, version)
	if err != nil {
		return err
	}
	v.Graded = graded
	argued, err := p.grades.Argued(ctx, prompt.Slug, version)
	if err != nil {
		return err
	}
	overridden, err := p.grades.Overridden(ctx, prompt.Slug, version)
	if err != nil {
		return err
	}
	for i := range v.Versions {
		if v.Versions[i].Ref == version {
			v.Versions[i].Shown = graded > 0
			v.Of = v.Versions[i].Label
		}
	}
	for _, criterion := range prompt.Rubric {
		c := Criterion{Name: ui.CriterionTitle(criterion.Criterion)}
		for _, point := range criterion.Points {
			n := counts[point.ID]
			row := Point{
				ID: point.ID, Text: point.Text, Level: point.Level, Weight: point.Weight, Critical: point.Critical,
				Met: n[grading.Met], Partial: n[grading.Partial], Missing: n[grading.Missing], NotKnown: n[grading.CannotTell], Argued: argued[point.ID], Overridden: overridden[point.ID],
			}
			row.draw()
			c.Points = append(c.Points, row)
		}
		v.Criteria = append(v.Criteria, c)
	}
	return nil
}

// draw makes the bar of a point's verdicts.
func (p *Point) draw() {
	all := p.Met + p.Partial + p.Missing + p.NotKnown
	if all == 0 {
		return
	}
	x := 0
	for _, part := range []struct {
		class string
		n     int
	}{{"met", p.Met}, {"partial", p.Partial}, {"missing", p.Missing}, {"open", p.NotKnown}} {
		p.Bar = append(p.Bar, Segment{part.class, percent(x, all), percent(part.n, all)})
		x += part.n
	}
	p.Meaning = fmt.Sprintf("met %d, partly %d, missed %d, not decided %d", p.Met, p.Partial, p.Missing, p.NotKnown)
}

func percent(n, all int) string { return strconv.FormatFloat(100*float64(n)/float64(all), 'f', 2, 64) }

// apart is how far label and grade may be from each other before it is remarked.
const apart = 0.75

// samples puts the grader beside the people who have labelled.
func (p *Pages) samples(library *curriculum.Library, f curriculum.File, prompt *curriculum.Prompt) []Sample {
	sources := map[string][]byte{}
	for _, s := range library.WrittenSamples(f.Slug) {
		sources[s.File] = s.Source
	}
	var out []Sample
	for _, file := range library.Files() {
		if file.Kind != curriculum.KindSample || file.Slug != f.Slug {
			continue
		}
		s := Sample{Name: strings.TrimSuffix(file.Name[strings.LastIndexByte(file.Name, '/')+1:], ".json"), Words: file.Words, Standing: standing(library, file)}
		if t, err := interview.ReadTranscript(strings.NewReader(string(sources[file.Name]))); err == nil {
			grade := p.graders.of(prompt).Grade(t, t.Drilled()).Overall
			s.Grade = strconv.FormatFloat(grade, 'f', 2, 64)
			if label, ok := grading.LabelOverall(t); ok {
				s.Label = strconv.FormatFloat(label, 'f', 2, 64)
				s.Apart = fmt.Sprintf("%+.2f", grade-label)
				s.Far = grade-label > apart || label-grade > apart
			}
		}
		out = append(out, s)
	}
	return out
}
