package main

import (
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

func TestTheLastMinute(t *testing.T) {
	t.Parallel()
	var l lastMinute
	clock := dbtest.NewClock()
	for _, step := range []struct {
		on   time.Duration // how far the clock moves
		add  int
		want int
	}{
		{0, 2, 2}, {500 * time.Millisecond, 1, 3}, {29 * time.Second, 4, 7}, {30 * time.Second, 0, 7}, {time.Second, 0, 4},
		{time.Second, 1, 5}, {time.Hour, 0, 0}, {0, 3, 3}, {-time.Second, 1, 1}, {time.Second, 0, 4},
	} {
		now := clock.Advance(step.on)
		l.add(now, step.add)
		if got := l.sum(now); got != step.want {
			t.Errorf("at %s %d in the last minute, want %d", now.Format("15:04:05.000"), got, step.want)
		}
	}
}
