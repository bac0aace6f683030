// Command lint is a vet tool, for go vet -vettool, of the few analysers in which
// each finding is a bug. As a vet tool it type-checks a package once for all of
// them, and go's build cache remembers which packages were clean.
package main

import (
	"regexp"
	"slices"

	"github.com/jingyugao/rowserrcheck/passes/rowserr"
	"github.com/kisielk/errcheck/errcheck"
	"github.com/polyfloyd/go-errorlint/errorlint"
	sqlclose "github.com/ryanrolds/sqlclosecheck/pkg/analyzer"
	"github.com/timakin/bodyclose/passes/bodyclose"
	"go-simpler.org/sloglint"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// harmless are calls whose error has nobody to go to: what was read is read,
// what was committed is committed, and whoever stopped reading is gone.
var harmless = []string{
	"(*database/sql.Conn).Close", "(*database/sql.DB).Close", "(*database/sql.Rows).Close", "(*database/sql.Stmt).Close", "(*database/sql.Tx).Rollback",
	"(*os.File).Close", "(*os.Root).Close", "(io.Closer).Close", "(io.ReadCloser).Close", "(io/fs.File).Close", "(net.Listener).Close", "(*github.com/fsnotify/fsnotify.Watcher).Close",
	"fmt.Fprint", "fmt.Fprintf", "fmt.Fprintln",
}

func main() {
	errcheck.DefaultExcludedSymbols = append(errcheck.DefaultExcludedSymbols, harmless...)
	analysers := []*analysis.Analyzer{
		errcheck.Analyzer,
		errorlint.NewAnalyzer(),
		// Package db keeps its prepared statements for the life of the pool.
		outside(sqlclose.NewAnalyzer(), "levelup/internal/db"),
		rowserr.NewAnalyzer(),
		bodyclose.Analyzer,
		sloglint.New(&sloglint.Options{NoMixedArguments: true, StaticMessage: true, KeyNamingCase: "snake"}),
	}
	for _, a := range analysers {
		excusable(a)
	}
	unitchecker.Main(analysers...)
}

// outside is the analyser without its findings in some packages.
func outside(a *analysis.Analyzer, packages ...string) *analysis.Analyzer {
	run := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		if slices.Contains(packages, pass.Pkg.Path()) {
			pass.Report = func(analysis.Diagnostic) {}
		}
		return run(pass)
	}
	return a
}

// excuse is a comment that takes a finding back on its line. The reason is part
// of it: "//nolint:errcheck // why this is right here".
var excuse = regexp.MustCompile(`^//nolint:([a-z]+) // \S`)

// excusable makes an analyser heed the excuses.
func excusable(a *analysis.Analyzer) {
	run := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		type line struct {
			file string
			n    int
		}
		excused := make(map[line]bool)
		for _, file := range pass.Files {
			for _, group := range file.Comments {
				for _, comment := range group.List {
					if m := excuse.FindStringSubmatch(comment.Text); m != nil && m[1] == a.Name {
						at := pass.Fset.Position(comment.Pos())
						excused[line{at.Filename, at.Line}] = true
					}
				}
			}
		}
		report := pass.Report
		pass.Report = func(d analysis.Diagnostic) {
			at := pass.Fset.Position(d.Pos)
			if !excused[line{at.Filename, at.Line}] {
				report(d)
			}
		}
		return run(pass)
	}
}
