package encoder

// MaxTokens is how many pieces of a text count; the rest is left out.
const MaxTokens = 128

// What the graph has as shapes.
const (
	pieces = 8002 // rows of the embeddings, two more than the vocabulary has pieces
	narrow = 256  // width of an embedding
	wide   = 512  // width after layer 0, and of a vector
	inner  = 1536 // width between the two halves of a layer's second part
	heads  = 4
)

// Model turns texts into vectors. It is safe for concurrent use.
type Model struct {
	name       string
	words      *vocabulary
	embeddings matrix    // a row a piece
	timing     []float32 // frequencies, each for a sine and a cosine
	widen      dense     // what layer 0 adds to is this of its input
	layers     [2]layer
	last       dense
}

type layer struct {
	norm1    layerNorm
	qkv, out dense
	norm2    layerNorm
	up, down dense
}

// A layerNorm is the scale and the bias of a layer normalisation.
type layerNorm struct{ scale, bias []float32 }

// A dense layer is x → W·x + b.
type dense struct {
	weights matrix
	bias    []float32
}

// Name tells models apart whose vectors must not be compared.
func (m *Model) Name() string { return m.name }

// Dimensions is the length of a vector.
func (m *Model) Dimensions() int { return wide }

// Vector is what the text means: numbers of which the squares sum up to 1, so that
// the cosine of two vectors is the sum of their products. That of an empty text is
// all zeros.
func (m *Model) Vector(text string) []float32 {
	ids := m.words.encode(text)
	if len(ids) == 0 {
		return make([]float32, wide)
	}
	return m.forward(ids[:min(len(ids), MaxTokens)])
}
