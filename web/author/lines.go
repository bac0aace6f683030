package author

import (
	"fmt"
	"net/url"
	"strings"

	"levelup/internal/curriculum"
)

const (
	around  = 2   // lines before and after one that is meant
	widest  = 240 // characters of a line that are shown
	mostBad = 50  // problems of a file that are shown
)

// at is where a problem stands, as the content check prints it.
func at(p curriculum.Problem) string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// hrefOf is the page of a file; a sample stands on its prompt's.
func hrefOf(name string) string {
	folder, rest, _ := strings.Cut(name, "/")
	slug, _, _ := strings.Cut(strings.TrimSuffix(rest, ".md"), "/")
	switch {
	case slug == "":
		return "/author"
	case folder == "chapters":
		return href(curriculum.KindChapter, slug)
	case folder == "prompts", folder == "samples":
		return href(curriculum.KindPrompt, slug)
	}
	return "/author"
}

func href(kind, slug string) string { return "/author/" + kind + "/" + url.PathEscape(slug) }

// wrongs are problems with the lines of the source that they mean.
func wrongs(problems []curriculum.Problem, source []byte) []Wrong {
	var out []Wrong
	lines := strings.Split(string(source), "\n")
	for i, p := range problems {
		if i == mostBad {
			out = append(out, Wrong{Message: fmt.Sprintf("and %d more; levelup content check prints all of them", len(problems)-i)})
			break
		}
		w := Wrong{At: at(p), Message: p.Message, Broken: p.Broken, Href: hrefOf(p.File)}
		if len(source) > 0 {
			for n := max(1, p.Line-around); n <= min(len(lines), p.Line+around); n++ {
				w.Lines = append(w.Lines, Line{Number: n, Text: shorten(lines[n-1]), Here: n == p.Line})
			}
		}
		out = append(out, w)
	}
	return out
}

func shorten(line string) string {
	line = strings.TrimRight(line, "\r")
	if r := []rune(strings.ToValidUTF8(line, "\ufffd")); len(r) > widest {
		return string(r[:widest]) + "…"
	}
	return strings.ToValidUTF8(line, "\ufffd")
}
