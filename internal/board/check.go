package board

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"levelup/internal/fault"
)

// The limits of a board.
const (
	MaxNodes = 500
	MaxLabel = 200       // code points of a label or an id
	MaxBytes = 256 << 10 // as JSON

	// maxPosition is far beyond any screen, and far below where a float stops
	// counting single units.
	maxPosition = 1_000_000
)

// Check says what is wrong with a board, and how many bytes it takes as JSON.
func (g Graph) Check() (size int, err error) {
	if len(g.Nodes) > MaxNodes {
		return 0, fault.Coded(fault.Invalid, "too-large", "A board holds up to %d parts; this one has %d.", MaxNodes, len(g.Nodes))
	}
	zones, err := g.checkZones()
	if err != nil {
		return 0, err
	}
	ids := make(map[string]bool, len(g.Nodes))
	for _, n := range g.Nodes {
		switch {
		case n.ID == "" || !fits(n.ID):
			return 0, malformed("Each part of a board needs an id of 1 to %d characters.", MaxLabel)
		case ids[n.ID]:
			return 0, malformed("Two parts of the board have the id %q.", n.ID)
		case !slices.Contains(Kinds[:], n.Kind):
			return 0, malformed("The part %q has the kind %q; the kinds are %s.", n.ID, n.Kind, strings.Join(Kinds[:], ", "))
		case !fits(n.Label):
			return 0, malformed("The label of the part %q is longer than %d characters.", n.ID, MaxLabel)
		case !finite(n.X) || !finite(n.Y) || !finite(n.W) || !finite(n.H) || n.W < 0 || n.H < 0:
			return 0, malformed("The part %q lies outside the board; positions and sizes go up to %d.", n.ID, maxPosition)
		case n.Zone != "" && !zones[n.Zone]:
			return 0, malformed("The part %q stands in %q, which is no zone of the board.", n.ID, n.Zone)
		}
		ids[n.ID] = true
	}
	for _, e := range g.Edges {
		switch {
		case !ids[e.From]:
			return 0, malformed("A connection begins at %q, which is no part of the board.", e.From)
		case !ids[e.To]:
			return 0, malformed("A connection ends at %q, which is no part of the board.", e.To)
		case !fits(e.Label) || !fits(e.ID):
			return 0, malformed("The label of a connection is longer than %d characters.", MaxLabel)
		}
	}
	doc, err := json.Marshal(g)
	if err != nil {
		return 0, malformed("The board cannot be kept as JSON.")
	}
	if len(doc) > MaxBytes {
		return 0, fault.Coded(fault.Invalid, "too-large", "A board holds up to %d KiB; this one has %d.", MaxBytes>>10, (len(doc)+1023)>>10)
	}
	return len(doc), nil
}

func (g Graph) checkZones() (map[string]bool, error) {
	if len(g.Zones) > MaxNodes {
		return nil, fault.Coded(fault.Invalid, "too-large", "A board holds up to %d zones; this one has %d.", MaxNodes, len(g.Zones))
	}
	ids := make(map[string]bool, len(g.Zones))
	for _, z := range g.Zones {
		switch {
		case z.ID == "" || !fits(z.ID) || !fits(z.Label):
			return nil, malformed("Each zone of a board needs an id of 1 to %d characters, and a label no longer than that.", MaxLabel)
		case ids[z.ID]:
			return nil, malformed("Two zones of the board have the id %q.", z.ID)
		case !slices.Contains(ZoneKinds[:], z.Kind):
			return nil, malformed("The zone %q has the kind %q; the kinds are %s.", z.ID, z.Kind, strings.Join(ZoneKinds[:], ", "))
		}
		ids[z.ID] = true
	}
	return ids, nil
}

func finite(x float64) bool { return math.Abs(x) <= maxPosition } // NaN is not

func malformed(format string, args ...any) error {
	f := fault.New(fault.Invalid, format, args...)
	f.Code = "malformed"
	return f
}
