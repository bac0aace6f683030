package encoder

import "fmt"

// A part of a model: a vector or a matrix, and what the graph calls it.
type part struct {
	name   string
	vector *[]float32
	matrix *matrix
	rows   int // of a matrix, or the length of a vector
	in     int // columns of a matrix
	turned bool
}

// parts are all that a model has, in the order of the file. The graph multiplies from
// the left, so what are rows here are columns there, but for the embeddings.
func (m *Model) parts() []part {
	const (
		kernels = "module/Encoder_en/KonaTransformer/Encode/"
		encode  = "module_apply_default/Encoder_en/KonaTransformer/Encode/"
		stack   = encode + "TransformerStack/"
		joined  = "/ConcatPartitions/concat"
	)
	list := []part{
		{name: "module/Embeddings_en", matrix: &m.embeddings, rows: pieces, in: narrow},
		{name: stack + "Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1", vector: &m.timing, rows: narrow / 2},
	}
	vector := func(name string, v *[]float32, length int) {
		list = append(list, part{name: name, vector: v, rows: length})
	}
	layer := func(weights, bias string, d *dense, in, out int) {
		list = append(list, part{name: weights, matrix: &d.weights, rows: out, in: in, turned: true})
		vector(bias, &d.bias, out)
	}
	norms := func(name string, n *layerNorm, width int) {
		vector(name+"/layer_norm_scale"+joined, &n.scale, width)
		vector(name+"/layer_norm_bias"+joined, &n.bias, width)
	}
	first := encode + "Layer_0/TransformerLayer/dense/"
	layer(first+"kernel"+joined, first+"bias"+joined, &m.widen, narrow, wide)
	for i, in := range []int{narrow, wide} {
		l := &m.layers[i]
		here := fmt.Sprintf("Layer_%d/TransformerLayer/", i)
		attention := here + "MultiheadAttention/"
		norms(encode+here+"layer_prepostprocess/layer_norm", &l.norm1, in)
		layer(kernels+attention+"qkv_transform_single/kernel/part_0",
			encode+attention+"qkv_transform_single/bias"+joined, &l.qkv, in, 3*in)
		layer(kernels+attention+"output_transform_single/kernel/part_0",
			encode+attention+"output_transform_single/bias"+joined, &l.out, in, wide)
		norms(encode+here+"FFN/layer_prepostprocess/layer_norm", &l.norm2, wide)
		layer(stack+here+"FFN/conv1/Tensordot/Reshape_1",
			encode+here+"FFN/conv1/bias"+joined, &l.up, wide, inner)
		layer(stack+here+"FFN/conv2/Tensordot/Reshape_1",
			encode+here+"FFN/conv2/bias"+joined, &l.down, inner, wide)
	}
	const last = "module/Encoder_en/hidden_layers/tanh_layer_0/"
	layer(last+"weights", last+"bias", &m.last, wide, wide)
	return list
}
