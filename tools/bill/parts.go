package main

import (
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
)

// A part is something of others' that is in the program.
type part struct {
	name, version string
	url           string // its package URL
	folder        string // where its files lie
	top           bool   // only what lies at the top of the folder is of it
	licence       string // as it declares it itself; empty where it declares none
	sum           string // of a Go module, as in go.sum
	integrity     string // of an npm package, as in its lock
	model         bool   // it is data for a model, and no code
}

// inProgram are the Go modules of which something is in a program, and the standard
// library.
func inProgram(program string) ([]part, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, fmt.Errorf("%s says nothing of its modules: %w", program, err)
	}
	goroot, cache, err := goFolders()
	if err != nil {
		return nil, err
	}
	release := strings.TrimPrefix(strings.Fields(info.GoVersion)[0], "go")
	parts := []part{{name: "Go's standard library", version: release, url: "pkg:golang/stdlib@" + release, folder: goroot, top: true}}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		path, err := module.EscapePath(m.Path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Path, err)
		}
		version, err := module.EscapeVersion(m.Version)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Path, err)
		}
		parts = append(parts, part{name: m.Path, version: m.Version, url: purl("golang", m.Path, m.Version),
			folder: filepath.Join(cache, filepath.FromSlash(path)+"@"+version), sum: m.Sum})
	}
	return parts, nil
}

func goFolders() (root, cache string, err error) {
	out, err := exec.Command("go", "env", "GOROOT", "GOMODCACHE").Output()
	if err != nil {
		return "", "", fmt.Errorf("go env: %w", err)
	}
	folders := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(folders) != 2 {
		return "", "", fmt.Errorf("go env printed %q", out)
	}
	return folders[0], folders[1], nil
}

// inLock are packages of a folder's package-lock.json, by the names that it gives them;
// without names all of them that are not for development alone.
func inLock(folder string, names []string) ([]part, error) {
	path := filepath.Join(folder, "package-lock.json")
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version   string `json:"version"`
			Integrity string `json:"integrity"`
			License   string `json:"license"`
			Dev       bool   `json:"dev"`
		} `json:"packages"`
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if names == nil {
		for _, name := range slices.Sorted(maps.Keys(lock.Packages)) {
			if name != "" && !lock.Packages[name].Dev {
				names = append(names, name)
			}
		}
	}
	parts := make([]part, 0, len(names))
	for _, name := range names {
		p, ok := lock.Packages[name]
		if !ok {
			return nil, fmt.Errorf("%s: there is no package %q", path, name)
		}
		short := name[strings.LastIndex(name, "node_modules/")+len("node_modules/"):]
		parts = append(parts, part{name: short, version: p.Version, url: purl("npm", short, p.Version),
			folder: filepath.Join(folder, filepath.FromSlash(name)), licence: p.License, integrity: p.Integrity})
	}
	return parts, nil
}

// purl is a package URL; what has a meaning in one is written in percent.
func purl(kind, name, version string) string {
	escape := strings.NewReplacer("%", "%25", "@", "%40", "+", "%2B", "?", "%3F", "#", "%23").Replace
	return "pkg:" + kind + "/" + escape(name) + "@" + escape(version)
}
