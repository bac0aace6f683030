package review_test

import (
	"testing"
	"time"
)

// Only what was left alone for too long goes back, once, and drafts stay.
func TestReleaseOverdue(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		released := func(want int) {
			t.Helper()
			if n, err := b.ReleaseOverdue(t.Context()); err != nil || n != want {
				t.Errorf("released %d, %v, want %d", n, err, want)
			}
		}
		b.ask("queue", "")
		released(0)
		b.claim(b.cara)
		b.draft(b.cara, "Good.")
		b.clock.Advance(29 * time.Minute)
		released(0)
		b.clock.Advance(time.Minute + time.Second)
		released(1)
		released(0)
		b.claim(b.cyril)
		b.want("Release", b.Release(t.Context(), b.cyril.ID, b.attempt.ID), "")
		b.claim(b.cara)
		if threads, err := b.Threads(t.Context(), b.cara.ID, b.attempt.ID, false); err != nil || len(threads) != 1 {
			t.Errorf("%d drafts are left, %v, want 1", len(threads), err)
		}
	})
}
