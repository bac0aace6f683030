package browsertest

import (
	"fmt"
	"strconv"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Point is a place in the window, in CSS pixels.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// At is a place on an element: 0 and 0 its upper left corner, 1 and 1 its lower right one.
func (p *Page) At(selector string, across, down float64) Point {
	p.t.Helper()
	p.WaitVisible(selector)
	return Eval[Point](p, fmt.Sprintf(`(() => {
		const box = document.querySelector(%s).getBoundingClientRect();
		return {x: box.left + box.width * %g, y: box.top + box.height * %g};
	})()`, strconv.Quote(selector), across, down))
}

// Hover moves the mouse to a place.
func (p *Page) Hover(at Point) {
	p.t.Helper()
	p.do("moving the mouse", chromedp.MouseEvent(chromedp.MouseMoved, at.X, at.Y))
}

// DoubleClick clicks twice at a place.
func (p *Page) DoubleClick(at Point) {
	p.t.Helper()
	p.Hover(at)
	for n := range 2 {
		p.do("clicking", chromedp.MouseClickXY(at.X, at.Y, chromedp.ClickCount(n+1)))
	}
}

// Drag presses the mouse at a place, moves it to another and lets it go there.
func (p *Page) Drag(from, to Point) {
	p.t.Helper()
	left := chromedp.ButtonType(input.MouseButtonLeft)
	p.Hover(from)
	p.do("pressing the mouse", chromedp.MouseEvent(chromedp.MousePressed, from.X, from.Y, left, chromedp.ClickCount(1)))
	const steps = 6
	for n := 1.0; n <= steps; n++ {
		x, y := from.X+(to.X-from.X)*n/steps, from.Y+(to.Y-from.Y)*n/steps
		p.do("dragging", chromedp.MouseEvent(chromedp.MouseMoved, x, y, left))
	}
	p.do("letting go", chromedp.MouseEvent(chromedp.MouseReleased, to.X, to.Y, left, chromedp.ClickCount(1)))
	// Pages take the click at the end of a drag for a part of it until their timers have
	// run; no hand clicks again before that.
	Eval[bool](p, `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true))))`)
}
