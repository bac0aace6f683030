package llmtest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// fault behaves badly on the way, or reports that it is no fault of that kind.
func (q request) fault(w http.ResponseWriter, r *http.Request, behaviour string) bool {
	switch behaviour {
	case Hangs:
		<-r.Context().Done()
	case Busy:
		refuse(w, http.StatusTooManyRequests, "too much to do")
	case BusyUntil:
		w.Header().Set("Retry-After", retryAfter)
		refuse(w, http.StatusTooManyRequests, "too much to do")
	case Fails:
		refuse(w, http.StatusInternalServerError, "failed")
	case Unauthorized:
		refuse(w, http.StatusUnauthorized, "wrong key: "+r.Header.Get("Authorization"))
	case NoSchema:
		if q.ResponseFormat == nil {
			return false
		}
		refuse(w, http.StatusBadRequest, "response_format is not known here")
	case Elsewhere:
		http.Redirect(w, r, "http://elsewhere.invalid/v1/chat/completions", http.StatusTemporaryRedirect)
	case Page:
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><title>Sign in</title>")
	case CutOff:
		if q.Stream {
			return false
		}
		w.Header().Set("Content-Length", "4000")
		fmt.Fprint(w, `{"id": "1", "choices": [{"message": {"role": "assistant", "content": "{\"points\": [`)
		flush(w)
		panic(http.ErrAbortHandler)
	case Huge:
		fmt.Fprint(w, `{"id": "1", "choices": [{"message": {"role": "assistant", "content": "`)
		for line := strings.Repeat("word ", 4000); ; {
			if _, err := fmt.Fprint(w, line); err != nil {
				return true
			}
		}
	case Drips:
		flush(w)
		for {
			select {
			case <-r.Context().Done():
				return true
			case <-time.After(time.Second):
				fmt.Fprint(w, " ")
				flush(w)
			}
		}
	default:
		return false
	}
	return true
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error": {"message": %q, "type": "fake"}}`, message)
}

func flush(w http.ResponseWriter) {
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}
