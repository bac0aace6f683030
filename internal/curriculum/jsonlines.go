package curriculum

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
)

// jsonLines says on which line each value of a JSON text stands, by path as in
// steps[0].answer. The text must be valid.
func jsonLines(source []byte) map[string]int {
	w := &jsonWalker{
		source: source,
		tokens: json.NewDecoder(bytes.NewReader(source)),
		line:   1,
		lines:  map[string]int{},
	}
	w.value("")
	return w.lines
}

type jsonWalker struct {
	source []byte
	tokens *json.Decoder
	offset int64 // up to where lines are counted
	line   int
	lines  map[string]int
}

func (w *jsonWalker) next() json.Token {
	token, err := w.tokens.Token()
	if err != nil {
		panic("curriculum: jsonLines was given invalid JSON: " + err.Error())
	}
	w.line += bytes.Count(w.source[w.offset:w.tokens.InputOffset()], []byte("\n"))
	w.offset = w.tokens.InputOffset()
	return token
}

func (w *jsonWalker) value(path string) {
	token := w.next()
	w.lines[path] = w.line
	switch token {
	case json.Delim('{'):
		for w.tokens.More() {
			key, _ := w.next().(string)
			w.value(under(path, key))
		}
		w.next()
	case json.Delim('['):
		for i := 0; w.tokens.More(); i++ {
			w.value(at(path, i))
		}
		w.next()
	}
}

// explainJSON turns an error of the JSON decoder into a line and what to do.
func explainJSON(source []byte, err error) (line int, message string) {
	offset, message := int64(0), err.Error()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = syntax.Offset
	} else if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = wrong.Offset
		message = fmt.Sprintf("%s cannot be a %s; compare it with the other samples", cmp.Or(wrong.Field, "the whole"), wrong.Value)
	}
	offset = min(max(offset, 0), int64(len(source)))
	return 1 + bytes.Count(source[:offset], []byte("\n")), message
}
