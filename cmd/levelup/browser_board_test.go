package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

const (
	boardText = "#room-board"
	canvas    = ".canvas .react-flow"
)

// shortenerBoard is a board of the URL shortener as text.
const shortenerBoard = `[client] Browser
[balancer] Load balancer
[service] API
[cache] Hot links
[database] Links
Browser -> Load balancer
Load balancer -> API
API -> Hot links: reads first
API -> Links
`

// toBoard opens the board and waits for its canvas.
func toBoard(p *browsertest.Page) {
	p.Wait(`document.body.matches(".live")`)
	p.Press("0", chromedp.ModifierAlt)
	p.WaitVisible(canvas)
	p.Wait(`document.activeElement.closest(".canvas") !== null`)
}

// node is the selector of a part by its name.
func node(p *browsertest.Page, name string) string {
	id := browsertest.Eval[string](p, fmt.Sprintf(`(() => {
		const all = [...document.querySelectorAll(".react-flow__node")];
		return all.find((n) => n.textContent === %q)?.dataset.id ?? "";
	})()`, name))
	return fmt.Sprintf(`.react-flow__node[data-id=%q]`, id)
}

// has waits until the board's text has a line.
func has(p *browsertest.Page, line string) {
	p.Wait(fmt.Sprintf(`document.querySelector(%q).value.split("\n").includes(%q)`, boardText, line))
}

// graphOf is the board of the first step in the transcript, without ids and places:
// its parts and its connections, each as a line, in order.
func graphOf(t *testing.T, p *browsertest.Page) string {
	t.Helper()
	p.Press("s", chromedp.ModifierCtrl)
	p.Wait(saved)
	var transcript struct {
		Steps []struct {
			Diagram struct {
				Nodes []struct{ ID, Label, Kind string }
				Edges []struct{ From, To, Label string }
			}
		}
	}
	text := fetched(p)
	if err := json.Unmarshal([]byte(text), &transcript); err != nil || len(transcript.Steps) == 0 {
		t.Fatalf("the transcript cannot be read: %v: %s", err, text)
	}
	board := transcript.Steps[0].Diagram
	name := map[string]string{}
	var lines []string
	for _, n := range board.Nodes {
		name[n.ID] = n.Label
		lines = append(lines, fmt.Sprintf("[%s] %s", n.Kind, n.Label))
	}
	for _, e := range board.Edges {
		lines = append(lines, strings.TrimSuffix(fmt.Sprintf("%s -> %s: %s", name[e.From], name[e.To], e.Label), ": "))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// add adds a part by its words in the field that has opened.
func add(p *browsertest.Page, words, name string) {
	p.Wait(`document.activeElement.matches(".chooser input")`)
	p.Press(words)
	p.Press(kb.Enter)
	p.Wait(fmt.Sprintf(`[...document.querySelectorAll(".react-flow__node")].some((n) => n.textContent === %q)`, name))
	p.Wait(`document.activeElement.matches(".react-flow__node")`)
}

// The URL shortener by mouse, by keyboard alone, and as text: three times the same graph.
func TestBrowserBoardThreeWays(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	want := strings.Split(strings.TrimSpace(shortenerBoard), "\n")
	slices.Sort(want)
	for name, draw := range map[string]func(*testing.T, *browsertest.Page){"mouse": byMouse, "keyboard": byKeyboard, "text": byText} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := chromium.Open(t, browsertest.View{Width: 1440, Height: 900})
			enter(p, start(t, dbtest.SQLite(t), nil))
			begin(p)
			toBoard(p)
			p.Axe()
			draw(t, p)
			if got := graphOf(t, p); got != strings.Join(want, "\n") {
				t.Errorf("the board is\n%s", got)
			}
			p.Axe()
			p.Reload()
			toBoard(p)
			if got := graphOf(t, p); got != strings.Join(want, "\n") {
				t.Errorf("after a reload the board is\n%s", got)
			}
		})
	}
}

