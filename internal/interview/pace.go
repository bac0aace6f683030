package interview

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// batchesPerSecond is how many batches of one attempt are taken in a second.
const batchesPerSecond = 50

// pace holds back a page that sends faster than any person types. Each instance
// counts on its own: the bound protects it, it is no quota.
type pace struct {
	mu       sync.Mutex
	limiters map[string]*rate.Limiter
	swept    time.Time
}

func newPace() *pace { return &pace{limiters: map[string]*rate.Limiter{}} }

func (p *pace) allow(id string, now time.Time) bool {
	p.mu.Lock()
	if now.Sub(p.swept) > time.Minute {
		// A limiter that is full again has nothing to remember.
		for id, l := range p.limiters {
			if l.TokensAt(now) >= batchesPerSecond {
				delete(p.limiters, id)
			}
		}
		p.swept = now
	}
	l, ok := p.limiters[id]
	if !ok {
		l = rate.NewLimiter(batchesPerSecond, batchesPerSecond)
		p.limiters[id] = l
	}
	p.mu.Unlock()
	return l.AllowN(now, 1)
}
