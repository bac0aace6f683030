package board_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"levelup/internal/board"
)

func TestParse(t *testing.T) {
	t.Parallel()
	g, problems := board.Parse("# the way of a link\n[client] Browser\nBrowser -> API -> Store: asks\n[database]  Store \nAPI <-> Cache\n[worker] Lonely\n\n")
	want := board.Graph{
		Parts: []board.Part{{"Browser", "client"}, {"API", "service"}, {"Store", "database"}, {"Cache", "service"}, {"Lonely", "worker"}},
		Connections: []board.Connection{
			{From: 0, To: 1, Label: "asks"}, {From: 1, To: 2, Label: "asks"}, {From: 1, To: 3, Both: true},
		},
	}
	if diff := cmp.Diff(want, g); diff != "" || len(problems) != 0 {
		t.Errorf("Parse = %v (-want +got):\n%s", problems, diff)
	}
	if got, want := g.Words(), "Browser (client) to API (service): asks; API to Store (database): asks; API to and from Cache (service); Lonely (worker)."; got != want {
		t.Errorf("Words = %q, want %q", got, want)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]board.Problem{
		"[stack] Jobs":                          {1, "There is no kind “stack”"},
		"A -> B\n[queue Jobs":                   {2, "never closed"},
		"A ->":                                  {1, "needs a name"},
		"\n-> B":                                {2, "needs a name"},
		"[note]":                                {1, "needs a name"},
		"A -> A":                                {1, "connected to itself"},
		strings.Repeat("x", 201):                {1, "up to 200 characters"},
		"A -> B: " + strings.Repeat("x", 201):   {1, "up to 200 characters"},
		strings.Repeat("a\n", 3) + "[db] Store": {4, "the kinds are client, service"},
	} {
		_, problems := board.Parse(text)
		if len(problems) != 1 || problems[0].Line != want.Line || !strings.Contains(problems[0].Message, want.Message) {
			t.Errorf("Parse(%.40q) = %v, want line %d: …%s…", text, problems, want.Line, want.Message)
		}
	}
}

// Whatever is written, the drawing is well formed, holds every label as text, and
// nothing that could be run.
func TestSVGOfAnything(t *testing.T) {
	t.Parallel()
	label := rapid.StringMatching(`[A-Za-z<>&"' é]{1,30}`)
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		for range rapid.IntRange(0, 14).Draw(t, "lines") {
			a, b := label.Draw(t, "a"), label.Draw(t, "b")
			text.WriteString(rapid.SampledFrom([]string{"[queue] " + a, a + " -> " + b + ": " + a, a + " <-> " + b, a + " -> " + b + " -> " + a, a}).Draw(t, "line") + "\n")
		}
		g, _ := board.Parse(text.String())
		drawn := board.SVG(g)
		parts := 0
		for d := xml.NewDecoder(strings.NewReader(drawn)); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("SVG of %q: %v\n%s", text.String(), err, drawn)
			}
			if start, ok := token.(xml.StartElement); ok {
				switch start.Name.Local {
				case "svg", "path", "text", "rect":
				case "g":
					parts++
				default:
					t.Fatalf("SVG of %q has an element %s", text.String(), start.Name.Local)
				}
				for _, a := range start.Attr {
					if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "style" || strings.Contains(a.Value, "NaN") {
						t.Fatalf("SVG of %q has the attribute %s=%q", text.String(), a.Name.Local, a.Value)
					}
				}
			}
		}
		if parts != len(g.Parts) {
			t.Fatalf("SVG of %q draws %d parts, want %d", text.String(), parts, len(g.Parts))
		}
	})
}
