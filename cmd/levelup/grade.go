package main

import (
	"encoding/json"
	"fmt"
	"os"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

type gradeCommand struct {
	Grader string   `enum:"rubric" default:"rubric" help:"Which grader; the built-in one is rubric."`
	JSON   bool     `name:"json" help:"Print one JSON object a line, in the order of the files."`
	Files  []string `arg:"" name:"transcript" help:"Transcript files." type:"path"`
}

// Run grades the files one by one and stops at the first that cannot be read.
func (c gradeCommand) Run(p *program) error {
	library, broken := embeddedContent()
	if dir := p.getenv("LEVELUP_CONTENT_DIR"); dir != "" {
		var problems []curriculum.Problem
		library, problems = curriculum.Open(os.DirFS(dir))
		broken = curriculum.Broken(problems)
	}
	if len(broken) > 0 {
		return fault.New(fault.Invalid, "the content is broken:\n  %s", lines(broken))
	}
	for _, file := range c.Files {
		g, err := gradeFile(library, file)
		if err != nil {
			return err
		}
		if c.JSON {
			line, err := json.Marshal(g)
			if err != nil {
				return err
			}
			fmt.Fprintln(p.stdout, string(line))
			continue
		}
		fmt.Fprintf(p.stdout, "%s: %.2f, %s (%s, %s)\n", g.File, g.Overall, g.Verdict, g.Prompt, g.Level)
		for _, criterion := range g.Criteria {
			fmt.Fprintf(p.stdout, "  %-22s %d\n", criterion.Criterion, criterion.Score)
		}
		if g.Next != "" {
			fmt.Fprintf(p.stdout, "  Next: %s\n", g.Next)
		}
	}
	return nil
}

func gradeFile(library *curriculum.Library, file string) (grading.Grade, error) {
	f, err := os.Open(file)
	if err != nil {
		return grading.Grade{}, fault.Wrap(err, fault.Invalid, "%s cannot be read", file)
	}
	defer f.Close() //nolint:errcheck // it was only read
	t, err := interview.ReadTranscript(f)
	if err != nil {
		return grading.Grade{}, fault.Wrap(err, fault.Invalid, "%s", file)
	}
	prompt, ok := library.Prompt(t.Prompt)
	if !ok {
		return grading.Grade{}, fault.New(fault.Invalid, "%s: there is no prompt %q in the content", file, t.Prompt)
	}
	g := grading.Rubric(prompt, t, t.Drilled())
	g.File = file
	return g, nil
}
