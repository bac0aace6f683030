package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
)

// meaning makes a drawing say its label, or be silent where words beside it do.
func meaning(text string) templ.Attributes {
	if text == "" {
		return templ.Attributes{"aria-hidden": "true"}
	}
	return templ.Attributes{"role": "img", "aria-label": text}
}

// label names an element where there is a name.
func label(text string) templ.Attributes {
	if text == "" {
		return nil
	}
	return templ.Attributes{"aria-label": text}
}

// here marks the link of the page that is open.
func here(is bool) templ.Attributes {
	if !is {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func pressed(is bool) string { return strconv.FormatBool(is) }

// The forms in which Time writes a moment.
const (
	AsDate   = "date"   // 22 November 2026
	AsTime   = "time"   // 12:01
	AsMoment = "moment" // 22 November, 12:01
)

// moment writes a time in UTC, and says so where a clock is read.
func moment(t time.Time, form string) string {
	layout := "2 January, 15:04 UTC"
	switch form {
	case AsDate:
		layout = "2 January 2006"
	case AsTime:
		layout = "15:04 UTC"
	}
	return t.UTC().Format(layout)
}

// DraftNote stands above what readers do not get.
const DraftNote = "This is how it lies in the folder. Readers do not get it as it is."

// Criterion writes one of the five in words: "depth on the crux".
func Criterion(slug string) string {
	if slug == "trade-off-awareness" {
		return "trade-off awareness"
	}
	return strings.ReplaceAll(slug, "-", " ")
}

// CriterionTitle is Criterion as a heading: "Depth on the crux".
func CriterionTitle(slug string) string {
	name := Criterion(slug)
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// Verdict writes the verdict on a point as people read it.
func Verdict(v string) string {
	switch v {
	case "partial":
		return "in part"
	case "cannot-tell":
		return "open"
	}
	return v
}

// Count writes a number with its noun: "1 prompt", "2 prompts".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func scoreInWords(n int) string { return fmt.Sprintf("%d of 4", n) }

// notchAt is where a notch begins, in pixels.
func notchAt(i int) string { return strconv.Itoa(i * 27) }

// A bad notice interrupts a screen reader, others wait for their turn.
func roleOf(tone string) string {
	if tone == "bad" {
		return "alert"
	}
	return "status"
}

func iconOf(tone string) string {
	switch tone {
	case "good":
		return "met"
	case "bad":
		return "warn"
	}
	return "info"
}

// Touches lists the layers that are on in words: "Database, domains and
// routing, workers and scale".
func Touches(layers []Layer) string {
	var names []string
	for _, layer := range layers {
		switch {
		case !layer.On:
		case len(names) == 0:
			names = append(names, layer.Name)
		default:
			names = append(names, strings.ToLower(layer.Name[:1])+layer.Name[1:])
		}
	}
	return strings.Join(names, ", ")
}
