package match_test

import (
	"testing"

	"levelup/internal/calc"
	"levelup/internal/match"
)

func TestFigure(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value float64
		unit  string
		in    string
		want  bool
	}{
		{3900, "reads/s", "That is 3.9k reads/s on average.", true},
		{3900, "reads/s", "That is about 4,000 reads per second.", true},
		{3900, "reads/s", "It comes to 340M reads a day.", true},
		{3900, "reads/s", "It comes to 340 million reads each day.", true},
		{3900, "reads/s", "We have 4k reads a day.", false},
		{3900, "reads/s", "We expect 40 reads/s on average.", false},
		{3900, "reads/s", "100M x 100 / 30 / 86400 = 3.9k", true},
		{3900, "reads/s", "We expect 4k QPS.", false},
		{3900, "reads/s", "At 10 billion a month we expect 4k QPS.", true},
		{3900, "reads/s", "Reads per second: about 4000.", true},
		{3900, "reads/s", "It costs 4000 dollars.", false},
		{3e12, "bytes", "6 billion rows at 500 B are 3 TB.", true},
		{3, "TB", "We need 3000 GB for that.", true},
		{3, "TB", "We need 2.7 TiB for that.", true},
		{3, "TB", "We need 3 GB for that.", false},
		{67, "GB/day", "The events are 2 TB a month.", true},
		{6e9, "links", "In five years these are 6 billion links.", true},
		{6e9, "links", "In five years that makes 6B.", true},
		{6e9, "links", "That makes six billion links.", true},
		{6e9, "links", "That makes 6 billion.", false},
		{3.5e12, "codes", "There are 62^7 codes.", true},
		{1e6, "links", "We have a million links.", true},
		{96, "years", "Seven characters last 96 years.", true},
		{96, "years", "Seven characters last 1,152 months.", true},
		{10, "%", "Some 10.6% of tries collide.", true},
		{500, "bytes", "A row is 500B.", true},
		{1.2e9, "links", "These are 1.2e9 links.", true},
		{4000, "requests", "Forty gateways with 100 each let 4,000 calls a minute through.", true},
		{4000, "requests", "We see 4,000 calls a minute.", false},
		{20, "nodes", "After 5 ms and 20 consecutive errors we stop.", false},
		{20, "nodes", "A million over 50,000 is 20.", true},
		{39, "writes/s", "1 39 20 4 5 6 7 8 9 10 11 12 13 14 15 writes/s", false},
		{3900, "reads/s", "There are v3.9k.x reads/s in 2.", false},

		// rates in other units, and what is per a thing
		{39, "writes/s", "That is 2.3k writes a minute.", true},
		{39, "writes/s", "That is 3.4M writes daily.", true},
		{39, "writes/s", "We make 100M new links a month, so 40 writes/sec.", true},
		{39, "writes/s", "It writes 40 rows an hour.", false},
		{1e6, "requests/s", "At the peak it is 1M QPS.", true},
		{1e6, "requests/s", "It gets 60 million queries a minute.", true},
		{200_000, "reads/s", "Hot link: one key, 200k/s.", true},
		{10, "requests/user/day", "We assume 10 requests per user per day.", true},
		{10, "requests/day", "We assume 10 requests per user per day.", false},
		{25_000, "requests/s/gateway", "Each gateway then sees 25k requests a second.", true},
		{25_000, "requests/s/gateway", "That makes 1.5M requests/min/gateway.", true},
		{100, "GB/day", "We write 100 GB of logs a day.", true},
		{100, "GB/day", "We write 100 GB of logs.", false},
		// sizes
		{1, "Gbit/s", "The link carries 125 MB/s.", true},
		{1, "Gbit/s", "The link carries 1 GB/s.", false},
		{800, "Mbit", "The picture has 100 MB.", true},
		{4, "KB", "A page has 4 KiB.", true},
		{500, "bytes", "A row is 500 B.", true},
		{500, "bytes", "A row is 4,000 bits.", true},
		{500, "bytes", "At 500 bytes per link the table is small.", false},
		{3, "TB", "It needs 3 gigs.", false},
		{3, "GB", "It needs 3 gigs.", true},
		// money, shares, times
		{1000, "$/month", "It costs $1k a month.", true},
		{1000, "$/month", "$12,000 a year is what it costs.", true},
		{1000, "$/month", "It costs 1,000 € a month.", false},
		{1000, "$/month", "It costs £1,000 a month.", false},
		{10, "%", "About 10 percent of the tries collide.", true},
		{10, "%", "Only 0.1 of them collide.", false},
		{10, "%", "6e9 over 57e9 makes 0.105.", false},
		{20, "nodes", "We need 20% more of the nodes.", false},
		{100, "ms", "It takes 0.1 s.", true},
		{90, "min", "It takes 1 h 30 min.", true},
		{90, "min", "It takes half an hour.", true},
		// words and ranges
		{2.5e6, "links", "There are two and a half million links.", true},
		{25, "nodes", "We take twenty-five nodes.", true},
		{15e6, "users", "We have 10-20M users.", true},
		{15e6, "users", "We have 10 to 20 million users.", true},
		{15, "users", "We have 10 to 20 million users.", false},
		{100e6, "users", "It has 100M daily active users.", true},
		// factors are no counts, but may be what a number is derived from
		{100, "links", "There are 100x more links.", false},
		{10, "links", "There are ten times as many links.", false},
		{40, "nodes", "Each of the nodes does 1/40 of the work.", false},
		{3900, "reads/s", "With 100x the writes it is 4000 per second.", true},
		// numbers that name something
		{2, "nodes", "The nodes run version 2.0 of it.", false},
		{1.2, "nodes", "The nodes run v1.2.3 of it.", false},
		{2024, "links", "On 2024-01-15 we had links.", false},
		{15, "links", "On 15 January 2024 we had links.", false},
		{2024, "links", "In 2024 we had links.", false},
		{9, "links", "The job looks at the links at 9:30.", false},
		{30, "links", "The job looks at the links at 9:30.", false},
		{9, "links", "The job looks at the links at 9 a.m.", false},
		{1, "links", "1. We store the links.\n2. We read the links.", false},
		{99, "requests", "The p99 of the requests is fine.", false},
		{3, "links", "We keep the links in S3.", false},
		{429, "requests", "We answer HTTP 429 to the requests above it.", false},
		{62, "codes", "There are 62^7 codes.", false},
		{7, "codes", "There are 62^7 codes.", false},
		{10, "nodes", "The nodes have 10.0.0.1 and 10.0.0.0/8.", false},
	}
	for _, tt := range tests {
		x := match.Read(tt.in)
		f := match.NewFigure(tt.value, tt.unit, 0)
		if got := len(f.Find(x, x.Quantities())) > 0; got != tt.want {
			t.Errorf("%v %s found in %q = %v, want %v (%+v)", tt.value, tt.unit, tt.in, got, tt.want, x.Quantities())
		}
	}
}

