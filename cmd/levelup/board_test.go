package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"levelup/internal/board"
	"levelup/internal/db/dbtest"
)

// drawn is a step's board as transcript.json has it.
type drawn struct {
	Nodes []struct {
		ID, Label, Kind string
		X, Y            float64
	}
	Edges []struct{ From, To, Label string }
}

func (b *browser) boardOf(attempt, step string) *drawn {
	b.t.Helper()
	var transcript struct {
		Steps []struct {
			Step    string
			Diagram *drawn
		}
	}
	b.get(attempt + "/transcript.json").want(200).into(&transcript)
	for _, s := range transcript.Steps {
		if s.Step == step {
			return s.Diagram
		}
	}
	return nil
}

// draw is a form that brings a text and a board, each with the number of what it saw.
func draw(step string, base int, text string, boardBase int, lines string) url.Values {
	return url.Values{"step": {step}, "base": {strconv.Itoa(base)}, "text": {text}, "boardbase": {strconv.Itoa(boardBase)}, "board": {lines}, "tool": {"Board"}, "pane": {"Board"}}
}

// wantBase checks how often the board of clarify has changed.
func (b *browser) wantBase(attempt string, base int) {
	b.t.Helper()
	page := b.get(attempt + "?step=clarify").want(200).body
	if want := fmt.Sprintf(`name="boardbase" value="%d"`, base); !strings.Contains(page, want) {
		b.t.Errorf("the page lacks %s", want)
	}
}

const shortener = "[client] Browser\n[service] API\n[database] Links\nBrowser -> API: asks\nAPI <-> Links\n"

// The board by forms alone: as text, drawn, and with what it leaves open.
func TestABoardByForms(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "practice")
		to := ada.post(attempt+"/answer", draw("clarify", 0, "Words.", 0, strings.ReplaceAll(shortener, "\n", "\r\n"))).want(303).header.Get("Location")
		if to != attempt+"?pane=Board&step=clarify&tool=Board" {
			t.Errorf("it leads to %q, want the board", to)
		}
		page := ada.get(to).want(200).body
		for _, want := range []string{
			"\n" + html.EscapeString(shortener) + "</textarea>", `class="board-drawing"`, "Diagram. Browser (client) to API (service): asks; API to and from Links (database).",
			"In the margin", "If “API” stops, everything stops.", attempt + `/board/clarify.svg"`, attempt + `/board/clarify.mmd"`,
		} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		// What is there already adds nothing to the log, whatever its base.
		ada.post(attempt+"/answer", draw("clarify", 1, "Words.", 1, shortener+"\r\n\r\n")).want(303)
		ada.post(attempt+"/answer", draw("clarify", 1, "Words.", 0, shortener)).want(303)
		ada.wantBase(attempt, 1)
		if got := ada.answerOf(attempt, "clarify"); got != "Words." {
			t.Errorf("text = %q", got)
		}
		// What stays keeps its place, and the board belongs to its step alone.
		before := ada.boardOf(attempt, "clarify")
		ada.post(attempt+"/answer", draw("clarify", 1, "Words.", 1, shortener+"API -> Jobs")).want(303)
		after := ada.boardOf(attempt, "clarify")
		if len(after.Nodes) != 4 || after.Nodes[1] != before.Nodes[1] {
			t.Errorf("the board = %+v, want it as before and Jobs: %+v", after, before)
		}
		if page := ada.get(attempt + "?step=map&tool=Board").want(200).body; strings.Contains(page, "board-drawing") || !strings.Contains(page, `name="boardbase" value="0"`) {
			t.Error("another step shows this board")
		}
		// A form without a board leaves it alone; one with it needs its number.
		ada.post(attempt+"/answer", url.Values{"step": {"clarify"}, "base": {"1"}, "text": {"More."}}).want(303)
		ada.wantBase(attempt, 2)
		wrong := draw("clarify", 2, "Lost?", 0, "A")
		wrong.Del("boardbase")
		if got := ada.post(attempt+"/answer", wrong).want(http.StatusBadRequest); !strings.Contains(got.body, "boardbase") {
			t.Errorf("a form without the board's number = %.300s", got.body)
		}
	})
}

