package llm

import (
	"context"
	"errors"

	"github.com/sashabaranov/go-openai"
)

// mostTexts is how many texts are sent at a time: servers refuse long lists.
const mostTexts = 64

var errNoVectors = errors.New("the answer does not hold one vector a text")

// Embed turns texts into vectors, all of one length, with the client's model.
func (c *Client) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, 0, len(texts))
	for len(texts) > 0 {
		some := texts[:min(mostTexts, len(texts))]
		texts = texts[len(some):]
		vectors := make([][]float32, len(some))
		_, err := c.tries(ctx, Embeddings, Request{}, func(ctx context.Context, _ openai.ChatCompletionRequest, d *door) (Answer, error) {
			tokens, err := c.embed(ctx, d, some, vectors)
			return Answer{Tokens: tokens}, err
		})
		if err != nil {
			return nil, err
		}
		out = append(out, vectors...)
	}
	return out, nil
}

func (c *Client) embed(ctx context.Context, d *door, texts []string, vectors [][]float32) (tokens int, err error) {
	res, err := c.api(d).CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{
		Input: texts, Model: openai.EmbeddingModel(c.options.Model), EncodingFormat: openai.EmbeddingEncodingFormatFloat,
	})
	if err != nil {
		return 0, err
	}
	for _, e := range res.Data {
		if e.Index < 0 || e.Index >= len(vectors) || len(e.Embedding) == 0 || len(e.Embedding) != len(res.Data[0].Embedding) {
			return 0, errNoVectors
		}
		vectors[e.Index] = e.Embedding
	}
	for _, v := range vectors {
		if v == nil {
			return 0, errNoVectors
		}
	}
	return res.Usage.TotalTokens, nil
}
