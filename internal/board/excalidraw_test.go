package board_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/board"
)

// excalidraw is a file with these elements, each as its JSON.
func excalidraw(elements ...string) []byte {
	return []byte(`{"type": "excalidraw", "version": 2, "elements": [` + strings.Join(elements, ",") + `], "appState": {"gridSize": 20}, "files": {}}`)
}

func box(id, shape string, x, y, w, h float64) string {
	return fmt.Sprintf(`{"id": %q, "type": %q, "x": %g, "y": %g, "width": %g, "height": %g, "boundElements": [], "angle": 0}`, id, shape, x, y, w, h)
}

func words(id, in, text string) string {
	doc, _ := json.Marshal(map[string]any{"id": id, "type": "text", "containerId": in, "text": text, "x": 5, "y": 7})
	return string(doc)
}

func TestReadExcalidraw(t *testing.T) {
	t.Parallel()
	g, leftOut, err := board.ReadExcalidraw(excalidraw(
		`{"id": "f", "type": "frame", "name": "Europe", "x": 0, "y": 0, "width": 900, "height": 400}`,
		`{"id": "a", "type": "rectangle", "x": 10, "y": -20, "width": 200, "height": 80, "frameId": "f"}`,
		words("t1", "a", "Public\nAPI"),
		box("b", "ellipse", 400, 30, 20, 10), words("t2", "b", "Postgres <b>"),
		words("t3", "", "reads outnumber writes"),
		`{"id": "x", "type": "arrow", "startBinding": {"elementId": "a"}, "endBinding": {"elementId": "b"}, "endArrowhead": "arrow"}`, words("t4", "x", "writes"),
		`{"id": "y", "type": "arrow", "startBinding": {"elementId": "a"}, "endBinding": {"elementId": "b"}, "startArrowhead": "arrow", "endArrowhead": "arrow"}`,
		`{"id": "z", "type": "arrow", "startBinding": {"elementId": "a"}, "endBinding": null}`,
		`{"id": "i", "type": "image", "fileId": "1"}`, `{"id": "j", "type": "image", "fileId": "2"}`,
		`{"id": "d", "type": "freedraw"}`,
		`{"id": "gone", "type": "rectangle", "isDeleted": true, "x": 1, "y": 1, "width": 100, "height": 100}`,
	))
	if err != nil {
		t.Fatal(err)
	}
	want := shape{
		Parts:       []string{"a [service] Public API", "b [database] Postgres <b>", "c [note] reads outnumber writes"},
		Connections: []string{"a -> b: ", "a -> b: writes", "b -> a: "},
		Frames:      []string{"zone Europe: a"},
	}
	if diff := cmp.Diff(want, shapeOf(g)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := g.Nodes[0]; n.X != 10 || n.Y != -20 || n.W != 200 || n.H != 80 {
		t.Errorf("the box lies at %+v", n)
	}
	if n := g.Nodes[1]; n.W != 0 || n.H != 0 {
		t.Errorf("a box of 20 by 10 is %+v, too small for its words", n)
	}
	if want := []string{"2 images were left out.", "A line drawn by hand was left out.", "An arrow that is not tied to a box at both ends was left out."}; !slices.Equal(leftOut, want) {
		t.Errorf("left out: %q, want %q", leftOut, want)
	}
}

func TestReadExcalidrawRefuses(t *testing.T) {
	t.Parallel()
	var many []string
	for i := range 5_000 {
		many = append(many, box(fmt.Sprint(i), "rectangle", float64(i), 0, 100, 60))
	}
	for name, test := range map[string]struct{ file, want string }{
		"no JSON":            {"hello", "no Excalidraw file"},
		"another file":       {`{"elements": []}`, "no Excalidraw file"},
		"a library":          {`{"type": "excalidrawlib"}`, "no Excalidraw file"},
		"5,000 boxes":        {string(excalidraw(many...)), "up to 500 parts. Nothing was changed."},
		"a place far away":   {string(excalidraw(box("a", "rectangle", 1e300, 0, 100, 60))), "outside the board"},
		"words for a number": {string(excalidraw(`{"id": "a", "type": "rectangle", "x": "left"}`)), "no Excalidraw file"},
	} {
		if _, _, err := board.ReadExcalidraw([]byte(test.file)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
	g, _, err := board.ReadExcalidraw(excalidraw())
	if err != nil || len(g.Nodes) != 0 {
		t.Errorf("an empty drawing: %+v, %v", g, err)
	}
}
