package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	embedded "levelup/content"
	"levelup/internal/checkout"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/web/author"
)

// content is the library in force, and the folder that it is read from again
// when a file changes.
type content struct {
	source   func() *curriculum.Source // waits until the content has been read
	root     *os.Root                  // nil: embedded
	checkout *checkout.Checkout        // nil: the folder is no git checkout
	live     *author.Live
	log      *slog.Logger

	changed func() // is called when the content is another one; nil: nobody cares

	reading sync.Mutex // the folder: held while it is read again, and while a pull moves it
}

// openContent reads a content folder and refuses to start with a broken file. What
// is embedded has been checked and is read beside the rest of the start: whoever
// asks for it first waits.
func openContent(ctx context.Context, conf config, log *slog.Logger) (*content, error) {
	c := &content{log: log, live: author.NewLive()}
	if conf.contentDir == "" {
		c.source = sync.OnceValue(func() *curriculum.Source {
			library, broken := embeddedContent()
			if len(broken) > 0 {
				log.Error("the embedded content is broken", "at", lines(broken))
			}
			return curriculum.NewSource(library)
		})
		go c.source()
		return c, nil
	}
	root, err := os.OpenRoot(conf.contentDir)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "the content folder %s cannot be opened", conf.contentDir)
	}
	library, problems := curriculum.Load(root.FS())
	if broken := curriculum.Broken(problems); len(broken) > 0 {
		return nil, fault.New(fault.Invalid, "the content is broken:\n  %s", lines(broken))
	}
	source := curriculum.NewSource(library)
	c.root, c.source = root, func() *curriculum.Source { return source }
	c.checkout, _, err = checkout.Find(ctx, conf.contentDir, os.Environ())
	if err != nil {
		log.Warn("git cannot be asked about the content folder", "err", err)
	}
	return c, nil
}

// embeddedContent is what the program carries, read once.
var embeddedContent = sync.OnceValues(func() (*curriculum.Library, []curriculum.Problem) {
	library, problems := curriculum.Open(embedded.FS)
	go debug.FreeOSMemory() // reading takes three times the memory that what was read does
	return library, curriculum.Broken(problems)
})

// library is the content of the moment.
func (c *content) library() *curriculum.Library { return c.source().Current() }

func lines(problems []curriculum.Problem) string {
	out := ""
	for i, p := range problems {
		if i > 0 {
			out += "\n  "
		}
		out += p.String()
	}
	return out
}

// settle is how long a folder must be quiet before it is read again: editors
// write a file in several steps.
const settle = 30 * time.Millisecond

// watch reads the folder again when something in it changes; a broken file
// keeps its last good version. The channel is closed when it has stopped.
func (c *content) watch(ctx context.Context) <-chan struct{} {
	done := make(chan struct{})
	if c.root == nil {
		close(done)
		return done
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		c.log.Error("the content folder cannot be watched; restart to see changes", "err", err)
		close(done)
		return done
	}
	c.follow(watcher)
	go func() {
		defer close(done)
		defer watcher.Close() //nolint:errcheck // nothing to lose
		quiet := time.NewTimer(0)
		<-quiet.C
		for {
			select {
			case <-ctx.Done():
				return
			case <-watcher.Events:
				quiet.Reset(settle)
			case err := <-watcher.Errors:
				c.log.Warn("watching the content folder", "err", err)
			case <-quiet.C:
				c.follow(watcher) // new folders
				c.reading.Lock()
				c.reread()
				c.reading.Unlock()
			}
		}
	}()
	return done
}

// reread puts what the folder holds in force, and tells the log and the authors.
func (c *content) reread() {
	before := c.library()
	problems := c.source().Replace(c.root.FS())
	for _, p := range problems {
		if p.Broken {
			c.log.Error("broken content; its last good version stays", "at", p.String())
		}
	}
	c.live.Changed(c.library().Differences(before), problems)
	if c.changed != nil {
		c.changed()
	}
}

// pull takes what others have written into the folder, if it passes the check.
func (c *content) pull(ctx context.Context) (checkout.Pulled, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	pulled, err := c.checkout.Pull(ctx, func(files fs.FS) error {
		if _, problems := curriculum.Load(files); len(problems) > 0 {
			return &author.Unfit{Problems: problems}
		}
		return nil
	})
	if err != nil {
		c.log.Warn("the content was not pulled", "err", err)
		return pulled, err
	}
	if pulled.Changed {
		c.log.Info("content pulled", "from", pulled.From, "to", pulled.To)
		c.reread()
	}
	return pulled, nil
}

// desk is what authors see of it.
func (c *content) desk(conf config) author.Desk {
	d := author.Desk{Library: c.library, Folder: conf.contentDir, Checkout: c.checkout, Live: c.live}
	if c.checkout != nil {
		d.Pull, d.Secret = c.pull, []byte(conf.webhookSecret)
	} else if conf.webhookSecret != "" {
		c.log.Warn("LEVELUP_CONTENT_WEBHOOK_SECRET is set, but LEVELUP_CONTENT_DIR is no git checkout; there is no webhook")
	}
	return d
}

// follow watches the folder and the folders below it.
func (c *content) follow(watcher *fsnotify.Watcher) {
	err := fs.WalkDir(c.root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return watcher.Add(filepath.Join(c.root.Name(), path))
		}
		return nil // a file that cannot be read shows when it is loaded
	})
	if err != nil {
		c.log.Warn("watching the content folder", "err", err)
	}
}

type contentCommand struct {
	Check  contentCheckCommand  `cmd:"" help:"Print a line for each problem, file:line: message; exit 1 if there is any."`
	New    contentNewCommand    `cmd:"" help:"Begin a chapter or prompt: files that pass the check but for what is still to write."`
	Schema contentSchemaCommand `cmd:"" help:"Print the JSON Schema of a kind of files, for editors."`
}

type contentCheckCommand struct {
	Stats bool   `help:"Print what each chapter and prompt holds as well."`
	Dir   string `arg:"" optional:"" help:"The content folder; the embedded content if left out." type:"existingdir"`
}

// Run checks the content.
func (c contentCheckCommand) Run(p *program) error {
	var files fs.FS = embedded.FS
	if c.Dir != "" {
		root, err := os.OpenRoot(c.Dir)
		if err != nil {
			return fault.Wrap(err, fault.Invalid, "the folder %s cannot be opened", c.Dir)
		}
		defer root.Close() //nolint:errcheck // it was only read
		files = root.FS()
	}
	library, problems := curriculum.Load(files)
	for _, problem := range problems {
		fmt.Fprintln(p.stderr, problem)
	}
	if c.Stats {
		printStats(p, library)
	}
	if len(problems) > 0 {
		return errShown
	}
	return nil
}

func printStats(p *program, library *curriculum.Library) {
	for _, s := range curriculum.ChapterStatsOf(library) {
		fmt.Fprintf(p.stdout, "%s: %d words, %d sections, %d quiz questions, %d tables, %d blocks of code run\n", s.Slug, s.Words, s.Sections, s.Questions, s.Tables, s.Run)
	}
	for _, s := range curriculum.Stats(library) {
		fmt.Fprintf(p.stdout, "%s: %d words, %d clarifications, %d probes, %d samples\n", s.Slug, s.Words, s.Clarifications, s.Probes, s.Samples)
		for _, c := range s.Points {
			fmt.Fprintf(p.stdout, "  %-22s", c.Criterion)
			for i, level := range curriculum.Levels {
				fmt.Fprintf(p.stdout, " %s %d", level, c.ByLevel[i])
			}
			fmt.Fprintln(p.stdout)
		}
	}
}
