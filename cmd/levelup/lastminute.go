package main

import (
	"sync"
	"time"
)

// lastMinute counts what happened in the sixty seconds before now. It may be used by
// several goroutines.
type lastMinute struct {
	mu      sync.Mutex
	seconds [60]struct {
		at int64 // which second is counted here
		n  int
	}
}

func (l *lastMinute) add(now time.Time, n int) {
	second := now.Unix()
	l.mu.Lock()
	defer l.mu.Unlock()
	s := &l.seconds[second%int64(len(l.seconds))]
	if s.at != second {
		s.at, s.n = second, 0
	}
	s.n += n
}

func (l *lastMinute) sum(now time.Time) (n int) {
	second := now.Unix()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.seconds {
		if age := second - s.at; 0 <= age && age < int64(len(l.seconds)) {
			n += s.n
		}
	}
	return n
}
