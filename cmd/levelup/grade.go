package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

type gradeCommand struct {
	Grader string   `enum:"rubric,model" default:"rubric" help:"Which grader: the built-in one is rubric; model asks the model of LEVELUP_MODEL_BASE_URL and LEVELUP_MODEL."`
	JSON   bool     `name:"json" help:"Print one JSON object a line, in the order of the files."`
	Files  []string `arg:"" name:"transcript" help:"Transcript files." type:"path"`
}

// Run grades the files one by one and stops at the first that cannot be read.
func (c gradeCommand) Run(p *program) error {
	library, err := gradingContent(p)
	if err != nil {
		return err
	}
	grade := builtInFiles
	if c.Grader == grading.ByModel {
		if grade, err = modelFiles(p, library); err != nil {
			return err
		}
	}
	for _, file := range c.Files {
		g, err := gradeFile(library, grade, file)
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
		if len(g.Flags) > 0 {
			fmt.Fprintf(p.stdout, "  Flags: %s\n", strings.Join(g.Flags, ", "))
		}
		if g.Next != "" {
			fmt.Fprintf(p.stdout, "  Next: %s\n", g.Next)
		}
	}
	return nil
}

// fileGrader grades the transcript of a file.
type fileGrader func(*curriculum.Prompt, interview.Transcript) (grading.Grade, error)

func builtInFiles(p *curriculum.Prompt, t interview.Transcript) (grading.Grade, error) {
	return grading.Rubric(p, t, t.Drilled()), nil
}

// modelFiles grades with the model of the environment. No budget bounds it: whoever
// gives the command pays.
func modelFiles(p *program, library *curriculum.Library) (fileGrader, error) {
	var wrong []string
	conf := readModel(p.getenv, func(name, format string, args ...any) {
		wrong = append(wrong, name+": "+fmt.Sprintf(format, args...))
	})
	if len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, "the configuration is wrong:\n  %s", strings.Join(wrong, "\n  "))
	}
	if conf.name == "" {
		return nil, fault.New(fault.Invalid, "no model is configured: set LEVELUP_MODEL_BASE_URL and LEVELUP_MODEL")
	}
	client := conf.client(0)
	return func(prompt *curriculum.Prompt, t interview.Transcript) (grading.Grade, error) {
		return record.GradeByModel(p.ctx, grading.NewGrader(prompt), library, record.Asking{Model: client, Name: conf.name, Samples: conf.samples}, t)
	}, nil
}

// gradingContent is the content by whose rubrics transcripts are graded.
func gradingContent(p *program) (*curriculum.Library, error) {
	library, broken := embeddedContent()
	if dir := p.getenv("LEVELUP_CONTENT_DIR"); dir != "" {
		var problems []curriculum.Problem
		library, problems = curriculum.Open(os.DirFS(dir))
		broken = curriculum.Broken(problems)
	}
	if len(broken) > 0 {
		return nil, fault.New(fault.Invalid, "the content is broken:\n  %s", lines(broken))
	}
	return library, nil
}

func gradeFile(library *curriculum.Library, grade fileGrader, file string) (grading.Grade, error) {
	t, prompt, err := readTranscript(library, file)
	if err != nil {
		return grading.Grade{}, err
	}
	g, err := grade(prompt, t)
	if err != nil {
		return grading.Grade{}, fault.Wrap(err, fault.Internal, "%s", file)
	}
	g.File = file
	return g, nil
}

// readTranscript reads a transcript file and finds its prompt.
func readTranscript(library *curriculum.Library, file string) (interview.Transcript, *curriculum.Prompt, error) {
	f, err := os.Open(file)
	if err != nil {
		return interview.Transcript{}, nil, fault.Wrap(err, fault.Invalid, "%s cannot be read", file)
	}
	defer f.Close() //nolint:errcheck // it was only read
	t, err := interview.ReadTranscript(f)
	if err != nil {
		return interview.Transcript{}, nil, fault.Wrap(err, fault.Invalid, "%s", file)
	}
	prompt, ok := library.Prompt(t.Prompt)
	if !ok {
		return interview.Transcript{}, nil, fault.New(fault.Invalid, "%s: there is no prompt %q in the content", file, t.Prompt)
	}
	return t, prompt, nil
}
