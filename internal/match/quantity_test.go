package match_test

import (
	"testing"

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
	}
	for _, tt := range tests {
		x := match.Read(tt.in)
		f := match.Figure{Value: tt.value, Unit: match.NewUnit(tt.unit)}
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
		f := match.Figure{Value: tt.value, Unit: match.NewUnit(tt.unit), Within: tt.within}
		if got := len(f.Find(x, qs)) > 0; got != tt.want {
			t.Errorf("100 within %v of %v = %v, want %v", tt.within, tt.value, got, tt.want)
		}
	}
}
