package board

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a statement of a flowchart is made of: names, labels in the brackets of a
// shape, and links with their words.

var (
	wholeLink  = regexp.MustCompile(`^(<?)(-{2,}|={2,}|-\.+-|~{3,})(>|[xo]\b)?`)
	lineBreak  = regexp.MustCompile(`(?i)<br\s*/?>`)
	entity     = regexp.MustCompile(`#(\d{1,7}|[a-z]{2,8});`)
	wordedLink = regexp.MustCompile(`^(<?)(--|==|-\.)\s*([^\n]*?)\s*(?:-{2,}[>xo]?|={2,}[>xo]?|\.+-[>xo]?)`)
)

// brackets are the shapes of Mermaid, the longest first.
var brackets = []struct{ open, close, kind string }{
	{"(((", ")))", ""}, {"((", "))", ""}, {"([", "])", ""}, {"[(", ")]", "database"}, {"[[", "]]", ""}, {"{{", "}}", ""},
	{"[/", "/]", ""}, {"[/", `\]`, ""}, {`[\`, `\]`, ""}, {`[\`, "/]", ""}, {"(", ")", ""}, {"[", "]", ""}, {"{", "}", ""}, {">", "]", "note"},
}

// name reads letters, digits and what may stand between them.
func (r *mermaidReader) name() string {
	end := 0
	for end < len(r.text) {
		c, w := utf8.DecodeRuneInString(r.text[end:])
		next, _ := utf8.DecodeRuneInString(r.text[end+w:])
		inside := (c == '-' || c == '.' || c == ':') && end > 0 && word(next)
		if !word(c) && !inside {
			break
		}
		end += w
	}
	name := r.text[:end]
	r.skip(end)
	return name
}

func word(c rune) bool {
	return c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
}

// shaped reads a label in the brackets of a shape.
func (r *mermaidReader) shaped() (label, kind string, ok bool) {
	for _, b := range brackets {
		if !strings.HasPrefix(r.text, b.open) {
			continue
		}
		inside := r.ahead()[len(b.open):]
		end := strings.Index(inside, b.close)
		if trimmed := strings.TrimLeft(inside, " "); strings.HasPrefix(trimmed, `"`) {
			from := len(inside) - len(trimmed) + 1
			quote := strings.IndexByte(inside[from:], '"')
			if quote < 0 {
				continue
			}
			after := strings.TrimLeft(inside[from+quote+1:], " ")
			if !strings.HasPrefix(after, b.close) {
				continue
			}
			end = len(inside) - len(after)
		}
		if end < 0 {
			continue
		}
		r.skip(len(b.open) + end + len(b.close))
		return r.label(inside[:end]), b.kind, true
	}
	return "", "", false
}

// label reads the words of a part, a frame or a connection.
func (r *mermaidReader) label(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	if len(s) >= 2 && s[0] == '`' && s[len(s)-1] == '`' {
		s = s[1 : len(s)-1]
	}
	s = lineBreak.ReplaceAllString(s, " ")
	s = entity.ReplaceAllStringFunc(s, func(e string) string {
		name := e[1 : len(e)-1]
		if n, err := strconv.Atoi(name); err == nil {
			if n == 0 || !utf8.ValidRune(rune(n)) {
				return ""
			}
			return string(rune(n))
		}
		if c, ok := named[name]; ok {
			return c
		}
		return e
	})
	return r.cut(s)
}

var named = map[string]string{"quot": `"`, "amp": "&", "lt": "<", "gt": ">", "nbsp": " ", "apos": "'", "semi": ";", "colon": ":", "num": "#"}

// cut makes a label as long as one may be, and says so.
func (r *mermaidReader) cut(s string) string {
	runes := []rune(s)
	if len(runes) <= MaxLabel {
		return s
	}
	r.wrong("A name has up to %d characters; this one was cut.", MaxLabel)
	return string(runes[:MaxLabel])
}

type mermaidLink struct {
	label        string
	both, hidden bool
}

// link reads an arrow with its words: -->, <-->, -->|words|, -- words -->.
func (r *mermaidReader) link() (l mermaidLink, ok bool) {
	m := wholeLink.FindStringSubmatch(r.text)
	switch {
	case m != nil && (m[3] != "" || len(m[2]) > 2 && !strings.HasPrefix(m[2], "-.") || strings.HasPrefix(m[2], "-.")):
		r.skip(len(m[0]))
		l = mermaidLink{both: m[1] == "<" && m[3] == ">", hidden: m[2][0] == '~'}
	default:
		line, _, _ := strings.Cut(r.ahead(), "\n")
		w := wordedLink.FindStringSubmatch(line)
		if w == nil {
			return l, false
		}
		r.skip(len(w[0]))
		return mermaidLink{label: r.label(w[3]), both: w[1] == "<" && strings.HasSuffix(w[0], ">")}, true
	}
	r.space(" \t")
	if strings.HasPrefix(r.text, "|") {
		ahead := r.ahead()
		end := strings.IndexByte(ahead[1:], '|')
		if t := strings.TrimLeft(ahead[1:], " "); strings.HasPrefix(t, `"`) {
			from := len(ahead) - len(t) + 1
			if quote := strings.IndexByte(ahead[from:], '"'); quote >= 0 {
				if bar := strings.IndexByte(ahead[from+quote:], '|'); bar >= 0 {
					end = from + quote + bar - 1
				}
			}
		}
		if end >= 0 {
			l.label = r.label(r.text[1 : 1+end])
			r.skip(end + 2)
		}
	}
	return l, true
}
