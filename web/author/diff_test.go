package author

import (
	"strings"
	"testing"
)

// drawn writes a comparison as text: what is gone in [-…-], what has come in {+…+}.
func drawn(v Compare) string {
	var b strings.Builder
	side := func(number int, spans []Span, changed bool, open, end string) {
		if number == 0 {
			return
		}
		for _, s := range spans {
			if s.Marked && changed {
				b.WriteString(open + s.Text + end)
			} else {
				b.WriteString(s.Text)
			}
		}
		b.WriteString("|")
	}
	for _, h := range v.Hunks {
		for _, r := range h.Rows {
			side(r.Left, r.LeftText, r.Changed, "[-", "-]")
			side(r.Right, r.RightText, r.Changed, "{+", "+}")
		}
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, from, to, want string }{
		{"alike", "a\nb\n", "a\nb\n", ""},
		{"alike but for the last line's end", "a\nb", "a\nb\n", ""},
		{"alike but for the kind of line ends", "a\r\nb\r\n", "a\nb\n", ""},
		{"a word", "title: Coat check\n", "title: Hat check\n", "title: [-Coat-] check|title: {+Hat+} check|"},
		{"a word more", "one two\n", "one and two\n", "one two|one{+ and+} two|"},
		{"little in common", "Give every long address a short one.\n", "Nobody waits here in the rain.\n",
			"[-Give every long address a short one.-]|{+Nobody waits here in the rain.+}|"},
		{"a line more", "a\nc\n", "a\nb\nc\n", "a|a|{+b+}|c|c|"},
		{"a line less", "a\nb\nc\n", "a\nc\n", "a|a|[-b-]|c|c|"},
		{"from nothing", "", "a\n", "{+a+}|"},
		{"not letters", "größe: 1 \n", "größe: 2 \n", "größe: [-1-] |größe: {+2+} |"},
		{"a line that is too long to compare by words", strings.Repeat("x ", 1500) + "\n", strings.Repeat("x ", 1500) + "y\n",
			"[-" + strings.Repeat("x ", 1500) + "-]|{+" + strings.Repeat("x ", 1500) + "y+}|"},
	} {
		var v Compare
		if err := v.diff(test.from, test.to); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if got := drawn(v); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if v.Alike != (test.want == "") {
			t.Errorf("%s: alike is %t", test.name, v.Alike)
		}
	}
}

// Lines keep the numbers that they have in their own version.
func TestDiffNumbersLines(t *testing.T) {
	t.Parallel()
	var lines []string
	for range 20 {
		lines = append(lines, "line")
	}
	from := strings.Join(lines, "\n") + "\nold\n"
	to := "new\n" + strings.Join(lines, "\n") + "\n"
	var v Compare
	if err := v.diff(from, to); err != nil {
		t.Fatal(err)
	}
	if len(v.Hunks) != 2 || v.Added != 1 || v.Removed != 1 {
		t.Fatalf("%d hunks with %d lines more and %d less, want 2 with one each", len(v.Hunks), v.Added, v.Removed)
	}
	if first := v.Hunks[0].Rows[0]; first.Left != 0 || first.Right != 1 {
		t.Errorf("the new line is %d and %d, want none and 1", first.Left, first.Right)
	}
	rows := v.Hunks[1].Rows
	if last := rows[len(rows)-1]; last.Left != 21 || last.Right != 0 {
		t.Errorf("the old line is %d and %d, want 21 and none", last.Left, last.Right)
	}
}
