package search

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"
)

// Key names a text, whatever document it is of.
type Key [16]byte

// KeyOf returns the key of a text.
func KeyOf(text string) Key {
	sum := sha256.Sum256([]byte(text))
	return Key(sum[:])
}

// Stored are vectors of passages that were made before, by the embedder of a name.
type Stored struct {
	Name string
	Of   map[Key][]float32
}

// Missing are the passages of the documents that have no vector, each once.
func (s Stored) Missing(docs []Doc) []string {
	var out []string
	seen := make(map[Key]bool)
	for _, d := range docs {
		for _, p := range d.Passages() {
			if key := KeyOf(p.Text); s.Of[key] == nil && !seen[key] {
				seen[key] = true
				out = append(out, p.Text)
			}
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
		for _, p := range d.Passages() {
			wanted[KeyOf(p.Text)] = true
		}
	}
	maps.DeleteFunc(s.Of, func(k Key, _ []float32) bool { return !wanted[k] })
}

// For are the vectors of the documents, in their order, a passage each.
func (s Stored) For(docs []Doc) [][][]float32 {
	out := make([][][]float32, len(docs))
	for i, d := range docs {
		for _, p := range d.Passages() {
			out[i] = append(out[i], s.Of[KeyOf(p.Text)])
		}
	}
	return out
}

// storedMark begins a file of vectors, with the version of the format.
const storedMark = "levelup vectors 2\n"

var errStored = errors.New("this is no file of vectors")

// Marshal writes vectors: the name, their length and number, then each with its key, a
// scale and a signed byte a number. What that rounds off is a hundredth of what tells
// two sentences apart.
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
		var most float64
		for _, n := range s.Of[k] {
			most = max(most, math.Abs(float64(n)))
		}
		scale := float32(most / math.MaxInt8)
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(scale))
		for _, n := range s.Of[k] {
			var small int8
			if scale > 0 {
				small = int8(math.Round(float64(n) / float64(scale)))
			}
			out = append(out, byte(small))
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
	const before = len(Key{}) + 4
	each := before + length
	if len(rest)/each != count || len(rest)%each != 0 {
		return Stored{}, errStored
	}
	for ; len(rest) > 0; rest = rest[each:] {
		scale := math.Float32frombits(binary.LittleEndian.Uint32(rest[len(Key{}):]))
		v := make([]float32, length)
		for i, small := range rest[before:each] {
			v[i] = scale * float32(int8(small))
		}
		s.Of[Key(rest)] = v
	}
	return s, nil
}
