package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/migrations"
	"levelup/web/site"
)

// The test binary is the server as well: tests that kill it start it again in a
// process of its own.
func TestMain(m *testing.M) {
	if folder := os.Getenv("LEVELUP_TEST_MOUNT"); folder != "" {
		if err := mountSmall(folder); err != nil {
			fmt.Fprintln(os.Stderr, "no file system of its own:", err)
			os.Exit(exitFailed)
		}
	}
	if arguments := os.Getenv("LEVELUP_TEST_COMMAND"); arguments != "" {
		os.Exit(run(context.Background(), strings.Fields(arguments), os.Getenv, os.Stdin, os.Stdout, os.Stderr))
	}
	if database := os.Getenv("LEVELUP_TEST_LOCK"); database != "" {
		os.Exit(lockForTest(database))
	}
	if database := os.Getenv("LEVELUP_TEST_SERVE"); database != "" {
		if os.Getenv("LEVELUP_TEST_BARE") != "" {
			os.Exit(bare(database))
		}
		os.Exit(serveForTest(database))
	}
	testscript.Main(m, map[string]func(){"levelup": levelupCommand})
}

// bare is the server that the bench compares with; it is set with the bench.
var bare func(database string) int

// serveForTest is the program on a clock that may be ahead, with a grader that
// may hang after it has left a mark.
func serveForTest(database string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ahead, err := time.ParseDuration(first(os.Getenv("LEVELUP_TEST_AHEAD"), "0s"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitUsage
	}
	conf := config{addr: os.Getenv("LEVELUP_TEST_ADDR"), databaseURL: database, local: site.LocalAuto, logFormat: "text"}
	if address := os.Getenv("LEVELUP_TEST_MODEL"); address != "" {
		conf.model = modelConfig{baseURL: address, name: "fake", samples: 1}
	}
	s := serving{
		log:    conf.logger(&program{stderr: os.Stderr}),
		now:    func() time.Time { return time.Now().Add(ahead) },
		tick:   100 * time.Millisecond,
		limits: site.DefaultLimits,
		ready:  func(address string) { fmt.Println("on", address) },
	}
	if within, err := time.ParseDuration(os.Getenv("LEVELUP_TEST_TAKE_WITHIN")); err == nil {
		s.limits.TakeWithin = within
	}
	if marks := os.Getenv("LEVELUP_TEST_GRADINGS"); marks != "" {
		s.grader = func(grade record.Grader) record.Grader {
			return func(ctx context.Context, attempt, rubric string) (grading.Grade, error) {
				f, err := os.OpenFile(marks, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
				if err != nil {
					return grading.Grade{}, err
				}
				fmt.Fprintln(f, attempt)
				if err := f.Close(); err != nil {
					return grading.Grade{}, err
				}
				if os.Getenv("LEVELUP_TEST_HANG") != "" {
					<-ctx.Done()
				}
				return grade(ctx, attempt, rubric)
			}
		}
	}
	if err := serve(ctx, conf, s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	return exitDone
}

// process is a server in a process of its own.
type process struct {
	cmd *exec.Cmd
	log *lockedBuffer
}

// spawn starts a server on an address and waits until it is ready.
func spawn(t *testing.T, addr, database string, env ...string) *process {
	t.Helper()
	return spawnAs(t, addr, database, nil, env...)
}

// spawnAs is spawn of a process that differs in its attributes.
func spawnAs(t *testing.T, addr, database string, attributes *syscall.SysProcAttr, env ...string) *process {
	t.Helper()
	p := &process{log: &lockedBuffer{}}
	p.cmd = exec.Command(os.Args[0])
	p.cmd.SysProcAttr = attributes
	p.cmd.Env = append(os.Environ(), append([]string{"LEVELUP_TEST_SERVE=" + database, "LEVELUP_TEST_ADDR=" + addr}, env...)...)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.cmd.ProcessState == nil {
			_ = p.cmd.Process.Kill()
			_ = p.cmd.Wait()
		}
	})
	client := &http.Client{Timeout: time.Second}
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		res, err := client.Get("http://" + addr + "/readyz")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return p
			}
		}
	}
	t.Fatalf("the server is not ready:\n%s", p.log)
	return nil
}

// kill ends the process as loss of power would, as far as it is concerned.
func (p *process) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.cmd.Wait() // it says "killed", as it should
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// seeded is somebody with a session and a running attempt.
type seeded struct{ token, attempt string }

// seed makes people with attempts through the stores, so that the limits of
// sign-ins and starts stay as they are.
func seed(t testing.TB, database string, people int) []seeded {
	t.Helper()
	d, err := db.Open(context.Background(), database, db.Options{Migrations: migrations.FS})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := d.MigrateUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	content, err := openContent(t.Context(), config{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	prompt, _ := content.library().Prompt("url-shortener")
	accounts, attempts := account.NewStore(d, nil), interview.NewStore(d)
	out := make([]seeded, people)
	var wg sync.WaitGroup
	for i := range out {
		wg.Go(func() {
			s, err := accounts.SignInLocal(context.Background(), fmt.Sprintf("p%d@example.org", i), "P", "", account.Exposed)
			if err != nil {
				t.Error(err)
				return
			}
			a, _, err := attempts.Start(context.Background(), s.Person, interview.Prompt{Slug: prompt.Slug, Version: prompt.Version, Source: prompt.Source},
				interview.Plan{Mode: interview.Practice, Level: interview.Senior, Minutes: 40})
			if err != nil {
				t.Error(err)
				return
			}
			out[i] = seeded{s.Token, "/attempts/" + a.ID}
		})
	}
	wg.Wait()
	return out
}

// request is one of a seeded person's requests.
func (s seeded) request(client *http.Client, method, url, body string) (int, string, error) {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.AddCookie(&http.Cookie{Name: "levelup", Value: s.token})
	res, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, string(text), err
}

// typing is a page that types words and sends each until it is acknowledged.
type typing struct {
	seeded
	n    int    // acknowledged
	text string // as acknowledged
}

// next sends the page's next word once; ok is false if it has to be sent again.
func (p *typing) next(client *http.Client, base string) (ok bool, err error) {
	word := fmt.Sprintf("%d ", p.n+1)
	body := fmt.Sprintf(`{"client": "storm", "events": [{"n": %d, "type": "answer", "step": "map", "base": %d, "at": %d, "delete": 0, "insert": %q}]}`,
		p.n+1, p.n, len(p.text), word)
	status, answer, err := p.request(client, "POST", base+p.attempt+"/events", body)
	switch {
	case err != nil, status >= 500, status == http.StatusTooManyRequests:
		return false, nil // down, stopping or too fast: the page tries again
	case status != http.StatusOK:
		return false, fmt.Errorf("save %d = %d %s", p.n+1, status, answer)
	}
	p.n++
	p.text += word
	return true, nil
}

// stream opens an event stream and passes on the names of its events; the
// channel is closed when the stream ends.
func (s seeded) stream(t *testing.T, base string) <-chan string {
	t.Helper()
	req, err := http.NewRequest("GET", base+s.attempt+"/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "levelup", Value: s.token})
	names := make(chan string, 100)
	go func() {
		defer close(names)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Errorf("stream: %v", err)
			return
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("stream = %d", res.StatusCode)
		}
		lines := bufio.NewScanner(res.Body)
		for lines.Scan() {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				names <- name
			}
		}
	}()
	return names
}
