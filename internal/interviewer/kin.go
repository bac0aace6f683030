package interviewer

import (
	"slices"
	"strings"

	"levelup/internal/match"
)

// kindreds are words that people use for one another when they ask about a system, a
// group a line. They say what a question is about, not that two things are the
// same.
const kindreds = `
volume scale traffic load throughput rate qps rps tps requests busy
many number amount count
latency delay slow quick fast speed milliseconds response
availability available uptime sla downtime outage reliability reliable down nines
retention retain keep kept store stored archive history
peak spike burst surge busiest rush
center centre region global continent continents worldwide geography countries country international
user customer people client person account member subscriber consumer audience
expire expiry ttl lifetime end
edit change update modify correct amend
delete remove erase withdraw retract
guess guessable predict predictable enumerate sequential
analytics statistics stats metrics reporting counts dashboard
malware phishing spam abuse harmful malicious fraud bot scripts
custom alias vanity
account login sign auth authentication authenticate register anonymous
consistency consistent stale fresh freshness delay eventual old
order ordering sequence sorted ranked
size large big long length maximum limit bytes
read view open visit redirect lookup load
write create make new post submit publish add
duplicate twice repeat deduplicate
lost lose drop loss durable durability guarantee
media picture image video photo attachment clip file
group room channel
device phone laptop browser
deploy roll release
error fail failure broken break crash
fair fairness first lottery queue
private privacy secret confidential encrypted encryption visible visibility permission
hold held reserve reservation keep kept
pay paid payment
reject rejected refuse refused deny denied throttle throttled
choose pick select
buy order purchase
seat ticket
come arrive
statistics click visit
refund return returned
cost price weigh expensive charge
notify notification push alert
scope leave outside include exclude
country language locale
exact strict accurate precise tolerance approximate
`

// kin are the same words for the grader's matcher, and related by their stems.
var kin, related = func() (match.Kin, map[string][]string) {
	var groups [][]match.Term
	rel := map[string][]string{}
	for line := range strings.SplitSeq(strings.TrimSpace(kindreds), "\n") {
		var terms []match.Term
		var stems []string
		for _, w := range strings.Fields(line) {
			terms = append(terms, match.NewTerm(w))
			if st := match.Stem(w); !slices.Contains(stems, st) {
				stems = append(stems, st)
			}
		}
		groups = append(groups, terms)
		for _, a := range stems {
			for _, b := range stems {
				if a != b && !slices.Contains(rel[a], b) {
					rel[a] = append(rel[a], b)
				}
			}
		}
	}
	hows := map[string]string{"long": "retention", "fast": "latency", "quick": "latency", "slow": "latency", "fresh": "fresh", "available": "available", "exact": "exact", "strict": "exact", "large": "size", "big": "size"}
	for how, st := range hows {
		a, b := "how "+match.Stem(how), match.Stem(st)
		all := append([]string{b}, rel[b]...)
		rel[a] = append(rel[a], all...)
		for _, o := range all {
			rel[o] = append(rel[o], a)
		}
	}
	for a, x := range map[string]string{"quick": "fast", "soon": "fast", "large": "big"} {
		p, q := "how "+match.Stem(a), "how "+match.Stem(x)
		rel[p], rel[q] = append(rel[p], q), append(rel[q], p)
	}
	return match.NewKin(groups), rel
}()
