package main

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/search"
	"levelup/internal/search/docs"
	"levelup/internal/search/fts"
)

// searching is the index of the content in force. A change of the content makes a new
// one beside it, which takes its place when it is done.
type searching struct {
	library  func() *curriculum.Library
	embedder search.Embedder // nil: nothing can be found by meaning
	stored   search.Stored   // vectors that were made before
	log      *slog.Logger

	// make makes an index of a library; kept says that it is not for us to close.
	make func(*curriculum.Library) (*search.Index, error)
	kept bool

	slots chan struct{} // a search takes one
	woken chan struct{}
	ready chan struct{} // closed when there is an index

	mu    sync.RWMutex // held for reading while the index is asked
	index *search.Index
}

// What searches may take of the machine together, and how long one may wait and ask.
const (
	searchesAtOnce = 8
	searchWithin   = 5 * time.Second
)

func newSearching(content *content, embedder search.Embedder, stored search.Stored, log *slog.Logger) *searching {
	s := &searching{
		library: content.library, embedder: embedder, stored: stored, log: log, make: indexOf,
		slots: make(chan struct{}, searchesAtOnce), woken: make(chan struct{}, 1), ready: make(chan struct{}),
	}
	if content.root == nil {
		s.make, s.kept = func(*curriculum.Library) (*search.Index, error) { return embeddedIndex() }, true
	}
	s.changed()
	content.changed = s.changed
	return s
}

// embeddedIndex is that of what the program carries, made once.
var embeddedIndex = sync.OnceValues(func() (*search.Index, error) {
	library, _ := embeddedContent()
	return indexOf(library)
})

// changed tells that the content is another one.
func (s *searching) changed() {
	select {
	case s.woken <- struct{}{}:
	default: // it is about to look anyway
	}
}

// run keeps the index true to the content. The channel is closed when it has stopped.
func (s *searching) run(ctx context.Context) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-s.woken:
			}
			if err := s.renew(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("the search is not what the content is", "err", err)
			}
			debug.FreeOSMemory() // reading takes more memory than what was read
		}
	}()
	return done
}

// renew makes an index of the content. It can be asked by keyword at once, and by
// meaning as soon as all sections have a vector.
func (s *searching) renew(ctx context.Context) error {
	index, err := s.make(s.library())
	if err != nil {
		return err
	}
	if s.embedder == nil {
		s.take(index)
		return nil
	}
	missing := s.stored.Missing(index.Docs())
	if len(missing) > 0 {
		s.take(index)
	}
	with, err := vectorsFor(ctx, index, s.embedder, &s.stored)
	if err != nil {
		s.take(index)
		return err
	}
	s.take(with)
	return nil
}

// take puts an index in the place of the one before.
func (s *searching) take(index *search.Index) {
	s.mu.Lock()
	before := s.index
	s.index = index
	s.mu.Unlock()
	switch {
	case before == nil:
		close(s.ready)
	case !index.Shares(before):
		closing(s.log, "index", before.Close)
	}
}

// close gives back what the index holds, when nobody asks any more.
func (s *searching) close() {
	if s.index != nil && !s.kept {
		closing(s.log, "index", s.index.Close)
	}
}

// Search asks the index.
func (s *searching) Search(ctx context.Context, mode, query string, limit int) (search.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, searchWithin)
	defer cancel()
	if err := s.enter(ctx); err != nil {
		return search.Answer{}, err
	}
	defer func() { <-s.slots }()
	s.mu.RLock()
	defer s.mu.RUnlock()
	answer, err := s.index.Search(ctx, mode, query, limit)
	answer.Missing = s.told(answer.Missing)
	return answer, s.told(err)
}

// enter takes a slot, once there is an index.
func (s *searching) enter(ctx context.Context) error {
	select {
	case <-s.ready:
	case <-ctx.Done():
		return errBusy
	}
	select {
	case s.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return errBusy
	}
}

var errBusy = fault.Coded(fault.Conflict, "busy", "The search has more to do than it can; try again in a moment.")

// told is what is said where nothing can be found by meaning.
func (s *searching) told(err error) error {
	if err != nil && fault.KindOf(err) == fault.Internal && !errors.Is(err, search.ErrNoVectors) {
		s.log.Warn("the query has no vector", "err", err)
	}
	return meaningless(err, s.embedder != nil)
}

// indexOf makes an index of what can be found in a library, without vectors.
func indexOf(library *curriculum.Library) (*search.Index, error) {
	return search.New(docs.Of(library), library.Synonyms(), fts.New)
}

// embedAtOnce is how many texts are turned into vectors before it is looked whether
// somebody wants to stop.
const embedAtOnce = 16

// vectorsFor gives an index vectors: those that are stored, and the others made now and
// stored.
func vectorsFor(ctx context.Context, index *search.Index, embedder search.Embedder, stored *search.Stored) (*search.Index, error) {
	all := index.Docs()
	if stored.Name != embedder.Name() {
		*stored = search.Stored{Name: embedder.Name()}
	}
	for missing := stored.Missing(all); len(missing) > 0; {
		some := missing[:min(embedAtOnce, len(missing))]
		missing = missing[len(some):]
		vectors, err := embedder.Embed(ctx, some)
		if err != nil {
			return nil, err
		}
		stored.Add(some, vectors)
	}
	stored.Keep(all)
	return index.WithVectors(embedder, stored.For(all))
}