func byMouse(t *testing.T, p *browsertest.Page) {
	p.Click(".faces .switch") // the whole width
	p.Wait(`document.querySelector(".editor").checkVisibility() === false`)
	for _, part := range []struct {
		words, name  string
		across, down float64
	}{
		{"Browser", "Browser", .15, .2}, {"balancer Load balancer", "Load balancer", .45, .2}, {"API", "API", .75, .2},
		{"cache Hot links", "Hot links", .3, .6}, {"database Links", "Links", .75, .6},
	} {
		p.DoubleClick(p.At(canvas, part.across, part.down))
		add(p, part.words, part.name)
	}
	connect := func(from, side, to string, across float64) {
		p.Hover(p.At(node(p, from), .5, .5))
		p.Drag(p.At(node(p, from)+" .react-flow__handle-"+side, .5, .5), p.At(node(p, to), across, .4))
		has(p, from+" -> "+to)
	}
	connect("Browser", "right", "Load balancer", .4)
	connect("Load balancer", "right", "API", .4)
	connect("API", "bottom", "Hot links", .6)
	connect("API", "bottom", "Links", .4)
	// a connection is clicked on, and worded
	between := browsertest.Eval[browsertest.Point](p, `(() => {
		const path = [...document.querySelectorAll(".react-flow__edge")].find((e) => e.getAttribute("aria-label").endsWith("to Hot links")).querySelector(".line");
		const at = path.getPointAtLength(path.getTotalLength() * .6).matrixTransform(path.getScreenCTM());
		return {x: at.x, y: at.y};
	})()`)
	p.Drag(between, between)
	p.WaitVisible(`.strip[aria-label="The connection from API to Hot links"]`)
	p.Type(".strip input", "reads first")
	p.Press(kb.Enter)
	has(p, "API -> Hot links: reads first")

	before := p.At(node(p, "Links"), 0, 0)
	p.Drag(p.At(node(p, "Links"), .5, .2), p.At(canvas, .75, .9))
	p.Wait(fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().top > %f`, node(p, "Links"), before.Y+20))
	p.Click(`.canvas .undo`)
	p.Wait(fmt.Sprintf(`Math.abs(document.querySelector(%q).getBoundingClientRect().top - %f) < 1`, node(p, "Links"), before.Y))
	p.Click(`.canvas .undo`) // the wording
	has(p, "API -> Hot links")
	p.Click(`.canvas .redo`)
	has(p, "API -> Hot links: reads first")
}

func byKeyboard(t *testing.T, p *browsertest.Page) {
	for _, part := range [][2]string{{"Browser", "Browser"}, {"balancer Load balancer", "Load balancer"}, {"API", "API"}, {"cache Hot links", "Hot links"}, {"database Links", "Links"}} {
		p.Shortcut('a')
		add(p, part[0], part[1])
	}
	connect := func(from, words, line string) {
		p.Shortcut('/')
		p.Wait(`document.activeElement.matches(".chooser input")`)
		p.Press(from)
		p.Press(kb.Enter)
		p.Wait(fmt.Sprintf(`document.activeElement.matches(%q)`, node(p, from)))
		p.Shortcut('c')
		p.Wait(`document.activeElement.matches(".chooser input")`)
		p.Press(words)
		p.Press(kb.Enter)
		has(p, line)
		p.Wait(`document.activeElement.matches(".react-flow__node")`)
	}
	connect("Browser", "load", "Browser -> Load balancer")
	connect("Load balancer", "api", "Load balancer -> API")
	connect("API", "hot: reads first", "API -> Hot links: reads first")
	connect("API", "data", "API -> Links") // by its kind

	p.Press(kb.F2)
	p.Wait(`document.activeElement.matches(".part input")`)
	p.Press("Gateway")
	p.Press(kb.Enter)
	has(p, "[service] Gateway")
	p.Wait(`document.activeElement.matches(".react-flow__node")`)
	at := p.At(node(p, "Gateway"), 0, 0)
	p.Press(kb.ArrowRight)
	p.Press(kb.ArrowRight)
	p.Wait(fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().left > %f`, node(p, "Gateway"), at.X+20))
	p.WaitText("[data-aloud]", "across")
	p.Press(kb.Delete)
	p.Wait(fmt.Sprintf(`!document.querySelector(%q).value.includes("Gateway")`, boardText))
	p.WaitText("[data-aloud]", "Deleted Gateway. Undo brings it back.")
	for range 3 { // the deletion, the moves, the name
		p.Press("z", chromedp.ModifierCtrl)
	}
	has(p, "API -> Links")
	p.Press("z", chromedp.ModifierCtrl|chromedp.ModifierShift)
	has(p, "Gateway -> Links")
	p.Press("z", chromedp.ModifierCtrl)
	has(p, "API -> Links")
}

