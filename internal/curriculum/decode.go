package curriculum

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// decoder fills a value from a YAML tree and notes on which line each part of
// it stands. Unlike the library's own it goes on after a mistake, so that an
// author sees all of them at once, each with its line.
//
// Anchors, aliases, merge keys and tags are refused: the files do not need
// them, and without them the value is never larger than the file.
type decoder struct {
	*document
}

// refuse reports a value that cannot be read.
func (d *decoder) refuse(n ast.Node, path, format string, args ...any) {
	if path != "" {
		format = strings.ReplaceAll(path, "%", "%%") + ": " + format
	}
	d.add(n.GetToken().Position.Line, true, format, args...)
	d.failed[path] = true
}

func (d *decoder) decode(n ast.Node, v reflect.Value, path string) {
	line := n.GetToken().Position.Line
	if _, ok := d.lines[path]; !ok {
		d.lines[path] = line
	}
	if n.Type() == ast.NullType {
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
		b, ok := n.(*ast.BoolNode)
		if !ok {
			d.refuse(n, path, "write true or false, not %s", describe(n))
			return
		}
		v.SetBool(b.Value)
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

func (d *decoder) structure(n ast.Node, v reflect.Value, path string) {
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
		d.decode(entry.Value, v.Field(i), keyPath)
	}
}

func (d *decoder) mapping(n ast.Node, v reflect.Value, path string) {
	entries := d.entries(n, path)
	v.Set(reflect.MakeMapWithSize(v.Type(), len(entries)))
	for _, entry := range entries {
		key, keyPath, line := d.key(entry, path)
		d.lines[keyPath] = line
		element := reflect.New(v.Type().Elem()).Elem()
		d.decode(entry.Value, element, keyPath)
		v.SetMapIndex(reflect.ValueOf(key), element)
	}
}

// entries returns the keys and values of a mapping, reporting anything else.
func (d *decoder) entries(n ast.Node, path string) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	d.refuse(n, path, "write keys with values, as in \"title: …\", not %s", describe(n))
	return nil
}

func (d *decoder) key(entry *ast.MappingValueNode, path string) (key, keyPath string, line int) {
	token := entry.Key.GetToken()
	return token.Value, under(path, token.Value), token.Position.Line
}

func (d *decoder) sequence(n ast.Node, v reflect.Value, path string) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.refuse(n, path, "write a list, [a, b] or a line with a hyphen each, not %s", describe(n))
		return
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values)))
	} else if len(seq.Values) != v.Len() {
		d.refuse(n, path, "write exactly %d entries, not %d", v.Len(), len(seq.Values))
		return
	}
	for i, value := range seq.Values {
		d.decode(value, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

// because is a bool or a list of terms.
func (d *decoder) because(n ast.Node, v reflect.Value, path string) {
	var b Because
	switch n := n.(type) {
	case *ast.BoolNode:
		b.Any = n.Value
	case *ast.SequenceNode:
		d.sequence(n, reflect.ValueOf(&b.Terms).Elem(), path)
		if len(n.Values) == 0 {
			d.refuse(n, path, "the list is empty; write true where any reason will do")
		}
	default:
		d.refuse(n, path, "write true or a list of terms, not %s", describe(n))
	}
	v.Set(reflect.ValueOf(b))
}

func (d *decoder) text(n ast.Node, path string) (string, bool) {
	var text string
	switch n := n.(type) {
	case *ast.StringNode:
		text = n.Value
		d.wrapped[path] = strings.Contains(strings.TrimSpace(n.Token.Origin), "\n")
	case *ast.LiteralNode:
		text = n.Value.Value
		d.wrapped[path] = true
	case *ast.MappingNode, *ast.MappingValueNode:
		d.refuse(n, path, "write a text, not keys; a text with a colon in it needs quotes around it")
		return "", false
	default:
		// 301 and true are words too where a text is asked for.
		if text = scalar(n); text == "" {
			d.refuse(n, path, "write a text, not %s", describe(n))
			return "", false
		}
	}
	if strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
		d.refuse(n, path, "the text holds a character that is no text; remove the escape")
		return "", false
	}
	return strings.TrimSpace(text), true
}

// scalar is the text of a plain value as it was typed, "" for anything else.
func scalar(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value
	}
	return ""
}

// describe names a node in the words of an author.
func describe(n ast.Node) string {
	switch n := n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		return "an anchor, alias or tag of YAML, which these files do without"
	case *ast.LiteralNode:
		return "a block of text"
	default:
		text := []rune(n.GetToken().Value)
		if len(text) > 40 {
			text = append(slices.Clone(text[:40]), '…')
		}
		return strconv.Quote(string(text))
	}
}
