package main

import (
	"bufio"
	"errors"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"levelup/internal/fault"
)

// longestAnswerLine bounds a line of an evaluation file: longer ones are no
// answers, and to read them as some would take minutes.
const longestAnswerLine = 1 << 20

// markedAnswer is a line of an evaluation file.
type markedAnswer struct {
	question, reference, answer, label string
	id                                 string // of the question, which is its text where none is given
	share                              float64
}

// readAnswers reads a file with columns by name, separated by tabs, without
// quoting. What is wrong is said with the line and what to do about it.
func readAnswers(file string) ([]markedAnswer, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "%s cannot be read", file)
	}
	defer f.Close() //nolint:errcheck // it was only read
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, longestAnswerLine)
	r := answerReader{file: file}
	for lines.Scan() {
		r.line++
		text := strings.TrimSuffix(lines.Text(), "\r")
		switch {
		case r.columns == nil:
			err = r.header(strings.TrimPrefix(text, "\ufeff"))
		case strings.TrimSpace(text) != "":
			err = r.row(strings.Split(text, "\t"))
		}
		if err != nil {
			return nil, err
		}
	}
	r.line++
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, r.wrong("the line is longer than 1 MiB; shorten it, or take it out")
	case err != nil && !errors.Is(err, io.EOF):
		return nil, fault.Wrap(err, fault.Invalid, "%s cannot be read", file)
	case r.columns == nil:
		return nil, r.wrong("the file is empty; begin it with a line that names the columns question, reference, answer, score and max")
	case len(r.answers) == 0:
		return nil, r.wrong("there are no answers; write one a line below the names of the columns")
	}
	return r.answers, nil
}

// answerReader is a file half read.
type answerReader struct {
	file    string
	line    int
	columns map[string]int
	most    int // fields that a line needs
	answers []markedAnswer
}

func (r *answerReader) wrong(format string, args ...any) error {
	return fault.New(fault.Invalid, "%s:%d: "+format, append([]any{r.file, r.line}, args...)...)
}

func (r *answerReader) header(text string) error {
	r.columns = make(map[string]int)
	for i, name := range strings.Split(text, "\t") {
		r.columns[strings.TrimSpace(name)] = i
	}
	for _, name := range [...]string{"question", "reference", "answer", "score", "max"} {
		at, ok := r.columns[name]
		if !ok {
			return r.wrong("there is no column %q; name it in the first line, with tabs between the names", name)
		}
		r.most = max(r.most, at+1)
	}
	return nil
}

// field is the field of a column, "" where there is none.
func (r *answerReader) field(fields []string, column string) string {
	if at, ok := r.columns[column]; ok && at < len(fields) {
		return strings.TrimSpace(fields[at])
	}
	return ""
}

func (r *answerReader) row(fields []string) error {
	if len(fields) < r.most {
		return r.wrong("the line has %d fields where the columns need %d; separate them by tabs, and leave tabs and line breaks out of the texts", len(fields), r.most)
	}
	number := func(column string) (float64, error) {
		s := r.field(fields, column)
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return 0, r.wrong("%s is %q; write a number", column, s)
		}
		return v, nil
	}
	score, err := number("score")
	if err != nil {
		return err
	}
	most, err := number("max")
	switch {
	case err != nil:
		return err
	case most <= 0:
		return r.wrong("max is %v; write the highest score that can be had, above 0", most)
	case score < 0 || score > most:
		return r.wrong("score is %v; write one from 0 to max, which is %v", score, most)
	}
	a := markedAnswer{
		question: r.field(fields, "question"), reference: r.field(fields, "reference"), answer: r.field(fields, "answer"),
		label: r.field(fields, "label"), id: r.field(fields, "question_id"), share: score / most,
	}
	if a.reference == "" {
		return r.wrong("the reference is empty; write what is expected, or take the line out")
	}
	if a.id == "" {
		a.id = a.question
	}
	r.answers = append(r.answers, a)
	return nil
}
