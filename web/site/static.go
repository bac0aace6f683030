package site

import (
	"encoding/json"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"levelup/internal/fault"
)

// readManifest maps the names of built files to their addresses. Without a
// build there is none, and the pages are served bare.
func readManifest(static fs.FS) (map[string]string, error) {
	doc, err := fs.ReadFile(static, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Invalid, "The style sheets and scripts are not built; run make build.")
	}
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	if err := json.Unmarshal(doc, &names); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The list of built files cannot be read")
	}
	for name, file := range names {
		names[name] = "/static/" + file
	}
	return names, nil
}

// serveStatic serves built files, compressed at build time where the browser
// can read it. Their names hold a hash of their content, so they never change.
func (s *site) serveStatic(w http.ResponseWriter, r *http.Request) error {
	name := path.Clean(strings.TrimPrefix(r.URL.Path, "/static/"))
	body, err := fs.ReadFile(s.static, name)
	if err != nil || !fs.ValidPath(name) || name == "manifest.json" || name == ".gitkeep" {
		return fault.New(fault.NotFound, "There is no such file.")
	}
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Add("Vary", "Accept-Encoding")
	for _, enc := range []struct{ token, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !accepts(r, enc.token) {
			continue
		}
		if small, err := fs.ReadFile(s.static, name+enc.suffix); err == nil {
			h.Set("Content-Encoding", enc.token)
			body = small
			break
		}
	}
	_, _ = w.Write(body) // who has left needs no file
	return nil
}

func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}

// accepts reports whether the asker reads an encoding.
func accepts(r *http.Request, token string) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == token {
			return strings.ReplaceAll(quality, " ", "") != "q=0"
		}
	}
	return false
}
