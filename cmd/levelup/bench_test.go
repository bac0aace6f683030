//go:build bench

package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
	"levelup/internal/llm/llmtest"
)

// attemptsOfBench is over how many attempts the clients are spread.
const attemptsOfBench = 256

// TestBenchSaves prints what the real route saves in a second, with session,
// ownership, deadline and a full sync, beside a bare group-commit writer on the
// same machine. Sides in turn, the median of three rounds.
func TestBenchSaves(t *testing.T) {
	fmt.Println("clients  ours/s  p99 ms   bare/s  p99 ms   ours in % of bare (floor 50, goal 65; 75 at one)")
	for _, clients := range []int{1, 16, 64, 256} {
		var ours, theirs []round
		for range 3 {
			theirs = append(theirs, benchBare(t, clients))
			ours = append(ours, benchOurs(t, clients, 0))
		}
		a, b := median(ours), median(theirs)
		fmt.Printf("%7d  %6.0f  %6.1f   %6.0f  %6.1f   %.0f\n", clients, a.perSecond, a.p99, b.perSecond, b.p99, 100*a.perSecond/b.perSecond)
	}
}

// gradingsOfBench is how many attempts a model that hangs has before it.
const gradingsOfBench = 200

// TestBenchSavesBesideAModel prints what is saved in a second while a model that hangs
// has many attempts to grade, beside what is saved without. Sides in turn, the median
// of five rounds.
func TestBenchSavesBesideAModel(t *testing.T) {
	const clients = 64
	model := llmtest.New(llmtest.Hangs)
	web := httptest.NewServer(model)
	defer func() { web.CloseClientConnections(); web.Close() }()
	var with, without []round
	for range 5 {
		without = append(without, benchOurs(t, clients, 0))
		with = append(with, benchOurs(t, clients, gradingsOfBench, "LEVELUP_TEST_MODEL="+web.URL+"/v1"))
	}
	a, b := median(with), median(without)
	fmt.Printf("saves beside %d gradings by a model that hangs, %d clients: %.0f/s, p99 %.1f ms; without %.0f/s, p99 %.1f ms; ratio %.2f\n",
		gradingsOfBench, clients, a.perSecond, a.p99, b.perSecond, b.p99, a.perSecond/b.perSecond)
}

// round is what one run of a side gave.
type round struct{ perSecond, p99 float64 }

func median(rounds []round) round {
	slices.SortFunc(rounds, func(a, b round) int { return int(a.perSecond - b.perSecond) })
	return rounds[len(rounds)/2]
}

const benchFor = 3 * time.Second

// benchOurs saves to our server, which has some attempts to grade beside.
func benchOurs(t *testing.T, clients, gradings int, env ...string) round {
	database, addr := dbtest.SQLite(t), freeAddr(t)
	people := seed(t, database, attemptsOfBench+gradings)
	server := spawn(t, addr, database, env...)
	defer server.kill(t)
	for _, p := range people[attemptsOfBench:] {
		p.submit(t, "http://"+addr)
	}
	people = people[:attemptsOfBench]
	pages := make([]*typing, len(people))
	for i := range pages {
		pages[i] = &typing{seeded: people[i]}
	}
	return drive(t, clients, func(client *http.Client, worker, turn int) {
		// Each worker has pages of its own: those whose number it is modulo the workers.
		mine := len(pages) / clients
		page := pages[worker+clients*(turn%mine)]
		if ok, err := page.next(client, "http://"+addr); err != nil || !ok {
			t.Errorf("save: %v, acknowledged %v", err, ok)
		}
	})
}

// submit ends an attempt that holds enough to be graded, and waits for the built-in
// grade, so that only the model's is open.
func (s seeded) submit(t *testing.T, base string) {
	t.Helper()
	const words = "We keep the hot links in memory, since each of them is read far more often than it is written."
	for _, r := range []struct {
		path, body string
		want       int
	}{
		{"/events", `{"client": "bench", "events": [{"n": 1, "type": "answer", "step": "map", "base": 0, "at": 0, "delete": 0, "insert": "` + words + `"}]}`, http.StatusOK},
		{"/submit", "", http.StatusSeeOther},
	} {
		if status, _, err := s.request(submitting, "POST", base+s.attempt+r.path, r.body); err != nil || status != r.want {
			t.Fatalf("%s = %d, %v", r.path, status, err)
		}
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if _, body, err := s.request(submitting, "GET", base+s.attempt+"/grades.json", ""); err == nil && strings.Contains(body, `"state":"done"`) {
			return
		}
	}
	t.Fatal("not graded in time")
}

