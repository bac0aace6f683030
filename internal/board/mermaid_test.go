package board_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"levelup/internal/board"
)

// A board as a flowchart, read again, has each part and connection.
func TestMermaidAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := anyBoard().Draw(t, "board")
		for i := range g.Nodes { // its text trims
			g.Nodes[i].Label = clean(g.Nodes[i].Label)
		}
		for i := range g.Edges {
			g.Edges[i].Label = clean(g.Edges[i].Label)
		}
		for i := range g.Zones {
			g.Zones[i].Label = clean(g.Zones[i].Label)
		}
		chart := board.Mermaid(g)
		got, problems := board.ReadMermaid(chart)
		if diff := cmp.Diff(shapeOf(g), shapeOf(got)); diff != "" || len(problems) > 0 {
			t.Fatalf("%s\nread again: %v (-want +got):\n%s", chart, problems, diff)
		}
		if !board.IsMermaid(chart) {
			t.Fatal("it is not taken for a flowchart")
		}
		if _, err := got.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

func clean(s string) string { return strings.ReplaceAll(s, "\x00", "") }

func TestReadMermaid(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		chart    string
		want     shape
		problems []string
	}{
		"as people write it": {
			"%% a chart\nflowchart LR\n  User[Browser] --> LB{Load balancer}\n  LB -->|HTTP| api1 & api2\n  api1 -- writes --> db[(Orders)]\n  api2 -. later .-> q[[Kafka topic]]; q ==> w(Worker)\n  db --- w\n  classDef x fill:#f00\n  style db stroke:#333\n  click db \"https://example.org\"",
			shape{
				Parts:       []string{"a [client] Browser", "b [balancer] Load balancer", "c [service] api1", "d [service] api2", "e [database] Orders", "f [queue] Kafka topic", "g [worker] Worker"},
				Connections: []string{"a -> b: ", "b -> c: HTTP", "b -> d: HTTP", "c -> e: writes", "d -> f: later", "e -> g: ", "f -> g: "},
			}, nil,
		},
		"with frames": {
			"graph TD;\nsubgraph eu [Europe]\n  A[API] <--> C[(Cache)]\nend\nsubgraph \"The rest\"\n  B\nend\nA-->B;B-.->A\nclass eu region\nclass C cache",
			shape{
				Parts:       []string{"a [service] API", "b [cache] Cache", "c [service] B"},
				Connections: []string{"a -> b: ", "a -> c: ", "b -> a: ", "c -> a: "},
				Frames:      []string{"region Europe: a, b", "zone The rest: c"},
			}, nil,
		},
		"with signs by name":    {"flowchart TD\n a[\"say #quot;hi#quot; <br/> you #35;1\"]", shape{Parts: []string{`a [service] say "hi"   you #1`}}, nil},
		"with settings":         {"---\ntitle: x\n---\nflowchart\n a-->b", shape{Parts: []string{"a [service] a", "b [service] b"}, Connections: []string{"a -> b: "}}, nil},
		"of another kind":       {"sequenceDiagram\n A->>B: hi", shape{}, []string{"1: This is another kind"}},
		"with a line of no use": {"flowchart TD\n a --> b\n ??? what\n b --> c", shape{Parts: []string{"a [service] a", "b [service] b", "c [service] c"}, Connections: []string{"a -> b: ", "b -> c: "}}, []string{"3: “??? what” is no part"}},
		"with an end missing":   {"flowchart TD\n a -->", shape{Parts: []string{"a [service] a"}}, []string{"2: "}},
		"into a frame":          {"flowchart TD\nsubgraph s\n a\nend\nb --> s", shape{Parts: []string{"a [service] a", "b [service] b"}, Frames: []string{"zone s: a"}}, []string{"5: “s” is a frame"}},
		"nothing":               {"", shape{}, nil},
	} {
		g, problems := board.ReadMermaid(test.chart)
		if diff := cmp.Diff(test.want, shapeOf(g)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if len(problems) != len(test.problems) {
			t.Errorf("%s: problems %v, want %v", name, problems, test.problems)
			continue
		}
		for i, p := range problems {
			if got := string(rune('0'+p.Line)) + ": " + p.Message; !strings.HasPrefix(got, test.problems[i]) {
				t.Errorf("%s: problem %q, want %q", name, got, test.problems[i])
			}
		}
	}
}

// Whatever is pasted, reading it ends, and what comes of it is a board.
func TestReadMermaidOfAnything(t *testing.T) {
	t.Parallel()
	word := rapid.SampledFrom([]string{"a", "b", "-->", "---", "|", `"`, "[", "]", "(", ")", "{", "}", "&", ";", "\n", " ", "subgraph x", "end", "-- t", "-.", ".->", "<", ":::", "%%", "#35;", "class a cache", "é", ">"})
	rapid.Check(t, func(t *rapid.T) {
		chart := "flowchart TD\n" + strings.Join(rapid.SliceOfN(word, 0, 40).Draw(t, "words"), "")
		g, _ := board.ReadMermaid(chart)
		if _, err := g.Check(); err != nil {
			t.Fatalf("%q: %v", chart, err)
		}
	})
	many := "flowchart TD\n" + strings.Repeat("x --> y\n", 1) + func() string {
		var b strings.Builder
		for i := range 5_000 {
			b.WriteString("n" + strings.Repeat("1", i%50) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)) + " --> x\n")
		}
		return b.String()
	}()
	g, problems := board.ReadMermaid(many)
	if len(g.Nodes) != board.MaxNodes || len(problems) != 1 {
		t.Errorf("5,000 lines make %d parts and %v", len(g.Nodes), problems)
	}
}
