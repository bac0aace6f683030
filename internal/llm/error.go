package llm

import (
	"fmt"
	"time"
)

// Kind is why there is no answer.
type Kind string

const (
	Down       Kind = "down"       // 5xx, or the connection could not be made or broke
	Limited    Kind = "limited"    // 429
	Slow       Kind = "slow"       // no answer in time, or one that stopped coming
	Open       Kind = "open"       // not asked: it failed too often a moment ago
	Refused    Kind = "refused"    // another 4xx: the key, the model's name, the request
	Redirected Kind = "redirected" // 3xx
	TooLarge   Kind = "too-large"
	Declined   Kind = "declined" // the model would not say, or a filter would not let it
	Odd        Kind = "odd"      // it answered, but not with a completion
)

// Error is why there is no answer. It repeats nothing that was asked, sent or said.
type Error struct {
	Kind   Kind
	Status int           // 0 without one
	After  time.Duration // how long the server wants to be left alone

	cause  string
	handed bool
}

func (e *Error) Error() string {
	says := map[Kind]string{
		Down: "the model's server failed", Limited: "the model's server has too much to do", Slow: "the model's server was too slow",
		Open: "the model's server has failed too often just now and was not asked", Refused: "the model's server refused the request",
		Redirected: "the model's server sent us elsewhere, which is not followed", TooLarge: "the model's answer was too large",
		Declined: "the model declined to answer", Odd: "the model's server answered with something else than a completion",
	}[e.Kind]
	if e.Status != 0 && e.Status != 200 {
		says += fmt.Sprintf(" (status %d)", e.Status)
	}
	if e.cause != "" {
		says += ": " + e.cause
	}
	return says
}

// again reports whether another try may help.
func (e *Error) again() bool { return e.counts() && e.Kind != TooLarge && !e.handed }

// counts reports whether the failure speaks against the server.
func (e *Error) counts() bool {
	switch e.Kind {
	case Down, Limited, Slow, TooLarge:
		return true
	}
	return false
}
