package curriculum

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// decoder fills a value from a YAML tree and notes on which line each part of
// it stands. Unlike the library's own it goes on after a mistake, so that an
// author sees all of them at once, each with its line.
//
// Anchors, aliases, merge keys and tags are refused: the files do not need
// them, and without them the value is never larger than the file.
type decoder struct {
	*document
	source []string // the lines of the front matter
}

// refuse reports a value that cannot be read.
func (d *decoder) refuse(n *yaml.Node, path, format string, args ...any) {
	if path != "" {
		format = strings.ReplaceAll(path, "%", "%%") + ": " + format
	}
	d.add(n.Line, true, format, args...)
	d.failed[path] = true
}

func (d *decoder) decode(n *yaml.Node, v reflect.Value, path string) {
	line := n.Line
	if _, ok := d.lines[path]; !ok {
		d.lines[path] = line
	}
	if untagged(n) && n.ShortTag() == "!!null" {
		return // an empty key is a missing one; the rules say what is owed
	}
	if v.Type() == reflect.TypeFor[Because]() {
		d.because(n, v, path)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.structure(n, v, path)
	case reflect.Map:
		d.mapping(n, v, path)
	case reflect.Slice, reflect.Array:
		d.sequence(n, v, path)
	case reflect.String:
		if text, ok := d.text(n, path); ok {
			v.SetString(text)
		}
	case reflect.Bool:
		b, ok := truth(n)
		if !ok {
			d.refuse(n, path, "write true or false, not %s", describe(n))
			return
		}
		v.SetBool(b)
	case reflect.Int:
		i, err := strconv.Atoi(scalar(n))
		if err != nil {
			d.refuse(n, path, "write a whole number, not %s", describe(n))
			return
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		f, err := strconv.ParseFloat(strings.ReplaceAll(scalar(n), "_", ""), 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			d.refuse(n, path, "write a plain number such as 1200 or 1.2e9, not %s", describe(n))
			return
		}
		v.SetFloat(f)
	default:
		panic("curriculum: no rule to decode a " + v.Type().String())
	}
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, path string) {
	fields := map[string]int{}
	var known []string
	for i := range v.NumField() {
		if key := v.Type().Field(i).Tag.Get("yaml"); key != "-" {
			fields[key] = i
			known = append(known, key)
		}
	}
	for _, entry := range d.entries(n, path) {
		key, keyPath, line := d.key(entry, path)
		i, ok := fields[key]
		if !ok {
			hint := ""
			if near := nearest(key, known); near != "" {
				hint = fmt.Sprintf(" Did you mean %q?", near)
			}
			d.add(line, true, "unknown key %q.%s Known here: %s", key, hint, list(known))
			continue
		}
		d.lines[keyPath] = line
		d.decode(entry.value, v.Field(i), keyPath)
	}
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, path string) {
	entries := d.entries(n, path)
	v.Set(reflect.MakeMapWithSize(v.Type(), len(entries)))
	for _, entry := range entries {
		key, keyPath, line := d.key(entry, path)
		d.lines[keyPath] = line
		element := reflect.New(v.Type().Elem()).Elem()
		d.decode(entry.value, element, keyPath)
		v.SetMapIndex(reflect.ValueOf(key), element)
	}
}

// entry is a key with its value.
type entry struct{ key, value *yaml.Node }

// entries returns the keys and values of a mapping, reporting anything else. Of a
// key that is written twice the first counts.
func (d *decoder) entries(n *yaml.Node, path string) (entries []entry) {
	if n.Kind != yaml.MappingNode || !untagged(n) {
		d.refuse(n, path, "write keys with values, as in \"title: …\", not %s", describe(n))
		return nil
	}
	first := make(map[string]int, len(n.Content)/2) // key to the line where it stands
	for i := 0; i+1 < len(n.Content); i += 2 {
		e := entry{n.Content[i], n.Content[i+1]}
		line, again := first[e.key.Value]
		switch {
		case e.key.Kind != yaml.ScalarNode, !untagged(e.key), e.key.ShortTag() == "!!merge":
			d.refuse(e.key, under(path, describe(e.key)), "write a word as the key")
		case again:
			d.refuse(e.key, under(path, e.key.Value), "the key stands on line %d already; write it once", line)
		default:
			first[e.key.Value] = e.key.Line
			entries = append(entries, e)
		}
	}
	return entries
}

func (d *decoder) key(e entry, path string) (key, keyPath string, line int) {
	return e.key.Value, under(path, e.key.Value), e.key.Line
}

func (d *decoder) sequence(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode || !untagged(n) {
		d.refuse(n, path, "write a list, [a, b] or a line with a hyphen each, not %s", describe(n))
		return
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	} else if len(n.Content) != v.Len() {
		d.refuse(n, path, "write exactly %d entries, not %d", v.Len(), len(n.Content))
		return
	}
	for i, value := range n.Content {
		d.decode(value, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

// because is a bool or a list of terms.
func (d *decoder) because(n *yaml.Node, v reflect.Value, path string) {
	var b Because
	whatever, ok := truth(n)
	switch {
	case ok:
		b.Any = whatever
	case n.Kind == yaml.SequenceNode:
		d.sequence(n, reflect.ValueOf(&b.Terms).Elem(), path)
		if len(n.Content) == 0 {
			d.refuse(n, path, "the list is empty; write true where any reason will do")
		}
	default:
		d.refuse(n, path, "write true or a list of terms, not %s", describe(n))
	}
	v.Set(reflect.ValueOf(b))
}

// text is what is written, a number or a true as well: 301 is a word where a text
// is asked for.
func (d *decoder) text(n *yaml.Node, path string) (string, bool) {
	switch {
	case n.Kind == yaml.MappingNode:
		d.refuse(n, path, "write a text, not keys; a text with a colon in it needs quotes around it")
		return "", false
	case n.Kind != yaml.ScalarNode, !untagged(n):
		d.refuse(n, path, "write a text, not %s", describe(n))
		return "", false
	case strings.ContainsRune(n.Value, 0) || !utf8.ValidString(n.Value):
		d.refuse(n, path, "the text holds a character that is no text; remove the escape")
		return "", false
	}
	if strings.HasSuffix(path, ".text") { // nobody asks it of others, and it takes long
		d.wrapped[path] = d.wraps(n)
	}
	return strings.TrimSpace(n.Value), true
}

// wraps reports whether a text goes on over the end of its line.
func (d *decoder) wraps(n *yaml.Node) bool {
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return true
	}
	line := d.source[n.Line-1]
	rest := string([]rune(line)[n.Column-1:])
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return !closed.MatchString(rest)
	case n.Style&yaml.SingleQuotedStyle != 0:
		return strings.Count(rest, "'")%2 != 0 || strings.Count(rest, "'") < 2
	}
	return !strings.Contains(rest, n.Value)
}

// closed is a text in double quotes that ends on its line.
var closed = regexp.MustCompile(`^"(?:[^"\\]|\\.)*"`)

// untagged reports whether a node is plain: the files do without anchors, aliases
// and tags.
func untagged(n *yaml.Node) bool {
	return n.Kind != yaml.AliasNode && n.Anchor == "" && n.Style&yaml.TaggedStyle == 0
}

// truth is true or false where just that is written.
func truth(n *yaml.Node) (value, ok bool) {
	if n.Kind != yaml.ScalarNode || n.Style != 0 || !untagged(n) {
		return false, false
	}
	return n.Value == "true", n.Value == "true" || n.Value == "false"
}

// scalar is the text of a plain value as it was typed, "" for anything else.
func scalar(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || !untagged(n) {
		return ""
	}
	return n.Value
}

// describe names a node in the words of an author.
func describe(n *yaml.Node) string {
	switch {
	case !untagged(n) || n.ShortTag() == "!!merge":
		return "an anchor, alias or tag of YAML, which these files do without"
	case n.Kind == yaml.MappingNode:
		return "keys"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return "a block of text"
	}
	text := []rune(n.Value)
	if len(text) > 40 {
		text = append(slices.Clone(text[:40]), '…')
	}
	return strconv.Quote(string(text))
}
