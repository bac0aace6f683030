package board

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"levelup/internal/fault"
)

// element is what of an Excalidraw file's element matters here.
type element struct {
	ID           string   `json:"id"`
	Type         string   `json:"type"`
	X            float64  `json:"x"`
	Y            float64  `json:"y"`
	Width        float64  `json:"width"`
	Height       float64  `json:"height"`
	Text         string   `json:"text"`
	Name         string   `json:"name"` // of a frame
	ContainerID  string   `json:"containerId"`
	FrameID      string   `json:"frameId"`
	Deleted      bool     `json:"isDeleted"`
	StartBinding *binding `json:"startBinding"`
	EndBinding   *binding `json:"endBinding"`
	StartHead    *string  `json:"startArrowhead"`
	EndHead      *string  `json:"endArrowhead"`
}

type binding struct {
	ElementID string `json:"elementId"`
}

// ReadExcalidraw reads an Excalidraw file: boxes with their text become parts where
// they lie, arrows between boxes connections, frames zones, and a text that stands
// alone a note. What a board does not have is left out and counted, in sentences. A
// file with more parts than a board holds is refused as a whole.
func ReadExcalidraw(file []byte) (g Graph, leftOut []string, err error) {
	var doc struct {
		Type     string    `json:"type"`
		Elements []element `json:"elements"`
	}
	if err := json.Unmarshal(file, &doc); err != nil || doc.Type != "excalidraw" && !strings.HasPrefix(doc.Type, "excalidraw/") {
		return Graph{}, nil, fault.New(fault.Invalid, "This is no Excalidraw file. Save the drawing as a .excalidraw file and choose that one.")
	}
	r := excalidrawReader{graph: Empty(), texts: map[string]string{}, id: map[string]string{}, out: map[string]int{}}
	r.read(doc.Elements)
	if len(r.graph.Nodes) > MaxNodes {
		return Graph{}, nil, fault.Coded(fault.Invalid, "too-large", "The drawing holds %d boxes and texts; a board holds up to %d parts. Nothing was changed.", len(r.graph.Nodes), MaxNodes)
	}
	if _, err := r.graph.Check(); err != nil {
		return Graph{}, nil, err
	}
	return r.graph, r.sentences(), nil
}

type excalidrawReader struct {
	graph Graph
	texts map[string]string // by the element that holds them
	id    map[string]string // of parts and frames, by element
	out   map[string]int    // what was left out, by its name
}

func (r *excalidrawReader) read(elements []element) {
	for _, e := range elements {
		if e.Type == "text" && e.ContainerID != "" && !e.Deleted {
			r.texts[e.ContainerID] = r.label(e.Text)
		}
	}
	for _, e := range elements {
		if (e.Type == "frame" || e.Type == "magicframe") && !e.Deleted {
			id := "z" + strconv.Itoa(len(r.graph.Zones)+1)
			name := r.label(e.Name)
			if name == "" {
				name = "Frame " + strconv.Itoa(len(r.graph.Zones)+1)
			}
			r.id[e.ID] = id
			r.graph.Zones = append(r.graph.Zones, Zone{ID: id, Label: name, Kind: "zone"})
		}
	}
	for _, e := range elements {
		if !e.Deleted {
			r.part(e)
		}
	}
	for _, e := range elements {
		if !e.Deleted && (e.Type == "arrow" || e.Type == "line") {
			r.connection(e)
		}
	}
}

func (r *excalidrawReader) part(e element) {
	n := Node{ID: "p" + strconv.Itoa(len(r.graph.Nodes)+1), X: e.X, Y: e.Y, Zone: r.id[e.FrameID]}
	switch e.Type {
	case "rectangle", "ellipse", "diamond":
		n.Label = r.texts[e.ID]
		n.Kind = guess(n.Label)
		// A box smaller than its icon and a few letters takes the usual size.
		if e.Width >= partWidth/2 && e.Height >= partHeight/2 {
			n.W, n.H = e.Width, e.Height
		}
	case "text":
		if e.ContainerID != "" {
			return
		}
		if n.Label = r.label(e.Text); n.Label == "" {
			return
		}
		n.Kind = "note"
	case "arrow", "line", "frame", "magicframe":
		return
	case "image":
		r.out["an image"]++
		return
	case "freedraw":
		r.out["a line drawn by hand"]++
		return
	default:
		r.out["an element of another kind"]++
		return
	}
	r.id[e.ID] = n.ID
	r.graph.Nodes = append(r.graph.Nodes, n)
}

func (r *excalidrawReader) connection(e element) {
	end := func(b *binding) string {
		if b == nil || strings.HasPrefix(r.id[b.ElementID], "z") {
			return ""
		}
		return r.id[b.ElementID]
	}
	from, to := end(e.StartBinding), end(e.EndBinding)
	if from == "" || to == "" {
		r.out["an arrow that is not tied to a box at both ends"]++
		return
	}
	head := func(h *string) bool { return h != nil && *h != "" }
	ahead, back := head(e.EndHead), head(e.StartHead)
	edge := Edge{From: from, To: to, Label: r.texts[e.ID]}
	if ahead || !back {
		r.graph.Edges = append(r.graph.Edges, edge)
	}
	if back {
		edge.From, edge.To = to, from
		r.graph.Edges = append(r.graph.Edges, edge)
	}
}

// label is a text as a name: on one line, and no longer than one may be.
func (r *excalidrawReader) label(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "\x00", "")), " ")
	if runes := []rune(s); len(runes) > MaxLabel {
		r.out["the end of a text that was too long"]++
		return string(runes[:MaxLabel])
	}
	return s
}

// leftOut are the things that a board does not have, in the order in which they are told.
var leftOutWords = []struct{ one, many string }{
	{"an image", "images"},
	{"a line drawn by hand", "lines drawn by hand"},
	{"an arrow that is not tied to a box at both ends", "arrows that are not tied to a box at both ends"},
	{"the end of a text that was too long", "ends of texts that were too long"},
	{"an element of another kind", "elements of other kinds"},
}

func (r *excalidrawReader) sentences() []string {
	var out []string
	for _, w := range leftOutWords {
		switch n := r.out[w.one]; {
		case n == 1:
			out = append(out, strings.ToUpper(w.one[:1])+w.one[1:]+" was left out.")
		case n > 1:
			out = append(out, fmt.Sprintf("%d %s were left out.", n, w.many))
		}
	}
	return out
}
