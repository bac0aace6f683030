package board_test

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/board"
)

var update = flag.Bool("update", false, "write what is read now into testdata")

// A case is a text, perhaps on a board that was there, and what is read of it. The
// page reads boards too, in TypeScript; its tests hold the same cases.
type boardCase struct {
	Name     string          `json:"name"`
	Before   *board.Graph    `json:"before,omitempty"`
	Text     string          `json:"text"`
	Graph    board.Graph     `json:"graph"` // without places, which each side finds its own way
	Problems []board.Problem `json:"problems"`
	Written  string          `json:"written"` // as it is written again
}

const casesFile = "testdata/cases.json"

func TestCases(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile(casesFile)
	if err != nil {
		t.Fatal(err)
	}
	var cases []boardCase
	if err := json.Unmarshal(doc, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 40 {
		t.Fatalf("%d cases, want 40 at least", len(cases))
	}
	for i := range cases {
		c := &cases[i]
		before := board.Graph{}
		if c.Before != nil {
			before = *c.Before
		}
		g, problems := board.Apply(before, c.Text)
		for k := range g.Nodes {
			if n := &g.Nodes[k]; !slices.ContainsFunc(before.Nodes, func(o board.Node) bool { return o.ID == n.ID }) {
				n.X, n.Y = 0, 0
			}
		}
		written := board.Text(g)
		if *update {
			c.Graph, c.Problems, c.Written = g, problems, written
			continue
		}
		if diff := cmp.Diff(c.Graph, g); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.Name, diff)
		}
		if !slices.Equal(c.Problems, problems) || c.Written != written {
			t.Errorf("%s: %v and\n%s\nwant %v and\n%s", c.Name, problems, written, c.Problems, c.Written)
		}
	}
	if *update {
		doc, err := json.MarshalIndent(cases, "", "  ")
		if err == nil {
			err = os.WriteFile(casesFile, append(doc, '\n'), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
