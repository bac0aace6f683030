package search

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"levelup/internal/fault"
	"levelup/internal/search"
	"levelup/web/ui"
)

// Engine answers queries. A query that cannot be answered is a fault with a sentence
// that says what to do.
type Engine interface {
	Search(ctx context.Context, mode, query string, limit int) (search.Answer, error)
}

// compare is the mode that shows all others side by side.
const compare = "compare"

// How many hits are shown, and how many of each way when they stand side by side.
const (
	mostHits     = 20
	mostCompared = 10
	mostMissed   = 5
)

// way is a way of searching, as it is explained.
type way struct{ Mode, Name, What, Example, About string }

var ways = []way{
	{search.Hybrid, "Hybrid", "Words and meaning, merged by rank. Try this first.", "my site is slow after it grew", "a symptom, in your own words"},
	{search.Keyword, "Keyword", "Words by how rare they are and where they stand; endings, synonyms and slips of the pen count too.", "idempotent retry", "terms that you know"},
	{search.Vector, "Vector", "Sections that mean alike, whatever their words.", "a shop sold the last ticket to two people", "a situation, with none of the terms"},
	{search.Regex, "Regex", "Letters by a pattern, line by line, in what authors wrote.", `\b(30[1278]|50\d)\b`, "status codes, by their shape"},
}

// modeOf is a mode that there is; hybrid is the one for everything else.
func modeOf(mode string) string {
	if mode == compare || slices.Contains(search.Modes, mode) {
		return mode
	}
	return search.Hybrid
}

// View is the page.
type View struct {
	Query, Mode string
	Results     Results   // of one way
	Columns     []Results // of all, to be compared
}

func (v View) path(mode string) string {
	q := url.Values{}
	if v.Query != "" {
		q.Set("q", v.Query)
	}
	if mode != search.Hybrid {
		q.Set("mode", mode)
	}
	if len(q) == 0 {
		return "/search"
	}
	return "/search?" + q.Encode()
}

func (v View) title() string {
	if v.Query == "" {
		return "Search"
	}
	return v.Query + " – Search"
}

// Results are what one way found.
type Results struct {
	Way    way
	Hits   []Hit
	Advice string
	ReadAs string // how the query was read for its meaning, where that differs
	Took   string
	Missed []Hit // that others have far up
}

// Hit is a result as it is shown.
type Hit struct {
	search.Hit
	Rank int
	Only bool // no other way has it
}

// count is how many there are, in words.
func (r Results) count() string {
	switch n := len(r.Hits); {
	case n == 0:
		return "Nothing found"
	case n == mostHits:
		return "The best " + strconv.Itoa(n)
	default:
		return ui.Count(n, "result")
	}
}

// ask fills the results in.
func (p *Pages) ask(ctx context.Context, v *View) error {
	if v.Mode != compare {
		var err error
		v.Results, err = p.results(ctx, v.Query, v.Mode, mostHits)
		return err
	}
	for _, w := range ways {
		r, err := p.results(ctx, v.Query, w.Mode, mostCompared)
		if err != nil {
			return err
		}
		v.Columns = append(v.Columns, r)
	}
	besides(v.Columns)
	return nil
}

// results asks one way. What the asker can do something about is advice, not a failure.
func (p *Pages) results(ctx context.Context, query, mode string, limit int) (Results, error) {
	r := Results{Way: ways[slices.IndexFunc(ways, func(w way) bool { return w.Mode == mode })]}
	began := p.now()
	answer, err := p.engine.Search(ctx, mode, query, limit)
	r.Took = took(p.now().Sub(began))
	switch {
	case err == nil:
		r.Advice, r.ReadAs = answer.Advice, answer.ReadAs
		if answer.Missing != nil {
			r.Advice = strings.TrimSpace(fault.Message(answer.Missing) + " " + r.Advice)
		}
	case fault.CodeOf(err) == "busy" || fault.KindOf(err) == fault.Internal || errors.Is(err, context.Canceled):
		return r, err
	default:
		r.Advice = fault.Message(err)
	}
	for i, h := range answer.Hits {
		r.Hits = append(r.Hits, Hit{Hit: h, Rank: i + 1})
	}
	return r, nil
}

// took is a time as people read it.
func took(d time.Duration) string {
	switch ms := float64(d) / float64(time.Millisecond); {
	case ms < 0.1:
		return "under 0.1 ms"
	case ms < 10:
		return strconv.FormatFloat(ms, 'f', 1, 64) + " ms"
	default:
		return strconv.FormatFloat(ms, 'f', 0, 64) + " ms"
	}
}

// besides says of each column what it alone has, and what it lacks that stands among
// the first of another.
func besides(columns []Results) {
	in := make(map[string]int)
	for _, c := range columns {
		for _, h := range c.Hits {
			in[h.Doc.ID()]++
		}
	}
	for i := range columns {
		own := make(map[string]bool)
		for k, h := range columns[i].Hits {
			own[h.Doc.ID()] = true
			columns[i].Hits[k].Only = in[h.Doc.ID()] == 1
		}
		for rank := range mostMissed {
			for k, other := range columns {
				if k == i || rank >= len(other.Hits) || own[other.Hits[rank].Doc.ID()] || len(columns[i].Missed) == mostMissed {
					continue
				}
				own[other.Hits[rank].Doc.ID()] = true
				columns[i].Missed = append(columns[i].Missed, other.Hits[rank])
			}
		}
	}
}

// name is how a hit is called.
func (h Hit) name() string {
	switch {
	case h.Doc.Kind == search.Quiz:
		return h.Doc.Body
	case h.Doc.Heading != "":
		return h.Doc.Heading
	}
	return h.Doc.Title
}

// where says what a hit is, and of what.
func (h Hit) where() string {
	switch {
	case h.Doc.Kind == search.Prompt:
		return "Prompt"
	case h.Doc.Kind == search.Quiz:
		return h.Doc.Title + " · quiz"
	case h.Doc.Heading == "":
		return "Chapter"
	}
	return h.Doc.Title
}

// why is the reason for a hit in a line.
func (h Hit) why() string {
	var parts []string
	if n := h.Why.Matches; n > 0 {
		parts = append(parts, ui.Count(n, "line")+" with a match, the first in line "+strconv.Itoa(h.Why.Line)+" of the section")
	}
	if terms := h.terms(); terms != "" {
		parts = append(parts, terms)
	}
	if len(h.Why.Lacks) > 0 {
		parts = append(parts, "without "+strings.Join(h.Why.Lacks, ", "))
	}
	if c := h.Why.Cosine; c != nil {
		parts = append(parts, fmt.Sprintf("meaning %.2f of 1", *c))
	}
	if r := h.Why.Ranks; r != nil && r.Keyword > 0 && r.Vector > 0 {
		parts = append(parts, fmt.Sprintf("%s by keyword, %s by meaning", ordinal(r.Keyword), ordinal(r.Vector)))
	}
	return strings.Join(parts, "; ")
}

// terms are the words that were found, with what they stand for where that differs.
func (h Hit) terms() string {
	var out []string
	for _, t := range h.Why.Terms {
		switch {
		case t.How == "in a row":
			continue
		case strings.EqualFold(t.Word, t.Found):
			out = append(out, t.Word)
		default:
			out = append(out, t.Found+" ("+t.How+" for "+t.Word+")")
		}
	}
	return strings.Join(slices.Compact(out), ", ")
}

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

func score(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
