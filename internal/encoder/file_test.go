package encoder_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"levelup/internal/encoder"
)

// The name is the key of vectors that are stored. When it changes because Convert does,
// the version of the file has to change too, so that files are made anew.
func TestNames(t *testing.T) {
	t.Parallel()
	if got, want := opened(t).Name(), "use-lite-en-0.2.0-q8-e598223a"; got != want {
		t.Errorf("Open(...).Name() = %q, want %q", got, want)
	}
	if got, want := exact(t).Name(), "use-lite-en-0.2.0-f32"; got != want {
		t.Errorf("Read(...).Name() = %q, want %q", got, want)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	good := file(t)
	const version, source, payload = 8, 12, 76
	changed := func(at int) []byte {
		out := slices.Clone(good)
		out[at] ^= 1
		return out
	}
	tests := []struct {
		name, want string
		file       []byte
	}{
		{"nothing", "not a file of the encoder's", nil},
		{"another file", "not a file of the encoder's", []byte(strings.Repeat("no such thing ", 20))},
		{"the head alone", "damaged", good[:payload]},
		{"another version", "of version 0, not 1", changed(version)},
		{"another source", "not made of use-lite-en-0.2.0", changed(source)},
		{"a flipped bit", "damaged", changed(len(good) - 1)},
		{"a file that was cut", "damaged", good[:len(good)-1]},
	}
	for _, tt := range tests {
		if _, err := encoder.Open(tt.file); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Open = %v, want an error with %q", tt.name, err, tt.want)
		}
	}
}

func TestConvertRefusesOtherSources(t *testing.T) {
	t.Parallel()
	one := func(data string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(data)} }
	tests := []struct {
		name, want string
		dir        fstest.MapFS
	}{
		{"no files", "model.json", fstest.MapFS{}},
		{"no vocabulary", "vocab.json", fstest.MapFS{"model.json": one("{}")}},
		{"no JSON", "model.json", fstest.MapFS{"model.json": one("{"), "vocab.json": one("[]")}},
		{"no weights", "shard", fstest.MapFS{"model.json": one(`{"weightsManifest": [{"paths": ["shard"]}]}`), "vocab.json": one("[]")}},
		{"another model", "not those of use-lite-en-0.2.0", fstest.MapFS{"model.json": one("{}"), "vocab.json": one("[]")}},
	}
	for _, tt := range tests {
		if _, err := encoder.Convert(tt.dir); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Convert = %v, want an error with %q", tt.name, err, tt.want)
		}
	}
}
