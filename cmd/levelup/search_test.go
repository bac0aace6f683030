package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	embedded "levelup/content"
	"levelup/internal/curriculum"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/search"
	"levelup/web/site"
)

func searchPath(query, mode string) string {
	return "/search?" + url.Values{"q": {query}, "mode": {mode}}.Encode()
}

// Whatever is typed, in whatever way, there is an answer or a sentence of advice.
func TestSearchAnswersEverything(t *testing.T) {
	t.Parallel()
	visitor := start(t, dbtest.SQLite(t), nil).visitor(t)
	for _, query := range []string{
		"", " ", strings.Repeat("x", 10_000), strings.Repeat("race condition ", 26), `"unclosed`, `NEAR(a b)`, `a OR b AND NOT c`, `title:x*`, `^a`, `a - b`,
		`(((((((((a+)+)+)+)+)+)+)+)+)+$`, `(a{1000}){1000}`, `[`, `(?P<`, `\`, `*`, "\x00\x01\x1b[31m", "\xff\xfe", "the of and", "数据库", "база данных", "🙂🙂", `<svg onload=alert(1)>`, "'; DROP TABLE docs; --", "%", "\u202ereversed",
	} {
		for _, mode := range []string{"", "regex", "keyword", "vector", "hybrid", "compare", "nonsense", "\x00"} {
			page := visitor.get(searchPath(query, mode)).want(http.StatusOK)
			for _, fault := range []string{"<svg onload", "SQL logic", "fts5:", "goroutine"} {
				if strings.Contains(page.body, fault) {
					t.Errorf("%.40q by %q shows %q", query, mode, fault)
				}
			}
			if strings.TrimSpace(query) != "" && !strings.Contains(page.body, "/learn/") && !strings.Contains(page.body, "/prompts/") && !strings.Contains(page.body, `class="notice`) && !strings.Contains(page.body, `advice"`) {
				t.Errorf("%.40q by %q has neither results nor advice", query, mode)
			}
		}
	}
}

// Nothing by which an interview would be spoilt can be found, however one looks for it.
func TestSearchShowsNoAnswers(t *testing.T) {
	t.Parallel()
	visitor := start(t, dbtest.SQLite(t), nil).visitor(t)
	library, problems := curriculum.Open(embedded.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tried := 0
	secret := func(of, text string) {
		words := strings.Fields(text)
		if len(words) < 8 {
			return
		}
		tried++
		some := strings.Join(words[:8], " ")
		for _, mode := range []string{"keyword", "hybrid", "vector"} {
			page := strings.Join(strings.Fields(stripTags(visitor.get(searchPath(some, mode)).want(http.StatusOK).body)), " ")
			// The box, the title and the tab hold the query itself.
			if n := strings.Count(page, some); n > 1 {
				t.Errorf("%s: searching %q by %s shows it %d times", of, some, mode, n)
			}
		}
	}
	for _, p := range library.Prompts() {
		for step, text := range p.ModelAnswer {
			secret(p.Slug+" model answer "+step, text)
		}
		secret(p.Slug+" disguise", p.Disguise.Statement)
		secret(p.Slug+" statement", p.Statement)
		secret(p.Slug+" point", p.Rubric[0].Points[0].Text)
		secret(p.Slug+" clarification", p.Clarifications[0].Answer)
		secret(p.Slug+" curveball", p.Curveballs[0].Ask)
		for _, h := range p.Hints["clarify"] {
			secret(p.Slug+" hint", h.Text)
		}
	}
	for _, c := range library.Chapters() {
		for _, q := range c.Quiz {
			secret(c.Slug+" "+q.ID, q.Choices[0].Why)
		}
	}
	if tried < 100 {
		t.Errorf("only %d secrets were looked for", tried)
	}
}

// stripTags is the text of a page, roughly.
func stripTags(page string) string {
	var b strings.Builder
	inside := false
	for _, r := range page {
		switch {
		case r == '<':
			inside = true
		case r == '>':
			inside = false
			b.WriteByte(' ')
		case !inside:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// A section that an author saves can be found a moment later, and one that is gone no more.
func TestSearchFollowsTheContent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, embedded.FS); err != nil {
		t.Fatal(err)
	}
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) { c.contentDir = dir })
	visitor := r.visitor(t)
	finds := func(query, what string) bool {
		return strings.Contains(visitor.get(searchPath(query, "keyword")).want(http.StatusOK).body, what)
	}
	wait := func(what string, f func() bool) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); !f(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: not in time\n%s", what, r.log)
			}
		}
	}
	file := filepath.Join(dir, "chapters", "database.md")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if finds("quokka", "database#about-quokkas") {
		t.Fatal("it is there before it was written")
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(strings.Replace(string(source), "## Indexes", "## About quokkas\n\nA quokka keeps its rows in order.\n\n## Indexes", 1))
	wait("the new section", func() bool { return finds("quokka", "/learn/database#about-quokkas") })
	wait("its meaning", func() bool {
		page := visitor.get(searchPath("A small marsupial sorts all of its rows", "vector")).want(http.StatusOK).body
		return strings.Contains(page, "/learn/database#about-quokkas")
	})
	write(string(source))
	wait("the section to go", func() bool { return !finds("quokka", "/learn/database#about-quokkas") })

	synonyms, err := os.ReadFile(filepath.Join(dir, "synonyms.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "synonyms.txt"), append(synonyms, "\nwombat, sharding\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	wait("the new synonym", func() bool { return finds("wombat", "/learn/database#sharding") })
}

// V2.4.1: who searches without end is told when to come back.
func TestV2_4_1SearchLimit(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), func(_ *config, s *serving) { s.limits = site.DefaultLimits })
	ada, bob := r.person(t, "ada"), r.person(t, "bob")
	for range site.DefaultLimits.SearchesPerMinute {
		ada.get("/search").want(http.StatusOK)
	}
	if last := ada.get("/search"); last.status != http.StatusTooManyRequests || last.header.Get("Retry-After") == "" {
		t.Errorf("the search after the last allowed one = %d, Retry-After %q", last.status, last.header.Get("Retry-After"))
	}
	bob.get("/search").want(http.StatusOK)
}

// embeddings is a server of vectors: texts with the same words lie close together.
type embeddings struct {
	asked, most, now atomic.Int64
	down             atomic.Bool
	slow             time.Duration
	mu               sync.Mutex
	models           map[string]bool
}

func (e *embeddings) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if n := e.now.Add(1); n > e.most.Load() {
		e.most.Store(n)
	}
	defer e.now.Add(-1)
	var q struct {
		Model string
		Input []string
	}
	if e.down.Load() || json.NewDecoder(r.Body).Decode(&q) != nil || r.URL.Path != "/v1/embeddings" {
		http.Error(w, `{"error":{"message":"no"}}`, http.StatusBadRequest)
		return
	}
	time.Sleep(e.slow)
	e.mu.Lock()
	e.models[q.Model] = true
	e.mu.Unlock()
	e.asked.Add(int64(len(q.Input)))
	data := make([]map[string]any, len(q.Input))
	for i, text := range q.Input {
		vector := make([]float32, 1024)
		for _, word := range strings.Fields(strings.ToLower(text)) {
			h := fnv.New32a()
			_, _ = h.Write([]byte(strings.Trim(word, ".,?!")))
			vector[h.Sum32()%1024]++
		}
		data[len(data)-1-i] = map[string]any{"object": "embedding", "index": i, "embedding": vector} // in no order
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": data, "model": q.Model})
}

// A server of vectors is asked for the sections once, in the background, and then for
// the queries; when it does not answer, words go on alone and the page says so.
func TestSearchByAServersVectors(t *testing.T) {
	t.Parallel()
	e := &embeddings{models: make(map[string]bool)}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.model = modelConfig{baseURL: server.URL + "/v1", embedding: "small-embedder"}
	})
	visitor := r.visitor(t)
	for end := time.Now().Add(60 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		page := visitor.get(searchPath("When one machine cannot hold or write it all, the rows are split over several by a shard key", "vector")).want(http.StatusOK).body
		if strings.Contains(page, "/learn/database#sharding") {
			break
		}
		if !strings.Contains(page, "are still being read for their meaning") || time.Now().After(end) {
			t.Fatalf("no results, and not the reason:\n%.2000s", stripTags(page))
		}
	}
	if page := visitor.get(searchPath("rows are split over several by a shard key", "hybrid")).want(http.StatusOK).body; !strings.Contains(page, "by meaning") {
		t.Error("hybrid does not count the meaning")
	}
	library, _ := embeddedContent()
	passages := int64(len(search.Stored{}.Missing(indexOf(library).Docs())))
	if n := e.asked.Load(); n < passages || n > passages+10 {
		t.Errorf("%d texts were asked for with %d passages", n, passages)
	}
	if !e.models["small-embedder"] || len(e.models) != 1 {
		t.Errorf("the models asked for are %v", e.models)
	}
	e.down.Store(true)
	page := visitor.get(searchPath("Sharding keys", "hybrid")).want(http.StatusOK).body
	if !strings.Contains(page, "/learn/database#sharding") || !strings.Contains(page, "does not answer") {
		t.Errorf("without the server: %s", stripTags(page))
	}
	if page := visitor.get(searchPath("Sharding keys", "vector")).want(http.StatusOK).body; !strings.Contains(page, "does not answer") {
		t.Errorf("by meaning without the server: %s", stripTags(page))
	}
}

// levelup search goes on by words where the server of vectors does not answer, and by
// meaning alone it fails; a wrong address is neither.
func TestSearchCommandWithoutItsServer(t *testing.T) {
	t.Parallel()
	e := &embeddings{models: make(map[string]bool)}
	e.down.Store(true)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	ask := func(base string, args ...string) (code int, stdout, stderr string) {
		var out, complaints bytes.Buffer
		env := func(name string) string {
			return map[string]string{"LEVELUP_MODEL_BASE_URL": base, "LEVELUP_EMBEDDING_MODEL": "small"}[name]
		}
		code = run(t.Context(), append([]string{"search"}, args...), env, strings.NewReader(""), &out, &complaints)
		return code, out.String(), complaints.String()
	}
	if code, out, complaints := ask(server.URL+"/v1", "sharding"); code != exitDone || !strings.Contains(out, "/learn/database#sharding") || strings.Count(complaints, "words are all that counts") != 1 {
		t.Errorf("by both: %d, %q, %q", code, out, complaints)
	}
	if code, out, complaints := ask(server.URL+"/v1", "--mode", "vector", "sharding"); code != exitFailed || out != "" || !strings.Contains(complaints, "does not answer") {
		t.Errorf("by meaning: %d, %q, %q", code, out, complaints)
	}
	if code, out, complaints := ask("nonsense", "sharding"); code != exitFailed || out != "" || !strings.Contains(complaints, "LEVELUP_MODEL_BASE_URL") {
		t.Errorf("with a wrong address: %d, %q, %q", code, out, complaints)
	}
}

// A program that was built without the model finds by words, and says why by nothing else.
func TestSearchWithoutTheModel(t *testing.T) {
	t.Parallel()
	library, _ := embeddedContent()
	s := &searching{log: slog.New(slog.DiscardHandler), slots: make(chan struct{}, searchesAtOnce), ready: make(chan struct{})}
	s.take(indexOf(library))
	answer, err := s.Search(t.Context(), search.Hybrid, "sharding", 5)
	if err != nil || len(answer.Hits) == 0 || answer.Hits[0].Doc.ID() != "database#sharding" || !strings.Contains(fault.Message(answer.Missing), "built without") {
		t.Errorf("hybrid finds %d, misses %v, %v", len(answer.Hits), answer.Missing, err)
	}
	if _, err := s.Search(t.Context(), search.Vector, "sharding", 5); fault.KindOf(err) != fault.NotFound || !strings.Contains(fault.Message(err), "built without") {
		t.Errorf("by vector: %v", err)
	}
	if answer, err := s.Search(t.Context(), search.Keyword, "sharding", 5); err != nil || answer.Missing != nil {
		t.Errorf("by keyword it misses %v, %v", answer.Missing, err)
	}
}

// V15.1.3: however many search at once, only so many do at a time, and all get an answer.
func TestV15_1_3SearchesAtOnce(t *testing.T) {
	t.Parallel()
	e := &embeddings{models: make(map[string]bool), slow: 5 * time.Millisecond}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	library, _ := embeddedContent()
	c := modelConfig{baseURL: server.URL + "/v1", embedding: "e"}
	embedder, stored := c.embedder(0)
	with, err := vectorsFor(t.Context(), indexOf(library), embedder, &stored)
	if err != nil {
		t.Fatal(err)
	}
	s := &searching{embedder: embedder, log: slog.New(slog.DiscardHandler), slots: make(chan struct{}, searchesAtOnce), ready: make(chan struct{})}
	s.take(with)
	e.most.Store(0)
	var wg sync.WaitGroup
	for i := range 4 * searchesAtOnce {
		wg.Go(func() {
			if _, err := s.Search(t.Context(), search.Hybrid, fmt.Sprintf("query number %d", i), 5); err != nil {
				t.Errorf("search %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if most := e.most.Load(); most > searchesAtOnce || most < 2 {
		t.Errorf("%d searches at once, want 2 to %d", most, searchesAtOnce)
	}
}
