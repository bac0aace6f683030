package board

import (
	"fmt"
	"strings"
)

// File is the drawing as a file of its own: what SVG draws, on a white ground, with
// its colours and type in it and its words as a description. There is no style and
// no script in it, whatever the labels say.
func File(g Graph) []byte {
	p := g.picture()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img" font-family="%s" font-size="13">`,
		num(p.width), num(p.height), num(p.width), num(p.height), fileFonts)
	b.WriteString("<title>Board</title><desc>" + escape(g.Words()) + "</desc>")
	b.WriteString(`<rect width="100%" height="100%" fill="` + white + `"/>`)
	g.draw(&b, p, byItself)
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

const fileFonts = "system-ui, 'Segoe UI', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"

// The colours of a page by day (web/ui/tokens.css).
const (
	white = "#ffffff"
	ink   = "#1b1d24"
	soft  = "#4b4e58"
	edge  = "#6f6a5e"
	mark  = "#f9e9a8"
)

// byItself gives each element the look that web/ui/board.css gives it on a page.
func byItself(what, kind string) string {
	switch what {
	case "border":
		dashes := "2 4"
		if kind == "region" {
			dashes = "8 4"
		}
		return attributes("fill", ink, "fill-opacity", ".04", "stroke", edge, "stroke-dasharray", dashes)
	case "name":
		switch kind {
		case "zone", "region":
			return attributes("fill", soft, "font-size", "12", "font-weight", "600")
		case "note":
			return attributes("fill", ink)
		}
		return attributes("fill", ink, "font-weight", "600")
	case "way":
		return attributes("fill", "none", "stroke", edge, "stroke-width", "1.4")
	case "head":
		return attributes("fill", edge)
	case "shape":
		out := attributes("stroke", ink, "stroke-width", "1.4", "stroke-linejoin", "round")
		switch kind {
		case "note":
			return out + attributes("fill", mark, "stroke-dasharray", "4 3")
		case "external":
			return out + attributes("fill", white, "stroke-dasharray", "4 3")
		}
		return out + attributes("fill", white)
	case "icon":
		return attributes("fill", "none", "stroke", soft, "stroke-width", "1.3", "stroke-linecap", "round", "stroke-linejoin", "round")
	case "ground":
		return attributes("fill", white)
	case "label":
		return attributes("fill", soft, "font-size", "12", "text-anchor", "middle")
	}
	return ""
}

// attributes are names and values in turn, as they stand in an element.
func attributes(all ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(all); i += 2 {
		b.WriteString(" " + all[i] + `="` + all[i+1] + `"`)
	}
	return b.String()
}
