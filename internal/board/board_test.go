package board_test

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"levelup/internal/board"
)

// shape is what of a board is not its look: parts by name, connections, frames.
type shape struct {
	Parts, Connections, Frames []string
}

// shapeOf names parts by their place, since labels may be double.
func shapeOf(g board.Graph) shape {
	var s shape
	zones := map[string]string{}
	for _, z := range g.Zones {
		zones[z.ID] = z.Kind + " " + z.Label
	}
	name := map[string]string{}
	in := map[string][]string{}
	for i, n := range g.Nodes {
		name[n.ID] = string(rune('a'+i%26)) + strings.Repeat("'", i/26)
		s.Parts = append(s.Parts, name[n.ID]+" ["+n.Kind+"] "+n.Label)
		if n.Zone != "" {
			in[n.Zone] = append(in[n.Zone], name[n.ID])
		}
	}
	for _, e := range g.Edges {
		s.Connections = append(s.Connections, name[e.From]+" -> "+name[e.To]+": "+e.Label)
	}
	for _, z := range g.Zones {
		if len(in[z.ID]) > 0 {
			s.Frames = append(s.Frames, zones[z.ID]+": "+strings.Join(in[z.ID], ", "))
		}
	}
	slices.Sort(s.Connections)
	return s
}

func TestParse(t *testing.T) {
	t.Parallel()
	g, problems := board.Parse("# the way of a link\n[client] Browser\nBrowser -> API -> Store: asks\n[database]  Store \nAPI <-> Cache\n[worker] Lonely\n[zone] Frankfurt: API, cache\n\n")
	want := shape{
		Parts:       []string{"a [note] the way of a link", "b [client] Browser", "c [service] API", "d [database] Store", "e [service] Cache", "f [worker] Lonely"},
		Connections: []string{"b -> c: asks", "c -> d: asks", "c -> e: ", "e -> c: "},
		Frames:      []string{"zone Frankfurt: c, e"},
	}
	if diff := cmp.Diff(want, shapeOf(g)); diff != "" || len(problems) != 0 {
		t.Errorf("Parse = %v (-want +got):\n%s", problems, diff)
	}
	if got, want := g.Words(), "Browser (client) to API (service): asks; API to Store (database): asks; API to and from Cache (service); the way of a link; Lonely (worker); zone Frankfurt: API, Cache."; got != want {
		t.Errorf("Words = %q, want %q", got, want)
	}
	if size, err := g.Check(); err != nil || size == 0 {
		t.Errorf("Check = %d, %v", size, err)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]board.Problem{
		"[stack] Jobs":                          {1, "There is no kind “stack”"},
		"A -> B\n[queue Jobs":                   {2, "never closed"},
		"A ->":                                  {1, "needs a name"},
		"\n-> B":                                {2, "needs a name"},
		"[note]":                                {1, "needs a name"},
		"[queue] Jobs -> Worker":                {1, "on a line of its own"},
		"[queue] Jobs\n[worker] jobs":           {2, "[worker] Jobs @2"},
		"[queue] Jobs @1\n[worker] Workers @1":  {2, "belongs to “Jobs” already"},
		"A -> @9":                               {1, "no part with the sign @9"},
		`A -> "B`:                               {1, "never closed"},
		`A -> "B" or C`:                         {1, "behind the quotation mark"},
		"[zone] Europe":                         {1, "Say what stands in the zone"},
		"[zone] Europe: ,":                      {1, "Say what stands in the zone"},
		"[region] : A":                          {1, "needs a name"},
		"[zone] X: A\n[zone] Y: A, B":           {2, "stands in “X” already"},
		strings.Repeat("x", 201):                {1, "up to 200 characters"},
		"# " + strings.Repeat("x", 201):         {1, "up to 200 characters"},
		"A -> B: " + strings.Repeat("x", 201):   {1, "up to 200 characters"},
		strings.Repeat("a\n", 3) + "[db] Store": {4, "the kinds are client, service"},
	} {
		_, problems := board.Parse(text)
		if len(problems) != 1 || problems[0].Line != want.Line || !strings.Contains(strings.ToLower(problems[0].Message), strings.ToLower(want.Message)) {
			t.Errorf("Parse(%.40q) = %v, want line %d: …%s…", text, problems, want.Line, want.Message)
		}
	}
}

// A long text is read as far as a board goes, and what is left out is said.
func TestParseOfTooMuch(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 10_000 {
		text.WriteString("Part " + strings.Repeat("i", i%90) + string(rune('a'+i%26)) + "\n")
	}
	g, problems := board.Parse(text.String())
	if len(g.Nodes) != board.MaxNodes || len(problems) == 0 || !strings.Contains(problems[0].Message, "up to 500 parts") {
		t.Errorf("10,000 lines make %d parts and %d problems", len(g.Nodes), len(problems))
	}
	if _, err := g.Check(); err != nil {
		t.Error(err)
	}
	_, problems = board.Parse(strings.Repeat("\n", board.MaxLines) + "A\nB")
	if len(problems) != 1 || problems[0].Line != board.MaxLines+1 {
		t.Errorf("too many lines: %v", problems)
	}
}

