package site

import (
	"io"
	"net/http"
)

// healthz says that the process lives.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n") // nobody to tell if the asker has left
}

// readyz says whether requests can be served: the database answers and the
// server is not stopping. A server that can read and not write is ready, or nobody
// could read; it says what is wrong.
func (h Health) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := h.Ready(r); err != nil {
		w.Header().Set("Retry-After", "2")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "not ready\n")
		return
	}
	if what := h.Degraded(); what != "" {
		_, _ = io.WriteString(w, "degraded: "+what+"\n")
		return
	}
	_, _ = io.WriteString(w, "ready\n")
}
