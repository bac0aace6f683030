package match_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"levelup/internal/match"
)

// claims are the sentences of s that count as thoughts.
func claims(s string) int {
	x := match.Read(s)
	n := 0
	for _, s := range x.Sentences {
		if s.Claim {
			n++
		}
	}
	return n
}

const prose = `We keep the hot links in memory, because most people open only a few of them.
The counter hands out ranges, so two servers never give the same code. When a server dies, its range is lost, which costs us a gap and nothing more.
I would start with one database and a replica. If the table outgrows it, we split it by code.
A redirect should not wait for the analytics, so each click goes to a queue and a worker adds it up later.
Option A is a counter and option B is a hash. I prefer the first one since it needs no check.`

func TestClaim(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want int
	}{
		{"We cache the hot links in memory.", 1},
		{"How many users do we have?", 1},
		{"Who uses it?", 1},
		{"Cache hot links in Redis", 1},
		{"- redirects come from the cache\n- writes go to the database", 2},
		{"We store the code, target, owner, created date, and expiry in a single table.", 1},
		{"GET /{code} -> 302", 1},
		{"link(code PK, target, owner, expires_at)", 1},
		{"It is a bit slower, at worst by a hop, but it never loses a click.", 1},
		{"fine", 0},
		{"cache, redis, database, queue, worker", 0},
		{"cache; redis; open a link; keep close; in memory; hot keys; replica; shard", 0},
		{"cache\nredis\nopen a link\nkeep it close\nin memory\nhot keys", 0},
		{"cache redis memory queue worker shard", 0},
		{"the of we cache a is the links and of in the memory", 0},
		{"🚀🚀🚀🚀", 0},
	}
	for _, tt := range tests {
		if got := claims(tt.in); got != tt.want {
			t.Errorf("claims(%q) = %d, want %d", tt.in, got, tt.want)
		}
	}
	if got, want := claims(prose), len(match.Read(prose).Sentences); got != want {
		x := match.Read(prose)
		for i, s := range x.Sentences {
			if !s.Claim {
				t.Logf("no claim: %q", x.Quote(i))
			}
		}
		t.Errorf("claims of prose = %d, want all %d", got, want)
	}
}

func TestShuffledWordsAreNoClaims(t *testing.T) {
	t.Parallel()
	words := strings.Fields(strings.NewReplacer(",", "", ".", "", "\n", " ").Replace(prose))
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		in := strings.Join(words, " ")
		if got := claims(in); got != 0 {
			t.Errorf("claims of the words in the order %q = %d, want 0", in, got)
		}
	}
}
