package match_test

import (
	"strings"
	"testing"

	"levelup/internal/match"
)

// What is merely named beside other things may be said of one group and no more.
func TestNamedTogether(t *testing.T) {
	t.Parallel()
	two := match.Concept{Groups: [][]match.Term{terms("cache"), terms("redirect")}}
	one := match.Concept{Groups: [][]match.Term{terms("cache")}}
	tests := []struct {
		in       string
		two, one bool
	}{
		{"We use a cache, a redirect and a queue.", false, true},
		{"We have cache and redirect.", false, true},
		{"The design has a cache plus a redirect.", false, true},
		{"We need a cache. We also need a redirect.", false, true},
		{"We use a cache for each redirect.", true, true},
		{"We use a cache, since a redirect must be fast.", true, true},
		{"The cache answers a redirect, a queue takes the click.", true, true},
		{"We keep code, target and owner in the cache for a redirect.", true, true},
		{"We put a cache, which every redirect asks, before the database.", true, true},
	}
	for _, tt := range tests {
		x := match.Read(tt.in)
		if got := two.Find(x, nil).Degree == match.Whole; got != tt.two {
			t.Errorf("two groups found in %q = %v, want %v", tt.in, got, tt.two)
		}
		if got := one.Find(x, nil).Degree == match.Whole; got != tt.one {
			t.Errorf("one group found in %q = %v, want %v", tt.in, got, tt.one)
		}
	}
}

// A text of such sentences is a list with verbs in front.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	const strung = "We use cache, redis and queue. We have open a link, hot keys and replica. I would add shard, worker and lease. There is retry, backoff and quota. "
	const named = "We would use the message queue. We have a good cache. There is another read replica. We would need strong leases. We also use worker pools. I would add retry queues. We have hot keys. We would use short links. "
	tests := []struct {
		name, in string
		any      bool
	}{
		{"strung", strung, false},
		{"strung and more", strung + prose[:strings.Index(prose, "\n")], false},
		{"one after another", named, false},
		{"prose with one list", prose + " We use a cache, a queue and a replica.", true},
		{"a few short sentences", "We use Redis. We have two replicas. The counter hands out ranges to every server.", true},
	}
	for _, tt := range tests {
		if got := claims(tt.in) > 0; got != tt.any {
			t.Errorf("%s: claims in %q = %d, want any: %v", tt.name, tt.in, claims(tt.in), tt.any)
		}
	}
}

// Shorthand counts where its signs relate things.
func TestSigns(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want int
	}{
		{"S3 -> SQS -> workers", 1},
		{"client → gateway → session server", 1},
		{"20% typing = 200k, 2/s = 400k changes/s", 1},
		{"300M/day ≈ 3.5k/s, peak 10k/s", 1},
		{"S3, SQS, workers, lambda, dynamo", 0},
		{"S3 SQS workers", 0},
		{"a -> b -> c -> d -> e -> f -> g -> h", 0},
		{"cache = redis", 0},
		{"cache = redis queue worker shard lease replica 3 x 2 hot keys quota", 0},
		{"cache -> redis\nqueue -> worker\nshard -> key\nlease -> fence\nretry -> backoff\nhot -> cold", 0},
		{"cache -> redis\nqueue -> worker\nEach worker takes one job and marks it.", 3},
	}
	for _, tt := range tests {
		if got := claims(tt.in); got != tt.want {
			t.Errorf("claims(%q) = %d, want %d", tt.in, got, tt.want)
		}
	}
}
