package match

import "strings"

// negation is one negator and the words that it covers.
type negation struct {
	at, to   int  // the negator's words [at, to)
	from, up int  // what it covers [from, up)
	clause   int  // where the thought begins that it turns round, up to up
	harm     bool // denies a harm: turns a thought round, but leaves its words standing
	verb     bool // denies the verb of a clause and not only a thing in it
	needless bool // says that something is not needed
	verdict  bool // says of the rest of the sentence that it is not so
}

// longestScope is how many words a negator covers at most: further on in a
// clause a writer has mostly turned to something else.
const longestScope = 12

// forbidden is within how many words of a prohibition its fault is named.
const forbidden = 6

var (
	// denials negate what comes after them in their clause.
	denials = NewPhrases(`
		not
		never
		no
		nor
		neither
		none
		nothing
		nobody
		cannot
		can't
		couldn't
		won't
		wouldn't
		shouldn't
		mustn't
		needn't
		don't
		doesn't
		didn't
		isn't
		aren't
		wasn't
		weren't
		haven't
		hasn't
		hadn't
		dont
		doesnt
		cant
		isnt
		wont
		hardly
		barely
		scarcely
		no need
		no reason
		no longer
		skip
		skips
		skipping
		leave out
		leaves out
		leaving out
		do away with
		get rid of`)

	// verbDenials are those of them that deny a verb and nothing else.
	verbDenials = set(`never cannot can't couldn't won't wouldn't shouldn't mustn't needn't don't doesn't didn't isn't aren't
		wasn't weren't haven't hasn't hadn't dont doesnt cant isnt wont hardly barely scarcely`)

	// replacements negate the one thing that they name.
	replacements = NewPhrases(`
		without
		instead of
		rather than
		as opposed to
		in place of
		unlike
		except
		except for
		lack
		lacks
		lacking`)

	// verdicts negate the rest of the sentence.
	verdicts = NewPhrases(`
		not true that
		not the case that
		not correct that
		not right that
		isn't true that
		isn't the case that
		untrue that
		false that
		wrong that
		wrong to
		incorrect that
		incorrect to
		mistake to
		a mistake if
		myth that
		nonsense that
		doubt that
		i doubt
		i disagree that
		i deny that`)

	// additions look like denials and are none.
	additions = NewPhrases(`
		not only
		not just
		not merely
		not simply
		not solely
		not until
		not least
		not to mention
		or not
		why not
		no matter
		no doubt
		no problem
		no wonder
		no later than
		no longer than
		no more than
		no less than
		no fewer than
		no sooner than
		no earlier than
		no slower than
		no worse than
		no larger than
		no bigger than
		no greater than
		no older than
		not more than
		not less than
		not longer than
		not later than
		not exceed
		nothing but`)

	// useless says of what stands before it in the clause that it is not wanted.
	useless = set(`unnecessary needless needlessly pointless useless overkill premature irrelevant unneeded superfluous`)

	// wanted are the stems that, denied, say the same.
	wanted = stems(`need needed necessary require required worth useful helpful help want wanted matter relevant important`)

	// needs are those of them that are no verb of doing: "not used" is no verdict.
	needs = stems(`need needed necessary require required worth`)

	// harms are stems of what nobody wants: who denies a harm speaks for the
	// thing and does not contradict it.
	harms = stems(`lose loss fail failure downtime bottleneck block wait stall miss drop leak crash break collide collision
		duplicate repeat overwrite overload conflict race hurt harm suffer delay guess abuse exceed forget corrupt
		clash contend contention overrun swamp overwhelm lag outage hang starve`)

	// faults are stems of what makes an act one of them, said of what must not be.
	faults     = stems(`twice double doubly duplicate oversell oversold wrongly stale flood stampede spoof cheat steal stolen vanish disappear`)
	forbidding = set(`must may can will`)

	// turns begin a clause that a negator before them does not cover.
	turns = set(`but because since so although though however while whereas unless until except instead if when which therefore otherwise yet still then nor`)
)

// negations finds the negators of s and what they cover.
func (t *Text) negations(s Sentence) []negation {
	var out []negation
	ws := t.words(s)
	for i := 0; i < len(ws); {
		at := s.First + i
		if n := additions.At(ws[i:]); n > 0 {
			i += n
			continue
		}
		if n := verdicts.At(ws[i:]); n > 0 {
			out = append(out, negation{at: at, to: at + n, from: at + n, up: s.Last, clause: at, verdict: true})
			i += n
			continue
		}
		if n := replacements.At(ws[i:]); n > 0 {
			up := t.reach(s, at+n, true)
			out = append(out, negation{at: at, to: at + n, from: at + n, up: up, clause: at, harm: t.harmAhead(at+n, up)})
			i += n
			continue
		}
		if n := denials.At(ws[i:]); n > 0 {
			out = append(out, t.denied(s, at, at+n)...)
			i += n
			continue
		}
		if useless[ws[i].Form] {
			start := t.clauseStart(s, at)
			out = append(out, negation{at: at, to: at + 1, from: start, up: at, clause: start})
			if i+1 < len(ws) && (ws[i+1].Form == "to" || ws[i+1].Form == "for") {
				out = append(out, negation{at: at, to: at + 1, from: at + 1, up: t.reach(s, at+1, false), clause: at})
			}
		}
		i++
	}
	return out
}

