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
		_, err := c.tries(ctx, Request{}, func(ctx context.Context, _ openai.ChatCompletionRequest, d *door) (Answer, error) {
			return Answer{}, c.embed(ctx, d, some, vectors)
		})
		if err != nil {
			return nil, err
		}
		out = append(out, vectors...)
	}
	return out, nil
}

func (c *Client) embed(ctx context.Context, d *door, texts []string, vectors [][]float32) error {
	res, err := c.api(d).CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{
		Input: texts, Model: openai.EmbeddingModel(c.options.Model), EncodingFormat: openai.EmbeddingEncodingFormatFloat,
	})
	if err != nil {
		return err
	}
	for _, e := range res.Data {
		if e.Index < 0 || e.Index >= len(vectors) || len(e.Embedding) == 0 || len(e.Embedding) != len(res.Data[0].Embedding) {
			return errNoVectors
		}
		vectors[e.Index] = e.Embedding
	}
	for _, v := range vectors {
		if v == nil {
			return errNoVectors
		}
	}
	return nil
}
