package author

import (
	"strconv"
	"strings"
)

func join(parts []string) string { return strings.Join(parts, ", ") }

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// thousands writes a number with its groups parted.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// found counts the points that the text has met, if only partly.
func (c TriedCriterion) found() int {
	n := 0
	for _, p := range c.Points {
		if len(p.Evidence) > 0 {
			n++
		}
	}
	return n
}
