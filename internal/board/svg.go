package board

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// SVG draws a graph. Colours and type are the page's, by class.
func SVG(g Graph) string {
	p := g.picture()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="board-drawing" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-label="%s">`,
		num(p.width), num(p.height), num(p.width), num(p.height), escape("Diagram. "+g.Words()))
	g.draw(&b, p, byClass)
	b.WriteString("</svg>")
	return b.String()
}

// look is which attributes give an element of the drawing its look, by what it is
// and of which kind, with a space in front.
type look func(what, kind string) string

// byClass leaves the look to the page.
func byClass(what, kind string) string {
	switch what {
	case "frame", "part":
		return ` class="` + what + " " + kind + `"`
	case "border", "name": // are told by what they are in
		return ""
	}
	return ` class="` + what + `"`
}

// draw writes what the picture shows.
func (g Graph) draw(b *strings.Builder, p picture, of look) {
	for _, f := range p.frames {
		kind := f.zone.Kind
		fmt.Fprintf(b, `<g%s><rect%s x="%s" y="%s" width="%s" height="%s" rx="8"/><text%s x="%s" y="%s">%s</text></g>`,
			of("frame", kind), of("border", kind), num(f.x), num(f.y), num(f.w), num(f.h), of("name", kind), num(f.x+12), num(f.y+20), escape(f.zone.Label))
	}
	head := func(p, u point) { fmt.Fprintf(b, `<path%s d="%s"/>`, of("head", ""), arrow(p, u)) }
	for _, w := range p.ways {
		fmt.Fprintf(b, `<path%s d="%s"/>`, of("way", ""), w.path)
		head(w.head, w.meet)
		if w.both {
			head(w.tail, point{-w.leave.x, -w.leave.y})
		}
	}
	for i, n := range g.Nodes {
		drawPart(b, n, p.at[i], of)
	}
	for _, l := range labels(p) {
		fmt.Fprintf(b, `<rect%s x="%s" y="%s" width="%s" height="%s"/>`, of("ground", ""), num(l.x), num(l.y), num(l.w), num(l.h))
		for j, line := range l.lines {
			fmt.Fprintf(b, `<text%s x="%s" y="%s">%s</text>`, of("label", ""), num(l.x+l.w/2), num(l.y+float64(j+1)*lineHeight-2), escape(line))
		}
	}
}

func drawPart(b *strings.Builder, n Node, at point, of look) {
	s := n.size()
	fmt.Fprintf(b, `<g%s><path%s d="%s"/>`, of("part", n.Kind), of("shape", n.Kind), shape(n.Kind, at, s))
	lines := wrap(n.name(), letters(s.w), max(1, int((s.h-14)/textLine)))
	y := at.y + s.h/2 + 4.5 - float64(len(lines)-1)*7.5
	if n.Kind == "database" || n.Kind == "storage" {
		y += 3
	}
	fmt.Fprintf(b, `<path%s transform="translate(%s %s)" d="%s"/>`, of("icon", n.Kind), num(at.x+9), num(at.y+s.h/2-8), icons[n.Kind])
	for j, line := range lines {
		fmt.Fprintf(b, `<text%s x="%s" y="%s">%s</text>`, of("name", n.Kind), num(at.x+31), num(y+float64(j)*15), escape(line))
	}
	b.WriteString("</g>")
}

// escape makes text of a label; what XML does not know is left out.
func escape(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError {
			return -1
		}
		return r
	}, s))
}

func num(x float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0") }

// shape is the outline of a part.
func shape(kind string, at point, s size) string {
	x, y, w, h := at.x, at.y, s.w, s.h
	switch kind {
	case "database", "storage":
		return fmt.Sprintf("M%s %sc0 -7 %s -7 %s 0v%sc0 7 %s 7 %s 0zc0 7 %s 7 %s 0", num(x), num(y+6), num(w), num(w), num(h-12), num(-w), num(-w), num(w), num(w))
	case "queue":
		return fmt.Sprintf("M%s %sh%sv%sh%szM%s %sv%sM%s %sv%s", num(x), num(y), num(w), num(h), num(-w), num(x+w-8), num(y), num(h), num(x+w-15), num(y), num(h))
	case "balancer":
		return fmt.Sprintf("M%s %sl8 %sh%sl8 %sl-8 %sh%sz", num(x), num(y+h/2), num(-h/2), num(w-16), num(h/2), num(h/2), num(-(w - 16)))
	case "note":
		return fmt.Sprintf("M%s %sh%sl12 12v%sh%szM%s %sv12h12", num(x), num(y), num(w-12), num(h-12), num(-w), num(x+w-12), num(y))
	case "client", "external", "cdn":
		return fmt.Sprintf("M%s %sh%sa10 10 0 0 1 10 10v%sa10 10 0 0 1 -10 10h%sa10 10 0 0 1 -10 -10v%sa10 10 0 0 1 10 -10z", num(x+10), num(y), num(w-20), num(h-20), num(-(w - 20)), num(-(h - 20)))
	}
	return fmt.Sprintf("M%s %sh%sv%sh%sz", num(x), num(y), num(w), num(h), num(-w))
}

// icons are drawn in a square of 16. The page draws parts too and reads the same file.
var icons = func() map[string]string {
	out := make(map[string]string)
	if err := json.Unmarshal(iconFile, &out); err != nil {
		panic(err)
	}
	return out
}()

//go:embed icons.json
var iconFile []byte

// wrap breaks a text into lines at spaces where there are any, and cuts what is
// longer than so many lines.
func wrap(text string, wide, most int) []string {
	var out []string
	rest := []rune(text)
	for len(rest) > wide && len(out) < most-1 {
		cut := -1
		for i, r := range rest[:wide+1] {
			if r == ' ' {
				cut = i
			}
		}
		if cut > 0 {
			out, rest = append(out, string(rest[:cut])), rest[cut+1:]
		} else {
			out, rest = append(out, string(rest[:wide])), rest[wide:]
		}
	}
	if len(rest) > wide {
		rest = append(rest[:wide-1:wide-1], '…')
	}
	return append(out, string(rest))
}
