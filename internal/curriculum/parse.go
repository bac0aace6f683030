package curriculum

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The defaults of what an author may leave out.
const (
	defaultWeight = 1
	defaultWithin = 3
)

// maxFile bounds a content file.
const maxFile = 1 << 20

// ParsePrompt reads a prompt and checks all that can be seen in its own file.
//
// The prompt is nil only when there is no front matter to read. Otherwise it
// holds whatever could be read, even beside problems that are Broken: an
// attempt opens with the version that it began with, whatever the rules have
// become since. A new attempt starts only from a prompt of a Library, which
// holds none that is broken.
func ParsePrompt(slug string, source []byte) (*Prompt, []Problem) {
	p, d := readPrompt(slug, promptFile(slug), source)
	if p != nil {
		checkFinished(p, d, source)
	}
	return p, sorted(d.problems)
}

// readPrompt finds what makes a prompt unusable; checkFinished what it owes.
func readPrompt(slug, file string, source []byte) (*Prompt, *document) {
	if fault := unreadable(source); fault != "" {
		d := &document{file: file}
		d.broken("", "%s", fault)
		return nil, d
	}
	var p Prompt
	d, ok := open(file, source, &p)
	if !ok {
		return nil, d
	}
	if !isID(slug) {
		d.broken("", "the file's name is the prompt's slug; use %s", idRule)
	}
	p.Slug, p.Version, p.Source = slug, version(source), bytes.Clone(source)
	p.Statement = statement(d.body)
	fillDefaults(&p, d)
	checkMeaning(&p, d)
	return &p, d
}

func checkFinished(p *Prompt, d *document, source []byte) {
	checkComplete(p, d)
	unfinished(d, string(source))
}

// fillDefaults sets what the author has not written, which is another thing
// than a zero.
func fillDefaults(p *Prompt, d *document) {
	for i := range p.Estimates {
		if !d.has(at("estimates", i) + ".within") {
			p.Estimates[i].Within = defaultWithin
		}
	}
	for i := range p.Rubric {
		for j := range p.Rubric[i].Points {
			if !d.has(at(at("rubric", i)+".points", j) + ".weight") {
				p.Rubric[i].Points[j].Weight = defaultWeight
			}
		}
	}
}

func promptFile(slug string) string { return "prompts/" + slug + ".md" }

// VersionOf names the exact bytes of a file.
func VersionOf(source []byte) string { return version(source) }

func version(source []byte) string {
	sum := sha256.Sum256(source)
	return hex.EncodeToString(sum[:8])
}

// unreadable says why bytes are no content file, or "".
func unreadable(source []byte) string {
	switch {
	case len(source) > maxFile:
		return fmt.Sprintf("the file is larger than %d KiB; split or shorten it", maxFile>>10)
	case bytes.IndexByte(source, 0) >= 0:
		return "the file holds a zero byte; save it as plain text"
	case !utf8.Valid(source):
		return "the file is not UTF-8; save it in that encoding"
	}
	return ""
}

// statement is the body up to its first heading of the second level. A line in
// a code block is no heading.
func statement(body string) string {
	fenced, end := false, 0
	for line := range strings.Lines(body) {
		if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~") {
			fenced = !fenced
		}
		if !fenced && (strings.HasPrefix(line, "## ") || strings.TrimSpace(line) == "##") {
			break
		}
		end += len(line)
	}
	return strings.TrimSpace(body[:end])
}
