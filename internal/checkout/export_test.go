package checkout

import (
	"context"
	"errors"
	"time"
)

// FindWithin is Find with limits of its own.
func FindWithin(ctx context.Context, dir string, environ []string, question, pull, grace time.Duration) (*Checkout, bool, error) {
	return find(ctx, dir, environ, limits{question: question, pull: pull, grace: grace, folder: usual.folder})
}

// Limit changes how long things may take.
func (c *Checkout) Limit(question, pull, grace time.Duration) {
	c.limits = limits{question: question, pull: pull, grace: grace, folder: usual.folder}
	c.git.grace = grace
}

// Usual are the limits of Find.
func Usual() (question, pull, grace time.Duration) { return usual.question, usual.pull, usual.grace }

// LimitFolder changes how much there may be in the folder.
func (c *Checkout) LimitFolder(bytes int64) { c.limits.folder = bytes }

// Stderr is what is kept of what git said.
func Stderr(err error) string {
	if f, ok := errors.AsType[*failed](err); ok {
		return f.stderr
	}
	return ""
}

// WithoutPassword is what addresses look like in a fault.
var WithoutPassword = withoutPassword
