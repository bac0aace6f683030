//go:build load

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

var (
	learners = flag.Int("learners", 1_000, "how many people are in an interview at once")
	minutes  = flag.Float64("minutes", 3, "for how long they type before they submit")
)

// TestLoad is a class of a thousand in its interviews, on one machine with the server:
// each has the room's page open with its event stream, types with pauses, does sums, draws,
// goes on to the next step, submits, and reads the report. Its people and their attempts
// are seeded through the stores; every limit of the server is on. In the end what each was
// told is saved is compared with what the transcript holds.
func TestLoad(t *testing.T) {
	database, addr := dbtest.SQLite(t), freeAddr(t)
	fmt.Printf("seeding %d people\n", *learners)
	people := seed(t, database, *learners)
	server := spawn(t, addr, database) // which ends with the test
	idle, base := memory(t, server), "http://"+addr
	client := &http.Client{
		Timeout:       time.Minute,
		Transport:     &http.Transport{MaxIdleConnsPerHost: *learners, MaxIdleConns: *learners},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	streams := &http.Client{Transport: &http.Transport{}}

	l := &load{client: client, base: base}
	class := make([]*learner, len(people))
	var open, typing sync.WaitGroup
	begun, cpu := time.Now(), spent(t, server)
	ends := begun.Add(time.Duration(*minutes * float64(time.Minute)))
	for i, p := range people {
		class[i] = &learner{seeded: p, load: l, random: rand.New(rand.NewPCG(1, uint64(i))), saved: map[string]*kept{}}
		for _, step := range stepsOfAll {
			class[i].saved[step] = &kept{}
		}
		open.Go(func() { class[i].listen(streams) })
		typing.Go(func() {
			time.Sleep(time.Duration(float64(i) / float64(len(people)) * float64(5*time.Second))) // nobody comes at the same moment
			class[i].interview(ends)
		})
	}
	stopped := make(chan struct{})
	go l.tell(server, stopped)
	typing.Wait()
	close(stopped)
	lasted := time.Since(begun)
	typed := spent(t, server) - cpu
	peak := memory(t, server)

	submitted := time.Now()
	var grading sync.WaitGroup
	slots := make(chan struct{}, 50) // as many press the button within a moment
	for _, who := range class {
		grading.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			who.form("/submit")
		})
	}
	grading.Wait()
	for _, who := range class {
		who.awaitGrade()
	}
	graded := time.Since(submitted)

	lost := 0
	for _, who := range class {
		lost += who.lost()
	}
	l.over.Store(true)
	l.report(t, "save", l.saves)
	l.report(t, "page", l.pages)
	fmt.Printf("%d learners for %s on %d processors, this program beside the server: %.0f saves/s, %.0f events/s\n", *learners, lasted.Round(time.Second), runtime.NumCPU(), float64(len(l.saves))/lasted.Seconds(), float64(l.events.Load())/lasted.Seconds())
	fmt.Printf("the server: %.0f%% of one processor; %.0f MB idle, %.0f MB with all of them, %d open streams\n", 100*typed.Seconds()/lasted.Seconds(), idle, peak, l.open.Load())
	fmt.Printf("%d submitted and graded within %s\n", *learners, graded.Round(100*time.Millisecond))
	fmt.Printf("answered otherwise than asked: %d of which too fast: %d; streams that ended: %d\n", l.refused.Load(), l.tooFast.Load(), l.ended.Load())
	fmt.Printf("acknowledged and lost: %d\n", lost)
	if lost > 0 || l.refused.Load() > 0 {
		t.Errorf("%d events were lost, %d requests refused", lost, l.refused.Load())
	}
	server.kill(t)
	open.Wait()
}

// load is what all learners have in common.
type load struct {
	client                                *http.Client
	base                                  string
	events, refused, tooFast, open, ended atomic.Int64
	over                                  atomic.Bool // streams may end now

	mu           sync.Mutex
	saves, pages []time.Duration
}

// tell prints how it goes, since it takes minutes.
func (l *load) tell(server *process, stop <-chan struct{}) {
	tick := time.NewTicker(15 * time.Second)
	defer tick.Stop()
	for begun := time.Now(); ; {
		select {
		case <-stop:
			return
		case <-tick.C:
			l.mu.Lock()
			n := len(l.saves)
			l.mu.Unlock()
			fmt.Printf("  after %s: %d saves, %d open streams\n", time.Since(begun).Round(time.Second), n, l.open.Load())
		}
	}
}

func (l *load) report(t *testing.T, what string, took []time.Duration) {
	t.Helper()
	if len(took) == 0 {
		t.Fatalf("no %s", what)
	}
	slices.Sort(took)
	at := func(percent float64) float64 {
		return float64(took[int(float64(len(took)-1)*percent/100)].Microseconds()) / 1000
	}
	fmt.Printf("%ss: %d; p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, the longest %.0f ms\n", what, len(took), at(50), at(99), at(99.9), at(100))
}

// learner is one of them.
type learner struct {
	seeded
	*load
	random *rand.Rand
	n      int // events acknowledged
	saved  map[string]*kept
}

// kept is what a learner was told is saved of a step.
type kept struct {
	text          string
	splices       int
	sums          int
	scenes, parts int
}

var stepsOfAll = []string{"clarify", "map", "deep-dive", "trade-offs", "synthesize"}

