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

// What leans on a denied main clause is not said, and what stands beside it is.
func TestDoubt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		term string
		want bool
	}{
		// The denial takes its sentence with it.
		{"The counter is not kept in one script, with the tokens and the time of the last call.", "tokens", false},
		{"The cache does not sit before the database, where the hot links are.", "hot links", false},
		{"The hot links are not in memory.", "hot links", false},
		{"When a server dies, its range is not lost to us but to nobody else.", "server dies", true},
		{"When a server dies, its range does not go to the next one.", "server dies", false},
		{"On a yes, one transaction does not mark the seats.", "transaction", false},
		{"For a hot key we do not keep a local copy, as well as a short lifetime.", "lifetime", false},
		{"For a hot key we do not keep a local copy, as well as a short lifetime.", "hot key", false},
		{"The worker does not read the log of changes, note its position, and go on from there.", "position", false},
		{"A retry does not carry the key of the first request, which the provider knows.", "provider knows", false},
		{"Each device does not keep its own position, even if another one has read on.", "read on", false},
		{"I would not put the holds into the table, with the order and the time at which they lapse.", "lapse", false},
		{"We do not write the row into the outbox, in the same transaction.", "same transaction", false},
		{"A click can not go to a queue, from which a worker adds it up later.", "worker", false},
		{"The waiting page is not static, and carried by the edge.", "edge", false},
		{"I do not think that the limit belongs to the gateway, whoever calls.", "gateway", false},
		{"We never ask the primary once more, even when the replica misses.", "replica", false},
		{"After five minutes a lapsed hold is not taken by the next buyer, unless the bank still thinks.", "lapsed hold", false},
		{"The lease isn't renewed every ten seconds, while the job runs.", "job", false},
		{"The tick doesn't follow the commit of a second machine, that is, its disk.", "its disk", false},
		{"It is not true that no queue is needed there.", "no queue", false},
		{"It is a mistake to say that the retry must not charge twice.", "must not charge twice", false},
		{"An unique key will not refuse the second insert, whichever server tries.", "second insert", false},
		{"Messages of a conversation do not lie on one shard, by the hash of its id.", "hash", false},

		// What stands on its own feet counts.
		{"We do not need a queue here, because 39 writes a second fit one database.", "fit one database", true},
		{"We do not need a queue: one database.", "one database", true},
		{"The counter is not read and then written in two steps, it is one script.", "one script", true},
		{"The counter is not read and then written in two steps, it is one script.", "counter", true},
		{"A retry must not charge the card twice.", "retry", true},
		{"A retry must not charge the card twice.", "charge", true},
		{"The same seat may never be sold twice.", "sold twice", true},
		{"A retry must not charge twice, so each attempt carries a key.", "carries a key", true},
		{"The limit is not per address but per key of the caller.", "per key", true},
		{"The limit is not per address but per key of the caller.", "limit", true},
		{"We do not shard the table; one primary holds all of it.", "one primary", true},
		{"We do not wait for the analytics, so a redirect stays fast.", "redirect", true},
		{"If the store does not answer within 5 ms, the call is let through.", "let through", true},
		{"A message that was not acknowledged comes again after ten seconds, and the receiver drops it.", "receiver", true},
		{"Holds live in the database, not in Redis.", "database", true},
		{"We answer from memory and ask no database.", "memory", true},
		{"We read from the replica, since it does not disturb the primary.", "replica", true},
		{"The worker never blocks the request, it reads from a queue.", "request", true},
		{"I would not start with Kafka, instead a table serves as the outbox.", "outbox", true},
		{"Not every click is counted at once; a worker adds them up each minute.", "worker", true},
		{"The gateway holds the line, and it does not know who may read.", "gateway", true},
		{"A lock is not free, and we pay for it with a connection each.", "connection", true},
		{"The clock of the phone does not matter, we sort by the number of the server.", "number", true},
		{"We don't store the token itself, only its hash.", "hash", true},
		{"Isn't the limit per user, or may two people share it?", "per user", true},
		{"Nothing is ever answered without a look at the cache.", "cache", true},
		{"We can't do it without a queue between the two.", "between", true},
		{"The replica is not asked for a fresh link, as it may lag by a second.", "lag", true},
	}
	for _, tt := range tests {
		c := match.Concept{Groups: [][]match.Term{terms(tt.term)}}
		if got := c.Find(match.Read(tt.in), nil).Degree == match.Whole; got != tt.want {
			t.Errorf("%q found in %q = %v, want %v", tt.term, tt.in, got, tt.want)
		}
	}
}

// A denied sentence gives nothing to a thought that its neighbour goes on with.
func TestDoubtOfNeighbours(t *testing.T) {
	t.Parallel()
	c := match.Concept{Groups: [][]match.Term{terms("cache"), terms("redirect")}}
	p := match.NewParaphrase("A short lifetime keeps stale links out of the cache.", nil, nil)
	tests := []struct {
		in                string
		concept, likeness bool
	}{
		{"In front of the database the cache is not small. Each redirect asks it first.", false, false},
		{"There is a cache in front of the database. A redirect does not ask it first, with the code.", false, false},
		{"The cache is not a second truth, it is a copy. Each redirect asks it first.", true, false},
		{"A short lifetime keeps the cache free of stale links.", false, true},
		{"With its short lifetime the cache does not drop stale links.", false, false},
		{"We do not remove stale links, because a short lifetime keeps those out of the cache.", false, true},
	}
	for _, tt := range tests {
		x := match.Read(tt.in)
		if got := c.Find(x, nil).Degree == match.Whole; got != tt.concept {
			t.Errorf("concept found in %q = %v, want %v", tt.in, got, tt.concept)
		}
		if n, likeness := p.Find(x); n >= 0 != tt.likeness {
			t.Errorf("likeness of %q = %.2f, found %v, want %v", tt.in, likeness, n >= 0, tt.likeness)
		}
	}
}

// Who denies most of what he says has not said what is.
func TestTextOfDenials(t *testing.T) {
	t.Parallel()
	const (
		denials = "The links that are not hot go to a cache. If the row is not there, the primary is asked. The counter lives in Redis, which is not slow. When a call does not come, the tokens wait. "
		leftOut = "We do not need Kafka, since a table serves as the outbox. We do not need shards, since one database holds 3 TB. We do not need a second region, since everybody lives in one. "
	)
	tests := []struct {
		in, term string
		want     bool
	}{
		{denials + "A worker that is not busy reads the log.", "worker", false},
		{denials + "A worker that is not busy reads the log.", "primary", false},
		{denials + "A worker reads the log.", "worker", true},
		{denials, "primary", true}, // too short to tell
		{denials + prose, "primary", true},
		{leftOut + leftOut, "outbox", true},
	}
	for _, tt := range tests {
		c := match.Concept{Groups: [][]match.Term{terms(tt.term)}}
		if got := c.Find(match.Read(tt.in), nil).Degree == match.Whole; got != tt.want {
			t.Errorf("%q found in %q = %v, want %v", tt.term, tt.in, got, tt.want)
		}
	}
}