// A step that holds a board and no words is not empty.
func TestAStepWithABoardIsNotEmpty(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "drill", "step", "map")
	if page := ada.get(attempt).want(200).body; !strings.Contains(page, "there would be nothing to grade") || !strings.Contains(page, "data-count>empty<") {
		t.Error("the page does not say that nothing has been written")
	}
	ada.post(attempt+"/answer", draw("map", 0, "", 0, shortener)).want(303)
	page := ada.get(attempt).want(200).body
	if strings.Contains(page, "there would be nothing to grade") || !strings.Contains(page, "data-count>a board<") {
		t.Error("the page says that the step is empty")
	}
}

// A line that is wrong is named; the text comes back as it was sent, and the words
// and the calculator's lines are saved all the same.
func TestABoardWithMistakesComesBack(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		form := draw("clarify", 0, "Words.", 0, "API\n\n[stack] <b>Jobs</b>\nA ->")
		form.Set("worksheet", "2 + 2")
		form.Set("sheet", "0")
		page := ada.post(attempt+"/answer", form).want(http.StatusUnprocessableEntity).body
		for _, want := range []string{
			"\nAPI\n\n[stack] &lt;b&gt;Jobs&lt;/b&gt;\nA -&gt;</textarea>", `aria-invalid="true"`, "Line 3: There is no kind “stack”", "Line 4: A part needs a name.",
			`aria-describedby="room-board-how room-board-problem-1 room-board-problem-2"`, `id="room-board-problem-2"`, `value="Board" checked`, "Words.</textarea>",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if got := ada.answerOf(attempt, "clarify"); got != "Words." {
			t.Errorf("text = %q, want it saved beside a board that is not", got)
		}
		wantCalculations(t, ada, attempt, "clarify", "2 + 2 = 4")
		if got := ada.boardOf(attempt, "clarify"); got != nil {
			t.Errorf("a board with mistakes was saved: %+v", got)
		}
		// Going on and handing in wait for it.
		form = draw("clarify", 1, "Words.", 0, "A ->")
		form.Set("from", "clarify")
		ada.post(attempt+"/advance", form).want(http.StatusUnprocessableEntity)
		ada.post(attempt+"/submit", form).want(http.StatusUnprocessableEntity)
		ada.post(attempt+"/advance", draw("clarify", 1, "Words.", 0, "A -> B")).want(303)
		if got := ada.boardOf(attempt, "clarify"); got == nil || len(got.Nodes) != 2 {
			t.Errorf("board = %+v", got)
		}
		// Of many mistakes the first are listed.
		page = ada.post(attempt+"/answer", draw("clarify", 1, "Words.", 1, strings.Repeat("A ->\n", 10_000))).want(http.StatusUnprocessableEntity).body
		if n := strings.Count(page, `id="room-board-problem-`); n != 20 || !strings.Contains(page, "And 9980 more.") {
			t.Errorf("%d problems are listed, want 20 and how many more", n)
		}
		// What cannot be read at all comes back too.
		page = ada.post(attempt+"/answer", draw("clarify", 1, "Words.", 1, `{"type": "excalidraw", "elements": [`)).want(http.StatusUnprocessableEntity).body
		if !strings.Contains(page, "Not saved. This is no Excalidraw file.") || !strings.Contains(page, "{&#34;type&#34;: &#34;excalidraw&#34;, &#34;elements&#34;: [</textarea>") {
			t.Error("a broken file does not come back with the reason")
		}
	})
}