func TestFigureWithin(t *testing.T) {
	t.Parallel()
	x := match.Read("We expect 100 reads/s. We store 29 links.")
	qs := x.Quantities()
	tests := []struct {
		value, within float64
		unit          string
		want          bool
	}{
		{300, 0, "reads/s", true},
		{301, 0, "reads/s", false},
		{150, 1.5, "reads/s", true},
		{151, 1.5, "reads/s", false},
		{33.4, 0, "reads/s", true},
		{33.3, 0, "reads/s", false},
	}
	for _, tt := range tests {
		f := match.NewFigure(tt.value, tt.unit, tt.within)
		if got := len(f.Find(x, qs)) > 0; got != tt.want {
			t.Errorf("100 within %v of %v = %v, want %v", tt.within, tt.value, got, tt.want)
		}
	}
}

func TestFigureAgrees(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value float64
		unit  string
		line  string
		want  bool
	}{
		{1000, "loans/month", "3000 members * 4 loans/year/member", true},
		{1000, "loans/month", "12k loans/year", true},
		{1000, "loans/month", "1000 / month", false},
		{1000, "loans/month", "1000 loans", false},
		{38.6, "links/s", "100M / 30 days", true},
		{38.6, "links/s", "100M urls / 30 days", true},
		{38.6, "links/s", "100M / 2.6M", true},
		{38.6, "links/s", "38.5", false},
		{38.6, "links/s", "100M links / 2.6M", false},
		{38.6, "links/s", "77 links/s - 77 links/s", false},
		{4000, "requests", "40 gateways * 100 rpm/gateway", true},
		{10.6, "%", "6B / 62^6 in %", true},
		{10.6, "%", "6B / 62^6", false},
		{10.6, "%", "0.106", false},
		{10.6, "%", "10.6%", true},
		{3, "TB", "6B links * 500 B/link", true},
		{3, "TB", "6B * 500 B/link", false},
		{3, "TB", "6e9 * 500", false},
		{3, "TB", "6B +", false},
		{3, "TB", "# 3 TB", false},
	}
	for _, tt := range tests {
		r := calc.Eval(tt.line)
		if got := match.NewFigure(tt.value, tt.unit, 0).Agrees(&r); got != tt.want {
			t.Errorf("%v %s agrees with %q = %v, want %v (%s)", tt.value, tt.unit, tt.line, got, tt.want, r.Display)
		}
	}
}

// What no unit is, or no figure, agrees with nothing.
func TestFigureOfNothing(t *testing.T) {
	t.Parallel()
	x := match.Read("We store 0 links, 5 links and nothing else.")
	for name, f := range map[string]match.Figure{"none": {}, "an unknown unit": match.NewFigure(5, "links +", 0), "zero": match.NewFigure(0, "links", 0)} {
		if got := f.Find(x, x.Quantities()); len(got) > 0 {
			t.Errorf("%s agrees with %+v, want nothing", name, got)
		}
	}
}
