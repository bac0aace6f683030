package encoder

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
)

// release is what the package calls itself, and source the SHA-256 of its model.json,
// its vocab.json and its weights, in that order. The shapes of the code are those of
// this very graph, so another is refused.
const (
	release = "use-lite-en-0.2.0"
	source  = "6915bcb0c72509cc1cde49073db114d2a8845b3b7c9790784254da6734c7d33e"
)

// graph is what model.json says about the weights: their files, one after the other,
// hold the tensors, one after the other.
type graph struct {
	WeightsManifest []struct {
		Paths   []string `json:"paths"`
		Weights []struct {
			Name  string `json:"name"`
			Shape []int  `json:"shape"`
		} `json:"weights"`
	} `json:"weightsManifest"`
}

// Read reads the model as its package has it: dir is the package's folder dist.
func Read(dir fs.FS) (*Model, error) {
	about, err := fs.ReadFile(dir, "model.json")
	if err != nil {
		return nil, err
	}
	words, err := fs.ReadFile(dir, "vocab.json")
	if err != nil {
		return nil, err
	}
	var g graph
	if err := json.Unmarshal(about, &g); err != nil {
		return nil, fmt.Errorf("model.json: %w", err)
	}
	var data bytes.Buffer
	for _, group := range g.WeightsManifest {
		for _, name := range group.Paths {
			shard, err := fs.ReadFile(dir, name)
			if err != nil {
				return nil, err
			}
			data.Write(shard)
		}
	}
	hash := sha256.New()
	for _, b := range [][]byte{about, words, data.Bytes()} {
		hash.Write(b)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != source {
		return nil, fmt.Errorf("the files are not those of %s: their SHA-256 is %s, not %s", release, got, source)
	}
	m := &Model{name: release + "-f32"}
	if m.words, err = readVocabulary(words); err != nil {
		return nil, fmt.Errorf("vocab.json: %w", err)
	}
	return m, m.fill(g, data.Bytes())
}

// readVocabulary reads a list of pairs, a piece and its score. A few pieces have
// null where a score should be, which counts as 0.
func readVocabulary(file []byte) (*vocabulary, error) {
	var pairs [][2]any
	if err := json.Unmarshal(file, &pairs); err != nil {
		return nil, err
	}
	list := make([]piece, len(pairs))
	for i, pair := range pairs {
		text, ok := pair[0].(string)
		if !ok {
			return nil, fmt.Errorf("piece %d is no text", i)
		}
		score, _ := pair[1].(float64)
		list[i] = piece{text, score}
	}
	return newVocabulary(list), nil
}

// fill takes the parts of the model out of the tensors' bytes.
func (m *Model) fill(g graph, data []byte) error {
	tensors := make(map[string][]byte)
	for _, group := range g.WeightsManifest {
		for _, w := range group.Weights {
			size := 4 // of an integer as of a number
			for _, n := range w.Shape {
				size *= n
			}
			if size > len(data) {
				return fmt.Errorf("%s: the weights end too early", w.Name)
			}
			tensors[w.Name], data = data[:size], data[size:]
		}
	}
	for _, p := range m.parts() {
		numbers := floats(tensors[p.name])
		switch {
		case len(numbers) != p.rows*max(p.in, 1):
			return fmt.Errorf("%s: %d numbers, not %d times %d", p.name, len(numbers), p.rows, max(p.in, 1))
		case p.vector != nil:
			*p.vector = numbers
		case p.turned:
			*p.matrix = matrix{rows: p.rows, columns: p.in, exact: turn(numbers, p.rows)}
		default:
			*p.matrix = matrix{rows: p.rows, columns: p.in, exact: numbers}
		}
	}
	return nil
}

func floats(data []byte) []float32 {
	out := make([]float32, len(data)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return out
}

// turn makes rows of the columns of a matrix that has so many.
func turn(data []float32, columns int) []float32 {
	out := make([]float32, len(data))
	rows := len(data) / columns
	for i, v := range data {
		out[i%columns*rows+i/columns] = v
	}
	return out
}
