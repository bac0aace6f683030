package ui

// icons are the drawings of Icon: strokes only, on a grid of 20.
var icons = map[string]string{
	// ways
	"next":  "M4 10h12M11 5l5 5-5 5",
	"back":  "M16 10H4M9 5l-5 5 5 5",
	"up":    "M5 12l5-5 5 5",
	"down":  "M5 8l5 5 5-5",
	"close": "M5 5l10 10M15 5L5 15",
	"link":  "M8 12l4-4M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2",

	// verdicts of a point
	"met":         "M4 10.5l4 4 8-9",
	"partial":     "M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM10 3.5v13M10 6.5h5.5M10 10h6.5M10 13.5h5.5",
	"missing":     "M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z",
	"cannot-tell": "M7 7.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.1-1.5 2.4M10 15.5v.1",

	// things that are so
	"info":    "M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM10 9v4.5M10 6.5v.1",
	"warn":    "M10 3.5L17.5 16.5H2.5zM10 8.5v4M10 14.3v.1",
	"clock":   "M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM10 6v4l2.5 2",
	"saved":   "M4 10.5l4 4 8-9",
	"offline": "M3 8.5c4.5-4 9.5-4 14 0M6 12c2.5-2 5.5-2 8 0M10 15.5v.1M4 4l12 12",
	"private": "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",

	// things one can do
	"shuffle":    "M3 6h3l7 8h4M14.5 11.5L17 14l-2.5 2.5M3 14h3l2-2.300M11 8.300L13 6h4M14.5 3.5L17 6l-2.5 2.5",
	"print":      "M6 7V3.5h8V7M6 14H3.5V7h13v7H14M6 11.5h8v5H6z",
	"keyboard":   "M2.5 5.5h15v9h-15zM5 8.5h.1M8 8.5h.1M11 8.5h.1M14.5 8.5h.1M6.5 11.5h7",
	"wide":       "M7 6L3 10l4 4M13 6l4 4-4 4M3 10h14",
	"focus":      "M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13",
	"write":      "M4 16l.8-3.600L13.5 3.700l2.800 2.800-8.700 8.700zM11.5 5.700l2.800 2.800",
	"trash":      "M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.8 11h7.400l.8-11M8.5 8.5v5M11.5 8.5v5",
	"again":      "M16 10a6 6 0 1 1-2-4.5M14.5 2.5v3.5H11",
	"search":     "M8.5 3.500a5 5 0 1 0 0 10a5 5 0 1 0 0-10zM12.200 12.200L17 17",
	"eye":        "M2.5 10c2-3.700 4.500-5.500 7.500-5.500s5.500 1.800 7.500 5.500c-2 3.700-4.500 5.500-7.500 5.500S4.500 13.700 2.5 10zM10 7.5a2.500 2.500 0 1 0 0 5a2.500 2.500 0 1 0 0-5z",
	"microphone": "M10 2.500a2.500 2.500 0 0 0-2.500 2.500v4.500a2.500 2.500 0 0 0 5 0V5A2.500 2.500 0 0 0 10 2.500zM4.500 9.500a5.500 5.500 0 0 0 11 0M10 15v2.500M7 17.500h6",
	"speaker":    "M3 7.500h3l4-3.500v12l-4-3.500H3zM12.500 7.500a3.500 3.500 0 0 1 0 5M14.500 5a7 7 0 0 1 0 10",
	"book":       "M10 5.5C8 4 5.5 3.700 3 4v11.5c2.5-.3 5 0 7 1.5 2-1.5 4.5-1.800 7-1.5V4c-2.5-.3-5 0-7 1.5zM10 5.5V17",

	// themes
	"system": "M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM10 3.5v13M7 4.300v11.400M4.5 6.800v6.400",
	"light":  "M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.400 1.400M14.600 14.600L16 16M4 16l1.400-1.400M14.600 5.400L16 4",
	"dark":   "M16 12.5A7 7 0 0 1 7.5 4a6.5 6.5 0 1 0 8.5 8.5z",
}

// Theme is a way to show the pages.
type Theme struct {
	Value, Name, Icon string
}

// Themes lists the themes in the order in which they are offered.
var Themes = [...]Theme{{"system", "System", "system"}, {"light", "Light", "light"}, {"dark", "Dark", "dark"}}
