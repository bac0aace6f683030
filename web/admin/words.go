package admin

import (
	"fmt"
	"strconv"
	"time"

	"levelup/web/ui"
)

// thousands writes a number with its groups parted.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// lasting writes how long something has gone on, in its two greatest units at most.
func lasting(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= day:
		return ui.Count(int(d/day), "day") + " and " + ui.Count(int(d%day/time.Hour), "hour")
	case d >= time.Hour:
		return ui.Count(int(d/time.Hour), "hour") + " and " + ui.Count(int(d%time.Hour/time.Minute), "minute")
	case d >= time.Minute:
		return ui.Count(int(d/time.Minute), "minute")
	}
	return ui.Count(int(d/time.Second), "second")
}

// took writes a duration to as many places as it deserves; nothing for none.
func took(d time.Duration) string {
	switch {
	case d == 0:
		return "–"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// size writes a number of bytes.
func size(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", n>>10)
}

// zero is the class of a number that is nothing to look at.
func zero(n string) string {
	if n == "0" {
		return "soft"
	}
	return ""
}
