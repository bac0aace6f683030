package grading

import (
	"unicode/utf8"

	"levelup/internal/match"
)

// longestQuote is the number of characters above which a quote is cut to the
// part that matters.
const longestQuote = 320

// mostQuotes is how many sentences show one finding.
const mostQuotes = 2

// quotes are the sentences of the hits, each once.
func quotes(at *work, x *piece, hits []match.Hit) []Evidence {
	var out []Evidence
	last := -1
	for _, h := range hits {
		if h.Sentence != last && len(out) < mostQuotes {
			out = append(out, quote(at, x, h.Sentence, h.From))
		}
		last = h.Sentence
	}
	return out
}

// quote is sentence n, verbatim. One that is too long begins at the given word.
func quote(at *work, x *piece, n, word int) Evidence {
	s := x.Sentences[n]
	from, to := s.From, s.To
	if utf8.RuneCountInString(x.Source[from:to]) > longestQuote {
		from = x.Words[word].From
		to = from
		for room := longestQuote; room > 0 && to < s.To; room-- {
			_, size := utf8.DecodeRuneInString(x.Source[to:])
			to += size
		}
	}
	return Evidence{Step: string(at.step), Quote: x.verbatim(from, to)}
}
