package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

const (
	stopWithin  = 8 * time.Second // for requests in flight, before it is killed
	startWithin = 20 * time.Second
)

// server is the one process that dev starts and ends.
type server struct {
	addr string

	mu    sync.Mutex
	cmd   *exec.Cmd
	ended chan struct{}
	ready chan struct{} // closed while the server answers
}

// newServer chooses the port that the server listens on behind the proxy.
func newServer() (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	return &server{addr: addr, ready: make(chan struct{})}, l.Close()
}

// restart ends the process and starts the program as it is now.
func (s *server) restart(ctx context.Context) error {
	s.stop()
	content, err := filepath.Abs("content")
	if err != nil {
		return err
	}
	cmd := exec.Command("bin/levelup", "serve", "--addr", s.addr)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Env = append([]string{"LEVELUP_CONTENT_DIR=" + content}, os.Environ()...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for dev, which then ends it in order
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // the server has said itself why it ended
		close(ended)
	}()
	s.mu.Lock()
	s.cmd, s.ended = cmd, ended
	s.mu.Unlock()
	return s.await(ctx, ended)
}

// await waits until the server answers, and lets the proxy through.
func (s *server) await(ctx context.Context, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		if answers(ctx, "http://"+s.addr+"/readyz") {
			s.mu.Lock()
			close(s.ready)
			s.mu.Unlock()
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.New("the server does not answer")
		case <-ended:
			return errors.New("the server has ended")
		case <-look.C:
		}
	}
}

func answers(ctx context.Context, url string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// whenReady waits until the server answers.
func (s *server) whenReady(ctx context.Context) {
	s.mu.Lock()
	ready := s.ready
	s.mu.Unlock()
	select {
	case <-ready:
	case <-ctx.Done():
	case <-time.After(startWithin):
	}
}

// stop asks the process to end and waits for it.
func (s *server) stop() {
	s.mu.Lock()
	cmd, ended := s.cmd, s.ended
	s.cmd = nil
	select {
	case <-s.ready:
		s.ready = make(chan struct{})
	default:
	}
	s.mu.Unlock()
	if cmd == nil {
		return
	}
	_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	select {
	case <-ended:
	case <-time.After(stopWithin):
		_ = cmd.Process.Kill()
		<-ended
	}
}
