package ui_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/markdown"
	"levelup/web/ui"
)

func TestShell(t *testing.T) {
	t.Parallel()
	ada := &ui.Viewer{Name: "Ada <b>", Email: "ada@example.org", Theme: "dark"}
	coach := &ui.Viewer{Name: "Cara", Email: "cara@example.org", Roles: []string{"coach"}, Waiting: 2, Unread: 1}
	for _, tt := range []struct {
		name  string
		site  ui.Site
		page  ui.Page
		links []string // of the header
		theme string
		line  bool // local sign-in is mentioned
		title string
	}{
		{"visitor", ui.Site{Path: "/prompts?level=mid"}, ui.Page{Title: "Prompts"}, []string{"/", "/learn", "/prompts", "/calculator", "/sample", "/search", "/signin?next=%2Fprompts%3Flevel%3Dmid"}, "system", false, "Prompts · Level Up"},
		{"visitor at the front", ui.Site{Path: "/", LocalSignin: true}, ui.Page{}, []string{"/", "/learn", "/prompts", "/calculator", "/sample", "/search", "/signin"}, "system", true, "Level Up: practise the system-design interview"},
		{"signed in", ui.Site{Path: "/", Person: ada}, ui.Page{Title: "Desk"}, []string{"/", "/learn", "/prompts", "/calculator", "/search", "/notices", "/settings"}, "dark", false, "Desk · Level Up"},
		{"the search, which has a box of its own", ui.Site{Path: "/search", Person: ada}, ui.Page{Title: "Search", Section: "search"}, []string{"/", "/learn", "/prompts", "/calculator", "/notices", "/settings"}, "dark", false, "Search · Level Up"},
		{"a coach with news", ui.Site{Path: "/", Person: coach}, ui.Page{}, []string{"/", "/learn", "/prompts", "/calculator", "/search", "/review", "/notices", "/review", "/notices", "/settings"}, "system", false, "Level Up: practise the system-design interview"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			page := renderAt(t, tt.site, ui.Shell(tt.page))
			var links []string
			for _, a := range all(all(page, "header")[0], "a") {
				links = append(links, attr(a, "href"))
			}
			if diff := cmp.Diff(tt.links, links); diff != "" {
				t.Errorf("links of the header (-want +got):\n%s", diff)
			}
			if got := attr(all(page, "html")[0], "data-theme"); got != tt.theme {
				t.Errorf("data-theme = %q, want %q", got, tt.theme)
			}
			if got := strings.Contains(text(page), "Local sign-in is on"); got != tt.line {
				t.Errorf("local sign-in is mentioned: %v, want %v", got, tt.line)
			}
			if got := text(all(page, "title")[0]); got != tt.title {
				t.Errorf("title = %q, want %q", got, tt.title)
			}
		})
	}
}

func TestShellEscapes(t *testing.T) {
	t.Parallel()
	site := ui.Site{Person: &ui.Viewer{Name: `<img src=x>`, Email: `"><script>`}, Path: `/prompts?"><script>`}
	page := renderAt(t, site, ui.Shell(ui.Page{Title: "</title><script>"}))
	if n := len(all(page, "img")) + len(all(page, "b")); len(all(page, "img")) > 0 {
		t.Errorf("what people write became %d elements", n)
	}
	if got := text(all(page, "summary")[0]); got != "<img src=x>" {
		t.Errorf("the name is shown as %q", got)
	}
}

func TestBareShell(t *testing.T) {
	t.Parallel()
	page := renderAt(t, ui.Site{Person: &ui.Viewer{}}, ui.Shell(ui.Page{Bare: true, Scripts: []string{"room.js"}}))
	if len(all(page, "header"))+len(all(page, "footer")) != 0 {
		t.Error("a bare page has a header or a footer")
	}
	one(t, page, "script", "src", "/static/room.js")
	config := attr(one(t, page, "meta", "name", "htmx-config"), "content")
	if !strings.Contains(config, `"history":false`) {
		t.Errorf("htmx of a bare page is configured as %s, want no history", config)
	}
}

// What is rendered from Markdown is kept from htmx, whatever it holds.
func TestMarkdownIsIgnoredByHtmx(t *testing.T) {
	t.Parallel()
	page := render(t, ui.Markdown(markdown.HTML(`<p hx-get="/signout">x</p>`)))
	for n := all(page, "p")[0]; n != nil; n = n.Parent {
		for _, a := range n.Attr {
			if a.Key == "hx-ignore" {
				return
			}
		}
	}
	t.Error("nothing around the rendered Markdown has hx-ignore")
}

var iconName = regexp.MustCompile(`Icon\("([a-z-]+)"\)`)

// Every icon that a template asks for by name is drawn.
func TestIcons(t *testing.T) {
	t.Parallel()
	names := map[string]bool{"next": true}
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "node_modules" {
			return fs.SkipDir
		}
		if filepath.Ext(name) != ".templ" {
			return nil
		}
		source, err := os.ReadFile(filepath.Join("..", name))
		for _, m := range iconName.FindAllStringSubmatch(string(source), -1) {
			names[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range names {
		if len(all(render(t, ui.Icon(name)), "path")) != 1 {
			t.Errorf("there is no icon %q", name)
		}
	}
}

func TestErrorPage(t *testing.T) {
	t.Parallel()
	page := renderAt(t, ui.Site{}, ui.ErrorPage(500, "Something went wrong", "Try <again>.", "REF123"))
	body := text(all(page, "main")[0])
	for _, want := range []string{"Something went wrong", "Try <again>.", "REF123"} {
		if !strings.Contains(body, want) {
			t.Errorf("the error page does not say %q: %s", want, body)
		}
	}
}

// The icon of the browser's tab is the mark of the header.
func TestIconIsTheMark(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("../../static/icons/mark.svg")
	if err != nil {
		t.Fatal(err)
	}
	mark := attr(all(render(t, ui.Strata(ui.StrataView{Mode: ui.StrataMark})), "path")[0], "d")
	if !strings.Contains(string(file), `d="`+mark+`"`) {
		t.Errorf("static/icons/mark.svg draws another mark than %s", mark)
	}
}

// The layers of a small stack are those that are on and those that are off, each once.
func TestStrataStack(t *testing.T) {
	t.Parallel()
	page := render(t, ui.Strata(ui.StrataView{Mode: ui.StrataBand, Layers: ui.Layers("database", "auth", "no-such-layer")}))
	for _, tt := range []struct {
		class string
		bands int
	}{{"off", 8}, {"", 2}} {
		path := attr(one(t, page, "path", "class", tt.class), "d")
		if got := strings.Count(path, "M"); got != tt.bands {
			t.Errorf("class %q draws %d bands, want %d", tt.class, got, tt.bands)
		}
	}
}
