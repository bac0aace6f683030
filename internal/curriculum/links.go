package curriculum

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"levelup/internal/calc"
)

// pages are the addresses of the site to which a text may link, beside chapters and
// prompts.
var pages = []string{"/", "/learn", "/prompts", "/prompts/random", "/calculator", "/search", "/sample", "/signin", "/settings", "/review", "/author", "/admin", "/admin/jobs", "/privacy"}

// references checks what chapters say of each other and of the prompts, once all
// of them are read.
func (l *loader) references(chapters []*chapterRead) {
	for _, read := range chapters {
		c, d := read.chapter, read.document
		if c == nil {
			continue
		}
		for i, prompt := range c.Prompts {
			if !slices.Contains(l.slugs, prompt) {
				d.owed(at("prompts", i), "prompts: %s; the prompts are %s", unknown(prompt, l.slugs), list(l.slugs))
			}
		}
		for _, link := range c.Outline.Links {
			if fault := l.linkFault(c.Slug, link.To); fault != "" {
				d.add(d.bodyLine+link.Line, false, "link %s: %s", link.To, fault)
			}
		}
	}
}

// linkFault says why a link of a chapter leads nowhere, or "".
func (l *loader) linkFault(slug, to string) string {
	u, err := url.Parse(to)
	switch {
	case err != nil:
		return "this is no address"
	case u.Scheme == "https" && u.Host != "":
		return ""
	case u.Scheme != "" || u.Host != "":
		return "link to https:// or to a path of this site"
	case u.Path == "":
		return l.anchorFault(slug, u.Fragment)
	}
	if chapter, ok := strings.CutPrefix(u.Path, "/learn/"); ok {
		switch _, known := FindChapter(chapter); {
		case !known:
			return "chapter " + unknown(chapter, chapterSlugs())
		case l.anchors[chapter] == nil:
			return "chapter " + chapter + " is not written"
		}
		return l.anchorFault(chapter, u.Fragment)
	}
	if prompt, ok := strings.CutPrefix(u.Path, "/prompts/"); ok && prompt != "random" {
		if !slices.Contains(l.slugs, prompt) {
			return "prompt " + unknown(prompt, l.slugs)
		}
		return ""
	}
	if !slices.Contains(pages, u.Path) {
		return "there is no page at this address"
	}
	if sheet := u.Query().Get("worksheet"); u.Path == "/calculator" && sheet != "" {
		for _, r := range calc.Worksheet(sheet) {
			if r.Err != nil {
				return "line " + strconv.Itoa(r.Line) + " cannot be calculated: " + r.Err.Error()
			}
		}
	}
	return ""
}

func (l *loader) anchorFault(chapter, anchor string) string {
	if known := l.anchors[chapter]; anchor != "" && !slices.Contains(known, anchor) {
		return "heading " + unknown(anchor, known) + "; the anchors of " + chapter + " are " + list(known)
	}
	return ""
}
