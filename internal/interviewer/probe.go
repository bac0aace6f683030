package interviewer

import (
	"hash/fnv"
	"strings"
	"time"

	"levelup/internal/interview"
)

const (
	lastMinute   = time.Minute      // of a step, which belongs to the candidate
	between      = 90 * time.Second // two questions of the interviewer's own
	enoughWords  = 240              // of a step that is half done where no clock tells
	silentShare  = 1.0 / 3          // of a step's time in which an empty page is left alone
	curveballAt  = 0.5
	curveballIs  = "curveball:"
	probeIs      = "probe:"
	whyUntouched = "a pause; what is written does not show the point "
)

// Probe is what the interviewer asks by itself in a pause, if anything.
func (s *Script) Probe(v View) (said interview.Spoken, ok bool) {
	if v.State.Status != interview.Running || v.State.Waiting() || v.sinceOwn() < between {
		return said, false
	}
	words, share := v.words(), 0.0
	if v.State.Plan.Mode == interview.Practice {
		share = float64(words) / enoughWords
		if words == 0 {
			return said, false
		}
	} else {
		left := v.State.StepLeft(v.Now)
		if left < lastMinute {
			return said, false
		}
		budget := v.State.Plan.Budgets()[v.Step.Index()]
		share = float64(budget-left) / float64(budget)
		if words == 0 && share < silentShare {
			return said, false
		}
	}
	if v.Step == interview.DeepDive && share >= curveballAt {
		if said, ok = s.curveball(v); ok {
			return said, true
		}
	}
	return s.probe(v)
}

// probe is the author's first probe of the step whose point is not there yet.
func (s *Script) probe(v View) (said interview.Spoken, ok bool) {
	var touched map[string]bool
	for _, p := range s.prompt.Probes {
		if p.Step != string(v.Step) || v.used(probeIs+p.ID) > 0 {
			continue
		}
		if touched == nil {
			touched = s.touched(v.State.Transcript(s.prompt.Slug))
		}
		if there, counts := touched[p.Point]; counts && !there {
			return interview.Spoken{Text: p.Ask, Entry: probeIs + p.ID, Why: whyUntouched + p.Point, Own: true}, true
		}
	}
	return said, false
}

// curveball changes the problem, once in an attempt.
func (s *Script) curveball(v View) (said interview.Spoken, ok bool) {
	all := s.prompt.Curveballs
	if len(all) == 0 || v.last(curveballIs) != nil {
		return said, false
	}
	h := fnv.New32a()
	h.Write([]byte(v.ID))
	c := all[int(h.Sum32()%uint32(len(all)))]
	return interview.Spoken{Text: c.Ask, Entry: curveballIs + c.ID, Why: "half of the deep dive is over", Own: true}, true
}

// words are those of the candidate in the step, written and said.
func (v View) words() int {
	n := len(strings.Fields(v.State.At(v.Step).Text))
	for _, t := range v.State.Talk {
		if t.Step == v.Step && t.From == interview.FromCandidate {
			n += len(strings.Fields(t.Text))
		}
	}
	return n
}

// last is the latest thing said from one kind of entry.
func (v View) last(kind string) *interview.Said {
	for i := len(v.State.Talk) - 1; i >= 0; i-- {
		if strings.HasPrefix(v.State.Talk[i].Entry, kind) {
			return &v.State.Talk[i]
		}
	}
	return nil
}

// sinceOwn is how long ago the interviewer last asked by itself.
func (v View) sinceOwn() time.Duration {
	since := time.Duration(1<<63 - 1)
	for _, kind := range []string{probeIs, curveballIs} {
		if t := v.last(kind); t != nil {
			since = min(since, v.Now.Sub(time.UnixMilli(t.At)))
		}
	}
	return since
}
