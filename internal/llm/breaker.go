package llm

import (
	"sync"
	"time"
)

// breaker keeps callers from a server that fails: closed, it counts failures in a
// row; open, it lets nobody through for breakFor; then one, whose outcome closes or
// opens it again.
type breaker struct {
	stays  time.Duration // open
	mu     sync.Mutex
	failed int // in a row
	until  time.Time
	probe  bool // one is on its way
}

// outcome is how a try went, as far as it tells about the server.
type outcome int

const (
	good outcome = iota
	bad
	neither
)

// pass is what a caller was let through as.
type pass struct{ probe bool }

// enter asks to go through.
func (b *breaker) enter(now time.Time) (pass, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed < BreakAfter {
		return pass{}, true
	}
	if b.probe || now.Before(b.until) {
		return pass{}, false
	}
	b.probe = true
	return pass{probe: true}, true
}

// leave tells how it went. What those say who were let through before it opened
// does not open it for longer.
func (b *breaker) leave(p pass, o outcome, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p.probe {
		b.probe = false
	}
	switch {
	case o == good:
		b.failed = 0
	case o == bad:
		if b.failed++; p.probe || b.failed == BreakAfter {
			b.until = now.Add(b.stays)
		}
	}
}

// standing is how many have failed in a row, and until when nobody is let through.
func (b *breaker) standing(now time.Time) (failures int, until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed >= BreakAfter && now.Before(b.until) {
		return b.failed, b.until
	}
	return b.failed, time.Time{}
}
