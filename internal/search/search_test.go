package search_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"levelup/internal/search"
)

// library is a small content: a few sections, of which the words are known.
func library() []search.Doc {
	section := func(anchor, heading, body, code string) search.Doc {
		return search.Doc{
			Kind: search.Chapter, Slug: "c", Anchor: anchor, URL: "/learn/c#" + anchor, Title: "Small chapter",
			Heading: heading, Body: body, Code: code, Raw: "## " + heading + "\n" + body + "\n" + code,
		}
	}
	return []search.Doc{
		section("caches", "Caches", "Keep the answers near those who ask. What is kept grows stale.", ""),
		section("balancing", "Load balancer", "It spreads requests over servers, and leaves out those that are ill.", ""),
		section("review", "Reviews", "A pull request is read by a colleague before it is merged.", ""),
		section("backlog", "Backlog", "Work that waits stands in a backlog. A cached answer never waits.", ""),
		section("indexes", "Indexes", "An index finds rows without reading the table. Sorting by two columns needs both in the index.", "CREATE INDEX words ON texts (word)"),
		section("load", "Saving", "Saving daylight: the load of a page is not about the clock. The balancer of a bicycle is a toy.", ""),
		section("cafe", "Café", "The naïve résumé of a ﬁne crème brûlée isn't long.", ""),
		section("kanji", "漢字", "データベース は 速い", ""),
		section("stop", "What is what", "To be or not to be, that is the question.", ""),
		section("replicas", "Replicas", "A replica follows the primary database, some milliseconds behind.", ""),
		section("secrets", "Secrets", "Passwords are hashed with salt, slowly. Authentication comes first.", "bcrypt.GenerateFromPassword(word)"),
		section("queues", "Queues", "A queue keeps jobs until a worker takes them; retries need idempotency. On k8s ec2s "+strings.Repeat("a", 60)+" and "+strings.Repeat("b", 61), ""),
	}
}

var synonyms = search.Synonyms{
	{"lb", "load balancer"}, {"db", "database"}, {"cache", "memoize"}, {"daylight saving time", "dst"}, {"authentication", "sign-in"}, {"caches", "cache"},
	{"warden", "zoo keeper"},
}

func indexOf(t testing.TB, docs []search.Doc) *search.Index {
	t.Helper()
	return search.New(docs, synonyms)
}

func find(t testing.TB, x *search.Index, mode, query string) search.Answer {
	t.Helper()
	answer, err := x.Search(t.Context(), mode, query, 10)
	if err != nil {
		t.Fatalf("Search(%s, %q) = %v", mode, query, err)
	}
	return answer
}

// anchors are the hits in one line.
func anchors(answer search.Answer) string {
	var out []string
	for _, h := range answer.Hits {
		out = append(out, h.Doc.Anchor)
	}
	return strings.Join(out, " ")
}

// terms are the reasons of a hit in one line: "typed>found (how)".
func terms(hit search.Hit) string {
	var out []string
	for _, term := range hit.Why.Terms {
		out = append(out, fmt.Sprintf("%s>%s (%s)", term.Word, term.Found, term.How))
	}
	return strings.Join(out, ", ")
}

