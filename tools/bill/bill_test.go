package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// integrity is one of a package-lock.json, and sum the same hash as a bill has it.
const (
	integrity = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
	sum       = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
)

// project writes two locks with what npm would have fetched.
func project(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"web/package-lock.json": `{"packages": {
			"": {"name": "ours"},
			"node_modules/@scope/a": {"version": "1.2.3", "integrity": "` + integrity + `", "license": "ISC"},
			"node_modules/b": {"version": "2.0.0+x", "integrity": "` + integrity + `", "license": "MIT"},
			"node_modules/bare": {"version": "1.0.0", "license": "MIT"},
			"node_modules/odd": {"version": "1.0.0", "license": "Its own"},
			"node_modules/cut": {"version": "1.0.0", "integrity": "sha512-AAAA"}}}`,
		"web/node_modules/@scope/a/LICENSE":                 "Do as you like.\r\n",
		"web/node_modules/@scope/a/deep/NOTICE.txt":         "By somebody.",
		"web/node_modules/@scope/a/license.js":              "no terms",
		"web/node_modules/@scope/a/testdata/COPYING":        "not shipped",
		"web/node_modules/b/COPYING":                        "Do as you like.",
		"web/node_modules/bare/README.md":                   "bare",
		"web/node_modules/odd/LICENSE":                      "Odd.",
		"web/node_modules/cut/LICENSE":                      "cut",
		"tools/model/package-lock.json":                     `{"packages": {"": {}, "node_modules/model": {"version": "0.2.0", "license": "Apache-2.0"}, "node_modules/tool": {"version": "1.0.0", "dev": true}}}`,
		"tools/model/node_modules/model/LICENSE":            "All of Apache's.",
		"tools/model/node_modules/model/dist/something.bin": "weights",
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

// program is a Go program that names its modules: this very test, elsewhere.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "levelup")
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestBill(t *testing.T) {
	t.Parallel()
	root := project(t)
	made := func() (list, terms []byte) {
		t.Helper()
		p := program(t)
		if err := run(root, "v1.2.3", p, strings.NewReader("node_modules/@scope/a\nnode_modules/b\nnode_modules/odd\n")); err != nil {
			t.Fatal(err)
		}
		return read(t, p+".sbom.json"), read(t, p+".licenses.txt")
	}
	list, terms := made()
	if again, same := made(); !bytes.Equal(list, again) || !bytes.Equal(terms, same) {
		t.Error("the same program gave other bytes")
	}

	var b bom
	if err := json.Unmarshal(list, &b); err != nil {
		t.Fatal(err)
	}
	if b.Format != "CycloneDX" || b.Spec != "1.6" || b.Metadata.Component.Version != "v1.2.3" {
		t.Errorf("the bill is %s %s of version %s", b.Format, b.Spec, b.Metadata.Component.Version)
	}
	found := make(map[string]component)
	for _, c := range b.Components {
		found[c.URL] = c
		if !slices.Contains(b.Dependencies[0].On, c.Ref) {
			t.Errorf("nothing depends on %s", c.Ref)
		}
	}
	if len(found) != len(b.Components) {
		t.Error("something is listed twice")
	}
	for url, want := range map[string]component{
		"pkg:npm/%40scope/a@1.2.3": {Type: "library", Name: "@scope/a", Version: "1.2.3", Licences: declared("ISC"), Hashes: []hash{{"SHA-512", sum}}},
		"pkg:npm/b@2.0.0%2Bx":      {Type: "library", Name: "b", Version: "2.0.0+x", Licences: declared("MIT"), Hashes: []hash{{"SHA-512", sum}}},
		"pkg:npm/model@0.2.0":      {Type: "machine-learning-model", Name: "model", Version: "0.2.0", Licences: declared("Apache-2.0")},
	} {
		got := found[url]
		if got.Type != want.Type || got.Name != want.Name || got.Version != want.Version || !slices.Equal(got.Licences, want.Licences) || !slices.Equal(got.Hashes, want.Hashes) {
			t.Errorf("%s is %+v, want %+v", url, got, want)
		}
	}
	if own := found["pkg:npm/odd@1.0.0"].Licences; len(own) != 1 || own[0].License.ID != "" || own[0].License.Name != "Its own" {
		t.Errorf("a licence that SPDX does not know is %+v", own)
	}
	for name, listed := range map[string]bool{"pkg:npm/bare": false, "pkg:npm/tool": false, "pkg:golang/stdlib": true, "pkg:golang/golang.org/x/mod": true} {
		if got := strings.Contains(string(list), `"purl": "`+name+"@"); got != listed {
			t.Errorf("%s is listed: %v, want %v", name, got, listed)
		}
	}

	for _, want := range []string{"By somebody.", "All of Apache's.", "golang.org/x/mod ", "Go's standard library ", "@scope/a 1.2.3, LICENSE\nb 2.0.0+x, COPYING\n"} {
		if !bytes.Contains(terms, []byte(want)) {
			t.Errorf("the terms have no %q", want)
		}
	}
	for _, wrong := range []string{"no terms", "not shipped", "\r"} {
		if bytes.Contains(terms, []byte(wrong)) {
			t.Errorf("the terms have %q", wrong)
		}
	}
	if n := bytes.Count(terms, []byte("Do as you like.")); n != 1 {
		t.Errorf("what two share stands there %d times", n)
	}
}

func TestBillRefuses(t *testing.T) {
	t.Parallel()
	root := project(t)
	for bundled, want := range map[string]string{
		"":                  "no npm package",
		"node_modules/c":    `no package "node_modules/c"`,
		"node_modules/bare": "no file of its licence",
		"node_modules/cut":  "no SHA-512",
	} {
		p := program(t)
		if err := run(root, "v1", p, strings.NewReader(bundled)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("with %s: %v, want an error with %q", bundled, err, want)
		}
		if _, err := os.Stat(p + ".sbom.json"); err == nil {
			t.Errorf("with %s there is a bill all the same", bundled)
		}
	}
	plain := filepath.Join(root, "web", "package-lock.json")
	for _, wrong := range []string{"", plain, filepath.Join(root, "nothing")} {
		if err := run(root, "v1", wrong, strings.NewReader("")); err == nil {
			t.Errorf("the program %q is refused by nobody", wrong)
		}
	}
}
