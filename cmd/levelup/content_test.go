package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	embedded "levelup/content"
	"levelup/internal/db/dbtest"
)

// F23: an author sees what is saved; a broken file keeps its last good version,
// and an attempt the one that it began with.
func TestF23ContentIsReadAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, embedded.FS); err != nil {
		t.Fatal(err)
	}
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) { c.contentDir = dir })
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "interview")
	file := filepath.Join(dir, "prompts", "url-shortener.md")
	source, err := fs.ReadFile(embedded.FS, "prompts/url-shortener.md")
	if err != nil {
		t.Fatal(err)
	}
	title, _, _ := strings.Cut(string(source[strings.Index(string(source), "title: ")+len("title: "):]), "\n")
	write := func(text string) {
		t.Helper()
		// As many editors do: a new file, moved over the old one.
		if err := os.WriteFile(file+".new", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			t.Fatal(err)
		}
	}
	wait := func(what string, f func() bool) {
		t.Helper()
		for end := time.Now().Add(15 * time.Second); !f(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: not in time\n%s", what, r.log)
			}
		}
	}
	shows := func(title string) bool {
		return strings.Contains(ada.get("/prompts/url-shortener").want(200).body, title)
	}
	write(strings.Replace(string(source), "title: "+title, "title: Short names for long ones", 1))
	wait("the new title", func() bool { return shows("Short names for long ones") })
	if room := ada.get(attempt).want(200).body; !strings.Contains(room, title) || strings.Contains(room, "Short names for long ones") {
		t.Error("the running attempt did not keep its version")
	}
	for name, broken := range map[string]string{
		"half written": string(source[:200]), "binary": "\x00\x01\x02", "unknown key": strings.Replace(string(source), "title:", "tittle:", 1),
	} {
		before := strings.Count(r.log.String(), "prompts/url-shortener.md:")
		write(broken)
		wait(name+": a line for the author", func() bool { return strings.Count(r.log.String(), "prompts/url-shortener.md:") > before })
		if !shows("Short names for long ones") {
			t.Errorf("%s: the last good version is gone", name)
		}
	}
	write(string(source))
	wait("the old title again", func() bool { return shows(title) })
}
