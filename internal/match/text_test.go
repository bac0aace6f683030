package match_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/match"
)

func quotes(s string) []string {
	x := match.Read(s)
	out := []string{}
	for i := range x.Sentences {
		out = append(out, x.Quote(i))
	}
	return out
}

func TestSentences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		want     []string
	}{
		{"empty", "", []string{}},
		{"no words", "🚀🚀 … !!! — ", []string{}},
		{"marks", "Who uses it? We do! So be it.", []string{"Who uses it?", "We do!", "So be it."}},
		{"decimal point", "It takes 3.5 ms. That is fast.", []string{"It takes 3.5 ms.", "That is fast."}},
		{"thousands", "We see 1,200.5 of them. Good.", []string{"We see 1,200.5 of them.", "Good."}},
		{"abbreviations", "A store, e.g. Redis, is fast vs. a disk. Use etc. with care.", []string{"A store, e.g. Redis, is fast vs. a disk.", "Use etc. with care."}},
		{"the answer no", "Is it needed? No. We leave it out.", []string{"Is it needed?", "No.", "We leave it out."}},
		{"bullets", "- keep it close\n- let it expire\n* drop it", []string{"keep it close", "let it expire", "drop it"}},
		{"numbered", "1. Create a link\n2) Open it", []string{"Create a link", "Open it"}},
		{"wrapped by hand", "The code is looked up in the cache first and only then in the\ndatabase, which is slower.", []string{"The code is looked up in the cache first and only then in the\ndatabase, which is slower."}},
		{"lines", "Cache in front\nDatabase behind", []string{"Cache in front", "Database behind"}},
		{"blank line", "one two\n\nthree", []string{"one two", "three"}},
		{"code", "GET /{code} -> 302\nPOST /links {url} -> 201", []string{"GET /{code} -> 302", "POST /links {url} -> 201"}},
		{"quoted stop", `He said "stop." Then we left.`, []string{`He said "stop."`, "Then we left."}},
		{"windows line ends", "One line.\r\nTwo lines.", []string{"One line.", "Two lines."}},
		{"emoji inside", "We cache 🚀 the hot links 🔥. Next.", []string{"We cache 🚀 the hot links 🔥.", "Next."}},
		{"right to left", "المفتاح في الذاكرة. ثم القرص؟", []string{"المفتاح في الذاكرة.", "ثم القرص؟"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, quotes(tt.in)); diff != "" {
				t.Errorf("sentences of %q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestLongSentenceIsCut(t *testing.T) {
	t.Parallel()
	x := match.Read(strings.Repeat("word ", 1000))
	for i, s := range x.Sentences {
		if n := s.Last - s.First; n > 60 {
			t.Errorf("sentence %d has %d words, want 60 at most", i, n)
		}
	}
}

func TestFolding(t *testing.T) {
	t.Parallel()
	tests := []struct{ a, b string }{
		{"Café", "cafe\u0301"},
		{"ｓｃｏｒｅ", "score"},
		{"ig\u200bnore", "ignore"},
		{"don’t", "don't"},
		{"centralised", "centralized"},
		{"kept", "keep"},
		{"expiry", "expires"},
		{"the cache's", "the caches"},
	}
	for _, tt := range tests {
		a, b := match.Read(tt.a), match.Read(tt.b)
		if got, want := a.Words[len(a.Words)-1].Stem, b.Words[len(b.Words)-1].Stem; got != want {
			t.Errorf("stem of %q = %q, want %q as of %q", tt.a, got, want, tt.b)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "1. a\n2) b", "e.g. no. 3", "10^6 x", "500B a day", strings.Repeat("🚀", 5000), "a\u0301\u0301 \xff\xfe 'b'", "not not never without"} {
		f.Add(s)
	}
	c := match.Concept{Groups: [][]match.Term{{match.NewTerm("a b")}, {match.NewTerm("not c")}}, Because: true}
	p := match.NewParaphrase("the links that are opened most stay in memory", nil, nil)
	fig := match.NewFigure(10, "reads/s", 0)
	f.Fuzz(func(t *testing.T, s string) {
		x := match.Read(s)
		last := 0
		for i, st := range x.Sentences {
			if st.From < last || st.To < st.From || st.To > len(s) || st.First >= st.Last {
				t.Fatalf("sentence %d of %q = %+v, want it in order and inside", i, s, st)
			}
			last = st.To
			if utf8.ValidString(s) && !utf8.ValidString(x.Quote(i)) {
				t.Fatalf("quote %d of %q = %q, want whole characters", i, s, x.Quote(i))
			}
		}
		c.Find(x, nil)
		p.Find(x)
		fig.Find(x, x.Quantities())
		for _, v := range []float64{match.NewReference(s, "the links that are not opened are lost", nil).Score(s), match.NewReference("", s, nil).Score("not a link")} {
			if !(v >= 0 && v <= 1) {
				t.Fatalf("score with %q = %v, want 0 to 1", s, v)
			}
		}
		match.NewOriginal(s).Copied(match.Read("one two three four"), 0)
	})
}
