package board

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The canvas leads connections round parts too, by the same cases
// (web/attempts/canvas/geometry.test.ts).
func TestBends(t *testing.T) {
	file, err := os.ReadFile("testdata/bends.json")
	if err != nil {
		t.Fatal(err)
	}
	type part struct{ X, Y, W, H float64 }
	var cases []struct {
		Name     string
		From, To part
		Side     float64
		Others   []part
		Bend     float64
		Path     string
	}
	if err := json.Unmarshal(file, &cases); err != nil {
		t.Fatal(err)
	}
	boxOf := func(p part) box { return box{point{p.X, p.Y}, size{p.W, p.H}} }
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			var others []box
			for _, o := range c.Others {
				others = append(others, boxOf(o))
			}
			got := bend(boxOf(c.From), boxOf(c.To), c.Side, others)
			if path := run(boxOf(c.From), boxOf(c.To), c.Side, got).path(); got != c.Bend || path != c.Path {
				t.Errorf("bent by %v: %s, want %v: %s", got, path, c.Bend, c.Path)
			}
		})
	}
}

// A part between two others is passed, and what passes it lies in the picture.
func TestAConnectionPassesAPartInItsWay(t *testing.T) {
	g := Graph{
		Nodes: []Node{{ID: "a", Label: "A", Kind: "service"}, {ID: "b", Label: "B", Kind: "service", Y: 120}, {ID: "c", Label: "C", Kind: "service", Y: 240, X: 1}},
		Edges: []Edge{{From: "a", To: "c"}, {From: "a", To: "b"}, {From: "b", To: "c"}},
	}
	svg := SVG(g)
	ways := regexp.MustCompile(`class="way" d="([^"]+)"`).FindAllStringSubmatch(svg, -1)
	if len(ways) != 3 || !strings.Contains(ways[0][1], "Q") || strings.Contains(ways[1][1]+ways[2][1], "Q") {
		t.Fatalf("the ways are %v, want the first alone bent", ways)
	}
	p := g.picture()
	most := p.ways[0].course.at(.5)
	if most.x < 0 || most.x > p.width {
		t.Errorf("the bend reaches %v in a picture %v wide", most.x, p.width)
	}
	if got, want := fmt.Sprintf("%.1f", p.ways[0].spots[0].x), fmt.Sprintf("%.1f", most.x); got != want {
		t.Errorf("the label stands at %s, want it on the bend at %s", got, want)
	}
}