// F4 for a form's board: both are shown and neither is lost; words come first.
func TestF4ABoardByFormShowsBothOfAConflict(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		ada.post(attempt+"/answer", draw("clarify", 0, "One.", 0, "Theirs -> API")).want(303)
		page := ada.post(attempt+"/answer", draw("clarify", 1, "Two.", 0, "Mine -> API")).want(http.StatusConflict).body
		for _, want := range []string{"The board of Clarify was changed in two places", "\nMine -&gt; API</textarea>", "Theirs -&gt; API\n</textarea>", `name="boardbase" value="1"`, `href="/static/room-`} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if strings.Contains(page, `name="text"`) {
			t.Error("the page about the board would change the words")
		}
		if got := ada.answerOf(attempt, "clarify"); got != "Two." {
			t.Errorf("text = %q, want it saved beside the conflict", got)
		}
		// The form of that page brings no words, and loses none.
		choice := url.Values{"step": {"clarify"}, "boardbase": {"1"}, "board": {"Mine -> API"}, "tool": {"Board"}, "pane": {"Board"}}
		if to := ada.post(attempt+"/answer", choice).want(303).header.Get("Location"); to != attempt+"?pane=Board&step=clarify&tool=Board" {
			t.Errorf("the choice leads to %q", to)
		}
		if got, g := ada.answerOf(attempt, "clarify"), ada.boardOf(attempt, "clarify"); got != "Two." || g.Nodes[0].Label != "Mine" {
			t.Errorf("after the choice: %q and %+v", got, g)
		}

		// Both have moved on: the page about the words brings the board along.
		page = ada.post(attempt+"/answer", draw("clarify", 1, "Three.", 0, "Third")).want(http.StatusConflict).body
		for _, want := range []string{"Clarify was changed in two places", "Three.</textarea>", "its turn is next", `name="boardbase" value="0"`, "\nThird</textarea>"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		page = ada.post(attempt+"/answer", url.Values{"step": {"clarify"}, "base": {"2"}, "text": {"Three."}, "boardbase": {"0"}, "board": {"Third"}}).want(http.StatusConflict).body
		if !strings.Contains(page, "The board of Clarify was changed") || ada.answerOf(attempt, "clarify") != "Three." {
			t.Error("after the words it is not the board's turn")
		}
		// A form that has left its board alone, however old, is no conflict.
		ada.post(attempt+"/answer", draw("clarify", 3, "Four.", 0, "")).want(303)
		ada.post(attempt+"/answer", draw("clarify", 4, "Five.", 1, "[service] Theirs\n[service] API\nTheirs -> API\n")).want(303)
		ada.wantBase(attempt, 2)
	})
}

func TestABoardByFormThatIsTooLarge(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		long := strings.Repeat("a", 200)
		text := strings.Repeat(long+" -> B: "+long+"\n", 1_200)
		page := ada.post(attempt+"/answer", draw("clarify", 0, "Words.", 0, text)).want(http.StatusRequestEntityTooLarge).body
		if !strings.Contains(page, html.EscapeString(text)) || !strings.Contains(page, "Not saved. A board holds up to 256 KiB") {
			t.Errorf("the page lacks the text or the limit")
		}
		if got := ada.answerOf(attempt, "clarify"); got != "Words." {
			t.Errorf("text = %q", got)
		}
		boxes := `{"type": "excalidraw", "elements": [` + strings.TrimSuffix(strings.Repeat(`{"type": "ellipse"},`, 5_000), ",") + `]}`
		if page := ada.post(attempt+"/answer", draw("clarify", 1, "Words.", 0, boxes)).want(http.StatusRequestEntityTooLarge).body; !strings.Contains(page, "up to 500 parts. Nothing was changed.") {
			t.Error("the page does not say that a drawing has too many boxes")
		}
		// 10,000 lines that fit are drawn.
		ada.post(attempt+"/answer", draw("clarify", 1, "Words.", 0, strings.Repeat("A -> B\n", 10_000))).want(303)
		if page := ada.get(attempt).want(200).body; strings.Count(page, `class="way"`) != 10_000 {
			t.Error("the page does not draw 10,000 connections")
		}
	})
}

// What a file of another program has and a board has not is told before anything
// goes on.
func TestABoardOfOtherPrograms(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		ada.post(attempt+"/answer", draw("clarify", 0, "", 0, "flowchart LR\r\n  a[[Jobs]]:::queue -->|each| b[Mailer]:::worker\r\n")).want(303)
		if got := ada.boardOf(attempt, "clarify"); len(got.Nodes) != 2 || got.Nodes[0].Kind != "queue" || got.Edges[0].Label != "each" {
			t.Errorf("Mermaid = %+v", got)
		}
		file := `{"type": "excalidraw", "elements": [{"id": "i", "type": "image"}, {"id": "b", "type": "rectangle", "x": 0, "y": 0, "width": 160, "height": 60}, {"id": "c", "type": "text", "containerId": "b", "text": "Links table"}]}`
		form := draw("clarify", 0, "Words.", 1, file)
		form.Set("from", "clarify")
		page := ada.post(attempt+"/advance", form).want(200).body
		for _, want := range []string{"An image was left out.", "[database] Links table\n</textarea>", `name="boardbase" value="2"`, "Words.</textarea>", "Clarify"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		ada.post(attempt+"/advance", form).want(303) // the same once more, with nothing to tell
		ada.wantBase(attempt, 2)
	})
}