func byText(t *testing.T, p *browsertest.Page) {
	p.Click(`.faces label:nth-of-type(2)`)
	p.Type(boardText, strings.Replace(shortenerBoard, "[cache]", "[cahce]", 1))
	p.WaitText("[data-problems]", "Line 4")
	p.WaitText("[data-problems]", "There is no kind “cahce”")
	p.Axe()
	p.Fill(boardText, shortenerBoard)
	p.Wait(`document.querySelector("[data-problems]").hidden`)
	p.Click(`.faces label:nth-of-type(1)`)
	p.Wait(`document.querySelectorAll(".react-flow__node").length === 5`)
	// the server puts it in order, with the connections
	p.Wait(`(() => {
		const x = (name) => [...document.querySelectorAll(".react-flow__node")].find((n) => n.textContent === name).getBoundingClientRect().x;
		return x("Hot links") !== x("Links") && document.querySelectorAll(".react-flow__edge .line").length === 4;
	})()`)
	// what was moved on the canvas stays there while the text is changed
	p.Drag(p.At(node(p, "Links"), .5, .2), p.At(canvas, .7, .8))
	at := browsertest.Eval[string](p, fmt.Sprintf(`document.querySelector(%q).style.transform`, node(p, "Links")))
	p.Click(`.faces label:nth-of-type(2)`)
	p.Fill(boardText, shortenerBoard+"[queue] Clicks\nAPI -> Clicks\n")
	p.Wait(`document.querySelectorAll(".react-flow__node").length === 6`)
	if now := browsertest.Eval[string](p, fmt.Sprintf(`document.querySelector(%q).style.transform`, node(p, "Links"))); now != at {
		t.Errorf("a part that was moved to %s stands at %s after the text was changed", at, now)
	}
	// a line that is wrong for a while costs its part no place
	p.Fill(boardText, shortenerBoard+"[storage] Archive\n")
	p.Wait(`document.querySelectorAll(".react-flow__node").length === 6`)
	p.Click(`.faces label:nth-of-type(1)`)
	p.Click(".canvas .fit")
	p.Drag(p.At(node(p, "Archive"), .5, .3), p.At(canvas, .2, .3))
	at = browsertest.Eval[string](p, fmt.Sprintf(`document.querySelector(%q).style.transform`, node(p, "Archive")))
	p.Click(`.faces label:nth-of-type(2)`)
	p.Fill(boardText, shortenerBoard+"[storge] Archive\n")
	p.Wait(`document.querySelectorAll(".react-flow__node").length === 5`)
	p.Fill(boardText, shortenerBoard+"[storage] Archive\n")
	p.Wait(`document.querySelectorAll(".react-flow__node").length === 6`)
	if now := browsertest.Eval[string](p, fmt.Sprintf(`document.querySelector(%q).style.transform`, node(p, "Archive"))); now != at {
		t.Errorf("a part whose line was wrong for a while stands at %s, before at %s", now, at)
	}
	// and a wrong line stays where something is done on the canvas meanwhile
	p.Fill(boardText, shortenerBoard)
	p.Wait(`document.querySelectorAll(".react-flow__node").length === 5`)
	p.Fill(boardText, shortenerBoard+"[nonsense] Kept\n")
	p.WaitText("[data-problems]", "Line 10")
	p.Click(`.faces label:nth-of-type(1)`)
	p.Click(".canvas .bar button")
	add(p, "cache Extra", "Extra")
	has(p, "[nonsense] Kept")
	has(p, "[cache] Extra")
	p.Click(".canvas .undo")
	p.Wait(fmt.Sprintf(`!document.querySelector(%q).value.includes("Extra")`, boardText))
	has(p, "[nonsense] Kept")
}

