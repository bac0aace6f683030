package curriculum

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// at is the path of an entry of a list.
func at(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// under is the path of a key of a mapping.
func under(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// oneOf reports a word that is not in a list, and whether it is.
func (d *document) oneOf(path, got string, allowed []string) bool {
	if slices.Contains(allowed, got) {
		return true
	}
	d.broken(path, "%s: %s; one of %s", lastKey(path), unknown(got, allowed), list(allowed))
	return false
}

// oneOfAt is oneOf for a word of the body.
func (d *document) oneOfAt(line int, what, got string, allowed []string) {
	if !slices.Contains(allowed, got) {
		d.add(line, false, "%s: %s; one of %s", what, unknown(got, allowed), list(allowed))
	}
}

// refers reports a reference to nothing.
func (d *document) refers(path, what, got string, ids []string) {
	if !slices.Contains(ids, got) {
		d.broken(path, "%s: %s; name the id of %s", lastKey(path), unknown(got, ids), what)
	}
}

func unknown(got string, allowed []string) string {
	if got == "" {
		return "nothing is written here"
	}
	if near := nearest(got, allowed); near != "" {
		return fmt.Sprintf("%q is unknown, did you mean %q", got, near)
	}
	return fmt.Sprintf("%q is unknown", got)
}

// lastKey is the key to which a path leads, for a message.
func lastKey(path string) string {
	path = path[strings.LastIndexByte(path, '.')+1:]
	key, _, _ := strings.Cut(path, "[")
	return key
}

// terms reports an empty list and entries without a word: they would be found
// in any text.
func (d *document) terms(path string, terms []Term) {
	if len(terms) == 0 {
		d.broken(path, "%s: the list is empty; write at least one wording", lastKey(path))
	}
	for i, term := range terms {
		if !strings.ContainsFunc(term, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			d.broken(at(path, i), "%s: %q holds no word", lastKey(path), term)
		}
	}
}

// keys reports keys of a mapping that are not in a list.
func keys[V any](d *document, path string, m map[string]V, allowed []string) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(allowed, key) {
			d.broken(path+"."+key, "%s: %s; one of %s", path, unknown(key, allowed), list(allowed))
		}
	}
}

// names collects the ids of one kind of thing and reports those that are
// malformed or doubled.
type names struct{ d *document }

func (n names) collect(path string, count int, id func(int) string) []string {
	paths := make([]string, count)
	for i := range paths {
		paths[i] = at(path, i)
	}
	return n.collectAt(paths, path, id)
}

func (n names) collectAt(paths []string, what string, id func(int) string) []string {
	var ids []string
	first := map[string]int{}
	for i, path := range paths {
		got := id(i)
		if !isID(got) {
			n.d.broken(path+".id", "%s: %s is no id; use %s", what, strconv.Quote(got), idRule)
			continue
		}
		if line, ok := first[got]; ok {
			n.d.broken(path+".id", "%s: id %q is taken on line %d; give this one its own", what, got, line)
			continue
		}
		first[got] = n.d.line(path + ".id")
		ids = append(ids, got)
	}
	return ids
}
