package curriculum_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"levelup/internal/curriculum"

	"github.com/google/go-cmp/cmp"
)

func goodPrompt(t testing.TB) []byte {
	t.Helper()
	source, err := os.ReadFile("testdata/content/prompts/coat-check.md")
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func TestParsePrompt(t *testing.T) {
	t.Parallel()
	source := goodPrompt(t)
	p, problems := curriculum.ParsePrompt("coat-check", source)
	if len(problems) > 0 {
		t.Fatalf("ParsePrompt(good) has problems: %v", problems)
	}
	if p.Slug != "coat-check" || p.Title != "Coat check" || !bytes.Equal(p.Source, source) {
		t.Errorf("ParsePrompt(good) = slug %q, title %q, %d bytes of source", p.Slug, p.Title, len(p.Source))
	}
	want := "Four thousand guests bring four thousand coats.\n\n```text\n## not a heading\n```\n\nDesign the coat check."
	if diff := cmp.Diff(want, p.Statement); diff != "" {
		t.Errorf("statement differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]curriculum.Estimate{{ID: "arrivals", Expr: "4000 coats / 40 min in coats/s", Value: 1.7, Unit: "coats/s", Within: 2}}, p.Estimates); diff != "" {
		t.Errorf("estimates differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(curriculum.Board{
		Parts: []curriculum.Part{
			{ID: "door", Kind: "client", AnyOf: []string{"door", "counter"}},
			{ID: "desk", Kind: "service", AnyOf: []string{"desk", "api"}},
			{ID: "ledger", Kind: "database", AnyOf: []string{"ledger", "tags"}},
		},
		Connections: [][2]string{{"door", "desk"}, {"desk", "ledger"}},
	}, p.Board); diff != "" {
		t.Errorf("board differs (-want +got):\n%s", diff)
	}
	wantPoint := curriculum.Point{
		ID: "depth-1", Text: "Explains the tag for the sake of depth", Step: "clarify", Level: "mid", Weight: 2, Critical: true,
		Section: "database#choosing", Advice: "Practise saying why the tag matters.",
		Evidence: curriculum.Evidence{
			Ways: []curriculum.Way{
				{All: []curriculum.Group{{"tag", "tag number"}, {"guest", "visitor"}}, Because: curriculum.Because{Any: true}},
				{Says: []string{"every visitor holds a tag of their own", "nobody shares their tag with anyone else"}},
				{Number: "arrivals", Because: curriculum.Because{Terms: []string{"so that", "therefore"}}},
				{Board: "service -> ledger"},
			},
			Never: []curriculum.Group{{"no tag needed", "tags are useless"}},
			Where: []string{"map", "deep-dive"},
		},
	}
	if diff := cmp.Diff(wantPoint, p.Rubric[2].Points[0]); diff != "" {
		t.Errorf("point differs (-want +got):\n%s", diff)
	}
	if got := p.Rubric[2].Points[1].Weight; got != 1 {
		t.Errorf("weight that is left out = %d, want 1", got)
	}
	if got := p.ModelAnswer["trade-offs"]; got != "What a good senior says about trade-offs." {
		t.Errorf("model answer of trade-offs = %q", got)
	}
}

func TestVersionIsOfTheBytes(t *testing.T) {
	t.Parallel()
	source := goodPrompt(t)
	first, _ := curriculum.ParsePrompt("coat-check", source)
	again, _ := curriculum.ParsePrompt("coat-check", bytes.Clone(source))
	changed, _ := curriculum.ParsePrompt("coat-check", append(bytes.Clone(source), '\n'))
	if len(first.Version) != 16 || first.Version != again.Version || first.Version == changed.Version {
		t.Errorf("versions of a file, the same file, one byte more = %q, %q, %q", first.Version, again.Version, changed.Version)
	}
}

// A file from another editor says the same, with the same lines.
func TestParsePromptTakesAnyEditor(t *testing.T) {
	t.Parallel()
	source := goodPrompt(t)
	want, _ := curriculum.ParsePrompt("coat-check", source)
	for name, other := range map[string][]byte{
		"line ends of Windows": bytes.ReplaceAll(source, []byte("\n"), []byte("\r\n")),
		"byte order mark":      append([]byte("\ufeff"), source...),
	} {
		got, problems := curriculum.ParsePrompt("coat-check", other)
		if len(problems) > 0 {
			t.Errorf("%s: problems %v", name, problems)
			continue
		}
		got.Version, got.Source = want.Version, want.Source
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", name, diff)
		}
	}
}

// An attempt opens with the version that it began with, even if the rules have
// become stricter since.
func TestParsePromptKeepsWhatCanBeRead(t *testing.T) {
	t.Parallel()
	source := bytes.Replace(goodPrompt(t), []byte("title: Coat check"), []byte("title: Coat check\nlater: true"), 1)
	p, problems := curriculum.ParsePrompt("coat-check", source)
	if len(curriculum.Broken(problems)) != 1 {
		t.Errorf("ParsePrompt(unknown key) has broken problems %v, want one", curriculum.Broken(problems))
	}
	if p == nil || p.Title != "Coat check" || len(p.Rubric) != 5 {
		t.Errorf("ParsePrompt(unknown key) does not keep the rest: %+v", p)
	}
}

func TestParsePromptRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, want string }{
		{"nothing", "", "prompts/x.md:1: the file must begin with its front matter, between two lines that are exactly ---"},
		{"only Markdown", "# Title\n", "prompts/x.md:1: the file must begin with its front matter, between two lines that are exactly ---"},
		{"front matter that is never closed", "---\ntitle: x\n", "prompts/x.md:1: the file must begin with its front matter, between two lines that are exactly ---"},
		{"empty front matter", "---\n---\ntext\n", "prompts/x.md:1: the front matter holds 0 YAML documents; write one, with a title at least"},
		{"front matter that is a list", "---\n- title\n---\nText.\n", "prompts/x.md:2: write keys with values, as in \"title: …\", not a list"},
		{"zero byte", "---\ntitle: \x00\n---\n", "prompts/x.md:1: the file holds a zero byte; save it as plain text"},
		{"not UTF-8", "---\ntitle: \xe9\n---\n", "prompts/x.md:1: the file is not UTF-8; save it in that encoding"},
		{"more than 1 MiB", "---\ntitle: x\n---\n" + strings.Repeat("word ", 1<<18), "prompts/x.md:1: the file is larger than 1024 KiB; split or shorten it"},
		{"front matter of 300 KiB", "---\ntitle: " + strings.Repeat("word ", 60<<10) + "\n---\n", "prompts/x.md:1: the front matter is larger than 256 KiB; shorten it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, problems := curriculum.ParsePrompt("x", []byte(tt.source))
			if p != nil || len(problems) != 1 || problems[0].String() != tt.want || !problems[0].Broken {
				t.Errorf("ParsePrompt(%.40q) = %v, %v, want nothing and the broken problem %q", tt.source, p, problems, tt.want)
			}
		})
	}
}

