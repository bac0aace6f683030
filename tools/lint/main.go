// Command lint is a vet tool, for go vet -vettool, of the few analysers in which
// each finding is a bug. As a vet tool it type-checks a package once for all of
// them, and go's build cache remembers which packages were clean.
package main

import (
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
	unitchecker.Main(
		errcheck.Analyzer,
		errorlint.NewAnalyzer(),
		// Package db keeps its prepared statements for the life of the pool.
		outside(sqlclose.NewAnalyzer(), "levelup/internal/db"),
		rowserr.NewAnalyzer(),
		bodyclose.Analyzer,
		sloglint.New(&sloglint.Options{NoMixedArguments: true, StaticMessage: true, KeyNamingCase: "snake"}),
	)
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
