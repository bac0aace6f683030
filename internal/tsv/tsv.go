// Package tsv reads tables from files: columns by name, separated by tabs, without
// quoting. What is wrong is said with the file, the line and what to do about it.
package tsv

import (
	"bufio"
	"errors"
	"os"
	"strings"

	"levelup/internal/fault"
)

// LongestLine bounds a line of an evaluation file: longer ones are no answers, and to
// read them as some would take minutes.
const LongestLine = 1 << 20

// Table is a file that is being read, at one of its lines.
type Table struct {
	file    string
	needs   []string // columns
	line    int
	columns map[string]int
	most    int // fields that a line needs
	fields  []string
}

// Read calls row for each line below the names of the columns.
func Read(file string, needs []string, row func(t *Table) error) error {
	f, err := os.Open(file)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "%s cannot be read", file)
	}
	defer f.Close() //nolint:errcheck // it was only read
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, LongestLine)
	t := &Table{file: file, needs: needs}
	rows := 0
	for lines.Scan() {
		t.line++
		text := strings.TrimSuffix(lines.Text(), "\r")
		switch {
		case t.columns == nil:
			err = t.header(strings.TrimPrefix(text, "\ufeff"))
		case strings.TrimSpace(text) != "":
			rows++
			if err = t.split(text); err == nil {
				err = row(t)
			}
		}
		if err != nil {
			return err
		}
	}
	t.line++
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return t.Wrong("the line is longer than 1 MiB; shorten it, or take it out")
	case err != nil:
		return fault.Wrap(err, fault.Invalid, "%s cannot be read", file)
	case t.columns == nil:
		last := len(needs) - 1
		return t.Wrong("the file is empty; begin it with a line that names the columns %s and %s", strings.Join(needs[:last], ", "), needs[last])
	case rows == 0:
		return t.Wrong("there is nothing below the names of the columns; write one a line")
	}
	return nil
}

// Wrong is a fault in the line.
func (t *Table) Wrong(format string, args ...any) error {
	return fault.New(fault.Invalid, "%s:%d: "+format, append([]any{t.file, t.line}, args...)...)
}

func (t *Table) header(text string) error {
	t.columns = make(map[string]int)
	for i, name := range strings.Split(text, "\t") {
		t.columns[strings.TrimSpace(name)] = i
	}
	for _, name := range t.needs {
		at, ok := t.columns[name]
		if !ok {
			return t.Wrong("there is no column %q; name it in the first line, with tabs between the names", name)
		}
		t.most = max(t.most, at+1)
	}
	return nil
}

func (t *Table) split(text string) error {
	t.fields = strings.Split(text, "\t")
	if len(t.fields) < t.most {
		return t.Wrong("the line has %d fields where the columns need %d; separate them by tabs, and leave tabs and line breaks out of the texts", len(t.fields), t.most)
	}
	return nil
}

// Field is the field of a column, "" where there is none.
func (t *Table) Field(column string) string {
	if at, ok := t.columns[column]; ok && at < len(t.fields) {
		return strings.TrimSpace(t.fields[at])
	}
	return ""
}
