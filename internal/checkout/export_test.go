package checkout

import (
	"context"
	"time"
)

// FindWithin is Find with limits of its own.
func FindWithin(ctx context.Context, dir string, environ []string, question, pull, grace time.Duration) (*Checkout, bool, error) {
	return find(ctx, dir, environ, limits{question: question, pull: pull, grace: grace})
}

// Limit changes how long things may take.
func (c *Checkout) Limit(question, pull, grace time.Duration) {
	c.limits = limits{question: question, pull: pull, grace: grace}
	c.git.grace = grace
}

// Usual are the limits of Find.
func Usual() (question, pull, grace time.Duration) { return usual.question, usual.pull, usual.grace }

// WithoutPassword is what addresses look like in a fault.
var WithoutPassword = withoutPassword
