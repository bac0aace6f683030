package interview

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"levelup/internal/fault"
)

// Check says what is wrong with a board, and how many bytes it takes as JSON.
func (d Diagram) Check() (size int, err error) {
	if len(d.Nodes) > MaxNodes {
		return 0, fault.Coded(fault.Invalid, "too-large", "A board holds up to %d parts; this one has %d.", MaxNodes, len(d.Nodes))
	}
	ids := make(map[string]bool, len(d.Nodes))
	for _, n := range d.Nodes {
		switch {
		case n.ID == "" || !fits(n.ID):
			return 0, malformed("Each part of a board needs an id of 1 to %d characters.", MaxLabel)
		case ids[n.ID]:
			return 0, malformed("Two parts of the board have the id %q.", n.ID)
		case !slices.Contains(Kinds[:], n.Kind):
			return 0, malformed("The part %q has the kind %q; the kinds are %s.", n.ID, n.Kind, strings.Join(Kinds[:], ", "))
		case !fits(n.Label):
			return 0, malformed("The label of the part %q is longer than %d characters.", n.ID, MaxLabel)
		case !finite(n.X) || !finite(n.Y):
			return 0, malformed("The part %q lies outside the board; positions go up to %d.", n.ID, maxPosition)
		}
		ids[n.ID] = true
	}
	for _, e := range d.Edges {
		switch {
		case !ids[e.From]:
			return 0, malformed("A connection begins at %q, which is no part of the board.", e.From)
		case !ids[e.To]:
			return 0, malformed("A connection ends at %q, which is no part of the board.", e.To)
		case !fits(e.Label) || !fits(e.ID):
			return 0, malformed("The label of a connection is longer than %d characters.", MaxLabel)
		}
	}
	doc, err := json.Marshal(d)
	if err != nil {
		return 0, malformed("The board cannot be kept as JSON.")
	}
	if len(doc) > MaxScene {
		return 0, fault.Coded(fault.Invalid, "too-large", "A board holds up to %d KiB; this one has %d.", MaxScene>>10, len(doc)>>10)
	}
	return len(doc), nil
}

// maxPosition bounds a board's coordinates: far beyond any screen, and far
// below where a float stops counting single units.
const maxPosition = 1_000_000

func finite(x float64) bool { return math.Abs(x) <= maxPosition } // NaN is not

func fits(s string) bool { return utf8.RuneCountInString(s) <= MaxLabel && !strings.ContainsRune(s, 0) }

func malformed(format string, args ...any) error {
	f := fault.New(fault.Invalid, format, args...)
	f.Code = "malformed"
	return f
}
