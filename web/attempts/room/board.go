package room

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"levelup/internal/board"
	"levelup/internal/interview"
	"levelup/internal/markdown"
)

// Board is the board of the step that is shown, as the page itself shows it, where
// no script runs: as text, which is saved with the words, and drawn.
type Board struct {
	Text     string
	Base     int
	Mistake  string          // why it was not saved; the text stands there as it was sent
	Problems []board.Problem // in its lines
	LeftOut  []string        // what a pasted file has and the board has not
	Drawn    markdown.HTML   // as it is saved; empty where nothing is
	Margin   []string        // what the drawing leaves open
	Exam     bool            // which tells nothing of that

	files string // the address of the saved board's files, but for their ending
}

func newBoard(id string, s *interview.State, shown interview.Step) Board {
	b := Board{Base: s.At(shown).SceneBase, Margin: margins(s, shown), Exam: s.Plan.Exam(), files: path(id) + "/board/" + string(shown)}
	if g := s.At(shown).Scene; g != nil && len(g.Nodes) > 0 {
		b.Text, b.Drawn = board.Text(*g), markdown.HTML(board.SVG(*g))
	}
	return b
}

// MarginOf is what the board of a step leaves open, by itself; nothing in an exam.
func MarginOf(s *interview.State, step interview.Step) templ.Component {
	if s.Plan.Exam() {
		return templ.NopComponent
	}
	return Margin(margins(s, step))
}

// margins are the questions that the board of a step leaves open, as they stand in
// its margin. In an exam there are none.
func margins(s *interview.State, step interview.Step) []string {
	g := s.At(step).Scene
	if g == nil || s.Plan.Exam() {
		return nil
	}
	var out []string
	for _, r := range board.Remarks(*g, writes(s.Sheet)) {
		out = append(out, r.Text)
	}
	return out
}

// rows is the height of the text in lines: a few, with room to go on; the drawing
// beneath it stays in reach.
func (b Board) rows() string { return strconv.Itoa(min(max(6, strings.Count(b.Text, "\n")+3), 12)) }

// mostProblems is how many are worth reading at once.
const mostProblems = 20

func (b Board) problems() []board.Problem { return b.Problems[:min(len(b.Problems), mostProblems)] }

// more says how many problems are not listed, empty where all are.
func (b Board) more() string {
	if n := len(b.Problems) - mostProblems; n > 0 {
		return "And " + strconv.Itoa(n) + " more. Mend these first; the others are told then."
	}
	return ""
}

// described are the ids of what is said about the text.
func (b Board) described() string {
	out := "room-board-how"
	for i := range b.problems() {
		out += " " + problemID(i)
	}
	return out
}

func problemID(i int) string { return "room-board-problem-" + strconv.Itoa(i+1) }

func lineOf(p board.Problem) string { return "Line " + strconv.Itoa(p.Line) + ": " }

// written are the forms of a board's text, each with what it makes.
var written = []struct{ line, makes string }{
	{"[queue] Jobs", "a part and its kind"},
	{"API -> Jobs: enqueues", "a connection, with words if you like"},
	{"API <-> Cache", "one that leads both ways"},
	{"[zone] Europe: API, Cache", "a frame around parts; so does [region]"},
	{"# a remark", "a note that stands by itself"},
}