// submitting follows nobody.
var submitting = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func benchBare(t *testing.T, clients int) round {
	addr := freeAddr(t)
	server := spawn(t, addr, dbtest.SQLite(t), "LEVELUP_TEST_BARE=1")
	defer server.kill(t)
	one := seeded{token: "none"}
	const body = `{"client": "storm", "events": [{"n": 123, "type": "answer", "step": "map", "base": 122, "at": 480, "delete": 0, "insert": "123 "}]}`
	return drive(t, clients, func(client *http.Client, _, _ int) {
		if status, _, err := one.request(client, "POST", "http://"+addr+"/attempts/X/events", body); err != nil || status != http.StatusOK {
			t.Errorf("save = %d, %v", status, err)
		}
	})
}

// drive runs a number of clients for a while, after a moment of warming up.
func drive(t *testing.T, clients int, save func(client *http.Client, worker, turn int)) round {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	var counting atomic.Bool
	stop := make(chan struct{})
	took := make([][]time.Duration, clients)
	var wg sync.WaitGroup
	for worker := range clients {
		wg.Go(func() {
			for turn := 0; ; turn++ {
				select {
				case <-stop:
					return
				default:
				}
				begun := time.Now()
				save(client, worker, turn)
				if counting.Load() {
					took[worker] = append(took[worker], time.Since(begun))
				}
			}
		})
	}
	time.Sleep(benchFor / 4)
	counting.Store(true)
	time.Sleep(benchFor)
	close(stop)
	wg.Wait()
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	if len(all) == 0 || t.Failed() {
		t.Fatal("nothing was saved")
	}
	return round{float64(len(all)) / benchFor.Seconds(), float64(all[len(all)*99/100].Microseconds()) / 1000}
}

// TestBenchStreams prints the memory that event streams take.
func TestBenchStreams(t *testing.T) {
	const streams = 2_000
	database, addr := dbtest.SQLite(t), freeAddr(t)
	people := seed(t, database, streams)
	server := spawn(t, addr, database)
	defer server.kill(t)
	before := memory(t, server)
	var open sync.WaitGroup
	for _, p := range people {
		open.Go(func() { <-p.stream(t, "http://"+addr) }) // its first event
	}
	open.Wait()
	after := memory(t, server)
	fmt.Printf("%d event streams: %.0f MB, %.0f KB each; idle %.0f MB (floor 60, goal 35)\n",
		streams, after-before, (after-before)*1024/streams, before)
}

// TestBenchStart prints how long a start takes on existing data.
func TestBenchStart(t *testing.T) {
	database, addr := dbtest.SQLite(t), freeAddr(t)
	seed(t, database, 200)
	spawn(t, addr, database).kill(t)
	var took []float64
	for range 5 {
		begun := time.Now()
		server := spawn(t, addr, database)
		took = append(took, float64(time.Since(begun).Milliseconds()))
		server.kill(t)
	}
	slices.Sort(took)
	fmt.Printf("start to first answer: about %.0f ms (floor 300, goal 120)\n", took[len(took)/2])
}

// TestBenchWeights prints what pages weigh over the wire, with all that they load.
func TestBenchWeights(t *testing.T) {
	r := start(t, dbtest.SQLite(t), nil)
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "interview")
	for _, page := range []struct{ name, path, goal string }{
		{"landing", "/", ""}, {"sample report", "/sample", ""}, {"prompts", "/prompts", ""}, {"room", attempt, "floor 120, goal 70"},
	} {
		who := ada
		if page.path == "/" {
			who = r.visitor(t)
		}
		fmt.Printf("%-14s %5.1f KB %s\n", page.name, weight(t, who, page.path), page.goal)
	}
}

// linked finds what a page, a style sheet or a script asks for.
var linked = regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"|url\("?(/static/[^")]+)|url\("?\.?/?([^":)]+\.woff2)|(?:from|import)\s*"\./([^"]+\.js)"`)

// weight is a page and all the files that it and they ask for, compressed, in KB.
func weight(t *testing.T, b *browser, path string) float64 {
	page := b.do("GET", path, nil, map[string]string{"Accept-Encoding": "gzip"}).want(200)
	total, text := len(page.body), unzip(t, page.body)
	seen := map[string]bool{}
	for queue := linked.FindAllStringSubmatch(text, -1); len(queue) > 0; queue = queue[1:] {
		file := queue[0][1] + queue[0][2]
		if beside := queue[0][3] + queue[0][4]; beside != "" {
			file = "/static/" + beside
		}
		if seen[file] {
			continue
		}
		seen[file] = true
		total += len(b.do("GET", file, nil, map[string]string{"Accept-Encoding": "br"}).want(200).body)
		if strings.HasSuffix(file, ".css") || strings.HasSuffix(file, ".js") {
			queue = append(queue, linked.FindAllStringSubmatch(b.get(file).want(200).body, -1)...)
		}
	}
	return float64(total) / 1024
}

func unzip(t *testing.T, body string) string {
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		return body // too small to be compressed
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