// anyLabel are labels as people type them and as nobody does.
func anyLabel() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"API", "api", "Jobs", "a -> b", "x: y", "a, b", "@1", "# no", "[queue] q", `say "hi"`, "", " spaced  out ", "line\nbreak", "<", "a <", "قاعدة بيانات", "ends @2", `back\slash`, "->", ":", `"`}),
		rapid.StringN(0, 20, -1),
	)
}

// anyBoard is a board with whatever a page may have drawn.
func anyBoard() *rapid.Generator[board.Graph] {
	return rapid.Custom(func(t *rapid.T) board.Graph {
		g := board.Empty()
		for i := range rapid.IntRange(0, 2).Draw(t, "zones") {
			g.Zones = append(g.Zones, board.Zone{ID: "z" + string(rune('0'+i)), Label: anyLabel().Draw(t, "zone"), Kind: rapid.SampledFrom(board.ZoneKinds[:]).Draw(t, "kind")})
		}
		ids := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z0-9 @":,\\]{1,4}`), 0, 9, rapid.ID[string]).Draw(t, "ids")
		for i, id := range ids {
			n := board.Node{ID: id, Label: anyLabel().Draw(t, "label"), Kind: rapid.SampledFrom(board.Kinds[:]).Draw(t, "kind"), X: float64(i * 200), Y: float64(rapid.IntRange(-500, 500).Draw(t, "y"))}
			if len(g.Zones) > 0 && rapid.Bool().Draw(t, "framed") {
				n.Zone = rapid.SampledFrom(g.Zones).Draw(t, "zone").ID
			}
			g.Nodes = append(g.Nodes, n)
		}
		for i := range rapid.IntRange(0, 2*len(ids)).Draw(t, "edges") {
			if len(ids) > 0 {
				g.Edges = append(g.Edges, board.Edge{ID: "e" + string(rune('0'+i%10)) + strings.Repeat("x", i/10), From: rapid.SampledFrom(ids).Draw(t, "from"), To: rapid.SampledFrom(ids).Draw(t, "to"), Label: anyLabel().Draw(t, "label")})
			}
		}
		return g
	})
}

// A board as text, read again, is the same board: each part and connection, ids
// and places too where the board is at hand.
func TestTextAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := anyBoard().Draw(t, "board")
		text := board.Text(g)
		fresh, problems := board.Parse(text)
		if diff := cmp.Diff(shapeOf(g), shapeOf(fresh)); diff != "" || len(problems) > 0 {
			t.Fatalf("%s\nread again: %v (-want +got):\n%s", text, problems, diff)
		}
		again, problems := board.Apply(g, text)
		if next := board.Text(again); next != text {
			t.Fatalf("written again it is\n%s\ninstead of\n%s", next, text)
		}
		drop(&g)
		order(&g)
		order(&again)
		if diff := cmp.Diff(g, again); diff != "" || len(problems) > 0 {
			t.Fatalf("%s\nread again on the board: %v (-want +got):\n%s", text, problems, diff)
		}
	})
}

// What one changes in the text changes that on the board, and nothing else.
func TestApplyKeepsWhatStays(t *testing.T) {
	t.Parallel()
	before, _ := board.Parse("[client] Browser\n[service] API\n[queue] Jobs\n[worker] Worker\nBrowser -> API: asks\nAPI -> Jobs\nJobs -> Worker")
	for i := range before.Nodes {
		before.Nodes[i].X, before.Nodes[i].Y = float64(300*i), 77
	}
	for i := range before.Edges {
		before.Edges[i].ID = string(rune('e' + i))
	}
	text := board.Text(before)
	for name, test := range map[string]struct{ old, new string }{
		"another kind":    {"[service] API", "[balancer] API"},
		"another label":   {": asks", ": asks for a page"},
		"renamed":         {"API", "Gateway"},
		"a new part":      {"[queue] Jobs\n", "[queue] Jobs\n[cache] Cache\n"},
		"a new way":       {"API -> Jobs\n", "API -> Jobs\nAPI -> Cache\n"},
		"a part less":     {"[worker] Worker\n", ""},
		"in another line": {"[client] Browser\n[service] API\n", "[service] API\n[client] Browser\n"},
	} {
		after, problems := board.Apply(before, strings.ReplaceAll(text, test.old, test.new))
		if len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
		ids := map[string]board.Node{}
		for _, n := range after.Nodes {
			ids[n.ID] = n
		}
		for _, n := range before.Nodes {
			if got, ok := ids[n.ID]; !ok || got.X != n.X || got.Y != n.Y {
				t.Errorf("%s: %s has become %+v", name, n.Label, got)
			}
		}
		for _, e := range before.Edges {
			if name != "a part less" && !slices.ContainsFunc(after.Edges, func(a board.Edge) bool { return a.ID == e.ID && a.From == e.From && a.To == e.To }) {
				t.Errorf("%s: the connection %s has become another one: %v", name, e.ID, after.Edges)
			}
		}
		for i, n := range after.Nodes {
			for _, o := range after.Nodes[:i] {
				if n.X < o.X+146 && o.X < n.X+146 && n.Y < o.Y+50 && o.Y < n.Y+50 {
					t.Errorf("%s: %s lies on %s", name, n.Label, o.Label)
				}
			}
		}
	}
}

