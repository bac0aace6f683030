package search

import (
	"cmp"
	"context"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"levelup/internal/fault"
)

const (
	mostMatches  = 20  // a document that are counted
	longestShown = 160 // code points of a line, around the match
)

// byPattern looks for a regular expression, line by line, for as long as ctx allows:
// matching takes time in proportion to the text and the pattern, and how much is too much
// is the asker's to say. Without a capital letter in it, capitals and small letters are
// the same.
func (x *Index) byPattern(ctx context.Context, query string, limit int) (Answer, error) {
	re, err := compile(query)
	if err != nil {
		return Answer{}, err
	}
	var answer Answer
	for i, lines := range x.lines {
		hit, err := matched(ctx, re, lines)
		if err != nil {
			answer.Advice = "The pattern takes long: this is what was found in time. Make it simpler to see the rest."
			break
		}
		if hit.Why.Matches > 0 {
			hit.Doc = x.docs[i]
			answer.Hits = append(answer.Hits, hit)
		}
	}
	if len(answer.Hits) == 0 && answer.Advice == "" {
		answer.Advice = "No line matches. A pattern finds letters, not meanings: try a shorter one, or look by keyword."
	}
	slices.SortStableFunc(answer.Hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	answer.Hits = answer.Hits[:min(limit, len(answer.Hits))]
	return answer, nil
}

func compile(query string) (*regexp.Regexp, error) {
	if !hasCapital(query) {
		query = "(?i)" + query
	}
	re, err := regexp.Compile(query)
	if err == nil {
		return re, nil
	}
	why := "it cannot be read"
	if e, ok := err.(*syntax.Error); ok { //nolint:errorlint // regexp returns it as it is
		why = e.Code.String()
		if e.Expr != "" && !strings.HasPrefix(e.Expr, "(?i)") {
			why += ": " + e.Expr
		}
	}
	return nil, fault.New(fault.Invalid, "This is not a regular expression (%s). Write a \\ before a sign that stands for itself, such as ( [ * + ? or look by keyword.", why)
}

// hasCapital reports whether there is a capital letter in a pattern, other than that of
// an escape such as \W.
func hasCapital(pattern string) bool {
	escaped := false
	for _, r := range pattern {
		if unicode.IsUpper(r) && !escaped {
			return true
		}
		escaped = r == '\\' && !escaped
	}
	return false
}

// matched is a hit for the lines of a document, without the document.
func matched(ctx context.Context, re *regexp.Regexp, lines []string) (Hit, error) {
	var hit Hit
	for i, line := range lines {
		if ctx.Err() != nil {
			return hit, ctx.Err()
		}
		at := firstMatch(re, line)
		if at == nil {
			continue
		}
		hit.Why.Matches++
		if hit.Why.Line == 0 {
			hit.Why.Line = i + 1
			hit.Snippet = around(lines, i, at)
		}
		if hit.Why.Matches == mostMatches {
			break
		}
	}
	hit.Score = float64(hit.Why.Matches)
	return hit, nil
}

// mostEmpty is how many matches of nothing are passed over in a line.
const mostEmpty = 1000

// firstMatch is where a line matches by at least a letter; nil: nowhere.
func firstMatch(re *regexp.Regexp, line string) []int {
	at := re.FindStringIndex(line)
	if at == nil || at[0] < at[1] {
		return at
	}
	for _, at := range re.FindAllStringIndex(line, mostEmpty) {
		if at[0] < at[1] {
			return at
		}
	}
	return nil
}

// around is a line with its match, and what stands before and behind it.
func around(lines []string, i int, at []int) Snippet {
	line := lines[i]
	from, to := at[0], min(at[1], at[0]+4*longestShown)
	cut := min(margin(lines, i), from)
	left := max(cut, from-longestShown/2)
	right := min(len(line), max(to, from+longestShown))
	for left > cut && !utf8.RuneStart(line[left]) {
		left--
	}
	for to < len(line) && !utf8.RuneStart(line[to]) {
		to++
	}
	for right < len(line) && !utf8.RuneStart(line[right]) {
		right++
	}
	s := Snippet{{Text: ellipsis(left > cut) + line[left:from]}, {Text: line[from:to], Match: true}, {Text: line[to:max(to, right)] + ellipsis(right < len(line))}}
	if before := neighbour(lines, i-1, cut); before != "" && left == cut {
		s[0].Text = before + "\n" + s[0].Text
	}
	if after := neighbour(lines, i+1, cut); after != "" && right == len(line) {
		s[2].Text += "\n" + after
	}
	return s.tidy()
}

// margin is how much white space a line and its neighbours all begin with.
func margin(lines []string, i int) int {
	common := indent(lines[i])
	for k := max(0, i-1); k < min(len(lines), i+2); k++ {
		own := indent(lines[k])
		if own == lines[k] { // nothing but white space
			continue
		}
		for !strings.HasPrefix(own, common) {
			common = common[:len(common)-1]
		}
	}
	return len(common)
}

func indent(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " \t"))] }

// neighbour is a line beside a match without its margin, cut where it is long.
func neighbour(lines []string, i, margin int) string {
	if i < 0 || i >= len(lines) {
		return ""
	}
	line := []rune(strings.TrimRight(lines[i][min(margin, len(lines[i])):], " \t"))
	if len(line) > longestShown/2 {
		return string(line[:longestShown/2]) + "…"
	}
	return string(line)
}

func ellipsis(cut bool) string {
	if cut {
		return "…"
	}
	return ""
}