func TestKeyword(t *testing.T) {
	t.Parallel()
	x := indexOf(t, library())
	tests := []struct{ name, query, want, why string }{
		{"a word", "replica", "replicas", "replica>replica (as typed)"},
		{"the plural of a word", "columns sorted", "indexes", "columns>columns (as typed), sorted>sorted (as typed)"},
		{"the singular", "password", "secrets", "password>password (as typed)"},
		{"capitals", "REPLICAS", "replicas", "REPLICAS>REPLICAS (as typed)"},
		{"accents are no letters", "naive resume", "cafe", "naive>naive (as typed), resume>resume (as typed), naive resume>naive resume (in a row)"},
		{"and may be typed", "rèplica", "replicas", "rèplica>rèplica (as typed)"},
		{"ligatures", "fine", "cafe", "fine>fine (as typed)"},
		{"an apostrophe of either kind", "isn’t", "cafe", "isn’t>isn’t (as typed)"},
		{"full width", "ｑｕｅｕｅ", "queues", "ｑｕｅｕｅ>ｑｕｅｕｅ (as typed)"},
		{"accents apart from their letter", "re\u0301plica", "replicas", "re\u0301plica>re\u0301plica (as typed)"},
		{"a name with a digit keeps its ending", "ec2 xylophone", "", ""},
		{"and is found", "k8s", "queues", "k8s>k8s (as typed)"},
		{"neighbours that say nothing are no row", "the table", "indexes", "table>table (as typed)"},
		{"a line", strings.Repeat("a", 60), "queues", strings.Repeat("a", 60) + ">" + strings.Repeat("a", 60) + " (as typed)"},
		{"another script", "データベース", "kanji", "データベース>データベース (as typed)"},
		{"the title and code count too", "bcrypt", "secrets", "bcrypt>bcrypt (as typed)"},
		{"stop words say nothing beside another word", "how is the replica", "replicas", "replica>replica (as typed)"},
		{"neighbours in a row", "primary database", "replicas", "primary>primary (as typed), database>database (as typed), primary database>primary database (in a row)"},
		{"a heading before a body", "index", "indexes", "index>index (as typed)"},

		{"a synonym of two words", "lb", "balancing", "lb>load balancer (synonym)"},
		{"and the other way round", "load balancers", "balancing load", "load>load (as typed), balancers>balancers (as typed), load balancers>load balancers (in a row)"},
		{"one of each of two words", "db of memoize", "caches replicas backlog", "memoize>cache (synonym)"},
		{"a word that no document has, for several", "daylight saving time", "load", "daylight>daylight (as typed), saving>saving (as typed)"},
		{"a synonym with a sign in it", "sign in", "secrets", "sign>authentication (synonym)"},

		{"a letter wrong", "replika", "replicas", "replika>replica (spelling)"},
		{"a letter too many", "colleaguue", "review", "colleaguue>colleague (spelling)"},
		{"two letters swapped", "rpelica", "replicas", "rpelica>replica (spelling)"},
		{"two letters swapped in a short word", "laod balancer", "balancing load", "laod>load (spelling), balancer>balancer (as typed)"},
		{"the first letter", "teplica", "replicas", "teplica>replica (spelling)"},
		{"two letters in a long word", "idempotancey", "queues", "idempotancey>idempotency (spelling)"},
		{"two letters in a short word", "quoua", "", ""},
		{"a short word has too many neighbours", "abc", "", ""},
		{"a synonym of a misspelled word", "memoise", "caches backlog", "memoise>cache (spelling)"},

		{"two words in one", "pullrequest", "review", "pullrequest>pull request (two words)"},
		{"one word in two", "back log", "backlog", "back>backlog (one word), log>backlog (one word)"},
		{"the beginning of the last word", "worker idempo", "queues", "worker>worker (as typed), idempo>idempotency (beginning)"},
		{"not of another one", "idemp worker", "queues", "worker>worker (as typed)"},
		{"two letters begin too much", "wo", "", ""},

		{"an unknown word", "xylophone", "", ""},
		{"beside a known one", "xylophone replica", "replicas", "replica>replica (as typed)"},
		{"too long to be a word", strings.Repeat("b", 61), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer := find(t, x, search.Keyword, tt.query)
			if got := anchors(answer); got != tt.want {
				t.Fatalf("%q finds %q, want %q", tt.query, got, tt.want)
			}
			if tt.want == "" {
				if len(answer.Advice) < 20 {
					t.Errorf("%q finds nothing and advises %q, want a sentence", tt.query, answer.Advice)
				}
				return
			}
			if got := terms(answer.Hits[0]); got != tt.why {
				t.Errorf("%q: the first is there for %s, want %s", tt.query, got, tt.why)
			}
		})
	}
}

func TestPhrases(t *testing.T) {
	t.Parallel()
	x := indexOf(t, library())
	tests := []struct{ query, want, advice string }{
		{`servers"load balancer"ill it`, "balancing", ""},
		{`"load balancer"`, "balancing", ""},
		{`"load balancer" requests`, "balancing", ""},
		{`"balancer load"`, "", "Leave the quotation marks out"},
		{`"load balancer" "spreads requests"`, "balancing", ""},
		{`"load balancer" replica`, "balancing", ""},
		{`"load balancer" "replica"`, "", "in a row"},
		{`replica"load balancer"`, "balancing", ""},
		{`"not to be"`, "stop", ""},
		{`"" replica`, "replicas", ""},
		{`"load balancer`, "balancing load", ""}, // nobody closed them
	}
	for _, tt := range tests {
		answer := find(t, x, search.Keyword, tt.query)
		if got := anchors(answer); got != tt.want || !strings.Contains(answer.Advice, tt.advice) {
			t.Errorf("%s finds %q and advises %q, want %q and %q in it", tt.query, got, answer.Advice, tt.want, tt.advice)
		}
	}
	if got := terms(find(t, x, search.Keyword, `"load balancer" it`).Hits[0]); got != "load balancer>load balancer (as typed)" {
		t.Errorf("beside a phrase words that say nothing count: %s", got)
	}
	const want = "load balancer>load balancer (as typed), servers>servers (as typed), ill>ill (as typed)"
	if got := terms(find(t, x, search.Keyword, tests[0].query).Hits[0]); got != want {
		t.Errorf("%s: found for %s, want %s", tests[0].query, got, want)
	}
}

// A query of words that say nothing is answered by them: there is nothing else.
func TestStopWordsAlone(t *testing.T) {
	t.Parallel()
	x := indexOf(t, library())
	if got := find(t, x, search.Keyword, "to be or not to be"); len(got.Hits) == 0 || got.Hits[0].Doc.Anchor != "stop" {
		t.Errorf("to be or not to be finds %q, want stop first", anchors(got))
	}
}

