package board_test

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"levelup/internal/board"
)

// A file says all that it shows by itself, and nothing that could run.
func TestFile(t *testing.T) {
	t.Parallel()
	g, _ := board.Parse("[client] Browser\nBrowser <-> API: asks\n[external] Mail\n[note] שלום <script>alert(1)</script>\nAPI -> שלום <script>alert(1)</script>\n[zone] Europe: API\n[region] World: Mail")
	file := string(board.File(g))
	for _, want := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="`, "<title>Board</title>", "<desc>" + "Browser (client) to and from API (service): asks; ",
		`<rect width="100%" height="100%" fill="#ffffff"/>`, "שלום", "&lt;script&gt;", `stroke-dasharray="8 4"`, `text-anchor="middle"`, `font-family="system-ui`,
	} {
		if !strings.Contains(file, want) {
			t.Errorf("the file lacks %s:\n%s", want, file)
		}
	}
	for _, never := range []string{"class=", "style", "<script", "href"} {
		if strings.Contains(file, never) {
			t.Errorf("the file has %s:\n%s", never, file)
		}
	}
	shapes := regexp.MustCompile(`<(path|text|rect)\b`)
	if got, want := len(shapes.FindAllString(file, -1)), len(shapes.FindAllString(board.SVG(g), -1))+1; got != want {
		t.Errorf("it has %d shapes, want those of the page and its ground, %d", got, want)
	}
}

// Any board makes a file that XML readers take.
func TestFileOfAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := anyBoard().Draw(t, "board")
		for d := xml.NewDecoder(strings.NewReader(string(board.File(g)))); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatalf("%v in %s", err, board.File(g))
			}
		}
	})
}
