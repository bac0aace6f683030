package calc

import (
	"slices"
	"strings"
)

// unknown is the error of a word that means nothing, with the nearest one that
// does.
func unknown(written string, from, to int, what string, known []string) *problem {
	p := &problem{from: from, to: to, message: "There is no " + what + " “" + written + "”."}
	if best := nearest(strings.ToLower(written), known); best != "" {
		p.advice, p.instead = "Did you mean "+best+"?", best
		return p
	}
	if what == "name" {
		p.advice = "Give it a value on a line above: " + written + " = …"
	}
	return p
}

// nearest is the word that differs least, if it differs by a slip or two.
func nearest(w string, known []string) string {
	most := 1
	if len(w) > 4 {
		most = 2
	}
	slices.Sort(known)
	best := ""
	for _, k := range known {
		if d := distance(w, k, most); d <= most {
			best, most = k, d-1
		}
	}
	return best
}

// distance counts the letters to change, add, drop or swap between a and b; above
// most it may be anything larger.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most || len(a) > 64 {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
