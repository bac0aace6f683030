package learn

import (
	"html"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"levelup/internal/board"
	"levelup/internal/markdown"
)

// fence draws a fenced block: a diagram from the board's text, a program with its
// words coloured, or what a program prints.
func fence(f markdown.Fence) markdown.HTML {
	words := append(f.Words(), "", "", "")
	switch {
	case words[0] == "board":
		graph, _ := board.Parse(f.Body)
		graph, remarks := graph.WithoutRemarks()
		figure := `<figure class="board" tabindex="0" aria-label="Diagram">` + board.SVG(board.Arrange(graph))
		if len(remarks) > 0 {
			figure += `<figcaption class="small soft">` + html.EscapeString(strings.Join(remarks, " ")) + `</figcaption>`
		}
		return markdown.HTML(figure + "</figure>\n")
	case words[0] == "output":
		return markdown.HTML(`<div class="printed"><p class="caption">Prints</p><pre tabindex="0"><code>` + html.EscapeString(f.Body) + "</code></pre></div>\n")
	}
	var b strings.Builder
	b.WriteString(`<div class="code" data-code>`)
	if caption := caption(words); caption != "" {
		b.WriteString(`<p class="caption">` + html.EscapeString(caption) + `</p>`)
	}
	b.WriteString(`<pre tabindex="0"><code>`)
	b.WriteString(colour(words[0], f.Body))
	b.WriteString("</code></pre></div>\n")
	return markdown.HTML(b.String())
}

// names are what languages are called in a caption.
var names = map[string]string{
	"go": "Go", "python": "Python", "sh": "Shell", "sql": "SQL", "http": "HTTP", "dockerfile": "Dockerfile", "yaml": "YAML", "toml": "TOML",
	"ini": "systemd", "nginx": "nginx", "cron": "crontab", "json": "JSON",
}

func caption(words []string) string {
	if words[1] == "excerpt" {
		return "Level Up: " + words[2]
	}
	for _, w := range words[1:] {
		if file, ok := strings.CutPrefix(w, "file="); ok {
			return file
		}
	}
	return names[words[0]]
}

// colour marks the words of a program by what they are: k keyword, s string, c
// comment, m number, f function.
func colour(language, source string) string {
	lexer := lexers.Get(map[string]string{"sh": "bash", "cron": "text", "dockerfile": "docker"}[language])
	if lexer == nil {
		lexer = lexers.Get(language)
	}
	if lexer == nil || language == "text" {
		return html.EscapeString(source)
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, source)
	if err != nil {
		return html.EscapeString(source)
	}
	var b strings.Builder
	for t := tokens(); t != chroma.EOF; t = tokens() {
		class := class(t.Type)
		if class == "" {
			b.WriteString(html.EscapeString(t.Value))
			continue
		}
		b.WriteString(`<span class="` + class + `">` + html.EscapeString(t.Value) + `</span>`)
	}
	return b.String()
}

func class(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Keyword):
		return "k"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	case t.InCategory(chroma.Comment):
		return "c"
	case t.InSubCategory(chroma.LiteralNumber):
		return "m"
	case t == chroma.NameFunction, t == chroma.NameTag:
		return "f"
	}
	return ""
}
