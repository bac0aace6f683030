package interview

import (
	"strconv"
	"time"
)

// TimeLeft says in a sentence how much time there is.
func (s *State) TimeLeft(now time.Time) string {
	deadline, ok := s.Deadline()
	if !ok {
		return "No clock runs here: take the time that you need."
	}
	out := "You have " + inWords(deadline.Sub(now)) + " left"
	if s.Plan.Mode == Drill {
		return out + "."
	}
	left := s.StepLeft(now)
	if left < 0 {
		return out + " of the whole; " + s.Current.Title() + " is over its time by " + inWords(-left) + "."
	}
	return out + " of the whole, and " + inWords(left) + " of the time for " + s.Current.Title() + "."
}

// StepLeft is what is left of the current step's time, below 0 once it is over.
func (s *State) StepLeft(now time.Time) time.Duration {
	i := s.Current.Index()
	return s.Plan.Budgets()[i] - s.Spent(now)[i]
}

// inWords is a length as one says it.
func inWords(d time.Duration) string {
	d = max(0, d).Round(time.Second)
	minutes, seconds := int(d/time.Minute), int(d%time.Minute/time.Second)
	switch {
	case minutes == 0:
		return counted(seconds, "second")
	case seconds == 0:
		return counted(minutes, "minute")
	}
	return counted(minutes, "minute") + " and " + counted(seconds, "second")
}

func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}
