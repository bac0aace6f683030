package interviewer

import (
	"strings"

	"levelup/internal/match"
)

// unit is one question or one statement of a message.
type unit struct {
	text     string
	question bool
	to       *manner // what is said to the interviewer rather than about the problem
	hearing
	foreign bool // nothing in it has to do with the problem
}

const (
	mostUnits = 16   // of a message that are listened to
	fewWords  = 6    // of a statement that may be a question cut short: "Retention?"
	firm      = 0.62 // a hearing for which a cue of manners, or a missing question mark, is overlooked
)

// listen takes a message apart. It depends on nothing but the prompt.
func (s *Script) listen(message string) []unit {
	x := match.Read(message)
	if len(x.Words) == 0 {
		return nil
	}
	if otherLanguage(x) {
		return []unit{{text: message, to: &inEnglish}}
	}
	var out []unit
	for n := range x.Sentences {
		for _, u := range split(x, n) {
			if len(out) == mostUnits {
				return out
			}
			w := match.Read(u.text).Words
			if before := len(out) - 1; before >= 0 && confirming.In(w) && len(w) <= fewWords && out[before].to == nil {
				if out[before].entry == nil {
					out[before] = s.understand(unit{text: out[before].text, question: true})
				}
				continue
			}
			out = append(out, s.understand(u))
		}
	}
	return out
}

// understand finds out what a unit wants.
func (s *Script) understand(u unit) unit {
	words := match.Read(u.text).Words
	u.to = mannerOf(words, u.question)
	short := len(words) <= fewWords
	if !u.question && !short {
		return u
	}
	h := s.ear.hear(strings.TrimRight(u.text, "?!. ") + "?")
	switch {
	case u.to != nil && u.to.polite && h.entry == nil, u.to != nil && !u.to.polite && (u.to.firm || h.sure < firm):
	case u.question, h.entry != nil && h.sure >= firm:
		u.to, u.hearing = nil, h
		u.foreign = u.question && h.entry == nil && !s.ear.knows(u.text)
		u.question = true
	}
	return u
}

// split cuts sentence n where a second question begins: "how many, and how long".
// What comes before has to be a question too, since in "if it is down, do we
// stop" it is a condition.
func split(x *match.Text, n int) []unit {
	st := x.Sentences[n]
	asked := st.Question || asks(x.Words[st.First:st.Last])
	if !asked {
		return []unit{{text: x.Quote(n)}}
	}
	var out []unit
	from, first := st.From, st.First
	for i := st.First + 3; i < st.Last-2; i++ {
		before := x.Words[i-1].Form
		gap := x.Source[x.Words[i-1].To:x.Words[i].From]
		joined := before == "and" || before == "also" || strings.ContainsAny(gap, ",;:")
		if !joined || !starters[x.Words[i].Form] || !starters[x.Words[first].Form] && !leads.In(x.Words[first:i]) {
			continue
		}
		to := x.Words[i-1].To
		if before == "and" || before == "also" {
			to = x.Words[i-1].From
		}
		out = append(out, unit{text: strings.Trim(x.Source[from:to], " ,;:\n"), question: true})
		from, first = x.Words[i].From, i
	}
	return append(out, unit{text: x.Source[from:st.To], question: true})
}

// asks reports whether words are a question though no mark says so.
func asks(ws []match.Word) bool {
	if len(ws) < 3 {
		return false
	}
	if leads.In(ws) {
		return true
	}
	a, b := ws[0].Form, ws[1].Form
	switch {
	case !starters[a]:
		return false
	case turned[a]: // "are links", "do we": but "do caching" is a plan
		return a != "do" && a != "have" || whom[b]
	}
	return !whom[b] || a == "how" // "what I would do is"
}

// knows reports whether a text has a word that the author uses too.
func (e *ear) knows(text string) bool {
	for _, w := range match.Read(text).Words {
		if w.Telling() && !filler[w.Stem] && (e.known[w.Stem] || trade[w.Stem] || len(related[w.Stem]) > 0) {
			return true
		}
	}
	return false
}

// trade are stems of the trade, which any problem may be asked about.
var trade = func() map[string]bool {
	out := map[string]bool{}
	for w := range set(`precompute timeline cache shard partition replicate replica index transaction lock queue broker stream kafka
		redis sql nosql postgres mysql database table schema key api endpoint rest graphql websocket http grpc cdn balancer gateway
		proxy server service microservice monolith container cloud cluster node machine memory disk backup restore migrate legacy
		test monitor alert metric log trace cost hire compliance gdpr regulation token session cookie client backend frontend
		mobile browser algorithm model train rank oversell undersell idempotent retry timeout batch cron scheduler worker event
		webhook push pull fanout poll hash encode compress protocol format json storage blob file upload download`) {
		out[match.Stem(w)] = true
	}
	return out
}()

func set(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

var (
	// starters begin a question, turned with the verb first.
	starters = set(`what how who whom whose when where which why is are was were do does did can could may might
		should shall must will would has have am isn't aren't don't doesn't can't shouldn't`)
	turned = set(`is are was were do does did can could may might should shall must will would has have am
		isn't aren't don't doesn't can't shouldn't`)
	whom  = set(`i we you they he she it users people clients customers there the a our`)
	leads = match.NewPhrases(`
		tell me
		i would like to know
		i'd like to know
		i want to know
		i need to know
		i wonder
		let me ask
		can you say
		could you say
		my question is
		question about
		what about
		how about
		any idea
		do you know
		clarify whether
		clarify if
	`)
	// confirming asks whether what was said just before is so.
	confirming = match.NewPhrases(`
		right
		correct
		is that ok
		is that okay
		is that fine
		is that so
		is that true
		does that hold
		does that sound
		sounds good
		agreed
	`)
)