// denied is what a denial of the words [at, to) covers, nothing if it is one in
// form only.
func (t *Text) denied(s Sentence, at, to int) []negation {
	if s.Question && at-s.First <= 1 {
		return nil // "Don't we need a cache?" proposes it
	}
	if t.Words[at].Form == "no" && strings.ContainsAny(t.gap(at), ",.;:") {
		return nil // the answer "No, …"
	}
	up := t.reach(s, to, false)
	if up < s.Last && t.Words[up].Form == "until" {
		return nil // "not shard until it hurts" shards
	}
	start := t.clauseStart(s, at)
	if t.Words[at].Form == "nor" {
		start = at // the "neither" before it has the rest
	}
	n := negation{at: at, to: to, from: to, up: up, clause: start, verb: t.deniesVerb(s, at, to)}
	if t.harmAhead(to, up) || n.verb && t.forbids(at, to, up) {
		n.harm = true // "cannot lose a link"
		return []negation{n}
	}
	for i := to; i < min(to+3, up); i++ {
		if wanted[t.Words[i].Stem] {
			n.from = start // "not needed" covers what stands on either side of it
			n.needless = n.needless || needs[t.Words[i].Stem]
		}
	}
	return []negation{n}
}

// deniesVerb reports whether the denial of the words [at, to) is one of a verb:
// a "not" is if an auxiliary stands before it, perhaps with its subject between
// ("is it not").
func (t *Text) deniesVerb(s Sentence, at, to int) bool {
	switch w := t.Words[at].Form; w {
	case "not":
		for i := max(s.First, at-2); i < at; i++ {
			if v := t.Words[i].Form; auxiliaries[v] || modals[v] {
				return true
			}
		}
		return false
	case "no":
		return t.Words[to-1].Form == "longer"
	default:
		return verbDenials[w]
	}
}

// reach is where the cover of a negator before word i ends: at a turn, at a
// strong mark, at a comma that no "or" follows, or before a subject of its own
// where a clause or a replaced thing ends.
func (t *Text) reach(s Sentence, i int, thing bool) int {
	end := min(i+longestScope, s.Last)
	for k := i; k < end; k++ {
		w := t.Words[k].Form
		if turns[w] {
			return k
		}
		if k > i && (thing || t.Words[k-1].Form == "and") && (subjects[w] || w == "it") {
			return k
		}
		if k+1 == end {
			return end
		}
		g := t.gap(k)
		if strings.ContainsAny(g, ";:()—–\n") || strings.Contains(g, " - ") {
			return k + 1
		}
		if next := t.Words[k+1].Form; strings.Contains(g, ",") && next != "or" {
			return k + 1
		}
	}
	return end
}

// harmAhead reports whether the first words that mean something in [from, up)
// name a harm.
func (t *Text) harmAhead(from, up int) bool {
	seen := 0
	for i := from; i < up && seen < 2; i++ {
		w := t.Words[i]
		if functional(w.Form) {
			continue
		}
		if harms[w.Stem] {
			return true
		}
		seen++
	}
	return false
}

// forbids reports whether the denial of the words [at, to) says that a fault must
// never be: "a retry must not charge the card twice".
func (t *Text) forbids(at, to, up int) bool {
	switch w := t.Words[at].Form; {
	case w == "never", w == "cannot", w == "can't", w == "mustn't", w == "won't":
	case w == "not" && at > 0 && forbidding[t.Words[at-1].Form]:
	default:
		return false
	}
	for i := to; i < min(to+forbidden, up); i++ {
		if faults[t.Words[i].Stem] {
			return true
		}
	}
	return false
}

// clauseStart is the first word of the clause in which word i stands.
func (t *Text) clauseStart(s Sentence, i int) int {
	for k := i; k > s.First; k-- {
		if strings.ContainsAny(t.gap(k-1), ",;:()—–\n") || turns[t.Words[k-1].Form] {
			return k
		}
	}
	return s.First
}

// denies reports whether n covers any of the words [from, to) without being one
// of them.
func (n negation) denies(from, to int) bool {
	return n.from < to && from < n.up && !n.within(from, to)
}

// turned reports whether the thought in which word i of s stands is turned round
// by an odd number of negators.
func (s *Sentence) turned(i int) bool {
	odd := false
	for _, n := range s.negations {
		if n.clause <= i && i < n.up && !n.within(i, i+1) {
			odd = !odd
		}
	}
	return odd
}

// within reports whether the negator itself is among the words [from, to).
func (n negation) within(from, to int) bool { return from < n.to && n.at < to }
