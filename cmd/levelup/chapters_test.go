package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "modernc.org/sqlite"

	"levelup/internal/curriculum"
	"levelup/internal/db/dbtest"
	"levelup/internal/markdown"
)

// What a chapter shows as code is run as it stands there, and prints what stands
// behind it; what it shows of this program's own source is that source.
func TestCodeOfChapters(t *testing.T) {
	t.Parallel()
	library, _ := curriculum.Load(os.DirFS("../../content"))
	server := start(t, dbtest.SQLite(t), nil)
	ran := 0
	for _, chapter := range library.Chapters() {
		for _, f := range chapter.Outline.Fences {
			if words := f.Words(); len(words) > 1 && words[1] == "run" {
				ran++
			}
		}
		t.Run(chapter.Slug, func(t *testing.T) {
			t.Parallel()
			r := &runner{t: t, folder: t.TempDir(), server: server}
			for i, f := range chapter.Outline.Fences {
				words := f.Words()
				if len(words) < 2 {
					continue
				}
				where := fmt.Sprintf("%s, the block %q", chapter.Slug, f.Info)
				switch words[1] {
				case "excerpt":
					if problem := excerptProblem(words[2], f.Body); problem != "" {
						t.Errorf("%s: %s", where, problem)
					}
				case "run":
					want := chapter.Outline.Fences[i+1].Body
					r.run(where, f, want)
				}
			}
		})
	}
	if len(library.Chapters()) > 0 && ran == 0 {
		t.Error("no code was run")
	}
}

// runner runs the blocks of one chapter, one after the other: shell and Python in
// one folder, SQL in one database.
type runner struct {
	t      *testing.T
	folder string
	db     *sql.DB
	server *running
	files  int
}

func (r *runner) run(where string, f markdown.Fence, want string) {
	r.t.Helper()
	var got string
	switch words := f.Words(); words[0] {
	case "go":
		file := r.write("main.go", f.Body, true)
		got = r.command("go", "run", file)
	case "python":
		name := fmt.Sprintf("block%d.py", r.files)
		for _, w := range words {
			if file, ok := strings.CutPrefix(w, "file="); ok {
				name = file
			}
		}
		got = r.command("python3", r.write(name, f.Body, false))
	case "sh":
		got = r.command("bash", "-euo", "pipefail", "-c", f.Body)
	case "sql":
		got = r.query(f.Body)
	case "http":
		r.ask(where, f.Body, want)
		return
	default:
		r.t.Errorf("%s: nobody knows how to run %s", where, words[0])
		return
	}
	if diff := cmp.Diff(strings.TrimRight(want, "\n"), strings.TrimRight(got, "\n")); diff != "" {
		r.t.Errorf("%s prints something else (-chapter +run):\n%s", where, diff)
	}
}

