package learn

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"levelup/internal/curriculum"
	"levelup/internal/markdown"
	"levelup/web/ui"
)

// bodies keeps the text of each chapter as HTML, by version.
type bodies struct {
	mu   sync.Mutex
	html map[string]markdown.HTML
}

func (b *bodies) of(chapter *curriculum.Chapter) markdown.HTML {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := chapter.Slug + " " + chapter.Version
	if html, ok := b.html[key]; ok {
		return html
	}
	if b.html == nil || len(b.html) > 4*len(curriculum.Chapters) { // an author who saves often
		b.html = map[string]markdown.HTML{}
	}
	html := markdown.Lesson(chapter.Body, fence)
	b.html[key] = html
	return html
}

// mostPages bounds the pages that are kept: a chapter is one for all visitors, and
// one for each who is signed in, since the page says who it is.
const mostPages = 400

// pageCache keeps whole pages as they go over the wire.
type pageCache struct {
	mu      sync.Mutex
	library *curriculum.Library // of which the pages are
	pages   map[string]*kept
}

type kept struct {
	tag                 string
	plain, gzip, brotli []byte
}

// serve answers with the page of a chapter, made by view if it is not there. All
// that the shell of a page depends on is a part of its key.
func (c *pageCache) serve(w http.ResponseWriter, r *http.Request, library *curriculum.Library, slug string, view func() (Lesson, error)) error {
	site := ui.From(r.Context())
	key := fmt.Sprintf("%s\n%s\n%t\n%s", slug, site.Path, site.LocalSignin, site.Version) // who follows the files is told by the roles below
	if v := site.Person; v != nil {
		key += fmt.Sprintf("\n%s\n%s\n%s\n%q", v.Name, v.Email, v.Theme, v.Roles)
	}
	page := c.find(library, key)
	if page == nil {
		lesson, err := view()
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := lessonPage(lesson).Render(r.Context(), &b); err != nil {
			return err
		}
		if page, err = keep(b.Bytes(), site.Watched); err != nil {
			return err
		}
		c.put(library, key, page)
	}
	page.write(w, r)
	return nil
}

func (c *pageCache) find(library *curriculum.Library, key string) *kept {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.library != library {
		c.library, c.pages = library, map[string]*kept{}
	}
	return c.pages[key]
}

func (c *pageCache) put(library *curriculum.Library, key string, page *kept) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.library != library {
		return
	}
	for old := range c.pages {
		if len(c.pages) < mostPages {
			break
		}
		delete(c.pages, old)
	}
	c.pages[key] = page
}

// keep compresses a page as well as it can, unless its author waits for it, and for
// the next one soon.
func keep(page []byte, soon bool) (*kept, error) {
	gzipLevel, brotliLevel := gzip.BestCompression, brotli.BestCompression
	if soon {
		gzipLevel, brotliLevel = gzip.BestSpeed, brotli.BestSpeed
	}
	var gz, br bytes.Buffer
	zip, err := gzip.NewWriterLevel(&gz, gzipLevel)
	if err != nil {
		return nil, err
	}
	for _, w := range []io.WriteCloser{zip, brotli.NewWriterLevel(&br, brotliLevel)} {
		if _, err := w.Write(page); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
	}
	sum := sha256.Sum256(page)
	return &kept{tag: `"` + hex.EncodeToString(sum[:12]) + `"`, plain: page, gzip: gz.Bytes(), brotli: br.Bytes()}, nil
}

func (k *kept) write(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", k.tag)
	h.Add("Vary", "Cookie, Accept-Encoding, HX-Request")
	if known := r.Header.Get("If-None-Match"); known == k.tag || known != "" && strings.Contains(known, k.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := k.plain
	switch takes := r.Header.Get("Accept-Encoding"); {
	case strings.Contains(takes, "br"):
		h.Set("Content-Encoding", "br")
		body = k.brotli
	case strings.Contains(takes, "gzip"):
		h.Set("Content-Encoding", "gzip")
		body = k.gzip
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // who has left asks again
}
