package docs_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levelup/internal/fault"
	"levelup/internal/search"
	"levelup/internal/search/docs"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is found now into the scripts; read the difference")

// What the shipped content answers to what people type, with the reasons. A line that
// begins with a mode asks; the lines below it, after a tab, are the first five hits. A
// line that begins with # says what is to be seen.
func TestRelevance(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../testdata/relevance/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	lib := library(t)
	index := search.New(docs.Of(lib), lib.Synonyms())
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for line := range strings.Lines(string(source)) {
			if strings.HasPrefix(line, "\t") {
				continue
			}
			got.WriteString(line)
			if mode, query, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); ok && !strings.HasPrefix(line, "#") {
				got.WriteString(asked(t, index, mode, query))
			}
		}
		if *update {
			if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(string(source), got.String()); diff != "" {
			t.Errorf("%s (-want +got); with -update it is written:\n%s", file, diff)
		}
	}
}

func asked(t *testing.T, index *search.Index, mode, query string) string {
	answer, err := index.Search(t.Context(), mode, query, 5)
	if err != nil {
		return "\t! " + fault.Message(err) + "\n"
	}
	var b strings.Builder
	for _, h := range answer.Hits {
		fmt.Fprintf(&b, "\t%s\t%s\n", h.Doc.ID(), reason(h.Why))
	}
	if answer.Advice != "" {
		b.WriteString("\t= " + answer.Advice + "\n")
	}
	return b.String()
}

// reason says why without figures, which move with every word of the content.
func reason(w search.Why) string {
	if w.Matches > 0 {
		return "matches"
	}
	var parts []string
	for _, term := range w.Terms {
		switch term.How {
		case "as typed":
			parts = append(parts, term.Word)
		case "in a row":
			parts = append(parts, fmt.Sprintf("%q", term.Word))
		default:
			parts = append(parts, fmt.Sprintf("%s (%s: %s)", term.Word, term.How, term.Found))
		}
	}
	for _, word := range w.Lacks {
		parts = append(parts, "no "+word)
	}
	return strings.Join(parts, ", ")
}
