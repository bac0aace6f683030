package calc

import (
	"maps"
	"slices"
)

// Topic is a part of the help.
type Topic struct {
	Title   string
	Entries []Entry
}

// Entry is one thing that can be written.
type Entry struct{ Form, Means, Example string }

// Help tells what can be written, in the order in which it is needed.
func Help() []Topic {
	return []Topic{
		{"Numbers", []Entry{
			{"1,200 · 1_200 · 1.2e9", "digits in groups, powers of ten", "1,200 users"},
			{"10k · 10M · 3.5B · 2T", "thousand, million, billion, trillion", "5 billion rows"},
			{"50%", "a share", "75% of 80 GB"},
			{"10M..20M", "a range, carried through", "10M..20M users at 2 posts/day"},
			{"~", "about: a guess", "~300M users"},
		}},
		{"Units", []Entry{
			{"ns µs ms s min h d week month year", "time; a month is 30 days, a year 365 days or 12 months", "5 years in months"},
			{"bit B KB MB GB TB PB EB, KiB …", "data; by 1,000, with i by 1,024", "1 GiB in MB"},
			{"Mbps Gbit/s MB/s", "data rates", "100 Mbps in MB/s"},
			{"QPS rps rpm, /s, per day", "rates; QPS counts requests", "1e9 requests/day in QPS"},
			{"$ €", "money, not to be mixed", "$1.2k/month in $/year"},
			{"users, links, …", "any word after a number counts things", "6B links * 500 B/link in TB"},
		}},
		{"Words and signs", []Entry{
			{"( ) ^ * / + -", "a number and its unit belong together", "1M req/s / 50k req/s"},
			{"at", "for each", "10M users at 10 requests/day in QPS"},
			{"of", "a share of something", "1% of 6B links"},
			{"in · to · as", "convert; also to %, million, /s", "30M users in million"},
			{"dau = 300M users", "gives a name for the lines below", "dau = 300M users"},
			{"ans · line 3 · L3", "the last result, the result of a line", "ans * 3"},
			{"#", "the rest is a remark", "10 GB # a guess"},
		}},
		{"Functions", functionHelp()},
		{"Latencies", constantHelp()},
	}
}

func functionHelp() []Entry {
	examples := map[string]string{
		"min": "min(3 GB, 500 MB)", "max": "max(3 GB, 500 MB)", "ceil": "ceil(16.6 servers)", "floor": "floor(16.6)", "round": "round(16.6)",
		"sqrt": "sqrt(2M)", "log2": "log2(1M)", "log10": "log10(1M)", "pow": "pow(62, 7)",
		"servers": "servers(58k req/s, 5k req/s, 30%)", "littles": "littles(11.6k jobs/s, 10 s)", "birthday": "birthday(2.2M, 62^7)",
		"peak": "peak(5.8k req/s, 3)", "availability": "availability(99.9%) in min/month", "serial": "serial(99.9%, 99.95%)", "parallel": "parallel(99%, 99%)",
		"percentile_fanout": "percentile_fanout(99%, 100)",
	}
	var out []Entry
	for _, name := range functionNames() {
		out = append(out, Entry{functions[name].usage, functions[name].means, examples[name]})
	}
	return out
}

func constantHelp() []Entry {
	names := slices.SortedFunc(maps.Keys(constants), func(a, b string) int {
		x, y := constants[a], constants[b]
		if x.value*x.units[0].unit.size < y.value*y.units[0].unit.size {
			return -1
		}
		return 1
	})
	var out []Entry
	for _, name := range names {
		c := constants[name]
		out = append(out, Entry{name, c.means + ": " + c.quantity().plain() + " (" + c.source + ")", name + " * 1000"})
	}
	return out
}
