package encoder

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math"
)

// A file is a head and a payload. The head is the magic, the version as four bytes,
// the SHA-256 of the source and that of the payload. The payload is the vocabulary (how
// many pieces; of each its score, its length in one byte, its text) and then the parts
// in their order: a vector as it is, a matrix as its rows' scales and its signed bytes.
// All numbers are little-endian.
const (
	magic   = "lvlupUSE"
	version = 1
	head    = len(magic) + 4 + 2*sha256.Size
)

// errCut is what a payload is that ends too early or too late.
var errCut = errors.New("the model's file is not as long as it should be")

// Convert reads the package in dir, as Read does, and returns a file for Open, in which
// weights are bytes.
func Convert(dir fs.FS) ([]byte, error) {
	m, err := Read(dir)
	if err != nil {
		return nil, err
	}
	payload := binary.LittleEndian.AppendUint32(nil, uint32(len(m.words.pieces)))
	for _, p := range m.words.pieces {
		payload = binary.LittleEndian.AppendUint64(payload, math.Float64bits(p.score))
		payload = append(payload, byte(len(p.text)))
		payload = append(payload, p.text...)
	}
	for _, p := range m.parts() {
		if p.vector != nil {
			payload = appendFloats(payload, *p.vector)
			continue
		}
		scale, small := p.matrix.shrink()
		payload = append(appendFloats(payload, scale), small...)
	}
	sum := sha256.Sum256(payload)
	file := binary.LittleEndian.AppendUint32([]byte(magic), version)
	file = append(file, sourceSum()...)
	file = append(file, sum[:]...)
	return append(file, payload...), nil
}

// Open reads what Convert wrote. The model goes on using the file's bytes, which must
// not change.
func Open(file []byte) (*Model, error) {
	if len(file) < head || string(file[:len(magic)]) != magic {
		return nil, errors.New("this is not a file of the encoder's")
	}
	rest := file[len(magic):]
	if got := binary.LittleEndian.Uint32(rest); got != version {
		return nil, fmt.Errorf("the model's file is of version %d, not %d", got, version)
	}
	rest = rest[4:]
	if !bytes.Equal(rest[:sha256.Size], sourceSum()) {
		return nil, fmt.Errorf("the model's file was not made of %s", release)
	}
	want, payload := rest[sha256.Size:2*sha256.Size], rest[2*sha256.Size:]
	if sum := sha256.Sum256(payload); !bytes.Equal(sum[:], want) {
		return nil, errors.New("the model's file is damaged: its SHA-256 is not what its head says")
	}
	m := &Model{name: release + "-q8-" + hex.EncodeToString(want[:4])}
	return m, m.read(&reader{rest: payload})
}

func sourceSum() []byte {
	sum, err := hex.DecodeString(source)
	if err != nil {
		panic(err) // a constant
	}
	return sum
}

func (m *Model) read(r *reader) error {
	list := make([]piece, min(r.uint32(), pieces))
	for i := range list {
		score := math.Float64frombits(binary.LittleEndian.Uint64(r.take(8)))
		list[i] = piece{string(r.take(int(r.take(1)[0]))), score}
	}
	m.words = newVocabulary(list)
	for _, p := range m.parts() {
		if p.vector != nil {
			*p.vector = floats(r.take(4 * p.rows))
			continue
		}
		scale := floats(r.take(4 * p.rows))
		*p.matrix = matrix{rows: p.rows, columns: p.in, scale: scale, small: r.take(p.rows * p.in)}
	}
	if r.short || len(r.rest) > 0 {
		return errCut
	}
	return nil
}

// A reader takes a payload apart. Once it has become too short it gives zeros.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.short = true
		return make([]byte, n)
	}
	out := r.rest[:n:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) uint32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }

func appendFloats(to []byte, numbers []float32) []byte {
	for _, v := range numbers {
		to = binary.LittleEndian.AppendUint32(to, math.Float32bits(v))
	}
	return to
}

// shrink gives each row a scale with which its largest weight becomes 127, and rounds
// the others to what they then are.
func (m *matrix) shrink() (scale []float32, small []byte) {
	scale, small = make([]float32, m.rows), make([]byte, len(m.exact))
	for r := range m.rows {
		row := m.exact[r*m.columns : (r+1)*m.columns]
		largest := float32(0)
		for _, v := range row {
			largest = max(largest, v, -v)
		}
		if largest == 0 {
			continue
		}
		scale[r] = largest / 127
		for i, v := range row {
			small[r*m.columns+i] = byte(int8(math.RoundToEven(float64(v / scale[r]))))
		}
	}
	return scale, small
}
