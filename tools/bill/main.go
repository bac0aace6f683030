// Command bill says what a built program is made of, and under which terms. Beside the
// program it writes NAME.sbom.json, a CycloneDX bill of materials, and
// NAME.licenses.txt, the text of every licence that has to go along with a copy of it:
//
//	bin/assets -root . -packages | bin/bill -root . bin/levelup
//
// The Go modules are those that the program itself names (go version -m), the npm
// packages those on standard input, as web/package-lock.json calls them, and those of
// tools/model. Nothing is guessed: a module without a file of its licence, or a package
// that is not in its lock, is an error. The same program gives the same bytes.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	root := flag.String("root", "..", "the project's folder")
	version := flag.String("version", "unknown", "the program's version")
	flag.Parse()
	if err := run(*root, *version, flag.Arg(0), os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "bill:", err)
		os.Exit(1)
	}
}

func run(root, version, program string, bundled io.Reader) error {
	if program == "" {
		return errors.New("name the program: bill [-root FOLDER] [-version VERSION] PROGRAM")
	}
	parts, err := inProgram(program)
	if err != nil {
		return err
	}
	names, err := lines(bundled)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return errors.New("no npm package is named on standard input; pipe bin/assets -packages into it")
	}
	web, err := inLock(filepath.Join(root, "web"), names)
	if err != nil {
		return err
	}
	model, err := inLock(filepath.Join(root, "tools", "model"), nil)
	if err != nil {
		return err
	}
	for i := range model {
		model[i].model = true
	}
	parts = append(append(parts, web...), model...)

	terms, err := licences(parts)
	if err != nil {
		return err
	}
	if err := os.WriteFile(program+".licenses.txt", terms, 0o644); err != nil {
		return err
	}
	list, err := sbom(version, parts)
	if err != nil {
		return err
	}
	return os.WriteFile(program+".sbom.json", list, 0o644)
}

func lines(r io.Reader) ([]string, error) {
	var out []string
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		out = append(out, scanner.Text())
	}
	return out, scanner.Err()
}
