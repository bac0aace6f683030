package main

import (
	"log/slog"
	"sync"
	"time"
)

const (
	leap    = 5 * time.Minute // that the clock on the wall may go off at once and still be believed
	doubted = time.Minute     // before a clock that has leapt is believed
)

// steady is the clock on the wall without its leaps. Time that passes and a clock that
// is set look alike on the wall, and of the second no attempt may end: so the wall is
// compared with what has passed by a clock that nobody sets. Where the two part by more
// than a leap, time goes on from where it was for a minute; a clock that was set wrong
// is often set right by then. After that the wall is believed.
//
// A machine that has slept looks as if its clock had leapt, and has that minute too.
type steady struct {
	wall   func() time.Time
	passed func() time.Duration // since some moment, whatever the wall says
	log    *slog.Logger

	mu    sync.Mutex
	said  time.Time     // the last time it gave
	at    time.Duration // and when that was, in what has passed
	leapt time.Duration // when the wall was first doubted; it is believed where doubting is false

	doubting bool
}

func newSteady(wall func() time.Time, passed func() time.Duration, log *slog.Logger) *steady {
	return &steady{wall: wall, passed: passed, log: log, said: wall().Round(0), at: passed()}
}

// now is the time. Without its monotonic part, so that one subtracts what is said here
// and not what was measured beside it.
func (s *steady) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	wall, passed := s.wall().Round(0), s.passed()
	expected := s.said.Add(passed - s.at)
	off := wall.Sub(expected)
	switch {
	case off.Abs() <= leap:
		if s.doubting {
			s.log.Info("the clock is right again")
		}
		s.doubting = false
	case !s.doubting:
		s.doubting, s.leapt = true, passed
		s.log.Warn("the clock has leapt; time goes on as before until it is right again, or for a minute", "by", off.Round(time.Second).String())
		wall = expected
	case passed-s.leapt < doubted:
		wall = expected
	default:
		s.doubting = false
		s.log.Warn("the clock is believed from now on", "by", off.Round(time.Second).String())
	}
	s.said, s.at = wall, passed
	return wall
}
