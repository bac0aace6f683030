package report

import (
	"regexp"
	"strings"
)

var (
	// Marks that begin or end something anywhere in a line of Markdown. GitHub's
	// dialect also makes links of bare addresses and formulas of dollars.
	marks = regexp.MustCompile("[\\\\`*_\\[\\]<>#|~&$@^{}]")
	// What is a link in that dialect without any mark.
	bare = regexp.MustCompile(`(?i)(://|\b(?:mailto|xmpp):|\bwww\.)`)
	// What makes a list, a rule or a heading of a line that it begins.
	opens = regexp.MustCompile(`^([0-9]*)([-+=.)])( |$|[-=])`)
	ticks = regexp.MustCompile("`+")
)

// inline is somebody's text on one line of Markdown, read there as it was written.
func inline(text string) string {
	out := marks.ReplaceAllString(strings.Join(strings.Fields(text), " "), `\$0`)
	out = bare.ReplaceAllStringFunc(out, func(found string) string {
		i := strings.IndexAny(found, ":.")
		return found[:i] + `\` + found[i:]
	})
	return opens.ReplaceAllString(out, `$1\$2$3`)
}

// fenced is somebody's text as it was written, line by line. The fence is longer
// than any in the text, so that nothing in it ends the block.
func fenced(text, indent string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text) // a lone CR ends a line too
	long := 3
	for _, run := range ticks.FindAllString(text, -1) {
		long = max(long, len(run)+1)
	}
	fence := strings.Repeat("`", long)
	var b strings.Builder
	for _, line := range strings.Split(fence+"text\n"+strings.Trim(text, "\n")+"\n"+fence, "\n") {
		if line != "" {
			b.WriteString(indent + line)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
