// Package fault says what went wrong in two voices: a sentence that may be
// shown to a person, and a cause that goes to the log.
//
// There are six kinds, because a caller can do six different things: mend the
// input, sign in, give up the right, give up the thing, read again and retry,
// or report to us. A code refines a kind where a program must tell two cases
// apart; the codes that travel over HTTP are listed in package web/respond.
package fault

import (
	"errors"
	"fmt"
)

// Kind is what the caller can do about a fault.
type Kind int

const (
	Internal Kind = iota // ours; the zero value, so that an unknown error is never shown
	Invalid
	Unauthenticated
	Forbidden
	NotFound
	Conflict
)

func (k Kind) String() string {
	switch k {
	case Invalid:
		return "invalid"
	case Unauthenticated:
		return "unauthenticated"
	case Forbidden:
		return "forbidden"
	case NotFound:
		return "not found"
	case Conflict:
		return "conflict"
	default:
		return "internal"
	}
}

// Fault is an error with a sentence for people.
type Fault struct {
	Kind    Kind
	Code    string // a refinement such as "gap", or empty
	Message string // safe to show, a whole sentence that says what to do
	Detail  any    // what a program needs to go on, as it is put into JSON; nil mostly
	Cause   error  // for the log; nil where the message says it all
}

func (f *Fault) Error() string {
	if f.Cause != nil {
		return f.Message + ": " + f.Cause.Error()
	}
	return f.Message
}

func (f *Fault) Unwrap() error { return f.Cause }

// New returns a fault whose message is formatted and safe to show.
func New(kind Kind, format string, args ...any) *Fault {
	return &Fault{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Coded is New with a code.
func Coded(kind Kind, code, format string, args ...any) *Fault {
	return &Fault{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap keeps err as the cause of a fault; a nil err stays nil.
func Wrap(err error, kind Kind, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &Fault{Kind: kind, Message: fmt.Sprintf(format, args...), Cause: err}
}

// KindOf returns the kind of the outermost fault in err, Internal if none.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	return Internal
}

// CodeOf returns the code of the outermost fault in err, or "".
func CodeOf(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Code
	}
	return ""
}

// Message returns the sentence for people. An error that is no fault, and an
// internal one without its own words, gets a general sentence.
func Message(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok && f.Message != "" {
		return f.Message
	}
	return "Something went wrong on our side. Nothing that was saved is lost; please try again."
}
