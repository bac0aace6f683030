package board

import (
	"cmp"
	"errors"
	"regexp"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"levelup/internal/fault"
)

// Read reads what people put into the box of a board, whatever it is, as the next
// state of the board: its own text, a Mermaid flowchart, an Excalidraw file, or a
// board as JSON. What an Excalidraw file has and a board has not is told in leftOut.
func Read(before Graph, text string) (g Graph, leftOut []string, problems []Problem, err error) {
	switch {
	case IsMermaid(text):
		g, problems = ReadMermaid(text)
	case !object.MatchString(text):
		g, problems = Apply(before, text)
		return g, nil, problems, nil
	case excalidrawType.MatchString(text):
		g, leftOut, err = ReadExcalidraw([]byte(text))
	default:
		g, err = readGraph(text)
	}
	if err != nil {
		return Graph{}, nil, nil, err
	}
	return takeOver(before, g), leftOut, problems, nil
}

var (
	object         = regexp.MustCompile(`^\s*\{\s*["}]`)
	excalidrawType = regexp.MustCompile(`"type"\s*:\s*"excalidraw["/]`)
)

// readGraph reads a board's JSON by the rules of an attempt's boards, and puts it
// in order anew. It is as strict as a save: a doubled key or a text that is not valid
// Unicode is refused, never mended.
func readGraph(text string) (Graph, error) {
	var in struct {
		Nodes *parts `json:"nodes"`
		Edges []Edge `json:"edges"`
		Zones []Zone `json:"zones"`
	}
	switch err := json.Unmarshal([]byte(text), &in); {
	case errors.Is(err, errTooMany):
		return Graph{}, errTooMany
	case err != nil || in.Nodes == nil:
		return Graph{}, malformed("This begins like JSON and is neither a board nor an Excalidraw file that can be read.")
	}
	g := Empty()
	g.Nodes, g.Edges, g.Zones = append(g.Nodes, *in.Nodes...), append(g.Edges, in.Edges...), in.Zones
	if _, err := g.Check(); err != nil {
		return Graph{}, err
	}
	return Arrange(g), nil
}

var errTooMany = fault.Coded(fault.Invalid, "too-large", "A board holds up to %d parts; this one has more.", MaxNodes)

// parts are read one by one, so that a hundred thousand are refused at the first
// that is too many.
type parts []Node

func (p *parts) UnmarshalJSONFrom(in *jsontext.Decoder) error {
	if open, err := in.ReadToken(); err != nil || open.Kind() != '[' {
		return cmp.Or(err, errors.New("parts are a list"))
	}
	for in.PeekKind() != ']' {
		if len(*p) == MaxNodes {
			return errTooMany
		}
		var n Node
		if err := json.UnmarshalDecode(in, &n); err != nil {
			return err
		}
		*p = append(*p, n)
	}
	_, err := in.ReadToken()
	return err
}

// takeOver puts what comes from elsewhere in a board's place. What had the same name
// before keeps its id, place and size, and the rest is put beside it; where
// nothing had, all of it stays as it lies.
func takeOver(before, g Graph) Graph {
	p := parser{}
	zones := map[string]int{"": 0}
	for i, z := range g.Zones {
		zones[z.ID] = i + 1
		p.zones = append(p.zones, Zone{Label: z.Label, Kind: z.Kind})
	}
	for _, n := range g.Nodes {
		p.parts = append(p.parts, drawn{label: n.Label, kind: n.Kind, zone: zones[n.Zone]})
	}
	if !slices.ContainsFunc(p.recognise(before), func(o int) bool { return o >= 0 }) {
		return g
	}
	at := g.places()
	for _, e := range g.Edges {
		p.edges = append(p.edges, connected{at[e.From], at[e.To], e.Label})
	}
	return p.resume(before)
}
