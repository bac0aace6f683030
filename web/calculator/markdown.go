package calculator

import "strings"

// Markdown writes the sheet as a table: the lines, what they come to, and that
// exactly. Empty lines are left out.
func (s Sheet) Markdown() string {
	var b strings.Builder
	b.WriteString("| Line | Result | Exactly |\n| --- | --- | --- |\n")
	rows := 0
	for _, l := range s.Lines {
		if strings.TrimSpace(l.Input) == "" {
			continue
		}
		result, exact := l.Result, l.Exact
		switch {
		case l.Mistake != nil:
			result = l.Mistake.Message
		case exact == "" && !l.Blank: // the result is exact, but for the sign of a guess
			exact = strings.TrimPrefix(l.Result, "~")
		}
		b.WriteString("| " + code(l.Input) + " | " + plain(result) + " | " + plain(exact) + " |\n")
		rows++
	}
	if rows == 0 {
		return ""
	}
	return b.String()
}

// code puts text into a code span in a cell. Nothing is escaped in a code span,
// so its fence is longer than any run of backticks inside; a bar would end the
// cell even there.
func code(text string) string {
	text = strings.ReplaceAll(strings.TrimSpace(strings.ReplaceAll(text, "\t", " ")), "|", `\|`)
	longest, run := 0, 0
	for _, r := range text {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if longest > 0 {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}

var escapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "|", `\|`, "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "~", `\~`, "&", `\&`)

// plain escapes what Markdown would read as more than text.
func plain(text string) string { return escapes.Replace(text) }
