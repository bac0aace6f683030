// Command assets builds static/dist from web and static: it bundles, names by
// content, compresses, and removes what is no longer meant. It writes only what
// changed, so it may run before every start.
//
// What is built is found by convention, not by a list:
//
//   - web/site/site.css is the style sheet of all pages and imports the others. A
//     sheet named after its folder that it does not import, NAME/NAME.css, becomes
//     a sheet of its own, NAME.css, for the one page that asks for it.
//   - Each web/**/NAME/NAME.ts, a script named after its folder, is an entry and
//     becomes NAME.js. Scripts are ES modules (type="module"); what two of them
//     import is put into a chunk of its own, so that it is loaded, and holds its
//     state, once.
//   - Fonts that the style sheet names with url() are served beside it; the
//     logical name is the file's own, so that a page can ask for one early.
//   - Each file in static/icons and static/fonts is copied; its logical name is
//     its path there, such as icons/mark.svg.
//
// With -tests DIR it instead bundles each web/**/*.test.ts into DIR for node. With
// -packages it instead prints the npm packages of which something is in the bundles, as
// the lock file calls them.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	root := flag.String("root", "..", "the project's folder")
	tests := flag.String("tests", "", "bundle the TypeScript tests into this folder and do nothing else")
	list := flag.Bool("packages", false, "print the npm packages that are bundled and do nothing else")
	flag.Parse()
	do := func() error { return run(*root, *tests) }
	if *list {
		do = func() error { return tell(*root, os.Stdout) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run(root, tests string) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	if tests != "" {
		return bundleTests(root, tests)
	}
	files, _, err := bundle(root)
	if err != nil {
		return err
	}
	copied, err := copies(root)
	if err != nil {
		return err
	}
	return write(filepath.Join(root, "static", "dist"), append(files, copied...))
}

// tell prints the packages that are bundled, a line each.
func tell(root string, out io.Writer) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	_, bundled, err := bundle(root)
	for _, name := range bundled {
		fmt.Fprintln(out, name)
	}
	return err
}
