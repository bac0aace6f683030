package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/search"
	"levelup/internal/search/docs"
	"levelup/static"
	"levelup/web/admin"
)

// searching is the index of the content in force. A change of the content makes a new
// one beside it, which takes its place when it is done.
type searching struct {
	library  func() *curriculum.Library
	carried  bool            // the content and its vectors are those in the program
	embedder search.Embedder // of other content; nil: nothing can be found by meaning
	stored   search.Stored   // vectors that were made before
	log      *slog.Logger

	index atomic.Pointer[search.Index]
	woken chan struct{}
	ready chan struct{} // closed when there is an index
	slots chan struct{} // a search takes one
}

// What searches may take of the machine together, how long one may wait and ask, and
// when vectors that could not be had are asked for again.
const (
	searchesAtOnce = 8
	searchWithin   = 5 * time.Second
	patternWithin  = 500 * time.Millisecond // of them, for a pattern
	embedAgain     = time.Minute
)

func newSearching(content *content, model modelConfig, s serving) *searching {
	out := &searching{
		library: content.library, log: s.log, carried: content.root == nil && model.embedding == "",
		woken: make(chan struct{}, 1), ready: make(chan struct{}), slots: make(chan struct{}, searchesAtOnce),
	}
	if !out.carried {
		out.embedder, out.stored = model.embedder(s.pace)
	}
	content.changed = out.changed
	out.changed()
	return out
}

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
		again := time.NewTimer(embedAgain)
		defer again.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-s.woken:
			case <-again.C:
			}
			again.Stop()
			if err := s.renew(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("the content cannot be searched by meaning", "err", err)
				again.Reset(embedAgain)
			}
			if !s.carried {
				debug.FreeOSMemory() // making an index takes more memory than what was made
			}
		}
	}()
	return done
}

// renew makes an index of the content. It can be asked by keyword at once, and by
// meaning as soon as all sections have their vectors.
func (s *searching) renew(ctx context.Context) error {
	if s.carried {
		s.take(carriedWords())
		return nil
	}
	index := indexOf(s.library())
	if s.embedder == nil || len(s.stored.Missing(index.Docs())) > 0 {
		s.take(index)
	}
	if s.embedder == nil {
		return nil
	}
	with, err := vectorsFor(ctx, index, s.embedder, &s.stored)
	if err != nil {
		return err
	}
	s.take(with)
	return nil
}

// take puts an index in the place of the one before.
func (s *searching) take(index *search.Index) {
	if s.index.Swap(index) == nil {
		close(s.ready)
	}
}

// carriedWords is the index of what the program carries, without vectors, made once.
var carriedWords = sync.OnceValue(func() *search.Index {
	library, _ := embeddedContent()
	defer func() { go debug.FreeOSMemory() }()
	return indexOf(library)
})

// carriedMeaning is the same with vectors. It waits until somebody asks by meaning, so
// that a program of which nobody does has neither the vectors nor the model in memory.
var carriedMeaning = sync.OnceValues(func() (*search.Index, error) {
	embedder, stored := offline()
	if embedder == nil {
		return carriedWords(), nil
	}
	return vectorsFor(context.Background(), carriedWords(), embedder, &stored)
})

// standing is what the admin is told. What the program carries is not loaded for that.
func (s *searching) standing() admin.Search {
	index := s.index.Load()
	if index == nil {
		return admin.Search{}
	}
	out := admin.Search{Sections: index.Len(), Vectors: index.HasVectors(), Owed: s.embedder != nil && !index.HasVectors(), By: "the model in the program"}
	if server, ok := s.embedder.(served); ok {
		out.By = server.Name()
	}
	if s.carried {
		_, err := fs.Stat(static.Model(), vectorsFile)
		out.Vectors = err == nil
	}
	return out
}

// Search asks the index.
func (s *searching) Search(ctx context.Context, mode, query string, limit int) (search.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, searchWithin)
	defer cancel()
	if err := s.enter(ctx); err != nil {
		return search.Answer{}, err
	}
	defer func() { <-s.slots }()
	index := s.index.Load()
	if s.carried && (mode == search.Vector || mode == search.Hybrid) {
		with, err := carriedMeaning()
		if err != nil {
			s.log.Error("the vectors in the program cannot be used", "err", err)
		} else {
			index = with
		}
	}
	if mode == search.Regex {
		ctx, cancel = context.WithTimeout(ctx, patternWithin)
		defer cancel()
	}
	answer, err := index.Search(ctx, mode, query, limit)
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
func indexOf(library *curriculum.Library) *search.Index {
	return search.New(docs.Of(library), library.Synonyms())
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
