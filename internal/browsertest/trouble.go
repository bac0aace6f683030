package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
)

// The page tells of violations itself, since the browser's log leaves some out.
const (
	violationBinding = "__violation"
	violationScript  = `document.addEventListener("securitypolicyviolation", (e) => ` + violationBinding +
		`(e.violatedDirective + " refused " + (e.blockedURI || "inline") + " at " + e.sourceFile + ":" + e.lineNumber + " " + e.sample));`
)

// trouble is what went wrong on a page, in the order in which it was seen.
type trouble struct {
	mu      sync.Mutex
	lines   []string
	allowed []string
}

// listen runs in the loop that reads the browser's messages: it must not wait.
func (tr *trouble) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil && x.Description != "" {
			text = x.Description
		}
		tr.add("exception: " + text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			tr.add("console: " + join(e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			tr.add(fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventBindingCalled:
		if e.Name == violationBinding {
			tr.add("content security policy: " + e.Payload)
		}
	}
}

func join(args []*runtime.RemoteObject) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = arg.Description
		if words[i] == "" {
			words[i] = strings.Trim(string(arg.Value), `"`)
		}
	}
	return strings.Join(words, " ")
}

func (tr *trouble) add(line string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.lines = append(tr.lines, line)
}

func (tr *trouble) allow(parts []string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.allowed = append(tr.allowed, parts...)
}

// list returns what was not allowed.
func (tr *trouble) list() []string {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(tr.lines), func(line string) bool {
		return slices.ContainsFunc(tr.allowed, func(part string) bool { return strings.Contains(line, part) })
	})
}
