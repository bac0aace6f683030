package main

import (
	"fmt"
	"strings"

	"levelup/internal/fault"
	"levelup/internal/search"
)

type searchCommand struct {
	Mode  string   `enum:"regex,keyword,vector,hybrid" default:"hybrid" help:"How: ${enum}."`
	JSON  bool     `name:"json" help:"Print one JSON object."`
	Limit int      `default:"10" help:"The most results, up to 50."`
	Query []string `arg:"" help:"What to look for."`
}

// searchHit is a result as programs read it.
type searchHit struct {
	Kind    string     `json:"kind"`
	Slug    string     `json:"slug"`
	Heading string     `json:"heading"`
	URL     string     `json:"url"`
	Title   string     `json:"title"`
	Snippet string     `json:"snippet"`
	Score   float64    `json:"score"`
	Explain search.Why `json:"explain"`
}

// Run searches the content.
func (c searchCommand) Run(p *program) error {
	if c.Limit < 1 || c.Limit > search.MostHits {
		return usageError(fmt.Sprintf("--limit is %d; write a number from 1 to %d", c.Limit, search.MostHits))
	}
	library, err := gradingContent(p)
	if err != nil {
		return err
	}
	index, unread := openSearch(p, library, c.Mode == search.Vector || c.Mode == search.Hybrid)
	if unread != nil && (c.Mode == search.Vector || fault.KindOf(unread) == fault.Invalid) {
		return meaningless(unread, true)
	}
	answer, err := index.Search(p.ctx, c.Mode, strings.Join(c.Query, " "), c.Limit)
	if err != nil {
		return meaningless(err, index.HasVectors())
	}
	switch {
	case unread != nil: // words do without
		fmt.Fprintln(p.stderr, "levelup:", fault.Message(meaningless(unread, true)))
	case answer.Missing != nil:
		fmt.Fprintln(p.stderr, "levelup:", fault.Message(meaningless(answer.Missing, index.HasVectors())))
	}
	if c.JSON {
		hits := make([]searchHit, len(answer.Hits))
		for i, h := range answer.Hits {
			hits[i] = searchHit{h.Doc.Kind, h.Doc.Slug, h.Doc.Heading, h.Doc.URL, h.Doc.Title, h.Snippet.String(), h.Score, h.Why}
		}
		return printJSON(p, map[string]any{"hits": hits})
	}
	if answer.Advice != "" {
		fmt.Fprintln(p.stderr, answer.Advice)
	}
	for i, h := range answer.Hits {
		name := h.Doc.Title
		if h.Doc.Heading != "" {
			name += ": " + h.Doc.Heading
		}
		fmt.Fprintf(p.stdout, "%2d. %s\n    %s\n    %s\n", i+1, name, h.Doc.URL, strings.ReplaceAll(h.Snippet.String(), "\n", "\n    "))
	}
	return nil
}