// write puts a block into a file; a Go program gets a folder of its own.
func (r *runner) write(name, text string, alone bool) string {
	folder := r.folder
	if alone {
		folder = r.t.TempDir()
	}
	r.files++
	file := filepath.Join(folder, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	return file
}

func (r *runner) command(name string, args ...string) string {
	ctx, cancel := context.WithTimeout(r.t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = r.folder
	cmd.Env = append(os.Environ(), "HOME="+r.folder, "LC_ALL=C.UTF-8", "TZ=UTC", "GOFLAGS=", "GOWORK=off", "GOCACHE="+goCache(r.t), "PYTHONDONTWRITEBYTECODE=1",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+filepath.Join(r.folder, ".gitconfig"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out) + err.Error()
	}
	return string(out)
}

// goCache is where the compiler keeps what it has built, which does not depend on
// the home that a block is given.
func goCache(t *testing.T) string {
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// query runs statements on the chapter's database and prints the rows of those
// that have any.
func (r *runner) query(script string) string {
	if r.db == nil {
		db, err := sql.Open("sqlite", filepath.Join(r.folder, "chapter.db"))
		if err != nil {
			r.t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		r.t.Cleanup(func() { _ = db.Close() })
		r.db = db
	}
	var out strings.Builder
	for _, statement := range statements(script) {
		if err := r.print(&out, statement); err != nil {
			fmt.Fprintln(&out, "Error:", err)
		}
	}
	return out.String()
}

func (r *runner) print(out io.Writer, statement string) error {
	rows, err := r.db.QueryContext(r.t.Context(), statement)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		words := make([]string, len(values))
		for i, v := range values {
			switch v := v.(type) {
			case nil:
				words[i] = "NULL"
			case []byte:
				words[i] = string(v)
			default:
				words[i] = fmt.Sprint(v)
			}
		}
		fmt.Fprintln(out, strings.Join(words, " | "))
	}
	return rows.Err()
}

// statements parts a script at semicolons that end a line; a trigger's body ends
// with END.
func statements(script string) []string {
	var out []string
	var b strings.Builder
	for line := range strings.Lines(script) {
		b.WriteString(line)
		code, _, _ := strings.Cut(line, "--")
		code = strings.TrimSpace(code)
		inside := strings.Contains(strings.ToUpper(b.String()), "CREATE TRIGGER") && !strings.HasSuffix(strings.ToUpper(code), "END;")
		if strings.HasSuffix(code, ";") && !inside {
			out = append(out, b.String())
			b.Reset()
		}
	}
	if strings.TrimSpace(b.String()) != "" {
		out = append(out, b.String())
	}
	return out
}

// ask sends a request to the server and looks for the lines of the block in the
// answer, in their order: its status line, headers and body.
func (r *runner) ask(where, request, want string) {
	r.t.Helper()
	head, body, _ := strings.Cut(request, "\n\n")
	body = strings.TrimRight(body, "\n")
	read, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.ReplaceAll(head, "\n", "\r\n") + "\r\n\r\n")))
	if err != nil {
		r.t.Errorf("%s is no request: %v", where, err)
		return
	}
	target, err := url.Parse(r.server.url + read.RequestURI)
	if err != nil {
		r.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(r.t.Context(), read.Method, target.String(), strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header = read.Header
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	var got bytes.Buffer
	fmt.Fprintf(&got, "HTTP/1.1 %s\n", response.Status)
	if err := response.Header.Write(&got); err != nil {
		r.t.Fatal(err)
	}
	got.WriteString("\n")
	if _, err := got.ReadFrom(response.Body); err != nil {
		r.t.Fatal(err)
	}
	rest := strings.ReplaceAll(got.String(), "\r\n", "\n")
	for line := range strings.Lines(want) {
		line = strings.TrimRight(line, "\n")
		_, after, found := strings.Cut(rest, line)
		if !found {
			r.t.Errorf("%s: the answer lacks %q, or has it earlier:\n%.2000s", where, line, got.String())
			return
		}
		rest = after
	}
}

// excerptProblem says how an excerpt differs from the declaration that it names,
// or "".
func excerptProblem(name, body string) string {
	slash := strings.LastIndex(name, "/")
	pkg, symbol, _ := strings.Cut(name[slash+1:], ".")
	folder := name[:slash+1] + pkg
	source, err := declaration(filepath.Join("..", "..", folder), symbol)
	if err != nil {
		return err.Error()
	}
	rest := source
	for _, part := range parted(body) {
		i := strings.Index(rest, part)
		if i < 0 {
			return fmt.Sprintf("%s does not hold these lines, or not in this order:\n%s", name, part)
		}
		rest = rest[i+len(part):]
	}
	return ""
}

// parted cuts an excerpt where it leaves lines out.
func parted(body string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, strings.TrimRight(b.String(), "\n"))
		}
		b.Reset()
	}
	for line := range strings.Lines(body) {
		if strings.TrimSpace(line) == "// …" {
			flush()
			continue
		}
		b.WriteString(line)
	}
	flush()
	return out
}

// declaration is the source of a function, method, type, constant or variable of a
// package, with its comment.
func declaration(folder, symbol string) (string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return "", err
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, source, parser.ParseComments)
		if err != nil {
			return "", err
		}
		for _, d := range tree.Decls {
			if slices.Contains(declared(d), symbol) {
				from := d.Pos()
				if doc := docOf(d); doc != nil {
					from = doc.Pos()
				}
				return string(source[set.Position(from).Offset:set.Position(d.End()).Offset]), nil
			}
		}
	}
	return "", fmt.Errorf("package %s has no %s", folder, symbol)
}

func declared(d ast.Decl) []string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []string{d.Name.Name}
		}
		receiver := d.Recv.List[0].Type
		if star, ok := receiver.(*ast.StarExpr); ok {
			receiver = star.X
		}
		if id, ok := receiver.(*ast.Ident); ok {
			return []string{id.Name + "." + d.Name.Name}
		}
	case *ast.GenDecl:
		var out []string
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				out = append(out, s.Name.Name)
			case *ast.ValueSpec:
				for _, n := range s.Names {
					out = append(out, n.Name)
				}
			}
		}
		return out
	}
	return nil
}

func docOf(d ast.Decl) *ast.CommentGroup {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Doc
	case *ast.GenDecl:
		return d.Doc
	}
	return nil
}
