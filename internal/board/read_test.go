package board_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/board"
	"levelup/internal/fault"
)

// Whatever is put into the box becomes the same board.
func TestRead(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"its own text": "[queue] Jobs\n[worker] Mailer\nJobs -> Mailer: one each\n",
		"Mermaid":      "flowchart TD\n  a[[Jobs]]:::queue -->|one each| b[Mailer]:::worker\n",
		"Excalidraw":   string(excalidraw(box("1", "rectangle", 0, 0, 160, 60), words("t", "1", "Jobs queue"))),
		"JSON":         ` {"nodes": [{"id": "x", "label": "Jobs", "kind": "queue"}, {"id": "y", "label": "Mailer", "kind": "worker"}], "edges": [{"from": "x", "to": "y", "label": "one each"}]}`,
	} {
		g, _, problems, err := board.Read(board.Empty(), text)
		want := "[queue] Jobs\n[worker] Mailer\nJobs -> Mailer: one each\n"
		if name == "Excalidraw" {
			want = "[queue] Jobs queue\n"
		}
		if got := board.Text(g); err != nil || len(problems) > 0 || got != want || !g.Placed() && len(g.Nodes) > 1 {
			t.Errorf("Read(%s) = %q, %v, %v, want %q in order", name, got, problems, err, want)
		}
	}
	if _, _, problems, err := board.Read(board.Empty(), "{a} -> b\nc ->"); err != nil || len(problems) != 1 || problems[0].Line != 2 {
		t.Errorf("a text that begins with a bracket = %v, %v, want it read as the text that it is", problems, err)
	}
	if _, _, problems, _ := board.Read(board.Empty(), "flowchart TD\n a --> b\n !!\n"); len(problems) != 1 || problems[0].Line != 3 {
		t.Errorf("problems of Mermaid = %v, want line 3", problems)
	}
	if _, leftOut, _, err := board.Read(board.Empty(), string(excalidraw(box("1", "rectangle", 0, 0, 160, 60), box("2", "image", 0, 0, 9, 9)))); err != nil || !cmp.Equal(leftOut, []string{"An image was left out."}) {
		t.Errorf("left out = %q, %v", leftOut, err)
	}
}

// What comes from elsewhere takes the places of what has the same name already,
// and lies as it was drawn where nothing has.
func TestReadKeepsPlaces(t *testing.T) {
	t.Parallel()
	before := board.Graph{
		Nodes: []board.Node{{ID: "mine", Label: "Jobs", Kind: "queue", X: 700, Y: 40, W: 200, Zone: "frame"}, {ID: "p1", Label: "Old", Kind: "cache", X: 5, Y: 5}},
		Edges: []board.Edge{}, Zones: []board.Zone{{ID: "frame", Label: "Europe", Kind: "zone"}},
	}
	g, _, _, err := board.Read(before, "flowchart TD\nsubgraph Europe\n a[jobs]:::queue\nend\n a --> b[Mailer]\n b --> c[Store]\n")
	if err != nil || len(g.Nodes) != 3 {
		t.Fatalf("Read = %+v, %v", g, err)
	}
	if n := g.Nodes[0]; n.ID != "mine" || n.X != 700 || n.Y != 40 || n.W != 200 || n.Zone != "frame" {
		t.Errorf("Jobs = %+v, want it where it was", n)
	}
	if _, err := g.Check(); err != nil || g.Nodes[1].ID == "p1" || g.Nodes[1].X == 5 {
		t.Errorf("Mailer = %+v, %v, want a new part beside the others", g.Nodes[1], err)
	}
	g, _, _, err = board.Read(before, string(excalidraw(box("1", "rectangle", 300, 90, 160, 60), words("t", "1", "New"))))
	if err != nil || len(g.Nodes) != 1 || g.Nodes[0].X != 300 || g.Nodes[0].Y != 90 {
		t.Errorf("another drawing = %+v, %v, want it as it lies", g.Nodes, err)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	part := `{"id": "a", "label": "A", "kind": "cache", "x": 0, "y": 0}`
	for name, test := range map[string]struct{ text, code string }{
		"broken JSON":          {`{"nodes": [`, "malformed"},
		"JSON of another kind": {`{"cells": []}`, "malformed"},
		"a key twice":          {`{"nodes": [], "nodes": []}`, "malformed"},
		"a lone surrogate":     {`{"nodes": [{"id": "\ud83d", "kind": "cache"}]}`, "malformed"},
		"an id twice":          {`{"nodes": [` + part + "," + part + `]}`, "malformed"},
		"NaN":                  {`{"nodes": [{"id": "a", "kind": "cache", "x": NaN}]}`, "malformed"},
		"far away":             {`{"nodes": [{"id": "a", "kind": "cache", "x": 1e308}]}`, "malformed"},
		"deep":                 {`{"nodes": ` + strings.Repeat("[", 100_000), "malformed"},
		"100,000 parts":        {`{"nodes": [` + strings.TrimSuffix(strings.Repeat(part+",", 100_000), ",") + `]}`, "too-large"},
		"one part too many":    {`{"nodes": [` + strings.Repeat(part+",", board.MaxNodes+1) + "and it is not read on", "too-large"},
		"broken Excalidraw":    {`{"type": "excalidraw", "elements": [`, ""},
	} {
		if _, _, _, err := board.Read(board.Empty(), test.text); err == nil || fault.KindOf(err) != fault.Invalid || fault.CodeOf(err) != test.code {
			t.Errorf("%s = %v, want %q", name, err, test.code)
		}
	}
}

// What nobody writes by hand is refused; without the bounds each of these would be
// read for seconds to minutes first.
func TestReadRefusesWhatNobodyWrites(t *testing.T) {
	t.Parallel()
	const size = 4 << 20
	fill := func(head, s string) string { return head + strings.Repeat(s, (size-len(head))/len(s)) }
	for name, text := range map[string]string{
		"a line of connections":   fill("", "A->B->"),
		"many on a line":          fill("flowchart TD\n", "a-->b;"),
		"brackets that stay open": fill("flowchart TD\n", "a[\n"),
		"words that stay open":    fill("flowchart TD\n", "a-->|x\n"),
		"all with all":            fill("flowchart TD\n", "a&") + "a-->" + fill("", "a&") + "a",
		"blanks at the end":       "flowchart TD\n" + strings.Repeat("a;", board.MaxLines) + strings.Repeat(" ", size),
	} {
		_, _, problems, err := board.Read(board.Empty(), text)
		if err == nil && len(problems) == 0 && name != "blanks at the end" {
			t.Errorf("%s was taken as a board", name)
		}
	}
}

// As many labels as go onto a board, and more, are all drawn.
func TestSVGOfManyLabels(t *testing.T) {
	t.Parallel()
	const many = 60_000 // of which a saved board holds a fifth
	g, _ := board.Parse("A -> B: x\nB -> C: y\nC -> D: z\n")
	for len(g.Edges) < many {
		g.Edges = append(g.Edges, g.Edges...)
	}
	g.Edges = g.Edges[:many]
	if svg := board.SVG(g); strings.Count(svg, `class="label"`) != many {
		t.Error("labels are missing")
	}
}