// Of all that may stand for a word the best counts in each document, and what is said
// first of the same word.
func TestTheBestStandInCounts(t *testing.T) {
	t.Parallel()
	docs := append(library(),
		search.Doc{Slug: "m", Anchor: "m", Body: "Memoize, memoize, memoize, says the cache."},
		search.Doc{Slug: "i", Anchor: "i", Body: "Internationalization is a long word."})
	for query, want := range map[string]string{
		"memoize":             "memoize>memoize (as typed)",
		"cache":               "cache>memoize (synonym)",
		"internationalizatio": "internationalizatio>internationalization (beginning)",
	} {
		for _, h := range find(t, indexOf(t, docs), search.Keyword, query).Hits {
			if (h.Doc.Slug == "m" || h.Doc.Slug == "i") && terms(h) != want {
				t.Errorf("%s finds %s for %s, want %s", query, h.Doc.Slug, terms(h), want)
			}
		}
	}
}

// The first few are the best, however many there are.
func TestTheFirstAreTheBest(t *testing.T) {
	t.Parallel()
	docs := library()
	for i := range 90 {
		docs = append(docs, search.Doc{Slug: "s", Anchor: fmt.Sprint(i), Body: strings.Repeat("zebra ", 1+i*37%90)}, search.Doc{Slug: "o", Anchor: fmt.Sprint(i), Body: "other"}, search.Doc{Slug: "p", Anchor: fmt.Sprint(i)})
	}
	x := indexOf(t, docs)
	all, err := x.Search(t.Context(), search.Keyword, "zebra", 50)
	if err != nil || len(all.Hits) != 50 {
		t.Fatalf("zebra finds %d, %v", len(all.Hits), err)
	}
	few, err := x.Search(t.Context(), search.Keyword, "zebra", 7)
	if err != nil || anchors(few) != strings.Join(strings.Fields(anchors(all))[:7], " ") || few.Hits[0].Doc.Anchor != fmt.Sprint(17) {
		t.Errorf("the first seven are %s, %v, of all %s", anchors(few), err, anchors(all))
	}
}

// Documents that are worth the same stand in their order.
func TestEqualsStandInTheirOrder(t *testing.T) {
	t.Parallel()
	docs := library()
	var often, once []string
	for i := range 40 {
		text := "zebra"
		if i%3 == 1 {
			text = "zebra\nzebra"
			often = append(often, fmt.Sprint(i))
		} else {
			once = append(once, fmt.Sprint(i))
		}
		docs = append(docs, search.Doc{Slug: "s", Anchor: fmt.Sprint(i), Body: text, Raw: text}, search.Doc{Slug: "other", Anchor: fmt.Sprint(i), Body: "other"})
	}
	want := strings.Join(append(often, once...), " ")
	x := indexOf(t, docs)
	for _, mode := range []string{search.Regex, search.Keyword, search.Hybrid} {
		answer, err := x.Search(t.Context(), mode, "zebra", 40)
		if got := anchors(answer); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", mode, got, err, want)
		}
	}
}

// What a hit's terms score, together and times the root of their share, is its score.
func TestExplanationAddsUp(t *testing.T) {
	t.Parallel()
	x := indexOf(t, append(library(), search.Doc{Slug: "m", Anchor: "m", Body: "Memoize, memoize, memoize, says the cache."}))
	for _, query := range []string{"memoize", "cache", "replica", "primary database xylophone", "lb", "back log", `"load balancer" spreads`, "teplica databse", "daylight saving time"} {
		for _, hit := range find(t, x, search.Keyword, query).Hits {
			sum := 0.0
			for _, term := range hit.Why.Terms {
				if term.Score <= 0 {
					t.Errorf("%q: %s scores %v", query, term.Word, term.Score)
				}
				sum += term.Score
			}
			if want := sum * math.Sqrt(hit.Why.Share); math.Abs(hit.Score-want) > 1e-9 || hit.Why.Share > 1+1e-9 || hit.Why.Share <= 0 {
				t.Errorf("%q: %s scores %v with %v of the query, its terms give %v", query, hit.Doc.Anchor, hit.Score, hit.Why.Share, want)
			}
		}
	}
}

// Two words in two documents: who has both comes before who has one of them often.
func TestAllWordsBeforeOneWord(t *testing.T) {
	t.Parallel()
	docs := library()
	docs = append(docs,
		search.Doc{Slug: "often", Anchor: "often", Body: "zebra zebra zebra zebra"},
		search.Doc{Slug: "both", Anchor: "both", Body: "A long sentence about a zebra that lives in the zoo with a giraffe and eats much hay on most of its days there."})
	if got := anchors(find(t, indexOf(t, docs), search.Keyword, "zebra giraffe")); got != "both often" {
		t.Errorf("zebra giraffe finds %q, want both before often", got)
	}
}

// Of a term that no document has in a row, each word says little: who has but one
// of them must not come first.
func TestPartsOfATermSayLittle(t *testing.T) {
	t.Parallel()
	hits := find(t, indexOf(t, library()), search.Keyword, "daylight saving time").Hits
	whole := find(t, indexOf(t, library()), search.Keyword, "daylight saving").Hits
	if len(hits) == 0 || len(whole) == 0 || hits[0].Why.Terms[0].Score > 0.5*whole[0].Why.Terms[0].Score {
		t.Errorf("as a part of a term daylight scores %v, alone %v, want less than half", hits, whole)
	}
}
