package main

import (
	"fmt"
	"io"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/internal/measure"
)

type evalTranscriptsCommand struct {
	JSON bool   `name:"json" help:"Print one JSON object."`
	Dir  string `arg:"" help:"A folder of transcript files, those in folders below it too." type:"path"`
}

// transcriptsReport is what is measured on a folder of transcripts.
type transcriptsReport struct {
	agreement
	Aside  *asideReport        `json:"aside,omitempty"` // of those that were set aside alone
	Files  []transcriptFigures `json:"files"`
	graded []gradedTranscript  // those with labels
}

// agreement is how well grades agree with labels.
type agreement struct {
	Spearman figure            `json:"spearman"`
	QWK      map[string]figure `json:"qwk"` // by criterion
	Interval map[string]bounds `json:"interval"`
}

type asideReport struct {
	N int `json:"n"`
	agreement
}

// setAside is the folder of transcripts that nobody reads who writes rubrics or
// rules, so that what is measured on them is what to expect of other people's.
const setAside = "_aside"

type transcriptFigures struct {
	File    string  `json:"file"`
	Overall float64 `json:"overall"`
	Share   figure  `json:"share"` // of full marks
}

// gradedTranscript is a transcript with labels beside its grade.
type gradedTranscript struct {
	prompt         string
	aside          bool
	overall, label float64
	scores, labels map[string]float64 // by criterion
}

// Run grades all files and compares the grades with the labels of those that
// have some.
func (c evalTranscriptsCommand) Run(p *program) error {
	library, err := gradingContent(p)
	if err != nil {
		return err
	}
	files, err := transcriptFiles(c.Dir)
	if err != nil {
		return err
	}
	r := transcriptsReport{Files: []transcriptFigures{}}
	graders := make(map[string]*grading.Grader)
	for _, file := range files {
		t, prompt, err := readTranscript(library, file)
		if err != nil {
			return err
		}
		if graders[prompt.Slug] == nil {
			graders[prompt.Slug] = grading.NewGrader(prompt)
		}
		g := graders[prompt.Slug].Grade(t, t.Drilled())
		r.Files = append(r.Files, transcriptFigures{file, g.Overall, figure(grading.FullMarks(g.Overall))})
		if label, ok := grading.LabelOverall(t); ok {
			beside := besideLabels(g, t, label)
			beside.aside = slices.Contains(strings.Split(filepath.ToSlash(file), "/"), setAside)
			r.graded = append(r.graded, beside)
		}
	}
	r.measure()
	if c.JSON {
		return printJSON(p, r)
	}
	return r.print(p)
}

// transcriptFiles are the JSON files in dir and below, in order.
func transcriptFiles(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.EqualFold(filepath.Ext(path), ".json") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "%s cannot be read", dir)
	}
	if len(files) == 0 {
		return nil, fault.New(fault.Invalid, "there is no transcript in %s; name a folder with .json files in it or below", dir)
	}
	return files, nil
}

// besideLabels puts a grade beside what people said of the transcript.
func besideLabels(g grading.Grade, t interview.Transcript, label float64) gradedTranscript {
	out := gradedTranscript{prompt: g.Prompt, overall: g.Overall, label: label, scores: make(map[string]float64), labels: grading.LabelScores(t)}
	for _, c := range g.Criteria {
		out.scores[c.Criterion] = float64(c.Score)
	}
	return out
}

// measure fills the figures in.
func (r *transcriptsReport) measure() {
	var all, aside []int
	for i, g := range r.graded {
		all = append(all, i)
		if g.aside {
			aside = append(aside, i)
		}
	}
	r.agreement = r.agree(all)
	if len(aside) > 0 {
		r.Aside = &asideReport{len(aside), r.agree(aside)}
	}
}

// agree measures some of the transcripts that have labels. Those of one prompt are
// alike, so that the bootstrap draws whole prompts.
func (r *transcriptsReport) agree(rows []int) agreement {
	out := agreement{QWK: make(map[string]figure), Interval: make(map[string]bounds)}
	byPrompt := make(map[string][]int)
	var prompts []string
	for _, i := range rows {
		prompt := r.graded[i].prompt
		if byPrompt[prompt] == nil {
			prompts = append(prompts, prompt)
		}
		byPrompt[prompt] = append(byPrompt[prompt], i)
	}
	var groups [][]int
	for _, slug := range prompts {
		groups = append(groups, byPrompt[slug])
	}
	figures := r.figures(rows)
	intervals := measure.Bootstrap(groups, r.figures)
	for k, name := range r.names() {
		if k == 0 {
			out.Spearman = figure(figures[k])
		} else {
			out.QWK[name] = figure(figures[k])
		}
		if intervals != nil && !math.IsNaN(intervals[k][0]) {
			out.Interval[name] = boundsOf(intervals[k])
		}
	}
	return out
}

// names are those of the figures: the overall, then the criteria.
func (r *transcriptsReport) names() []string {
	return slices.Insert(slices.Clone(curriculum.Criteria[:]), 0, "spearman")
}

// figures are the correlation of the overall and the kappa of each criterion for
// some of the transcripts that have labels.
func (r *transcriptsReport) figures(rows []int) []float64 {
	var overall, label []float64
	for _, i := range rows {
		overall, label = append(overall, r.graded[i].overall), append(label, r.graded[i].label)
	}
	out := []float64{measure.Spearman(overall, label)}
	for _, criterion := range curriculum.Criteria {
		var said, given []float64
		for _, i := range rows {
			score, ok := r.graded[i].scores[criterion]
			if label := r.graded[i].labels[criterion]; ok && label > 0 {
				said, given = append(said, score), append(given, label)
			}
		}
		out = append(out, measure.Kappa(said, given))
	}
	return out
}

func (r *transcriptsReport) print(p *program) error {
	fmt.Fprintf(p.stdout, "%d transcripts, %d of them with labels; 95 %% intervals by bootstrap over prompts\n\n", len(r.Files), len(r.graded))
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	r.agreement.print(w, r.names())
	if r.Aside != nil {
		fmt.Fprintf(w, "\nof these the %d that were set aside\n", r.Aside.N)
		r.Aside.print(w, r.names())
	}
	fmt.Fprintln(w, "\nfile\toverall\tshare of full marks")
	for _, f := range r.Files {
		fmt.Fprintf(w, "%s\t%.2f\t%.2f\n", f.File, f.Overall, float64(f.Share))
	}
	return w.Flush()
}

func (a agreement) print(w io.Writer, names []string) {
	for k, name := range names {
		what, value := "spearman of the overall", a.Spearman
		if k > 0 {
			what, value = "kappa of "+name, a.QWK[name]
		}
		fmt.Fprintf(w, "%s\t%v", what, value)
		if b, ok := a.Interval[name]; ok {
			fmt.Fprintf(w, "\t%v", b)
		}
		fmt.Fprintln(w)
	}
}
