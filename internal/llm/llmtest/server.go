package llmtest

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// The behaviours.
const (
	Honest          = "honest"
	Gullible        = "gullible"
	Obedient        = "obedient"   // gives every point, whatever it is shown
	Refuses         = "refuses"    // declines to answer
	Hangs           = "hangs"      // takes the request and says nothing
	Busy            = "busy"       // 429
	BusyUntil       = "busy-until" // 429 with Retry-After
	Fails           = "fails"      // 500
	CutOff          = "cut-off"    // the connection ends in the middle of the answer
	Prose           = "prose"      // instead of JSON
	Fenced          = "fenced"     // an honest answer in a Markdown fence
	WrongKeys       = "wrong-keys" // JSON of another shape
	Truncated       = "truncated"  // JSON that ends in the middle, as at the limit of tokens
	Huge            = "huge"       // without end
	UnknownPoints   = "unknown"    // points that nobody asked about
	UnknownCriteria = "criteria"   // a criterion that there is not
	OutOfRange      = "scores"     // a score of 11
	Invented        = "invented"   // quotes that nobody wrote
	Drips           = "drips"      // one byte a second
	Unauthorized    = "key"        // 401, and repeats the key
	NoSchema        = "no-schema"  // 400 to whoever asks for a schema, else honest
	Elsewhere       = "elsewhere"  // redirects to another host
	Stern           = "stern"      // finds every point missing
	Wavers          = "wavers"     // honest and stern in turn, of each criterion
	Page            = "page"       // 200 and HTML, as a proxy has it
	Chatters        = "chatters"   // as the interviewer: tells the time, and asks one question after the other
	Designs         = "designs"    // as the interviewer: solves the problem
)

// Behaviours lists all of them.
var Behaviours = []string{
	Honest, Gullible, Obedient, Refuses, Hangs, Busy, BusyUntil, Fails, CutOff, Prose, Fenced, WrongKeys, Truncated, Huge,
	UnknownPoints, UnknownCriteria, OutOfRange, Invented, Drips, Unauthorized, NoSchema, Elsewhere, Page, Stern, Wavers, Chatters, Designs,
}

// retryAfter is what BusyUntil asks for, in seconds.
const retryAfter = "7"

// Server is the handler. The zero value is honest.
type Server struct {
	// Pace is how long it waits before each word of a stream.
	Pace time.Duration

	mu    sync.Mutex
	next  []string
	calls []Call
	only  map[string]string // behaviour by what the request holds
	turns map[string]int    // how often each list of points was asked about by who wavers
	open  int
	most  int
}

// Call is a request that came.
type Call struct {
	At     time.Time
	Header http.Header
	Body   string
}

// New returns a server that behaves in turn as it is told, and for ever as it is
// told last.
func New(behaviours ...string) *Server { return &Server{next: behaviours} }

// Behave changes the behaviour from the next request on.
func (s *Server) Behave(behaviours ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next, s.only = behaviours, nil
}

// Only behaves otherwise to requests that hold a text.
func (s *Server) Only(text, behaviour string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.only == nil {
		s.only = map[string]string{}
	}
	s.only[text] = behaviour
}

// Calls are the requests so far.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Most is how many requests were open at the same time.
func (s *Server) Most() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// take notes a request and says how to behave to it.
func (s *Server) take(r *http.Request, body string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, Call{time.Now(), r.Header.Clone(), body})
	s.open++
	s.most = max(s.most, s.open)
	for text, behaviour := range s.only {
		if strings.Contains(body, text) {
			return behaviour
		}
	}
	if len(s.next) == 0 {
		return Honest
	}
	behaviour := s.next[0]
	if len(s.next) > 1 {
		s.next = s.next[1:]
	}
	return behaviour
}

func (s *Server) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
}

// request is what is read of a chat completion's.
type request struct {
	Model          string           `json:"model"`
	Stream         bool             `json:"stream"`
	Messages       []message        `json:"messages"`
	ResponseFormat *json.RawMessage `json:"response_format"`
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// ServeHTTP answers POST …/chat/completions.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/chat/completions") {
		http.NotFound(w, r)
		return
	}
	source, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 8<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var req request
	if err := json.Unmarshal(source, &req); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	behaviour := s.take(r, string(source))
	defer s.leave()
	if req.fault(w, r, behaviour) {
		return
	}
	if behaviour == Wavers {
		behaviour = s.waver(req)
	}
	req.answer(w, behaviour, s.Pace)
}

// waver is honest at first, stern at the next question about the same points, and so on.
func (s *Server) waver(q request) string {
	asked, _ := q.grading()
	key := ""
	for _, p := range asked.points {
		key += p.ID + " "
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turns == nil {
		s.turns = map[string]int{}
	}
	s.turns[key]++
	if s.turns[key]%2 == 0 {
		return Stern
	}
	return Honest
}
