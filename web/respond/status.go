package respond

import (
	"errors"
	"net/http"

	"levelup/internal/fault"
)

func asFault(err error) (*fault.Fault, bool) { return errors.AsType[*fault.Fault](err) }

// Status is the status of a failure.
func Status(err error) int {
	switch fault.CodeOf(err) {
	case "too-large":
		return http.StatusRequestEntityTooLarge
	case "problems":
		return http.StatusUnprocessableEntity
	case "too-fast":
		return http.StatusTooManyRequests
	case "ended":
		return http.StatusGone
	case "busy":
		return http.StatusServiceUnavailable
	case "full", "read-only":
		return http.StatusInsufficientStorage
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	}
	return http.StatusInternalServerError
}

// Title is what a status is called on a page.
func Title(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "That could not be read"
	case http.StatusUnauthorized:
		return "You are signed out"
	case http.StatusForbidden:
		return "Not allowed"
	case http.StatusNotFound:
		return "Not found"
	case http.StatusMethodNotAllowed:
		return "Not here"
	case http.StatusConflict:
		return "Something changed meanwhile"
	case http.StatusGone:
		return "This has ended"
	case http.StatusRequestEntityTooLarge:
		return "Too large"
	case http.StatusTooManyRequests:
		return "Too fast"
	case http.StatusServiceUnavailable:
		return "Busy"
	case http.StatusInsufficientStorage:
		return "No room to save"
	}
	return "Something went wrong"
}
