package match_test

import (
	"fmt"
	"strings"
	"testing"

	"levelup/internal/match"
)

// numbered are so many sentences, no two of one form.
func numbered(n int) string {
	ties := strings.Fields("after before until while since though unless where beside without against under over through")
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("It was %s that %s they did %s it.", ties[i%14], ties[(i*5+i/14)%14], ties[(i*3+1+i/14)%14]))
	}
	return strings.Join(out, " ")
}

// Terms in the same sentence again and again are seen through, also when they
// are spread over several texts; a person who says three things alike, or the
// same thing five times, is not taken for that.
func TestPoured(t *testing.T) {
	t.Parallel()
	things := strings.Fields("cache queue replica shard index worker balancer gateway ledger stream token bucket")
	fill := func(form string, n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(form, things[i], things[(i+5)%len(things)]))
		}
		return strings.Join(out, " ")
	}
	honest := "People open links far more often than they make them. I would keep the hot ones in memory. When that machine dies the store answers more slowly. " +
		"Codes come from a counter, handed out in ranges. Two writers never share a range. What does it cost? Gaps, and nobody minds those. " +
		"The table refuses a code that is taken. Old links are swept at night. A click is counted later, from a log."
	for name, test := range map[string]struct {
		texts []string
		want  bool
	}{
		"one form":                  {[]string{fill("We use a %s because we need the %s.", 10)}, true},
		"in several texts":          {[]string{fill("We use a %s because we need the %s.", 6), fill("We use the %s because we need a %s.", 6), honest}, true},
		"three forms":               {[]string{fill("We use a %s because we need the %s.", 3), fill("If the %s fails then the %s helps.", 3), fill("There is a choice of %s or %s here.", 3)}, true},
		"sums":                      {[]string{fill("%s = 3 x 2 of %s.", 9)}, true},
		"a few among others":        {[]string{fill("We use a %s because we need the %s.", 3), honest}, false},
		"eight in a long interview": {[]string{fill("We use a %s because we need the %s.", 8), numbered(30)}, false},
		"one thing said many times": {[]string{strings.Repeat("We use a cache because we need the answer. ", 12)}, false},
		"prose":                     {[]string{honest, honest}, false},
		"nothing":                   {[]string{"", " "}, false},
	} {
		var texts []*match.Text
		for _, s := range test.texts {
			texts = append(texts, match.Read(s))
		}
		if got := match.Poured(texts); got != test.want {
			t.Errorf("%s: Poured = %v, want %v", name, got, test.want)
		}
	}
}
