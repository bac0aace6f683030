package calc_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/calc"
)

// functional stands for the grammar of a caller.
func functional(word string) bool {
	return strings.Contains(" the and or of for on with is are was we it they so do that get through ", " "+word+" ")
}

// The script of prose is sentences, each with what it mentions below it, after a
// tab: the words, and each way in which they are read. Remarks begin with ##.
func TestProse(t *testing.T) {
	t.Parallel()
	const file = "testdata/prose.txt"
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[calc.MentionKind]string{calc.Factor: "factor ", calc.Rate: "rate "}
	var got strings.Builder
	for line := range strings.Lines(string(source)) {
		if strings.HasPrefix(line, "\t") {
			continue
		}
		got.WriteString(line)
		if line = strings.TrimSuffix(line, "\n"); strings.HasPrefix(line, "##") {
			continue
		}
		for m := range calc.Prose(line, functional) {
			var readings []string
			for _, r := range m.Readings {
				readings = append(readings, r.String())
			}
			fmt.Fprintf(&got, "\t%s%s = %s\n", kinds[m.Kind], line[m.From:m.To], strings.Join(readings, " or "))
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(source), got.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// A caller may stop after the first.
func TestProseStops(t *testing.T) {
	t.Parallel()
	n := 0
	for range calc.Prose("4 links and 5 links", nil) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d mentions, want 1", n)
	}
}

// full is as much as a step of an interview holds, in code points.
const full = 65_536

// hostile are texts of a length that have something of a number everywhere.
func hostile(length int) map[string]string {
	out := map[string]string{"a letter": "a", "a digit": "1", "a word": strings.Repeat("b", length)}
	for _, piece := range []string{
		"1 ", "1,", "1.", "1-", "1/", "1:", "1^", "1e", "a ", "half a ", "a hundred ", "hundred ", "twenty-", "one and ", "1 x ", "$", "$1", "1 per ", "1 to ",
		"between 1 and ", "1..", "  ", "1 h ", "1B", "1m/", "e\u0301", "\xff", "１", "1\u200b", "5 GB of logs ", "100 reads/s ", "a day ", "(1) ", "\n1. ", "\u2028", "🚀 1 ",
	} {
		out[piece] = string([]rune(strings.Repeat(piece, length/utf8.RuneCountInString(piece)+1))[:length])
	}
	return out
}

func TestProseOfAnything(t *testing.T) {
	t.Parallel()
	for name, text := range hostile(full / 4) {
		checkProse(t, name, text)
	}
}

// checkProse: mentions stand in the text in their order, and have values.
func checkProse(t *testing.T, name, text string) {
	t.Helper()
	last := 0
	for m := range calc.Prose(text, functional) {
		if m.From < last || m.To <= m.From || m.To > len(text) {
			t.Fatalf("%q: a mention at [%d, %d) after %d, of %d bytes", name, m.From, m.To, last, len(text))
		}
		last = m.To
		if len(m.Readings) == 0 {
			t.Fatalf("%q: %q has no reading", name, text[m.From:m.To])
		}
		for _, r := range m.Readings {
			if s := r.String(); s == "" || strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
				t.Fatalf("%q: %q is read as %q", name, text[m.From:m.To], s)
			}
		}
	}
}

func FuzzProse(f *testing.F) {
	for _, s := range []string{
		"At 10 billion a month we expect 4k QPS.", "62^7 codes, 10-20 ms, 5-10B/link", "two hundred and fifty thousand links each day", "$0.02 per GB per month",
		"v1.2.3 at 9:30 on 2024-01-15 from 10.0.0.1/8", "half an hour, 1 h 30 min", "1,5 Mio and １００\u200b0 links", "100:1, 1/40, 100x, ten times", "\xff1\xff", "1B..2B",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkProse(t, text, text) })
}

func BenchmarkProse(b *testing.B) {
	texts := hostile(full)
	texts["prose"] = strings.Repeat("At 10 billion a month we expect 4k QPS, since each of the links is read a hundred times a day. ", full/95)
	for _, name := range []string{"prose", "100 reads/s ", "a word", "1B"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for range calc.Prose(texts[name], functional) {
				}
			}
		})
	}
}
