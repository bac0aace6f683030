package ui

import (
	"fmt"
	"slices"
	"strings"

	"levelup/internal/curriculum"
)

// The ways in which the strata are drawn.
const (
	StrataMark   = "mark"   // the logo: ten bands and a fault through them, no words
	StrataBand   = "band"   // a small stack, the bands that are on thick: a card
	StrataColumn = "column" // a section through the ground, each layer with its name: the landing page
)

// StrataView is a stack of the ten layers, the first on top.
type StrataView struct {
	Layers []Layer // as the function Layers gives them; the mark needs none
	Label  string  // what the stack shows, for who cannot see it; empty where words beside it say so
	Mode   string  // StrataMark, StrataBand or StrataColumn
}

// Layer is one band of the strata.
type Layer struct {
	Slug string // of its chapter
	Name string
	On   bool   // in ink: touched by a prompt, chosen in a filter
	Href string // where the name leads, or empty
	Note string // a word at the far end, or empty: "2 prompts"
}

const (
	strataCount = len(curriculum.Chapters)
	bandPitch   = 3 // pixels from one band of the mark to the next
	bandHeight  = 2
	faultThrow  = 4 // by how much the right-hand side stands higher
	markWidth   = 30
	markHeight  = (strataCount-1)*bandPitch + bandHeight + faultThrow
)

// bandPath draws one band of the mark: two halves on either side of a slanting
// fault, the right-hand one a level up. All edges but the fault's lie on whole
// pixels.
func bandPath(i int) string {
	const faultAt, slant, gap = 19.5, .14, 1.6
	edge := func(y int) float64 { return faultAt - slant*float64(y-markHeight/2) }
	low := i*bandPitch + faultThrow
	high := i * bandPitch
	return fmt.Sprintf("M0 %dH%.1fL%.1f %dH0zM%.1f %dH%dv%dH%.1fz",
		low, edge(low), edge(low+bandHeight), low+bandHeight,
		edge(high)+gap, high, markWidth, bandHeight, edge(high+bandHeight)+gap)
}

// markPath is the whole mark.
func markPath() string {
	var path strings.Builder
	for i := range strataCount {
		path.WriteString(bandPath(i))
	}
	return path.String()
}

// The small stack: bands of a card, thick where they are on and a hairline
// where not.
const (
	stackWidth  = 44
	stackPitch  = 6
	stackHeight = strataCount * stackPitch
)

// stackPath draws the bands that are on, or those that are off.
func stackPath(layers []Layer, on bool) string {
	thick := 1
	if on {
		thick = 4
	}
	var path strings.Builder
	for i, layer := range layers {
		if layer.On == on {
			fmt.Fprintf(&path, "M0 %dH%dv%dH0z", i*stackPitch+(stackPitch-thick)/2, stackWidth, thick)
		}
	}
	return path.String()
}

// Layers are the ten chapters as layers, those in ink whose slugs are listed.
func Layers(on ...string) []Layer {
	out := make([]Layer, len(curriculum.Chapters))
	for i, chapter := range curriculum.Chapters {
		out[i] = Layer{Slug: chapter.Slug, Name: chapter.Title, On: slices.Contains(on, chapter.Slug)}
	}
	return out
}

// Texture is the rock of a layer by its place from the top.
func Texture(i int) string { return fmt.Sprintf("url(#rock-%d)", i%strataCount) }