// drop takes out the frames around nothing, which no text holds.
func drop(g *board.Graph) {
	var kept []board.Zone
	for _, z := range g.Zones {
		for _, n := range g.Nodes {
			if n.Zone == z.ID {
				kept = append(kept, z)
				break
			}
		}
	}
	g.Zones = kept
}

// Whatever is drawn, the drawing is well formed, holds every part, and nothing
// that could be run.
func TestSVGOfAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := anyBoard().Draw(t, "board")
		if rapid.Bool().Draw(t, "in order") {
			g = board.Arrange(g)
		}
		drawn := board.SVG(g)
		parts := 0
		for d := xml.NewDecoder(strings.NewReader(drawn)); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("SVG: %v\n%s", err, drawn)
			}
			if start, ok := token.(xml.StartElement); ok {
				for _, a := range start.Attr {
					if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "style" || strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
						t.Fatalf("SVG has the attribute %s=%q", a.Name.Local, a.Value)
					}
					if start.Name.Local == "g" && strings.HasPrefix(a.Value, "part ") {
						parts++
					}
				}
				switch start.Name.Local {
				case "svg", "path", "text", "rect", "g":
				default:
					t.Fatalf("SVG has an element %s", start.Name.Local)
				}
			}
		}
		if parts != len(g.Nodes) {
			t.Fatalf("SVG draws %d parts, want %d", parts, len(g.Nodes))
		}
	})
}

// order sorts the connections, of which two that run both ways stand on one line.
func order(g *board.Graph) {
	slices.SortFunc(g.Edges, func(a, b board.Edge) int {
		return strings.Compare(a.From+"\x00"+a.To+"\x00"+a.Label+"\x00"+a.ID, b.From+"\x00"+b.To+"\x00"+b.Label+"\x00"+b.ID)
	})
}

// A board as full as it may be is drawn too, each connection of it.
func TestSVGOfAThicket(t *testing.T) {
	t.Parallel()
	g := board.Empty()
	for i := range board.MaxNodes {
		g.Nodes = append(g.Nodes, board.Node{ID: strconv.Itoa(i), Kind: "service"})
	}
	for i := range 3_000 { // none twice, none back
		g.Edges = append(g.Edges, board.Edge{From: strconv.Itoa(i % board.MaxNodes), To: strconv.Itoa((i%board.MaxNodes + 1 + i/board.MaxNodes) % board.MaxNodes), Label: "x"})
	}
	for _, g := range []board.Graph{g, board.Arrange(g)} {
		if n := strings.Count(board.SVG(g), `<path class="way"`); n != len(g.Edges) {
			t.Errorf("%d ways are drawn of %d", n, len(g.Edges))
		}
	}
}

// Parts that nobody has moved keep the bends that lead around others; once one is
// moved, lines are straight.
func TestSVGKeepsBendsUntilAPartIsMoved(t *testing.T) {
	t.Parallel()
	g, _ := board.Parse("A -> B -> C\nA -> C")
	if drawn := board.SVG(g); !strings.Contains(drawn, `class="way" d="M`) || !strings.Contains(drawn, "C") || strings.Count(drawn, `class="way"`) != 3 {
		t.Fatalf("it draws %s", drawn)
	}
	bent := func(g board.Graph) bool {
		for _, way := range strings.Split(board.SVG(g), `class="way" d="`)[1:] {
			if path, _, _ := strings.Cut(way, `"`); strings.ContainsAny(path, "CV") {
				return true
			}
		}
		return false
	}
	if !bent(g) {
		t.Error("in order no way is bent")
	}
	for i := range g.Nodes { // all together is no other order
		g.Nodes[i].X += 300
	}
	if !bent(g) {
		t.Error("all parts moved together lose their bends")
	}
	g.Nodes[1].X += 40
	if bent(g) {
		t.Error("ways are bent around a part that is elsewhere now")
	}
}

// New parts beside one that is there lie on nothing.
func TestNewPartsLieOnNothing(t *testing.T) {
	t.Parallel()
	before, _ := board.Parse("A -> B")
	after, _ := board.Apply(before, "A -> B\nA -> C\nA -> D\nA -> E\nF -> A\nG -> A\nH")
	if len(after.Nodes) != 8 {
		t.Fatalf("%d parts, want 8", len(after.Nodes))
	}
	for i, n := range after.Nodes {
		for _, o := range after.Nodes[:i] {
			if n.X < o.X+146 && o.X < n.X+146 && n.Y < o.Y+50 && o.Y < n.Y+50 {
				t.Errorf("%s lies on %s", n.Label, o.Label)
			}
		}
	}
}
