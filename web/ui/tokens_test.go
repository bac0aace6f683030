package ui_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

var pair = regexp.MustCompile(`--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)`)

// The promise at the top of tokens.css, day and night.
func TestContrast(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := [2]map[string]float64{{}, {}}
	for _, m := range pair.FindAllStringSubmatch(string(source), -1) {
		colours[0][m[1]], colours[1][m[1]] = luminance(t, m[2]), luminance(t, m[3])
	}
	words := []string{"ink", "ink-soft", "accent", "accent-deep", "bad", "good", "clarify", "map", "deep-dive", "trade-offs", "synthesize"}
	drawing := []string{"edge", "clarify-band", "map-band", "deep-dive-band", "trade-offs-band", "synthesize-band"}
	for i, scheme := range []string{"light", "dark"} {
		check := func(name, ground string, least float64) {
			a, b := colours[i][name], colours[i][ground]
			if a == 0 || b == 0 {
				t.Fatalf("tokens.css has no %s or no %s, %s", name, ground, scheme)
			}
			if got := (max(a, b) + .05) / (min(a, b) + .05); got < least {
				t.Errorf("contrast of %s on %s, %s = %.2f, want %.1f", name, ground, scheme, got, least)
			}
		}
		for _, ground := range []string{"paper", "sheet"} {
			for _, name := range words {
				check(name, ground, 7)
			}
			for _, name := range drawing {
				check(name, ground, 4.5)
			}
		}
		check("ink", "well", 7)
		check("ink", "mark", 7)
		check("on-accent", "accent", 7)
		check("on-accent", "accent-deep", 7)
	}
}

// luminance is the relative luminance of a colour, as WCAG defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	linear := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*linear(16) + .7152*linear(8) + .0722*linear(0) + 1e-9
}
