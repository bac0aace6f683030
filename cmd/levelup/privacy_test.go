package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"levelup/internal/db/dbtest"
)

// The page on privacy says what is so here: nothing of a model where there is none.
func TestPrivacyIsMadeFromTheConfiguration(t *testing.T) {
	t.Parallel()
	plain := start(t, dbtest.SQLite(t), nil).visitor(t).get("/privacy").want(http.StatusOK).body
	for _, part := range []string{"SQLite", "Nothing. Grading", "only after having scored it"} {
		if !strings.Contains(plain, part) {
			t.Errorf("without anything set up it lacks %q", part)
		}
	}
	told := start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.model.baseURL, c.model.name, c.model.embedding, c.blind = "http://127.0.0.1:1/v1", "small-one", "small-embedder", false
		c.collector = &url.URL{Scheme: "http", Host: "127.0.0.1:2"}
	}).visitor(t).get("/privacy").want(http.StatusOK).body
	for _, part := range []string{"small-one", "What you type into the search goes to the model", "small-embedder", "127.0.0.1:1", "How long requests and jobs took goes to <b>127.0.0.1:2</b>"} {
		if !strings.Contains(told, part) {
			t.Errorf("with a model it lacks %q", part)
		}
	}
	for _, part := range []string{"Nothing. Grading", "only after having scored it", "/v1"} {
		if strings.Contains(told, part) {
			t.Errorf("with a model and without blind scores it says %q", part)
		}
	}
}
