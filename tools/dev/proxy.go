package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// The script comes from the page's own origin, so the page's content security
// policy lets it in as it stands.
const (
	scriptPath = "/_dev/reload.js"
	streamPath = "/_dev/stream"
	scriptTag  = `<script src="` + scriptPath + `" defer></script>`
	script     = `new EventSource("` + streamPath + `").addEventListener("reload", () => location.reload());`
)

// proxy passes requests to the server, holds them while it starts, and adds the
// script to its pages.
func proxy(child *server, pages *pages) http.Handler {
	target := &url.URL{Scheme: "http", Host: child.addr}
	passing := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // the server compares it with Origin
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: addScript,
	}
	mux := http.NewServeMux()
	mux.HandleFunc(scriptPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprint(w, script)
	})
	mux.Handle(streamPath, pages)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		child.whenReady(r.Context())
		passing.ServeHTTP(w, r)
	})
	return mux
}

// addScript puts the script at the end of a page.
func addScript(r *http.Response) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	page, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body.Close()
	if at := bytes.LastIndex(page, []byte("</body>")); at >= 0 {
		page = append(page[:at:at], append([]byte(scriptTag), page[at:]...)...)
	}
	r.Body = io.NopCloser(bytes.NewReader(page))
	r.ContentLength = int64(len(page))
	r.Header.Set("Content-Length", strconv.Itoa(len(page)))
	return nil
}

// pages are the open pages, each on an event stream.
type pages struct {
	mu   sync.Mutex
	open map[chan struct{}]bool
}

func newPages() *pages { return &pages{open: make(map[chan struct{}]bool)} }

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	told := make(chan struct{}, 1)
	p.mu.Lock()
	p.open[told] = true
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.open, told)
		p.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	control := http.NewResponseController(w)
	if err := control.Flush(); err != nil {
		return
	}
	select {
	case <-r.Context().Done():
	case <-told:
		fmt.Fprint(w, "event: reload\ndata:\n\n")
		_ = control.Flush() // a page that is gone needs no reload
	}
}

// reload tells every open page.
func (p *pages) reload() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for told := range p.open {
		select {
		case told <- struct{}{}:
		default:
		}
	}
}
