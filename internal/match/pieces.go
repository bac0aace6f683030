package match

import (
	"regexp"
	"strings"
)

// What stands in a reference to put it in order, and says nothing of its own.
var (
	// item is the number, letter or dash before an item: "1.", "ii)", "(b)", " -Sequence".
	item = regexp.MustCompile(`(?:^|[\s:;,.])(?:\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s*|[-–•*·]\s*)([\p{L}(])`)
	// marking is what an item is worth: "(0.25p)", "[2 marks]".
	marking = regexp.MustCompile(`(?i)[(\[]\s*\+?\d+(?:[.,/]\d+)?\s*(?:p|pts?|points?|marks?)\s*[)\]]`)
	// head announces what follows: "Possible differences:", "Advantage :".
	head = regexp.MustCompile(`(?i)^\s*(?:[\p{L}'-]+ +){0,7}(?:answers?|possible|differences?|advantages?|disadvantages?|benefits?|drawbacks?|examples?|reasons?|challenges?|propert(?:y|ies)|following|points?|marks?)(?: +[\p{L}'-]+){0,5} *:\s*`)
)

// pieces reads a reference a point at a time: a sentence is one, and so is an
// item of a list, or what stands between semicolons.
func pieces(reference string) *Text {
	s := marking.ReplaceAllString(reference, " ")
	s = item.ReplaceAllString(s, "\n\n$1")
	s = strings.ReplaceAll(s, ";", ".\n\n")
	lines := strings.Split(s, "\n\n")
	for i, line := range lines {
		if rest := strings.TrimPrefix(line, head.FindString(line)); strings.TrimSpace(rest) != "" {
			lines[i] = rest
		}
	}
	return Read(strings.Join(lines, "\n\n"))
}
