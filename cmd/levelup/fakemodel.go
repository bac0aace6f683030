package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"levelup/internal/fault"
	"levelup/internal/llm/llmtest"
)

// fakeModelCommand serves a model that is none, for demonstrations and loads.
type fakeModelCommand struct {
	Addr   string        `default:"127.0.0.1:8099" help:"Where to listen." placeholder:"HOST:PORT"`
	Behave string        `enum:"${behaviours}" default:"honest" help:"How it behaves: ${enum}."`
	Pace   time.Duration `help:"How long it waits before each word that it streams." placeholder:"100ms"`
}

// Run serves until the program is told to stop.
func (c fakeModelCommand) Run(p *program) error {
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "cannot listen on %s; is it in use? Choose another with --addr", c.Addr)
	}
	model := llmtest.New(c.Behave)
	model.Pace = c.Pace
	server := &http.Server{Handler: model, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(p.ctx, func() { _ = server.Close() }) // nobody's work is lost
	defer stop()
	fmt.Fprintf(p.stdout, "A fake model (%s) is on http://%s/v1\n", c.Behave, listener.Addr())
	if err := server.Serve(listener); p.ctx.Err() == nil {
		return fault.Wrap(err, fault.Internal, "the server has stopped")
	}
	return nil
}
