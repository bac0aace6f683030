package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"levelup/internal/fault"
	"levelup/internal/search"
	"levelup/internal/search/judged"
)

const (
	asked  = 500 // queries that are measured
	rounds = 3   // so that what else the machine does touches all alike
)

// speed prints how long answers take, in the same process, once everything is warm by
// other queries.
func speed(ctx context.Context, w io.Writer, profile string) error {
	corpus, err := godoc()
	if err != nil {
		return err
	}
	we, err := ours(ctx, corpus, nil)
	if err != nil {
		return err
	}
	they, cleanUp, err := theirs(corpus)
	if cleanUp != nil {
		defer cleanUp()
	}
	if err != nil {
		return err
	}
	other, queries := draw(corpus, 7), draw(corpus, 20)
	all := append(they, we...)
	if _, err := took(ctx, all, other); err != nil {
		return err
	}
	times, err := took(ctx, all, queries)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nSpeed: %d queries over %d sections, 10 hits each; ratios of the median, by what of bleve it is compared with\n\n", len(queries), len(corpus))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "\tp50\tp99")
	for _, f := range we {
		fmt.Fprintf(table, "\t%s of it", f.name)
	}
	fmt.Fprintln(table)
	for _, f := range all {
		p50 := quantile(times[f.name], 0.5)
		fmt.Fprintf(table, "%s\t%v\t%v", f.name, p50, quantile(times[f.name], 0.99))
		if strings.HasPrefix(f.name, "bleve") {
			for _, own := range we {
				fmt.Fprintf(table, "\t%.2f", float64(quantile(times[own.name], 0.5))/float64(p50))
			}
		}
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil || profile == "" {
		return err
	}
	return profiled(ctx, profile, we, queries)
}

// took is how long each way takes for each query in each round, sorted.
func took(ctx context.Context, finders []finder, queries []string) (map[string][]time.Duration, error) {
	out := make(map[string][]time.Duration)
	for range rounds {
		for _, f := range finders {
			for _, q := range queries {
				began := time.Now()
				_, err := f.find(ctx, q, judged.First)
				if err != nil && fault.KindOf(err) != fault.Invalid {
					return nil, err
				}
				out[f.name] = append(out[f.name], time.Since(began))
			}
		}
	}
	for _, times := range out {
		slices.Sort(times)
	}
	return out, nil
}

// quantile is that of times that are sorted.
func quantile(times []time.Duration, q float64) time.Duration {
	return times[min(len(times)-1, int(q*float64(len(times))))].Round(time.Microsecond)
}

// profiled asks by keyword often enough to see where the time goes.
func profiled(ctx context.Context, file string, we []finder, queries []string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close() //nolint:errcheck // a profile that is cut short says so itself
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	keyword := slices.DeleteFunc(slices.Clone(we), func(f finder) bool { return f.name != search.Keyword })
	for range 20 {
		if _, err := took(ctx, keyword, queries); err != nil {
			return err
		}
	}
	return nil
}

// dice fall the same way each time.
type dice uint64

func (d *dice) roll(sides int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d)>>33) % sides
}

// draw makes queries of one to four words of a section's heading or text; in some a word
// is misspelled, and some have a word that is in no section.
func draw(corpus []search.Doc, seed dice) []string {
	var out []string
	for len(out) < asked {
		d := corpus[seed.roll(len(corpus))]
		text := d.Body
		if seed.roll(5) < 2 {
			text = d.Heading
		}
		words := strings.FieldsFunc(text, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') })
		if len(words) == 0 {
			continue
		}
		var query []string
		for range 1 + seed.roll(4) {
			query = append(query, words[seed.roll(len(words))])
		}
		switch at := seed.roll(len(query)); seed.roll(10) {
		case 0, 1:
			query[at] = misspelled(query[at], &seed)
		case 2:
			query[at] = "xylophonist"
		}
		out = append(out, strings.Join(query, " "))
	}
	return out
}

// misspelled is a word with two letters in the wrong order.
func misspelled(word string, d *dice) string {
	if len(word) < 4 {
		return word
	}
	letters := []byte(word)
	at := 1 + d.roll(len(letters)-2)
	letters[at], letters[at+1] = letters[at+1], letters[at]
	return string(letters)
}
