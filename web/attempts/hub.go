package attempts

import (
	"maps"
	"sync"
	"time"

	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

// Hub tells the open event streams of a person what has changed. A stream that
// is slow gets the newest state of each attempt, not each step on the way, so
// what waits for it is bounded by the attempts it has.
type Hub struct {
	within   time.Duration // a reader that takes longer over an event is dropped
	mu       sync.Mutex
	streams  map[string]map[*subscriber]struct{} // by person
	spoken   map[string]map[string]Spoken        // what is being said, by person and attempt
	stopping chan struct{}
	stop     sync.Once
}

// NewHub returns a hub without streams, whose readers take an event within so long or
// are dropped.
func NewHub(within time.Duration) *Hub {
	return &Hub{within: within, streams: map[string]map[*subscriber]struct{}{}, spoken: map[string]map[string]Spoken{}, stopping: make(chan struct{})}
}

// Stop tells all streams to close and their pages to come back.
func (h *Hub) Stop() { h.stop.Do(func() { close(h.stopping) }) }

// Changed tells of an attempt's new state.
func (h *Hub) Changed(a interview.Attempt, s interview.State) {
	h.tell(a.Person, func(p *pending) { p.clocks[a.ID] = s })
}

// Graded tells of a step of a grade's job.
func (h *Hub) Graded(person string, r record.Record) {
	h.tell(person, func(p *pending) { p.grades[r.Attempt] = r.State })
}

// Reviewed tells of something in the review of an attempt, by the kind of its notice.
func (h *Hub) Reviewed(person, attempt, kind string) {
	h.tell(person, func(p *pending) { p.reviews[attempt] = kind })
}

// Spoken is what the interviewer has said so far of something that is not stored
// yet. Done says that it is, or that nothing came of it.
type Spoken struct {
	Attempt string `json:"attempt"`
	Text    string `json:"text"`
	Partial bool   `json:"partial"`
	Done    bool   `json:"done,omitempty"`
}

// Speaking tells of what the interviewer says, while it says it; who joins in the
// middle is told what was said so far.
func (h *Hub) Speaking(person string, s Spoken) {
	s.Partial = true
	h.mu.Lock()
	if h.spoken[person] == nil {
		h.spoken[person] = map[string]Spoken{}
	}
	h.spoken[person][s.Attempt] = s
	if s.Done {
		delete(h.spoken[person], s.Attempt)
	}
	if len(h.spoken[person]) == 0 {
		delete(h.spoken, person)
	}
	h.mu.Unlock()
	h.tell(person, func(p *pending) { p.spoken[s.Attempt] = s })
}

// saying is what is being said in an attempt; ok is false where nothing is.
func (h *Hub) saying(a interview.Attempt) (s Spoken, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, ok = h.spoken[a.Person][a.ID]
	return s, ok
}

func (h *Hub) tell(person string, note func(*pending)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.streams[person] {
		s.note(note)
	}
}

// maxStreams is how many event streams a person may hold open; a browser needs
// one, since its tabs share it.
const maxStreams = 8

// join adds a stream for a person; ok is false if there are too many.
func (h *Hub) join(person string) (s *subscriber, ok bool) {
	s = &subscriber{wake: make(chan struct{}, 1), pending: newPending()}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.streams[person]) >= maxStreams {
		return nil, false
	}
	if h.streams[person] == nil {
		h.streams[person] = map[*subscriber]struct{}{}
	}
	h.streams[person][s] = struct{}{}
	if spoken := h.spoken[person]; len(spoken) > 0 {
		s.note(func(p *pending) { maps.Copy(p.spoken, spoken) })
	}
	return s, true
}

func (h *Hub) leave(person string, s *subscriber) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.streams[person], s)
	if len(h.streams[person]) == 0 {
		delete(h.streams, person)
	}
}

// Open is how many streams there are.
func (h *Hub) Open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, own := range h.streams {
		n += len(own)
	}
	return n
}

// subscriber is one open stream.
type subscriber struct {
	wake chan struct{}

	mu      sync.Mutex
	pending pending
}

// pending is what a stream has still to send: the newest of each attempt.
type pending struct {
	clocks  map[string]interview.State
	grades  map[string]record.State
	spoken  map[string]Spoken
	reviews map[string]string // by attempt, what a notice is about
}

func newPending() pending {
	return pending{map[string]interview.State{}, map[string]record.State{}, map[string]Spoken{}, map[string]string{}}
}

func (s *subscriber) note(f func(*pending)) {
	s.mu.Lock()
	f(&s.pending)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // it is awake already
	}
}

// take returns what is pending and empties it.
func (s *subscriber) take() pending {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := pending{maps.Clone(s.pending.clocks), maps.Clone(s.pending.grades), maps.Clone(s.pending.spoken), maps.Clone(s.pending.reviews)}
	clear(s.pending.reviews)
	clear(s.pending.spoken)
	clear(s.pending.clocks)
	clear(s.pending.grades)
	return out
}