// interview opens the room and works through the steps until it is time.
func (w *learner) interview(ends time.Time) {
	w.page(w.attempt)
	begun := time.Now()
	for i, step := range stepsOfAll {
		until := begun.Add(ends.Sub(begun) * time.Duration(i+1) / time.Duration(len(stepsOfAll)))
		for time.Now().Before(until) {
			switch dice := w.random.IntN(20); {
			case dice < 15:
				w.types(step)
			case dice < 17:
				w.calculates(step)
			case dice < 19:
				w.draws(step)
			default:
				w.page("/calculator")
			}
			pause := time.Duration((2 + w.random.ExpFloat64()*3) * float64(time.Second))
			time.Sleep(min(pause, time.Until(ends))) // thinks, and goes on
		}
		if i < len(stepsOfAll)-1 {
			w.form("/advance")
		}
	}
}

// types adds a few words to the end of a step's text.
func (w *learner) types(step string) {
	var words strings.Builder
	for range 2 + w.random.IntN(12) {
		fmt.Fprintf(&words, "word%d ", w.random.IntN(10_000))
	}
	s := w.saved[step]
	w.save(fmt.Sprintf(`"type": "answer", "step": %q, "base": %d, "at": %d, "delete": 0, "insert": %q`, step, s.splices, len(s.text), words.String()), func() {
		s.text += words.String()
		s.splices++
	})
}

// calculates adds a line to the worksheet.
func (w *learner) calculates(step string) {
	w.save(fmt.Sprintf(`"type": "calc", "step": %q, "input": "%dM users at 10 req/day in QPS"`, step, 1+w.random.IntN(90)), func() { w.saved[step].sums++ })
}

// draws adds a part to the board.
func (w *learner) draws(step string) {
	s := w.saved[step]
	var nodes []string
	for i := range s.parts + 1 {
		nodes = append(nodes, fmt.Sprintf(`{"id": "p%d", "label": "Part %d", "kind": "service", "x": %d, "y": %d}`, i, i, 40*i, 30*i))
	}
	w.save(fmt.Sprintf(`"type": "scene", "step": %q, "base": %d, "scene": {"nodes": [%s], "edges": []}`, step, s.scenes, strings.Join(nodes, ",")), func() {
		s.scenes++
		s.parts++
	})
}

// save sends an event until it is acknowledged, as the page does.
func (w *learner) save(event string, acknowledged func()) {
	body := fmt.Sprintf(`{"client": "load", "events": [{"n": %d, %s}]}`, w.n+1, event)
	for try := 0; try < 60; try++ {
		begun := time.Now()
		status, answer, err := w.request(w.client, "POST", w.base+w.attempt+"/events", body)
		switch {
		case err == nil && status == http.StatusOK:
			w.n++
			w.events.Add(1)
			w.took(&w.saves, begun)
			acknowledged()
			return
		case err == nil && status == http.StatusTooManyRequests:
			w.tooFast.Add(1)
		case err == nil && status < 500:
			w.refuse("save", status, answer)
			return
		}
		w.refused.Add(1)
		time.Sleep(time.Second)
	}
}

// page opens a page.
func (w *learner) page(path string) {
	begun := time.Now()
	status, answer, err := w.request(w.client, "GET", w.base+path, "")
	if err != nil || status != http.StatusOK {
		w.refuse("GET "+path, status, answer)
	}
	w.took(&w.pages, begun)
}

// form sends a form without fields.
func (w *learner) form(path string) {
	if status, answer, err := w.request(w.client, "POST", w.base+w.attempt+path, ""); err != nil || status != http.StatusSeeOther {
		w.refuse(path, status, answer)
	}
}

func (w *learner) refuse(what string, status int, answer string) {
	if w.refused.Add(1) <= 5 {
		fmt.Printf("  %s = %d %.200s\n", what, status, answer)
	}
}

func (w *learner) took(list *[]time.Duration, begun time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*list = append(*list, time.Since(begun))
}

// listen keeps the event stream of the room open.
func (w *learner) listen(client *http.Client) {
	req, err := http.NewRequest("GET", w.base+w.attempt+"/stream", nil)
	if err != nil {
		w.refuse("stream", 0, err.Error())
		return
	}
	req.AddCookie(&http.Cookie{Name: "levelup", Value: w.token})
	res, err := client.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		w.refuse("stream", 0, fmt.Sprint(err))
		return
	}
	defer res.Body.Close()
	w.open.Add(1)
	_, _ = io.Copy(io.Discard, res.Body) // until the server is gone
	if !w.over.Load() {
		w.ended.Add(1)
	}
}

// awaitGrade asks until the attempt is graded, and reads the report.
func (w *learner) awaitGrade() {
	for end := time.Now().Add(10 * time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if status, body, err := w.request(w.client, "GET", w.base+w.attempt+"/grades.json", ""); err == nil && status == http.StatusOK && strings.Contains(body, `"state":"done"`) {
			w.page(w.attempt)
			return
		}
	}
	w.refuse("grade", 0, "none within ten minutes")
}

// lost counts what the learner was told is saved and what the transcript does not hold.
func (w *learner) lost() int {
	status, body, err := w.request(w.client, "GET", w.base+w.attempt+"/transcript.json", "")
	var transcript struct {
		Steps []struct {
			Step, Answer string
			Calculations []json.RawMessage
			Diagram      struct{ Nodes []json.RawMessage }
		}
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &transcript)
	}
	if err != nil || status != http.StatusOK || len(transcript.Steps) != len(stepsOfAll) {
		w.refuse("transcript", status, body)
		return w.n
	}
	lost := 0
	for _, got := range transcript.Steps {
		want := w.saved[got.Step]
		if got.Answer != want.text {
			lost++
		}
		lost += max(0, want.sums-len(got.Calculations)) + max(0, want.parts-len(got.Diagram.Nodes))
	}
	return lost
}
