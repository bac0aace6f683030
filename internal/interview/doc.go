// Package interview runs attempts: one learner's way through one prompt on a
// server's clock.
//
// An attempt is an append-only log of numbered events. Everything else, from
// the text on the page to what a grader reads, is a fold of that log by the
// pure function Fold; State, Transcript and the snapshot table are such folds
// and can be thrown away and rebuilt.
//
// What it promises: an append that returned is on disk; a batch is stored whole
// or not at all and never twice; no text is overwritten by a page that had not
// seen it; an attempt ends once, by its learner or at its deadline, with what
// was acknowledged until then.
//
// It owns the tables pinned_prompts, attempts, events, snapshots and notes. Two
// instances may serve one attempt: an event's number is claimed by its primary
// key, and who loses the race reads again.
package interview
