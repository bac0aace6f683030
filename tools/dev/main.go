// Command dev serves Level Up while it is being written: it rebuilds what a save
// has changed, starts the server again when its program changed, and has open
// pages reload themselves.
//
// It stands in front of the server at http://localhost:8080 and holds requests
// back while the server starts, so a page never meets a closed door. It ends the
// one process that it started, by its handle, and no other. LEVELUP_DEV_ADDR
// chooses another address; all other settings are the server's.
package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	changes, err := watch(ctx, "cmd", "content", "internal", "migrations", "static", "web")
	if err != nil {
		return err
	}
	child, err := newServer()
	if err != nil {
		return err
	}
	defer child.stop()
	pages := newPages()
	addr := cmp.Or(os.Getenv("LEVELUP_DEV_ADDR"), "localhost:8080")
	front := &http.Server{Addr: addr, Handler: proxy(child, pages), ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- front.ListenAndServe() }()
	defer front.Close()

	if err := rebuild(ctx, child, plan{assets: true, program: true, generate: true}); err != nil {
		fmt.Fprintln(os.Stderr, "dev:", err) // the next save may mend it
	}
	fmt.Printf("dev: http://%s reloads on save\n", addr)
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case paths := <-changes:
			p := planFor(paths)
			if p == (plan{}) {
				continue
			}
			began := time.Now()
			if err := rebuild(ctx, child, p); err != nil {
				if ctx.Err() == nil { // else it was dev's own end that broke it off
					fmt.Fprintln(os.Stderr, "dev:", err)
				}
				continue
			}
			fmt.Printf("dev: %s: %v\n", strings.Join(paths, " "), time.Since(began).Round(time.Millisecond))
			pages.reload()
		}
	}
}

// contentWithin is how long the server takes to see and read changed content.
const contentWithin = 400 * time.Millisecond

// A plan is what a set of changed files asks for.
type plan struct {
	generate bool // Go code from templates
	assets   bool
	program  bool // build it and start it again
	content  bool // the server reads it by itself; pages reload
}

func planFor(paths []string) plan {
	var p plan
	for _, path := range paths {
		switch ext := filepath.Ext(path); {
		case strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, ".test.ts"):
		case ext == ".templ":
			p.generate, p.program = true, true
		case slices.Contains([]string{".go", ".sql"}, ext):
			p.program = true
		case slices.Contains([]string{".css", ".ts", ".svg", ".png", ".woff2"}, ext):
			p.assets, p.program = true, true // the program carries its assets
		case strings.HasPrefix(path, "content"+string(filepath.Separator)):
			p.content = true
		}
	}
	return p
}

// rebuild does what is planned, in the order in which one thing needs another.
func rebuild(ctx context.Context, child *server, p plan) error {
	if p.generate {
		if err := command(ctx, "bin/templ", "generate", "-path", "web", "-log-level", "error"); err != nil {
			return err
		}
	}
	if p.assets {
		if err := command(ctx, "bin/assets", "-root", "."); err != nil {
			return err
		}
	}
	if p.program {
		if err := command(ctx, "go", "build", "-o", "bin/levelup", "./cmd/levelup"); err != nil {
			return err
		}
		return child.restart(ctx)
	}
	if p.content {
		select {
		case <-ctx.Done():
		case <-time.After(contentWithin):
		}
	}
	return ctx.Err()
}

func command(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
