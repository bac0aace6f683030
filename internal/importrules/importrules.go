// Package importrules keeps the shape of the program: who may import whom, who
// may look at the clock, who may read the environment. The rules are the tables
// below; a package that no row covers is refused, so that a new one is placed on
// purpose.
//
//	cmd → web/site → web/<feature> → internal/<noun> → internal/{db, jobs, markdown …} → internal/fault
//
// Tests may import what they need; what exists only for tests may be imported by
// nothing else.
package importrules

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

const module = "levelup/"

// A row says what the packages of one place may import of ours.
type row struct {
	from string   // a folder; with /... also those below; * is one segment
	may  []string // the same
	why  string
}

// rows are tried in order; the first whose from matches counts. A package may
// always import what lies below it.
var rows = []row{
	{"cmd/...", []string{"content", "migrations", "static", "web/...", "internal/..."}, "the program wires everything"},
	{"content", nil, "content is files and knows nobody"},
	{"migrations", nil, "migrations are files and know nobody"},
	{"static", nil, "static is files and knows nobody"},

	{"web/site", []string{"web/...", "internal/..."}, "the site mounts features and gives them their stores"},
	{"web/respond", []string{"internal/fault", "web/ui"}, "respond turns faults into answers"},
	{"web/ui", []string{"internal/fault", "internal/markdown", "internal/interview", "internal/curriculum"}, "what all pages share knows the words, not the features"},
	{"web/*/...", []string{"web/respond", "web/ui", "internal/..."}, "a feature asks nouns; it knows neither another feature nor the site"},

	{"internal/fault", nil, "fault imports the standard library only"},
	{"internal/importrules", nil, "it reads sources"},
	{"internal/browsertest", nil, "the browser knows pages, not packages"},
	{"internal/db/dbtest", []string{"internal/db", "migrations"}, "a test's database is migrated as the program's is"},
	{"internal/db", []string{"internal/fault"}, "the database knows no domain"},
	{"internal/jobs", []string{"internal/db", "internal/fault"}, "jobs know no domain"},
	{"internal/llm/llmtest", nil, "the fake model is a server and knows nobody"},
	{"internal/checkout", []string{"internal/fault"}, "a checkout is git's; it knows nothing of what the files say"},
	{"internal/llm", []string{"internal/fault"}, "the client knows no domain"},
	{"internal/metrics", nil, "figures are counted for whoever tells them; they know nobody"},
	{"internal/trace", nil, "a span holds what its caller puts in; it knows nobody"},
	{"internal/markdown", []string{"internal/fault"}, "text to HTML needs nobody"},
	{"internal/calc", []string{"internal/fault"}, "the calculator needs nobody"},
	{"internal/lab/...", []string{"internal/fault"}, "a simulation needs nobody"},
	{"internal/measure", nil, "statistics know numbers only"},
	{"internal/match", []string{"internal/calc", "internal/fault"}, "the matcher compares words, and numbers by the calculator; it knows no rubric"},
	{"internal/tsv", []string{"internal/fault"}, "a table is a file; it knows nobody"},
	{"internal/search/docs", []string{"internal/search", "internal/curriculum", "internal/markdown"}, "what of the content can be found"},
	{"internal/encoder", []string{"internal/fault"}, "the encoder turns words into numbers; it knows no text of ours"},
	{"internal/search/judged", []string{"internal/search", "internal/measure", "internal/tsv", "internal/fault"}, "what people judged, to measure search by"},
	{"internal/search", []string{"internal/fault"}, "search ranks what it is given"},
	{"internal/curriculum", []string{"internal/markdown", "internal/calc", "internal/board", "internal/fault"}, "curriculum reads files"},
	{"internal/board", []string{"internal/fault"}, "a board is a graph; it knows no attempt"},
	{"internal/study", records(), "what one learns is kept by person"},
	{"internal/account", records(), "people are known by themselves"},
	{"internal/oauth", []string{"internal/fault"}, "a provider is a server elsewhere; it knows no account of ours"},
	{"internal/interview", records("internal/account", "internal/board"), "an attempt belongs to a person"},
	{"internal/grading/record", records("internal/grading", "internal/interview", "internal/curriculum"), "the store of grades"},
	{"internal/grading", []string{"internal/interview", "internal/curriculum", "internal/match", "internal/llm", "internal/markdown", "internal/calc", "internal/fault"}, "grading is an engine"},
	{"internal/interviewer", []string{"internal/interview", "internal/curriculum", "internal/match", "internal/llm", "internal/fault"}, "the other side of an interview is an engine"},
	{"internal/review", records("internal/interview", "internal/grading/...", "internal/account", "internal/measure"), "a coach's view of grades"},
}

// records are what any noun with a store may import, and more.
func records(more ...string) []string {
	return append(more, "internal/db", "internal/jobs", "internal/llm", "internal/markdown", "internal/calc", "internal/fault")
}

