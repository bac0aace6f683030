package match_test

import (
	"testing"

	"levelup/internal/match"
)

func terms(ss ...string) []match.Term {
	var out []match.Term
	for _, s := range ss {
		out = append(out, match.NewTerm(s))
	}
	return out
}

func TestNegation(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		term string
		want bool
	}{
		{"We put a cache in front of it.", "cache", true},
		{"We do not need a cache here.", "cache", false},
		{"A cache is not needed here.", "cache", false},
		{"A cache is unnecessary at this size.", "cache", false},
		{"It would be premature to shard the table now.", "shard", false},
		{"We never use a cache for that.", "cache", false},
		{"There is no queue in this design.", "queue", false},
		{"Neither a cache nor a queue is there.", "queue", false},
		{"We answer without a cache at first.", "cache", false},
		{"We use a counter instead of a hash.", "hash", false},
		{"We use a counter instead of a hash.", "counter", true},
		{"Instead of a hash we use a counter.", "counter", true},
		{"Rather than hash the target, we count.", "hash", false},
		{"It is not true that a cache helps, because reads outnumber writes.", "outnumber", false},
		{"I doubt that a cache would help us.", "cache", false},
		{"We don’t cache private links.", "cache", false},
		{"We do not shard, we cache the links.", "cache", true},
		{"We do not shard because the cache is enough.", "cache", true},
		{"We don't shard but we cache the links.", "cache", true},
		{"We do not shard and we cache the links.", "cache", true},
		{"Not only the cache but also the index helps.", "cache", true},
		{"A redirect takes no longer than the cache allows.", "cache", true},
		{"We no longer use a cache there.", "cache", false},
		{"The cache cannot lose a link.", "link", true},
		{"Two servers never collide on a code.", "collide", true},
		{"There is no bottleneck at the counter.", "counter", true},
		{"We do not shard until the table has outgrown one disk.", "shard", true},
		{"Don't we need a cache for that?", "cache", true},
		{"Why not put a cache in front?", "cache", true},
		{"No, we put a cache in front of it.", "cache", true},
		{"We never answer without the cache.", "cache", true},
		{"We cannot do without a queue here.", "queue", true},
		{"We do not need a cache here.", "not need a cache", true},
		{"NoSQL would be a cache of a kind.", "cache", true},
	}
	for _, tt := range tests {
		c := match.Concept{Groups: [][]match.Term{terms(tt.term)}}
		if got := c.Find(match.Read(tt.in), nil).Degree == match.Whole; got != tt.want {
			t.Errorf("%q found in %q = %v, want %v", tt.term, tt.in, got, tt.want)
		}
	}
}

func TestNegatorMeantByTheAuthor(t *testing.T) {
	t.Parallel()
	c := match.Concept{Groups: [][]match.Term{terms("shard"), terms("overkill", "not need")}}
	for _, in := range []string{"Sharding is overkill at this size.", "We do not need to shard at this size.", "No sharding: we do not need it at this size."} {
		if got := c.Find(match.Read(in), nil).Degree; got != match.Whole {
			t.Errorf("degree in %q = %v, want %v", in, got, match.Whole)
		}
	}
}