// Two pages draw at the same time: what fits together is put together, and of what
// does not, both boards are kept until one is chosen.
func TestBrowserBoardOnTwoPages(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	p := chromium.Open(t, browsertest.View{Width: 1440, Height: 900})
	enter(p, start(t, dbtest.SQLite(t), nil))
	attempt := begin(p)
	toBoard(p)
	p.Shortcut('a')
	add(p, "API", "API")
	p.Wait(saved)
	other := p.Tab(t)
	other.Go(strings.TrimSuffix(p.URL(), attempt) + attempt)
	toBoard(other)
	other.Shortcut('a')
	add(other, "queue Jobs", "Jobs")
	other.Wait(saved)
	p.Wait(`document.querySelectorAll(".react-flow__node").length === 2`)

	other.Allow("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "status of 409")
	p.Allow("status of 409")
	other.Offline(true)
	rename := func(p *browsertest.Page, name string) {
		browsertest.Eval[bool](p, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, node(p, "API")))
		p.Press(kb.F2)
		p.Wait(`document.activeElement.matches(".part input")`)
		p.Press(name)
		p.Press(kb.Enter)
		has(p, "[service] "+name)
	}
	rename(other, "Gateway")
	rename(p, "Front")
	p.Wait(saved)
	other.Offline(false)
	other.WaitVisible("[data-board-clash]")
	other.Axe()
	other.Click(`[data-board-side][value="theirs"]`)
	has(other, "[service] Front")
	other.Click(`[data-board-side][value="yours"]`)
	has(other, "[service] Gateway")
	other.Click(`[data-board-take="both"]`)
	other.Wait(`!document.querySelector("[data-board-clash]").checkVisibility()`)
	other.Wait(saved)
	if got, want := graphOf(t, p), "[queue] Jobs\n[service] Front\n[service] Gateway"; got != want {
		t.Errorf("both boards in one are\n%s", got)
	}
}

// Mermaid is pasted, an Excalidraw file too; the canvas is handed out as a picture.
func TestBrowserBoardFromElsewhere(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	p := chromium.Open(t, browsertest.View{Width: 1440, Height: 900})
	enter(p, start(t, dbtest.SQLite(t), nil))
	begin(p)
	toBoard(p)
	paste := func(selector, text string) {
		browsertest.Eval[bool](p, fmt.Sprintf(`(() => {
			const data = new DataTransfer();
			data.setData("text/plain", %q);
			return document.querySelector(%q).dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
		})()`, text, selector))
	}
	paste(".canvas .stage", "flowchart TD\n  web[Browser] --> api[API]\n  api --> jobs[[Jobs queue]]\n")
	has(p, "[queue] Jobs queue")
	has(p, "API -> Jobs queue")
	p.Click(`.faces label:nth-of-type(2)`)
	paste(boardText, `{"type": "excalidraw", "elements": [
		{"id": "a", "type": "rectangle", "x": 0, "y": 0, "width": 120, "height": 60, "boundElements": [{"id": "t", "type": "text"}]},
		{"id": "t", "type": "text", "containerId": "a", "text": "Archive"}, {"id": "i", "type": "image", "x": 9, "y": 9}]}`)
	p.Wait(fmt.Sprintf(`document.querySelector(%q).value.includes("Archive")`, boardText))
	p.WaitText("[data-board-note]", "Left out")
	has(p, "API -> Jobs queue") // what was there stays
	p.Allow("status of 422")
	paste(boardText, "flowchart TD\n  a -->\n  -->\n")
	p.WaitText("[data-board-note]", "Not brought in. Line 3")
	p.Press("s", chromedp.ModifierCtrl)
	has(p, "API -> Jobs queue")
	p.Click(`.faces label:nth-of-type(1)`)

	browsertest.Eval[bool](p, `(() => {
		window.files = [];
		const blobs = new Map();
		const make = URL.createObjectURL;
		URL.createObjectURL = (blob) => {
			const url = make(blob);
			blobs.set(url, blob);
			return url;
		};
		HTMLAnchorElement.prototype.click = function () {
			const {size, type} = blobs.get(this.href);
			window.files.push({name: this.download, size, type});
		};
		return true;
	})()`)
	for i, file := range []struct{ item, name, kind string }{
		{"SVG picture", "url-shortener-clarify.svg", "image/svg+xml"},
		{"PNG picture", "url-shortener-clarify.png", "image/png"},
		{"Mermaid text", "url-shortener-clarify.mmd", "text/plain"},
	} {
		p.Click(".canvas .bar button:last-child")
		browsertest.Eval[bool](p, fmt.Sprintf(`([...document.querySelectorAll(".menu button")].find((b) => b.textContent === %q).click(), true)`, file.item))
		p.Wait(fmt.Sprintf(`window.files[%d]?.size > 0`, i))
		if got := browsertest.Eval[string](p, fmt.Sprintf(`window.files[%d].name + " " + window.files[%d].type.split(";")[0]`, i, i)); got != file.name+" "+file.kind {
			t.Errorf("%s is handed out as %s", file.item, got)
		}
	}
}

