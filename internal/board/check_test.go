package board_test

import (
	"math"
	"strings"
	"testing"

	"levelup/internal/board"
	"levelup/internal/fault"
)

// What no page draws is refused, with what is wrong.
func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	one := func(n board.Node) board.Graph { return board.Graph{Nodes: []board.Node{n}} }
	zones := func(z ...board.Zone) board.Graph { return board.Graph{Zones: z} }
	for name, test := range map[string]struct {
		graph      board.Graph
		code, want string
	}{
		"a width below nothing": {one(board.Node{ID: "a", Kind: "cache", W: -1}), "malformed", "lies outside"},
		"a height far too high": {one(board.Node{ID: "a", Kind: "cache", H: 1e9}), "malformed", "lies outside"},
		"a width that is none":  {one(board.Node{ID: "a", Kind: "cache", W: math.Inf(1)}), "malformed", "lies outside"},
		"in no zone":            {one(board.Node{ID: "a", Kind: "cache", Zone: "z"}), "malformed", "no zone of the board"},
		"a zone without an id":  {zones(board.Zone{Kind: "zone"}), "malformed", "needs an id"},
		"a zone's long label":   {zones(board.Zone{ID: "z", Kind: "zone", Label: strings.Repeat("x", 201)}), "malformed", "no longer than that"},
		"two zones of one id":   {zones(board.Zone{ID: "z", Kind: "zone"}, board.Zone{ID: "z", Kind: "zone"}), "malformed", "Two zones"},
		"a zone of no kind":     {zones(board.Zone{ID: "z", Kind: "planet"}), "malformed", "the kinds are zone, region"},
		"too many zones":        {zones(make([]board.Zone, board.MaxNodes+1)...), "too-large", "up to 500 zones"},
	} {
		if _, err := test.graph.Check(); fault.CodeOf(err) != test.code || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s: …%s…", name, err, test.code, test.want)
		}
	}
}

// Characters that no SVG may hold are left out of the drawing, not of the board.
func TestSVGOfForbiddenCharacters(t *testing.T) {
	t.Parallel()
	drawn := board.SVG(board.Graph{Nodes: []board.Node{{ID: "a", Label: "a\x01\uFFFE\uFFFFb", Kind: "note"}}})
	if strings.ContainsAny(drawn, "\x01\uFFFE\uFFFF") || !strings.Contains(drawn, ">ab<") {
		t.Errorf("it draws %q", drawn)
	}
}
