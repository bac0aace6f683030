package llm_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"levelup/internal/llm"
)

// embeds is a server that answers with what data says of the texts.
func embeds(t *testing.T, asked *[]int, data func(texts []string) string) *llm.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct {
			Model string
			Input []string
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.URL.Path != "/v1/embeddings" || q.Model != "small" || r.Header.Get("Authorization") != "Bearer "+key {
			http.Error(w, "not what was expected", http.StatusBadRequest)
			return
		}
		*asked = append(*asked, len(q.Input))
		fmt.Fprintf(w, `{"object": "list", "model": "small", "data": %s}`, data(q.Input))
	}))
	t.Cleanup(server.Close)
	return llm.New(llm.Options{BaseURL: server.URL + "/v1", Model: "small", Key: key, Random: func() float64 { return 0 }, Pace: 1000})
}

// inOrder gives each text its length, the last one first.
func inOrder(texts []string) string {
	var out []string
	for i := len(texts) - 1; i >= 0; i-- {
		out = append(out, fmt.Sprintf(`{"index": %d, "embedding": [%d, 1]}`, i, len(texts[i])))
	}
	return "[" + strings.Join(out, ",") + "]"
}

// Vectors come back in the order of the texts, however the server sorts them, and long
// lists are asked for in parts.
func TestEmbed(t *testing.T) {
	t.Parallel()
	var asked []int
	c := embeds(t, &asked, inOrder)
	texts := make([]string, 150)
	for i := range texts {
		texts[i] = strings.Repeat("x", i)
	}
	vectors, err := c.Embed(t.Context(), texts)
	if err != nil || len(vectors) != len(texts) {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for i, v := range vectors {
		if len(v) != 2 || v[0] != float32(i) {
			t.Fatalf("text %d has the vector %v", i, v)
		}
	}
	if fmt.Sprint(asked) != "[64 64 22]" {
		t.Errorf("texts were asked for in parts of %v", asked)
	}
	if vectors, err := c.Embed(t.Context(), nil); err != nil || len(vectors) != 0 {
		t.Errorf("no texts have %d vectors, %v", len(vectors), err)
	}
}

// An answer that does not hold one vector a text, all of one length, is none.
func TestEmbedWrongAnswers(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"too few":             `[{"index": 0, "embedding": [1]}]`,
		"one twice":           `[{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [2]}]`,
		"beyond the last":     `[{"index": 0, "embedding": [1]}, {"index": 2, "embedding": [2]}]`,
		"before the first":    `[{"index": 0, "embedding": [1]}, {"index": -1, "embedding": [2]}]`,
		"of different length": `[{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [2, 3]}]`,
		"empty":               `[{"index": 0, "embedding": []}, {"index": 1, "embedding": []}]`,
		"nothing":             `[]`,
	} {
		var asked []int
		vectors, err := embeds(t, &asked, func([]string) string { return data }).Embed(t.Context(), []string{"one", "two"})
		if _, ours := errors.AsType[*llm.Error](err); !ours || vectors != nil {
			t.Errorf("%s: %v, %v, want an error of the client's", name, vectors, err)
		}
	}
}