// Taken as an exam nothing is remarked, neither in the page nor beside it.
func TestAnExamHasNoMargin(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	for mode, want := range map[string]bool{"practice": true, "interview": false} {
		ada := r.person(t, "ada-"+mode)
		attempt := ada.begin("url-shortener", mode)
		ada.post(attempt+"/answer", draw("clarify", 0, "", 0, shortener)).want(303)
		fragment := ada.do("GET", attempt+"/board?step=clarify", nil, map[string]string{"HX-Request": "true"}).want(200)
		for where, body := range map[string]string{"the page": ada.get(attempt).want(200).body, "the fragment": fragment.body} {
			if got := strings.Contains(body, "everything stops"); got != want {
				t.Errorf("%s of %s asks what happens if a part stops: %v, want %v", where, mode, got, want)
			}
		}
		if !want && fragment.body != "" {
			t.Errorf("the fragment of an exam = %q, want nothing", fragment.body)
		}
		if want && (!strings.HasPrefix(fragment.body, "<h2>") || strings.Contains(fragment.body, "<html")) {
			t.Errorf("the fragment = %.200s", fragment.body)
		}
		if to := ada.get(attempt + "/board?step=clarify").want(303).header.Get("Location"); to != attempt+"?step=clarify&tool=Board" {
			t.Errorf("opened plainly it leads to %q", to)
		}
		ada.get(attempt + "/board?step=lunch").want(404)
	}
}

// The calculator's figures are those of the margin.
func TestTheMarginKnowsTheWrites(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "practice")
	form := draw("clarify", 0, "", 0, shortener)
	form.Set("sheet", "0")
	form.Set("worksheet", "writes = 40k/s\nreads = writes * 100")
	ada.post(attempt+"/answer", form).want(303)
	if page := ada.get(attempt).want(200).body; !strings.Contains(page, "some 40,000 writes a second wait for “Links”") {
		t.Error("the margin does not ask what takes the writes")
	}
}

