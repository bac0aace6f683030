package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPlanFor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path string
		want plan
	}{
		{"web/home/home.templ", plan{generate: true, program: true}},
		{"web/home/home.go", plan{program: true}},
		{"migrations/sqlite/0001_start.sql", plan{program: true}},
		{"web/home/home.css", plan{assets: true, program: true}},
		{"web/attempts/room/queue.ts", plan{assets: true, program: true}},
		{"content/prompts/url-shortener.md", plan{content: true}},
		{"web/home/home_test.go", plan{}},
		{"web/attempts/room/queue.test.ts", plan{}},
		{"web/home/.home.go.swp", plan{}},
	} {
		if got := planFor([]string{test.path}); got != test.want {
			t.Errorf("planFor(%s) = %+v, want %+v", test.path, got, test.want)
		}
	}
}

func TestAddScript(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ kind, body, want string }{
		{"text/html; charset=utf-8", "<body>x</body>", "<body>x" + scriptTag + "</body>"},
		{"text/html", "<p>a fragment", "<p>a fragment"},
		{"application/json", `"</body>"`, `"</body>"`},
	} {
		r := &http.Response{Header: http.Header{"Content-Type": {test.kind}}, Body: io.NopCloser(strings.NewReader(test.body))}
		if err := addScript(r); err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(r.Body); string(got) != test.want {
			t.Errorf("addScript(%s, %s) = %s, want %s", test.kind, test.body, got, test.want)
		}
	}
}

// A folder that is made while watching is watched too.
func TestWatch(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	changes, err := watch(ctx, root)
	if err != nil {
		t.Fatal(err)
	}
	seen := func(path string) {
		t.Helper()
		for {
			select {
			case got := <-changes:
				if slices.Contains(got, path) {
					return
				}
			case <-ctx.Done():
				t.Fatalf("no change of %s was seen", path)
			}
		}
	}
	folder := filepath.Join(root, "new")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	seen(folder)
	file := filepath.Join(folder, "a.go")
	if err := os.WriteFile(file, []byte("package a"), 0o644); err != nil {
		t.Fatal(err)
	}
	seen(file)
}
