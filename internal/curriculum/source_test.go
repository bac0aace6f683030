package curriculum_test

import (
	"bytes"
	"sync"
	"testing"
	"testing/fstest"

	"levelup/internal/curriculum"
)

func TestSourceKeepsTheLastGoodVersion(t *testing.T) {
	t.Parallel()
	const prompt, sample = "prompts/coat-check.md", "samples/coat-check/weak.json"
	good := goodContent(t)
	lib, _ := curriculum.Load(good)
	before, _ := lib.Prompt("coat-check")
	edited := append(append([]byte{}, good[prompt].Data...), "\nMore.\n"...)
	tests := []struct {
		name       string
		change     func(fstest.MapFS)
		broken     bool
		there      bool
		newVersion bool
		samples    int
	}{
		{"nothing changed", func(fstest.MapFS) {}, false, true, false, 3},
		{"prompt edited", func(f fstest.MapFS) { f[prompt].Data = edited }, false, true, true, 3},
		{"something to do in the prompt", func(f fstest.MapFS) { f[prompt].Data = append(append([]byte{}, edited...), "TODO: more\n"...) }, false, true, false, 3},
		{"something to do in a sample", func(f fstest.MapFS) {
			f[sample].Data = bytes.Replace(f[sample].Data, []byte(`"why": "`), []byte(`"why": "TODO: `), 1)
		}, false, true, false, 3},
		{"prompt half written", func(f fstest.MapFS) { f[prompt].Data = edited[:5000] }, true, true, false, 3},
		{"prompt empty", func(f fstest.MapFS) { f[prompt].Data = nil }, true, true, false, 3},
		{"prompt and sample broken", func(f fstest.MapFS) { f[prompt].Data, f[sample].Data = nil, nil }, true, true, false, 3},
		{"sample broken", func(f fstest.MapFS) { f[sample].Data = []byte("{") }, true, true, false, 3},
		{"sample broken beside an edit", func(f fstest.MapFS) { f[prompt].Data, f[sample].Data = edited, []byte("{") }, true, true, true, 3},
		{"sample gone", func(f fstest.MapFS) { delete(f, sample) }, false, true, false, 2},
		{"prompt gone", func(f fstest.MapFS) { delete(f, prompt); f["prompts/README.txt"] = &fstest.MapFile{} }, false, false, false, 0},
		{"folder gone", func(f fstest.MapFS) { clear(f) }, true, true, false, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			source := curriculum.NewSource(lib)
			changed := goodContent(t)
			tt.change(changed)
			problems := source.Replace(changed)
			if got := len(curriculum.Broken(problems)) > 0; got != tt.broken {
				t.Errorf("Replace reports something broken: %t, want %t: %q", got, tt.broken, texts(problems))
			}
			p, ok := source.Current().Prompt("coat-check")
			if ok != tt.there {
				t.Fatalf("the prompt is in force: %t, want %t", ok, tt.there)
			}
			if got := len(source.Current().Samples("coat-check")); got != tt.samples {
				t.Errorf("%d samples are in force, want %d", got, tt.samples)
			}
			if ok && (p.Version != before.Version) != tt.newVersion {
				t.Errorf("the version in force is new: %t, want %t", p.Version != before.Version, tt.newVersion)
			}
			// Mended, it is as it was, whatever happened in between.
			if problems := source.Replace(goodContent(t)); len(problems) > 0 {
				t.Errorf("Replace(mended) has problems %q", texts(problems))
			}
			if p, ok := source.Current().Prompt("coat-check"); !ok || p.Version != before.Version || len(source.Current().Samples("coat-check")) != 3 {
				t.Errorf("mended, the prompt and its samples are not in force again")
			}
		})
	}
	if after, _ := lib.Prompt("coat-check"); after != before || len(lib.Samples("coat-check")) != 3 {
		t.Error("a library changed while others took its place")
	}
}

func TestSourceIsReadWhileItIsReplaced(t *testing.T) {
	t.Parallel()
	good := goodContent(t)
	broken := goodContent(t)
	broken["prompts/coat-check.md"] = &fstest.MapFile{}
	lib, _ := curriculum.Load(good)
	source := curriculum.NewSource(lib)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 5 {
				if i%2 == 0 {
					source.Replace(broken)
				} else {
					source.Replace(good)
				}
				if _, ok := source.Current().Prompt("coat-check"); !ok {
					t.Error("the prompt was not in force for a moment")
				}
			}
		})
	}
	wg.Wait()
}