// Files of the saved board: drawn by itself, as Mermaid, as text.
func TestBoardFiles(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada, eve := r.person(t, "ada"), r.person(t, "eve")
		attempt := ada.begin("url-shortener", "interview")
		if none := ada.get(attempt + "/board/clarify.svg").want(404); !strings.Contains(none.body, "Nothing has been drawn") {
			t.Errorf("the file of no board = %.300s", none.body)
		}
		ada.post(attempt+"/answer", draw("clarify", 0, "", 0, "[service] <script>alert(1)</script>\n[database] قاعدة \"بيانات\"\n"+shortener)).want(303)
		look := func() {
			t.Helper()
			for _, test := range []struct{ ending, kind, want string }{
				{"svg", "image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"`},
				{"mmd", "text/plain; charset=utf-8", "flowchart TD\n"},
				{"txt", "text/plain; charset=utf-8", "[service] \"<script>alert(1)</script>\"\n"},
			} {
				got := ada.get(attempt + "/board/clarify." + test.ending).want(200)
				if !strings.HasPrefix(got.body, test.want) || !strings.Contains(got.body, "قاعدة") {
					t.Errorf("%s = %.200s", test.ending, got.body)
				}
				for name, want := range map[string]string{"Content-Type": test.kind, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
					"Content-Disposition": `attachment; filename="url-shortener-clarify.` + test.ending + `"`} {
					if h := got.header.Get(name); h != want {
						t.Errorf("%s: %s = %q, want %q", test.ending, name, h, want)
					}
				}
			}
			svg := ada.get(attempt + "/board/clarify.svg").want(200)
			if got := svg.header.Values("Content-Security-Policy"); len(got) != 1 || got[0] != "sandbox; default-src 'none'" {
				t.Errorf("the policy of a drawing = %q", got)
			}
			if strings.Contains(svg.body, "<script") || strings.Contains(svg.body, "style") {
				t.Errorf("the drawing could run: %s", svg.body)
			}
			for d := xml.NewDecoder(strings.NewReader(svg.body)); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
		}
		look()
		page := ada.get(attempt).want(200).body
		if strings.Contains(page, "<script>alert") || !strings.Contains(page, "قاعدة") {
			t.Error("markup of a learner stands in the page as markup, or a label is missing")
		}
		for _, path := range []string{"clarify.pdf", "clarify", "lunch.svg", ".svg", "clarify.svg.txt", "map.svg"} {
			ada.get(attempt + "/board/" + path).want(404)
		}
		for _, path := range []string{"/board/clarify.svg", "/board/clarify.txt", "/board?step=clarify"} {
			mine, none := eve.get(attempt+path).want(404), eve.get("/attempts/NONE"+path).want(404)
			if strings.ReplaceAll(mine.body, attempt, "/attempts/NONE") != none.body {
				t.Errorf("GET %s tells a foreign attempt from a missing one", path)
			}
			r.visitor(t).get(attempt + path).want(303)
		}
		// After the end they stay, and what comes then is a note.
		clock.Advance(41 * time.Minute)
		ada.post(attempt+"/answer", url.Values{"step": {"clarify"}, "boardbase": {"1"}, "board": {"Late -> Board"}}).want(http.StatusGone)
		look()
		ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(303)
		ada.grade(attempt)
		if report := ada.get(attempt).want(200).body; !strings.Contains(report, "Late -&gt; Board") {
			t.Error("the late board is not kept as a note under the report")
		}
	})
}

// The file of a disguised attempt does not give the other story away.
func TestABoardsFileKeepsTheDisguise(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "practice", "disguised", "1")
	ada.post(attempt+"/answer", draw("map", 0, "", 0, shortener)).want(303)
	if got := ada.get(attempt + "/board/map.svg").want(200).header.Get("Content-Disposition"); got != `attachment; filename="board-map.svg"` {
		t.Errorf("Content-Disposition = %q", got)
	}
}

// Reading an import stores nothing.
func TestReadingABoard(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada, eve := r.person(t, "ada"), r.person(t, "eve")
		attempt := ada.begin("url-shortener", "interview")
		read := func(who *browser, body string) *answer {
			return who.do("POST", attempt+"/board", strings.NewReader(body), map[string]string{"Content-Type": "text/plain"})
		}
		for name, body := range map[string]string{
			"text": shortener, "Mermaid": "flowchart TD\n b([Browser]) -->|asks| a[API]\n a <--> l[(Links)]\n",
			"a board": `{"nodes": [{"id": "b", "label": "Browser", "kind": "client"}, {"id": "a", "label": "API", "kind": "service"}, {"id": "l", "label": "Links", "kind": "database"}],
				"edges": [{"from": "b", "to": "a", "label": "asks"}, {"from": "a", "to": "l"}, {"from": "l", "to": "a"}]}`,
		} {
			var got struct {
				Scene   drawn
				LeftOut []string `json:"left_out"`
			}
			if read(ada, body).want(200).into(&got); len(got.Scene.Nodes) != 3 || len(got.Scene.Edges) != 3 || got.Scene.Nodes[2].Y <= got.Scene.Nodes[0].Y || got.LeftOut == nil {
				t.Errorf("%s = %+v, want three parts in order and a list of what was left out", name, got)
			}
		}
		if got := read(ada, `{"type":"excalidraw","elements":[{"type":"image"},{"type":"image"}]}`).want(200).body; !strings.Contains(got, `"left_out":["2 images were left out."]`) {
			t.Errorf("Excalidraw = %s", got)
		}
		var wrong struct {
			Error, Message string
			Problems       []struct {
				Line    int
				Message string
			}
		}
		if read(ada, "API\n[stack] x\n").want(http.StatusUnprocessableEntity).into(&wrong); wrong.Error != "problems" || wrong.Message == "" || len(wrong.Problems) != 1 || wrong.Problems[0].Line != 2 || wrong.Problems[0].Message == "" {
			t.Errorf("a wrong line = %+v", wrong)
		}
		if read(ada, strings.Repeat("A ->\n", 20_000)).want(http.StatusUnprocessableEntity).into(&wrong); len(wrong.Problems) != 100 {
			t.Errorf("%d problems are told, want 100", len(wrong.Problems))
		}
		mine := read(eve, "A").want(404)
		none := eve.do("POST", "/attempts/NONE/board", strings.NewReader("A"), nil).want(404)
		if mine.body != none.body {
			t.Errorf("a foreign attempt is told from a missing one: %s %s", mine.body, none.body)
		}
		read(r.visitor(t), "A").want(401)
		if got := ada.boardOf(attempt, "clarify"); got != nil {
			t.Errorf("reading has stored %+v", got)
		}
		ada.post(attempt+"/submit", nil).want(303)
		read(ada, "A").want(200)
	})
}

// fullBoard makes the JSON of a board that is as large as one may be, and so many
// bytes more.
func fullBoard(t *testing.T) func(more int) string {
	t.Helper()
	g := board.Graph{Nodes: []board.Node{{ID: "a", Label: "A", Kind: "cache"}}, Edges: []board.Edge{}}
	size := func() int {
		doc, err := json.Marshal(g)
		if err != nil {
			t.Fatal(err)
		}
		return len(doc)
	}
	for size() < board.MaxBytes-600 {
		g.Edges = append(g.Edges, board.Edge{From: "a", To: "a", Label: strings.Repeat("x", 150)})
	}
	left := board.MaxBytes - size()
	return func(more int) string {
		for i := range left + more { // 50 more go into each label
			e := &g.Edges[i/50]
			e.Label = strings.Repeat("x", 151+i%50)
		}
		if size() != board.MaxBytes+more {
			t.Fatalf("the board has %d bytes, want %d", size(), board.MaxBytes+more)
		}
		doc, _ := json.Marshal(g)
		return string(doc)
	}
}

// F24: a hostile board is refused, in an event as in a file, and the page still
// loads; markup in labels is kept and shown escaped.
func TestF24HostileBoards(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "practice")
		const markup = `</textarea></script><script>alert(1)</script><svg onload=alert(1)> & "'`
		label, err := json.Marshal(markup)
		if err != nil {
			t.Fatal(err)
		}
		part := func(id, label, more string) string {
			return fmt.Sprintf(`{"id": %q, "label": %s, "kind": "cache", "x": 0, "y": 0%s}`, id, label, more)
		}
		scene := func(parts ...string) string { return `{"nodes": [` + strings.Join(parts, ",") + `], "edges": []}` }
		event := func(n, base int, scene string) *answer {
			return ada.json(attempt+"/events", fmt.Sprintf(`{"client": "c", "events": [{"n": %d, "type": "scene", "step": "map", "base": %d, "scene": %s}]}`, n, base, scene))
		}
		full := fullBoard(t)
		event(1, 0, full(0)).want(200)
		many := make([]string, 100_000)
		for i := range many {
			many[i] = `{"id": "` + strconv.Itoa(i) + `", "kind": "cache"}`
		}
		for name, hostile := range map[string]string{
			"256 KiB + 1": full(1), "100,000 parts": scene(many...), "depth": `{"nodes": ` + strings.Repeat("[", 100_000), "depth of objects": strings.Repeat(`{"nodes": `, 100_000),
			"NaN": scene(part("a", `"A"`, `, "w": NaN`)), "1e308": scene(part("a", `"A"`, `, "w": 1e308`)), "1e999": scene(part("a", `"A"`, `, "w": 1e999`)),
			"an id twice": scene(part("a", `"A"`, ""), part("a", `"B"`, "")), "a key twice": scene(part("a", `"A"`, `, "x": 1`)),
		} {
			for where, got := range map[string]*answer{
				"an event": event(2, 1, hostile),
				"a file":   ada.do("POST", attempt+"/board", strings.NewReader(hostile), map[string]string{"Content-Type": "text/plain"}),
			} {
				if got.status != http.StatusBadRequest && got.status != http.StatusRequestEntityTooLarge {
					t.Errorf("%s in %s = %d, want 400 or 413: %.200s", name, where, got.status, got.body)
				}
			}
			clock.Advance(time.Second) // so that the next is not too fast
		}
		ada.do("POST", attempt+"/board", io.LimitReader(endless{}, 64<<20), map[string]string{"Content-Type": "text/plain"}).want(http.StatusRequestEntityTooLarge)
		for _, text := range []string{"\xff", "a\x00"} {
			ada.do("POST", attempt+"/board", strings.NewReader(text), nil).want(http.StatusBadRequest)
		}
		ada.get(attempt + "?step=map&tool=Board").want(200)
		event(2, 1, scene(part("a", string(label), ""))).want(200)
		page := ada.get(attempt + "?step=map&tool=Board").want(200).body
		for _, never := range []string{"<script>alert(1)", "<svg onload"} {
			if strings.Contains(page, never) {
				t.Errorf("the page has %s", never)
			}
		}
		if !strings.Contains(page, html.EscapeString(`</textarea></script><script>alert(1)</script>`)) {
			t.Error("the label is not shown")
		}
		if got := ada.boardOf(attempt, "map"); len(got.Nodes) != 1 || got.Nodes[0].Label != markup {
			t.Errorf("the board = %+v, want the label as it was", got)
		}
	})
}
