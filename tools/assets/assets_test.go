package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// project writes the smallest tree that has one of everything.
func project(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"web/site/site.css":             `@layer base; @import "../ui/tokens.css"; a { color: light-dark(red, blue) }` + long(),
		"web/ui/tokens.css":             `:root { --space: 4px } @font-face { font-family: f; src: url("./text-normal.woff2") }`,
		"web/attempts/room/room.css":    `@import "./tools.css"; @layer base { .room { color: red } }`,
		"web/attempts/room/tools.css":   `.tools { color: blue }`,
		"web/ui/text-normal.woff2":      `not really a font`,
		"web/attempts/room/help.ts":     `export const help = () => { document.title = "help" }`,
		"web/site/site.ts":              `import { one } from "../ui/shared.ts"; document.title = one()`,
		"web/ui/shared.ts":              `let n = 0; export const one = () => String(++n)`,
		"web/attempts/room/room.ts":     `import { one } from "../../ui/shared.ts"; document.title = "room " + one(); addEventListener("keydown", async () => (await import("./help.ts")).help())`,
		"web/attempts/room/queue.ts":    `export const queue: number[] = []`,
		"web/attempts/room/q.test.ts":   `import { queue } from "./queue.ts"; if (queue.length) throw new Error("no")`,
		"web/node_modules/x/x.ts":       `throw new Error("not ours")`,
		"static/icons/mark.svg":         `<svg xmlns="http://www.w3.org/2000/svg"/>`,
		"static/dist/.gitkeep":          ``,
		"static/dist/site-OLD.css":      `a {}`,
		"static/dist/icons/old-OLD.svg": `<svg/>`,
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// long is a style that is smaller when compressed.
func long() string {
	var b strings.Builder
	for i := range 50 {
		fmt.Fprintf(&b, ".long-%d { margin: %dpx }\n", i, i)
	}
	return b.String()
}

func build(t *testing.T, root string) map[string]string {
	t.Helper()
	if err := run(root, ""); err != nil {
		t.Fatalf("run: %v", err)
	}
	data, err := os.ReadFile(filepath.Join(root, "static/dist/manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	manifest := make(map[string]string)
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	return manifest
}

// files lists what is in dist, with the times of the last writes.
func files(t *testing.T, root string) map[string]int64 {
	t.Helper()
	dist := filepath.Join(root, "static", "dist")
	found := make(map[string]int64)
	err := filepath.WalkDir(dist, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dist, path)
		found[filepath.ToSlash(name)] = info.ModTime().UnixNano()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestBuild(t *testing.T) {
	t.Parallel()
	root := project(t)
	manifest := build(t, root)
	for logical, pattern := range map[string]string{
		"site.css":          `^site-[A-Z0-9]{8}\.css$`,
		"room.css":          `^room-[A-Z0-9]{8}\.css$`,
		"site.js":           `^site-[A-Z0-9]{8}\.js$`,
		"room.js":           `^room-[A-Z0-9]{8}\.js$`,
		"text-normal.woff2": `^text-normal-[A-Z0-9]{8}\.woff2$`,
		"icons/mark.svg":    `^icons/mark-[A-Z0-9]{8}\.svg$`,
	} {
		if got := manifest[logical]; !regexp.MustCompile(pattern).MatchString(got) {
			t.Errorf("manifest[%s] = %q, want %s", logical, got, pattern)
		}
	}
	if len(manifest) != 6 {
		t.Errorf("manifest = %v, want 6 names: chunks have none", manifest)
	}
	found := files(t, root)
	for _, want := range []string{".gitkeep", manifest["site.css"] + ".br", manifest["site.css"] + ".gz"} {
		if found[want] == 0 {
			t.Errorf("dist has no %s", want)
		}
	}
	for name := range found {
		if strings.Contains(name, "OLD") || strings.HasSuffix(name, ".map") || strings.HasSuffix(name, ".next") {
			t.Errorf("dist still has %s", name)
		}
	}
	style, err := os.ReadFile(filepath.Join(root, "static/dist", manifest["site.css"]))
	if err != nil || !strings.Contains(string(style), "--space") || !strings.Contains(string(style), "light-dark(") {
		t.Errorf("site.css = %s, %v, want what it imports, and no rewriting", style, err)
	}
}

func TestBuildWritesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	root := project(t)
	before := build(t, root)
	first := files(t, root)
	build(t, root)
	for name, at := range files(t, root) {
		if first[name] != at {
			t.Errorf("%s was written again", name)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "web/ui/tokens.css"), []byte(":root { --space: 8px }"), 0o644); err != nil {
		t.Fatal(err)
	}
	after := build(t, root)
	if after["site.css"] == before["site.css"] || after["site.js"] != before["site.js"] {
		t.Errorf("after a change of the style: %v, before: %v", after, before)
	}
	if found := files(t, root); found[before["site.css"]] != 0 {
		t.Errorf("the old %s is still there", before["site.css"])
	}
}

func TestBuildFails(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(root string) error{
		"no site.css": func(root string) error { return os.Remove(filepath.Join(root, "web/site/site.css")) },
		"no site.ts":  func(root string) error { return os.Remove(filepath.Join(root, "web/site/site.ts")) },
		"broken script": func(root string) error {
			return os.WriteFile(filepath.Join(root, "web/site/site.ts"), []byte("let {"), 0o644)
		},
		"two of a name": func(root string) error {
			return os.CopyFS(filepath.Join(root, "web/other/room"), os.DirFS(filepath.Join(root, "web/attempts/room")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := project(t)
			if err := spoil(root); err != nil {
				t.Fatal(err)
			}
			if err := run(root, ""); err == nil {
				t.Error("run = nil, want an error")
			}
		})
	}
}

func TestBundleTests(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	if err := run(project(t), out); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(out, "attempts/room/*"))
	if want := []string{filepath.Join(out, "attempts/room/q.test.mjs")}; err != nil || !slices.Equal(found, want) {
		t.Errorf("bundled tests = %v, %v, want %v", found, err, want)
	}
}

// What is bundled is told by package: also a font that a style sheet names and what a
// package brings along, not what only gives types.
func TestTell(t *testing.T) {
	t.Parallel()
	root := project(t)
	for name, text := range map[string]string{
		"web/attempts/room/room.ts":                         `import { a } from "@scope/a"; import type { T } from "types"; const x: T = a(); document.title = x`,
		"web/node_modules/@scope/a/package.json":            `{"name": "@scope/a", "main": "a.js"}`,
		"web/node_modules/@scope/a/a.js":                    `import { b } from "b"; export const a = () => b + 1`,
		"web/node_modules/@scope/a/node_modules/b/index.js": `export const b = Date.now()`,
		"web/node_modules/types/index.ts":                   `export type T = string`,
		"web/node_modules/unused/index.js":                  `export const no = 1`,
		"web/node_modules/@fonts/text/text-other.woff2":     `not really a font`,
		"web/site/site.css":                                 `@font-face { font-family: f; src: url("../node_modules/@fonts/text/text-other.woff2") } a { color: red }`,
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	if err := tell(root, &out); err != nil {
		t.Fatal(err)
	}
	const want = "node_modules/@fonts/text\nnode_modules/@scope/a\nnode_modules/@scope/a/node_modules/b\n"
	if out.String() != want {
		t.Errorf("told are %q, want %q", out.String(), want)
	}
}