// The board on a phone: all of it in reach, nothing wider than the screen.
func TestBrowserBoardOnAPhone(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	p := chromium.Open(t, browsertest.View{Width: 390, Height: 844, Dark: true})
	enter(p, start(t, dbtest.SQLite(t), nil))
	begin(p)
	toBoard(p)
	p.Click(".canvas .bar button")
	p.WaitVisible(".chooser")
	p.Axe()
	add(p, "service مرحبا", "مرحبا")
	p.Click(".canvas .bar button")
	add(p, "database <b>Links</b>", "<b>Links</b>")
	p.Axe()
	p.Click(".canvas .bar button:last-child")
	p.WaitVisible(".menu")
	p.Axe()
	p.Press(kb.Escape)
	p.WaitGone(".menu")
	if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
		t.Errorf("the room is %d px wider than the window", wide)
	}
	if got, want := graphOf(t, p), "[database] <b>Links</b>\n[service] مرحبا"; got != want {
		t.Errorf("the board is\n%s", got)
	}
}

// What the room weighs before the board is opened and with it, as it comes over the wire.
func TestBrowserBoardWeight(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	p := chromium.Open(t, browsertest.View{Width: 1280, Height: 800})
	enter(p, start(t, dbtest.SQLite(t), nil))
	begin(p)
	p.Wait(`document.body.matches(".live")`)
	p.Reload()
	p.Wait(`document.body.matches(".live")`)
	const kib = 1 << 10
	weight := func() int {
		return browsertest.Eval[int](p, `performance.getEntries().filter((e) => ["navigation", "resource"].includes(e.entryType) && !e.name.includes("/stream")).reduce((sum, e) => sum + (e.encodedBodySize || 0), 0)`)
	}
	before := weight()
	toBoard(p)
	after := weight()
	t.Logf("the room weighs %d KiB, with the board %d KiB", before/kib, after/kib)
	if before == 0 || before > 120*kib {
		t.Errorf("the room weighs %d bytes before the board is opened, more than 120 KiB", before)
	}
	if after == before || after > 250*kib {
		t.Errorf("the room weighs %d bytes with the board, more than 250 KiB", after)
	}
}

// What was typed into the board's text a moment before is there, whatever comes next.
func TestBrowserBoardTypedAMomentAgo(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	p := chromium.Open(t, browsertest.View{Width: 1440, Height: 900})
	enter(p, start(t, dbtest.SQLite(t), nil))
	attempt := begin(p)
	toBoard(p)
	p.Click(`.faces label:nth-of-type(2)`)
	p.Type(boardText, "[queue] Jobs\n")
	p.Press(".", chromedp.ModifierCtrl) // on to the next step
	p.Wait(gone("clarify"))
	if got := p.Value(boardText); got != "" {
		t.Errorf("the next step's board begins with %q", got)
	}
	p.Type(boardText, "[worker] Runner\n[nonsense] Wrong\n")
	p.Press("1", chromedp.ModifierAlt) // and back
	has(p, "[queue] Jobs")
	p.Press("2", chromedp.ModifierAlt)
	has(p, "[worker] Runner")
	p.Type(boardText, "[cache] Fast\n")
	p.Go(strings.TrimSuffix(p.URL(), attempt) + attempt) // the page is left at once
	toBoard(p)
	has(p, "[cache] Fast")
	has(p, "[worker] Runner")
}
