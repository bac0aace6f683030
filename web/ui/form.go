package ui

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"
)

// Mistake is what is wrong with one field of a form.
type Mistake struct {
	Field string // its name, which is its id
	Text  string // what is wrong and what would be right
}

// MistakeOf returns what is wrong with a field, "" if nothing is.
func MistakeOf(list []Mistake, field string) string {
	for _, m := range list {
		if m.Field == field {
			return m.Text
		}
	}
	return ""
}

func countMistakes(n int) string {
	if n == 1 {
		return "One thing is not right yet"
	}
	return fmt.Sprintf("%d things are not right yet", n)
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) described() templ.Attributes { return described(f.Name, f.Hint, f.Error) }

func (c Choices) described() templ.Attributes { return described(c.Name, c.Hint, c.Error) }

// described ties a field to its hint and its mistake.
func described(name, hint, mistake string) templ.Attributes {
	attributes := templ.Attributes{}
	var ids []string
	if hint != "" {
		ids = append(ids, name+"-hint")
	}
	if mistake != "" {
		ids = append(ids, name+"-error")
		attributes["aria-invalid"] = "true"
	}
	if len(ids) > 0 {
		attributes["aria-describedby"] = strings.Join(ids, " ")
	}
	return attributes
}