// never are imports that are refused whatever the row says; except are folders.
var never = []struct{ from, to, except, why string }{
	{"web/*/...", "internal/db", "web/site", "a page asks a noun, never the database"},
	{"...", "internal/db/dbtest", "", "it exists for tests"},
	{"...", "internal/browsertest", "", "it exists for tests"},
	{"internal/...", "internal/llm/llmtest", "", "nothing that works for people asks a model that is none"},
	{"web/...", "internal/llm/llmtest", "", "nothing that works for people asks a model that is none"},
	{"...", "github.com/prometheus/...", "internal/metrics", "what is counted is told to internal/metrics by a hook"},
	{"...", "testing/...", "internal/db/dbtest internal/browsertest", "it exists for tests"},
}

// engines are pure: values in, values out.
var engines = []string{
	"internal/board", "internal/calc", "internal/markdown", "internal/curriculum", "internal/search", "internal/match", "internal/encoder", "internal/measure", "internal/grading", "internal/interviewer", "internal/lab/...",
}

// impure are the imports that an engine does without.
var impure = []string{"database/sql/...", "net/http/...", "internal/db", "internal/jobs", "github.com/jackc/...", "modernc.org/sqlite/..."}

// A call is a function of the standard library that only some may use.
type call struct {
	pkg   string
	names []string
	to    func(folder string) bool // who may not
	why   string
}

var calls = []call{
	{"time", []string{"Now", "Since", "Until", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Sleep"},
		func(folder string) bool { return matchesAny(engines, folder) }, "an engine is given the time"},
	{"os", []string{"Getenv", "LookupEnv", "Environ", "ExpandEnv"},
		func(folder string) bool {
			return !matchesAny([]string{"cmd/...", "internal/db/dbtest", "internal/browsertest"}, folder)
		}, "only the program reads the environment"},
}

// Check returns a line for each breach in the Go files of a tree, in the order of
// the files: "file:line: what: why". Folders with a go.mod of their own, testdata
// and the like are left out.
func Check(tree fs.FS) ([]string, error) {
	var found []string
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != "." && foreign(tree, name) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || path.Dir(name) == "." {
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		lines, err := checkFile(name, source)
		found = append(found, lines...)
		return err
	})
	return found, err
}

func foreign(tree fs.FS, folder string) bool {
	base := path.Base(folder)
	if base == "testdata" || base == "node_modules" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return true
	}
	_, err := fs.Stat(tree, path.Join(folder, "go.mod"))
	return err == nil
}

func checkFile(name string, source []byte) ([]string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	folder := path.Dir(name)
	var found []string
	report := func(at token.Pos, format string, args ...any) {
		found = append(found, fmt.Sprintf("%s:%d: ", name, files.Position(at).Line)+fmt.Sprintf(format, args...))
	}
	names := make(map[string]string) // as written in this file → import path
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		local := path.Base(imported)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		names[local] = imported
		if why := refuse(folder, imported); why != "" {
			report(spec.Pos(), "%s imports %s: %s", folder, strings.TrimPrefix(imported, module), why)
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := selector.X.(*ast.Ident)
		if !ok {
			return true
		}
		for _, c := range calls {
			if names[x.Name] == c.pkg && slices.Contains(c.names, selector.Sel.Name) && c.to(folder) {
				report(selector.Pos(), "%s uses %s.%s: %s", folder, c.pkg, selector.Sel.Name, c.why)
			}
		}
		return true
	})
	return found, nil
}

// refuse says why a folder may not import a package, "" when it may.
func refuse(folder, imported string) string {
	short, ours := strings.CutPrefix(imported, module)
	for _, n := range never {
		if matches(n.from, folder) && matches(n.to, short) && !slices.Contains(strings.Fields(n.except), folder) {
			return n.why
		}
	}
	if matchesAny(engines, folder) && matchesAny(impure, short) {
		return "an engine has no SQL and no HTTP"
	}
	if !ours || strings.HasPrefix(short, folder+"/") {
		return ""
	}
	at := slices.IndexFunc(rows, func(r row) bool { return matches(r.from, folder) })
	if at < 0 {
		return "no rule covers " + folder + "; give it a row in internal/importrules"
	}
	r := rows[at]
	if matchesAny(r.may, short) || sameFeature(folder, short) {
		return ""
	}
	return r.why
}

// sameFeature tells two folders of one feature.
func sameFeature(a, b string) bool {
	x, y := strings.SplitN(a, "/", 3), strings.SplitN(b, "/", 3)
	return len(x) > 2 && len(y) > 1 && x[0] == "web" && y[0] == "web" && x[1] == y[1]
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, name) })
}

// matches compares a folder with a pattern of rows.
func matches(pattern, name string) bool {
	prefix, below := strings.CutSuffix(pattern, "...")
	if !below {
		ok, _ := path.Match(pattern, name) // our own patterns are well formed
		return ok
	}
	prefix = strings.TrimSuffix(prefix, "/")
	if prefix == "" {
		return true
	}
	segments := strings.Split(name, "/")
	n := strings.Count(prefix, "/") + 1
	if len(segments) < n {
		return false
	}
	ok, _ := path.Match(prefix, strings.Join(segments[:n], "/"))
	return ok
}
