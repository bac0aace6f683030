package author

import (
	"net/http"
	"sync"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/web/respond"
)

const (
	maxStreams = 8                // a person; a browser needs one
	beat       = 15 * time.Second // a stream says at least this often that it lives
)

// Live tells the open pages of authors that content has been read again. A stream
// that is slow gets everything that has changed meanwhile at once.
type Live struct {
	mu       sync.Mutex
	streams  map[*reader]struct{}
	stopping chan struct{}
	stop     sync.Once
}

// NewLive returns a Live without streams.
func NewLive() *Live {
	return &Live{streams: map[*reader]struct{}{}, stopping: make(chan struct{})}
}

// Stop ends all streams; their pages come back to the next server.
func (l *Live) Stop() { l.stop.Do(func() { close(l.stopping) }) }

// Changed tells of files, and of what is wrong with them now.
func (l *Live) Changed(files []string, problems []curriculum.Problem) {
	if len(files) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for s := range l.streams {
		s.note(files, problems)
	}
}

// reader is one open stream.
type reader struct {
	person string
	wake   chan struct{}

	mu       sync.Mutex
	files    []string
	problems map[string][]curriculum.Problem // of each file, the newest
}

func (l *Live) join(person string) (*reader, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	open := 0
	for s := range l.streams {
		if s.person == person {
			open++
		}
	}
	if open >= maxStreams {
		return nil, false
	}
	s := &reader{person: person, wake: make(chan struct{}, 1), problems: map[string][]curriculum.Problem{}}
	l.streams[s] = struct{}{}
	return s, true
}

func (l *Live) leave(s *reader) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.streams, s)
}

// Open is how many streams there are.
func (l *Live) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.streams)
}

func (s *reader) note(files []string, problems []curriculum.Problem) {
	s.mu.Lock()
	for _, file := range files {
		if _, ok := s.problems[file]; !ok {
			s.files = append(s.files, file)
		}
		s.problems[file] = nil
	}
	for _, p := range problems {
		if _, changed := s.problems[p.File]; changed {
			s.problems[p.File] = append(s.problems[p.File], p)
		}
	}
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // it is awake already
	}
}

// change is what a page hears.
type change struct {
	Files    []string       `json:"files"`
	Problems []changedWrong `json:"problems"`
}

type changedWrong struct {
	At      string `json:"at"`
	Message string `json:"message"`
	Href    string `json:"href"`
}

func (s *reader) take() change {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := change{Files: s.files, Problems: []changedWrong{}}
	for _, file := range s.files {
		for _, p := range s.problems[file] {
			c.Problems = append(c.Problems, changedWrong{at(p), p.Message, hrefOf(p.File)})
		}
	}
	s.files = nil
	clear(s.problems)
	return c
}

// Stream sends an event for each change of the content: GET /author/stream.
func (p *Pages) Stream(w http.ResponseWriter, r *http.Request) error {
	person, _ := account.From(r.Context())
	sub, ok := p.desk.Live.join(person.ID)
	if !ok {
		return fault.Coded(fault.Invalid, "too-fast", "Up to %d event streams of a person are open at once; close a browser.", maxStreams)
	}
	defer p.desk.Live.leave(sub)
	stream := respond.Events(w, r, respond.TakeWithin)
	send := func(name string, data any) error { return stream.Send(0, name, data) }
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for err := send("ready", struct{}{}); err == nil; {
		select {
		case <-r.Context().Done():
			return nil
		case <-p.desk.Live.stopping:
			_ = send("reconnect", struct{}{})
			return nil
		case <-tick.C:
			err = send("beat", struct{}{})
		case <-sub.wake:
			err = send("content", sub.take())
		}
	}
	return nil // the reader has left or does not read
}