func TestParsePromptRefusesASlugThatIsNone(t *testing.T) {
	t.Parallel()
	_, problems := curriculum.ParsePrompt("Coat Check", goodPrompt(t))
	want := "prompts/Coat Check.md:1: the file's name is the prompt's slug; use lower-case letters, digits and single hyphens, at most 80 characters"
	if len(problems) != 1 || problems[0].String() != want || !problems[0].Broken {
		t.Errorf("ParsePrompt(%q) has problems %v, want %q", "Coat Check", problems, want)
	}
}

func TestParseLink(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want curriculum.Link
		ok   bool
	}{
		{"service -> cache", curriculum.Link{From: "service", To: "cache"}, true},
		{"service->cache", curriculum.Link{From: "service", To: "cache"}, true},
		{"service --> link-store", curriculum.Link{From: "service", To: "link-store", Direct: true}, true},
		{"service", curriculum.Link{}, false},
		{"service ->", curriculum.Link{}, false},
		{"-> cache", curriculum.Link{}, false},
		{"a -> b -> c", curriculum.Link{}, false},
		{"a --> b -> c", curriculum.Link{}, false},
		{"a ---> b", curriculum.Link{}, false},
		{"a <-> b", curriculum.Link{}, false},
		{"", curriculum.Link{}, false},
	}
	for _, tt := range tests {
		if got, err := curriculum.ParseLink(tt.in); got != tt.want || (err == nil) != tt.ok {
			t.Errorf("ParseLink(%q) = %+v, %v, want %+v, ok %t", tt.in, got, err, tt.want, tt.ok)
		}
	}
}

func FuzzParsePrompt(f *testing.F) {
	good := goodPrompt(f)
	f.Add(good)
	for _, s := range []string{
		"", "---", "---\n---", "---\n\n---\n", "---\na: &a [*a]\n---\n", "---\n<<: {title: x}\n---\n", "---\n? [a]\n: b\n---\n",
		"---\ntitle: !!binary x\n---\n", "---\nlevels: {mid: {}}\n---\n", "---\nrubric: [{points: [{evidence: {ways: [{because: {}}]}}]}]\n---\n",
		"---\nestimates: [{value: .nan, within: -.inf}]\n---\n", "---\n- title\n---\n", "---\ntitle: \"\\ud800\"\n---\n", "---\nhints: {clarify: [null, , ]}\n---\n", "---\ntitle:\rx\r\ry: z\n---\n",
		"---\n" + strings.Repeat("[", 500) + "\n---\n", "---\n" + strings.Repeat("- ", 500) + "x\n---\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		p, problems := curriculum.ParsePrompt("x", source)
		lines := 1 + bytes.Count(source, []byte("\n"))
		for _, problem := range problems {
			if problem.Line < 1 || problem.Line > lines || problem.Message == "" || problem.File != "prompts/x.md" {
				t.Errorf("problem %+v does not stand in the %d lines of the file", problem, lines)
			}
		}
		if p == nil && len(curriculum.Broken(problems)) == 0 {
			t.Error("there is no prompt and no problem that says why")
		}
	})
}
