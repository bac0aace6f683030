package search

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"
)

// Text is what of a document is turned into a vector. Embedders read the beginning of
// a text only, so that what says most comes first.
func (d Doc) Text() string {
	text := d.Body
	if d.Heading != "" {
		text = d.Heading + ". " + text
	} else if d.Kind == Prompt || d.Kind == Chapter {
		text = d.Title + ". " + text
	}
	return text
}

// Key names a text, whatever document it is of.
type Key [16]byte

// KeyOf returns the key of a text.
func KeyOf(text string) Key {
	sum := sha256.Sum256([]byte(text))
	return Key(sum[:])
}

// Stored are vectors that were made before, by the embedder of a name.
type Stored struct {
	Name string
	Of   map[Key][]float32
}

// Missing are the texts of the documents that have no vector, each once.
func (s Stored) Missing(docs []Doc) []string {
	var out []string
	seen := make(map[Key]bool)
	for _, d := range docs {
		text := d.Text()
		key := KeyOf(text)
		if s.Of[key] == nil && !seen[key] {
			seen[key] = true
			out = append(out, text)
		}
	}
	return out
}

// Add keeps the vectors of texts.
func (s *Stored) Add(texts []string, vectors [][]float32) {
	if s.Of == nil {
		s.Of = make(map[Key][]float32)
	}
	for i, v := range vectors {
		s.Of[KeyOf(texts[i])] = v
	}
}

// Keep drops what belongs to none of the documents.
func (s *Stored) Keep(docs []Doc) {
	wanted := make(map[Key]bool)
	for _, d := range docs {
		wanted[KeyOf(d.Text())] = true
	}
	maps.DeleteFunc(s.Of, func(k Key, _ []float32) bool { return !wanted[k] })
}

// For are the vectors of the documents, in their order.
func (s Stored) For(docs []Doc) [][]float32 {
	out := make([][]float32, len(docs))
	for i, d := range docs {
		out[i] = s.Of[KeyOf(d.Text())]
	}
	return out
}

// storedMark begins a file of vectors, with the version of the format.
const storedMark = "levelup vectors 1\n"

var errStored = errors.New("this is no file of vectors")

// Marshal writes vectors: the name, their length and number, then each with its key.
func (s Stored) Marshal() []byte {
	length := 0
	for _, v := range s.Of {
		length = len(v)
		break
	}
	out := append([]byte(storedMark), byte(len(s.Name)))
	out = append(out, s.Name...)
	out = binary.LittleEndian.AppendUint32(out, uint32(length))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(s.Of)))
	keys := slices.SortedFunc(maps.Keys(s.Of), func(a, b Key) int { return slices.Compare(a[:], b[:]) })
	for _, k := range keys {
		out = append(out, k[:]...)
		for _, n := range s.Of[k] {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(n))
		}
	}
	return out
}

// ReadStored reads what Marshal wrote.
func ReadStored(file []byte) (Stored, error) {
	if len(file) < len(storedMark)+1 || string(file[:len(storedMark)]) != storedMark {
		return Stored{}, errStored
	}
	rest := file[len(storedMark):]
	name := int(rest[0])
	if len(rest) < 1+name+8 {
		return Stored{}, errStored
	}
	s := Stored{Name: string(rest[1 : 1+name]), Of: make(map[Key][]float32)}
	rest = rest[1+name:]
	length, count := int(binary.LittleEndian.Uint32(rest)), int(binary.LittleEndian.Uint32(rest[4:]))
	rest = rest[8:]
	each := len(Key{}) + 4*length
	if len(rest) != count*each {
		return Stored{}, errStored
	}
	for ; len(rest) > 0; rest = rest[each:] {
		v := make([]float32, length)
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(rest[len(Key{})+4*i:]))
		}
		s.Of[Key(rest)] = v
	}
	return s, nil
}
