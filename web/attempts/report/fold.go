package report

import (
	"unicode"
	"unicode/utf8"
)

// folded is a text in which quotes are looked up: runs of white space are one
// blank, letters have one case, and each byte knows where it came from.
type folded struct {
	text string
	from []int // byte of the source at which each byte's letter begins
	to   []int // byte of the source at which it ends
}

func fold(source string) folded {
	text := make([]byte, 0, len(source))
	from := make([]int, 0, len(source))
	to := make([]int, 0, len(source))
	for i := 0; i < len(source); {
		r, size := utf8.DecodeRuneInString(source[i:])
		end := i + size
		if unicode.IsSpace(r) {
			for end < len(source) {
				next, n := utf8.DecodeRuneInString(source[end:])
				if !unicode.IsSpace(next) {
					break
				}
				end += n
			}
			r = ' '
		}
		before := len(text)
		text = utf8.AppendRune(text, oneCase(r))
		for range len(text) - before {
			from = append(from, i)
			to = append(to, end)
		}
		i = end
	}
	return folded{string(text), from, to}
}

// oneCase is the same rune for all cases of a letter.
func oneCase(r rune) rune {
	if r > unicode.MaxASCII {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		r = least
	}
	if 'A' <= r && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}
