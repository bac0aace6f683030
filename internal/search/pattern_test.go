package search_test

import (
	"context"
	"strings"
	"testing"

	"levelup/internal/fault"
	"levelup/internal/search"
)

func raw(texts ...string) []search.Doc {
	var docs []search.Doc
	for i, text := range texts {
		name := string(rune('a' + i))
		docs = append(docs, search.Doc{Slug: name, Anchor: name, Raw: text})
	}
	return docs
}

func TestPattern(t *testing.T) {
	t.Parallel()
	x := indexOf(t, raw(
		"## Retries\nRetry, then wait.\nRetry again.\n",
		"HTTP and http\n\nA price of $5 (five).",
		"first\r\nnaïve 漢字 Größe\nlast",
		strings.Repeat("wait\n", 30),
		"c:\\windows\nC:\\Windows",
	))
	tests := []struct {
		name, pattern, want string
		matches, line       int
		snippet             string // of the first hit
	}{
		{"small letters are any", "retry", "a", 2, 2, "## Retries\n[Retry], then wait.\nRetry again."},
		{"a capital letter is one", "HTTP", "b", 1, 1, "[HTTP] and http"},
		{"an escape is no capital", `http\W`, "b", 1, 1, "[HTTP ]and http"},
		{"a capital behind a backslash that is one", `:\\Win`, "e", 1, 2, "c:\\windows\nC[:\\Win]dows"},
		{"no more than twenty count", "^wait$", "d", 20, 1, "[wait]\nwait"},
		{"most matches first", "wait", "d a", 20, 1, "[wait]\nwait"},
		{"signs of the pattern", `\$5 \(`, "b", 1, 3, "A price of [$5 (]five)."},
		{"one end of a line", "again.$", "a", 1, 3, "Retry, then wait.\nRetry [again.]"},
		{"classes of letters", `\p{Han}+`, "c", 1, 2, "first\r\nnaïve [漢字] Größe\nlast"},
		{"what folds", "größe", "c", 1, 2, "first\r\nnaïve 漢字 [Größe]\nlast"},
		{"a line at a time", "wait.\\nRetry", "", 0, 0, ""},
		{"an empty match is none", "z*", "", 0, 0, ""},
		{"one beside a real one counts", "5*", "b", 1, 3, "A price of $[5] (five)."},
		{"empty anchors", "^|$", "", 0, 0, ""},
		{"backtracking", "(a+)+$", "", 0, 0, ""},
		{"nothing", "xylophone", "", 0, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer := find(t, x, search.Regex, tt.pattern)
			if got := anchors(answer); got != tt.want {
				t.Fatalf("%s finds %q, want %q", tt.pattern, got, tt.want)
			}
			if tt.want == "" {
				if !strings.Contains(answer.Advice, "No line matches") {
					t.Errorf("advice = %q", answer.Advice)
				}
				return
			}
			h := answer.Hits[0]
			if h.Why.Matches != tt.matches || h.Why.Line != tt.line || h.Score != float64(tt.matches) {
				t.Errorf("%d matches, the first in line %d, score %v, want %d in %d", h.Why.Matches, h.Why.Line, h.Score, tt.matches, tt.line)
			}
			if got := marked(h.Snippet); got != tt.snippet {
				t.Errorf("snippet = %q, want %q", got, tt.snippet)
			}
		})
	}
}

func TestBadPatterns(t *testing.T) {
	t.Parallel()
	x := indexOf(t, library())
	for pattern, want := range map[string]string{
		"(":               "missing closing )",
		"a)":              "unexpected )",
		"[a":              "missing closing ]: [a",
		"*a":              "missing argument to repetition operator",
		"a**":             "invalid nested repetition operator: **",
		`\`:               `trailing backslash`,
		"(?<!a)b":         "invalid",
		`\1`:              `invalid escape sequence: \1`,
		"(x{1000}){1000}": "invalid repeat count",
		"X{1001}":         "invalid repeat count: {1001}",
	} {
		_, err := x.Search(t.Context(), search.Regex, pattern, 10)
		if text := fault.Message(err); fault.KindOf(err) != fault.Invalid || !strings.Contains(text, want) || !strings.Contains(text, "look by keyword") || strings.Contains(text, "(?i)") {
			t.Errorf("%s: %q, want %q and what to do", pattern, text, want)
		}
	}
}

func TestPatternThatTakesLong(t *testing.T) {
	t.Parallel()
	x := indexOf(t, library())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	answer, err := x.Search(ctx, search.Regex, "replica", 10)
	if err != nil || !strings.Contains(answer.Advice, "takes long") || len(answer.Hits) > 0 {
		t.Errorf("with no time left: %d hits, advice %q, %v, want what to do", len(answer.Hits), answer.Advice, err)
	}
}

// A long line is shown around its match only, and cut between code points.
func TestLongLines(t *testing.T) {
	t.Parallel()
	long, han := strings.Repeat("é", 2_000), strings.Repeat("漢", 1_000)
	x := indexOf(t, raw("before\n"+long+"x"+long+"\nafter", "short\n"+long, "before\n漢"+long+"y漢"+long+"\nafter", "before\n"+han+"zz"+han+"\nafter", "before\n"+han+"qqq"+han+"\nafter"))
	for pattern, match := range map[string]int{
		"x": 1, "éxé": 5, "x.*": 640, "é+x": 640, "y": 1, "y.*": 640, "漢é": 5, "é+y": 640, "y漢": 4, "éy漢é": 8, "zz": 2, "zz.*": 642, "漢zz": 5, "qqq.*": 642, "qq": 2,
	} {
		answer := find(t, x, search.Regex, pattern)
		if len(answer.Hits) == 0 {
			t.Fatalf("%s finds nothing: %s", pattern, answer.Advice)
		}
		h := answer.Hits[0]
		checkSnippet(t, h.Doc, h.Snippet)
		if text := h.Snippet.String(); pattern != "漢é" && strings.Contains(text, "before") && !strings.HasPrefix(pattern, "é+") || strings.Contains(text, "after") {
			t.Errorf("%s shows a neighbour of what is cut: %.20s", pattern, text)
		}
		for _, p := range h.Snippet {
			if p.Match && len(p.Text) > match+3 || len(p.Text) > 700 {
				t.Errorf("%s shows a piece of %d bytes", pattern, len(p.Text))
			}
		}
	}
	answer := find(t, x, search.Regex, "short")
	if got := len([]rune(answer.Hits[0].Snippet.String())); got != len("short\n")+80+1 {
		t.Errorf("a long line below a match is shown with %d characters in all", got)
	}
}

// A line of 100,000 characters is found, or said to take too long.
func TestEndlessLine(t *testing.T) {
	t.Parallel()
	x := indexOf(t, raw(strings.Repeat("é", 50_000)+"x"+strings.Repeat("é", 50_000)))
	for _, pattern := range []string{"x", "(é+)+x", "(é?){30}x", "z*"} {
		answer := find(t, x, search.Regex, pattern)
		if len(answer.Hits) == 0 && answer.Advice == "" {
			t.Errorf("%s finds nothing and says nothing", pattern)
		}
		for _, h := range answer.Hits {
			checkSnippet(t, h.Doc, h.Snippet)
		}
	}
}
