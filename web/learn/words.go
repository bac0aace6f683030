package learn

import (
	"strconv"

	"github.com/a-h/templ"
)

// filled is how far a stratum is learnt, as a width.
func filled(s Stratum) string {
	if s.Asked == 0 {
		return "0"
	}
	return strconv.Itoa(100*s.Right/s.Asked) + "%"
}

// fetched has the script fetch the quiz as the person has left it, where there is
// something to fetch.
func fetched(v Lesson) templ.Attributes {
	if !v.Quiz.Kept || v.Quiz.Personal {
		return nil
	}
	return templ.Attributes{"hx-get": href(v.Slug), "hx-trigger": "load", "hx-swap": "innerHTML"}
}
