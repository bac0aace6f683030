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

// F23: whatever lies in the folder, readers keep what was good, the author reads
// what is wrong and where, and the next good save is in force.
func TestF23WhateverLiesInTheFolder(t *testing.T) {
	t.Parallel()
	r, content := press(t, dbtest.SQLite(t), nil)
	author, learner := r.person(t, "first"), r.person(t, "second")
	good := content.read(coatCheck)
	path := filepath.Join(content.dir, coatCheck)
	outside := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(outside, []byte(strings.Replace(good, "title: Coat check", "title: A secret", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	replace := func(by func() error) func() {
		return func() {
			t.Helper()
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			if err := by(); err != nil {
				t.Fatal(err)
			}
		}
	}
	save := func(text string) func() { return func() { t.Helper(); content.write(coatCheck, text) } }
	for _, test := range []struct {
		name string
		do   func()
		says string // on the author's desk
	}{
		{"half written", save(good[:len(good)/3]), "prompts/coat-check.md:1"},
		{"written in place, in two steps", func() {
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			_, _ = f.WriteString(good[:100])
			time.Sleep(3 * settle)
			_, _ = f.WriteString(good[100:200])
		}, "prompts/coat-check.md:1"},
		{"no YAML", save(strings.Replace(good, "title: Coat check", "title: [Coat check", 1)), "prompts/coat-check.md"},
		{"no text", save("---\ntitle: \x00\x01\n---\n"), "holds a zero byte"},
		{"10 MB", save(good + strings.Repeat("All work and no play makes a long file.\n", 250_000)), "larger than 1024 KiB"},
		{"empty", save(""), "must begin with its front matter"},
		{"a link out of the folder", replace(func() error { return os.Symlink(outside, path) }), "cannot be read"},
		{"a folder", replace(func() error { return os.Mkdir(path, 0o755) }), "cannot be read"},
		{"a name twice, but for its case", func() {
			content.write("prompts/Coat-Check.md", good)
		}, "Coat-Check.md"},
	} {
		before := learner.get("/prompts/coat-check").want(200).body
		test.do()
		eventually(t, test.name+": a line for the author", func() bool {
			return strings.Contains(author.get("/author").want(200).body, test.says) ||
				strings.Contains(author.get("/author/prompt/coat-check").body, test.says)
		})
		if after := learner.get("/prompts/coat-check").want(200).body; after != before {
			t.Errorf("%s: readers see something else than before", test.name)
		}
		if list := learner.get("/prompts").want(200).body; strings.Contains(list, "A secret") || strings.Count(list, `href="/prompts/coat-check"`) != 1 || strings.Contains(list, "Coat-Check") {
			t.Errorf("%s: the list shows what it should not", test.name)
		}
		replace(func() error { return nil })()
		_ = os.Remove(filepath.Join(content.dir, "prompts", "Coat-Check.md"))
		content.write(coatCheck, good)
		eventually(t, test.name+": the good version again", func() bool {
			return strings.Contains(author.get("/author/prompt/coat-check").body, "Readers get it as it is.")
		})
	}

	// Markup is text.
	content.edit("chapters/application.md", "\n## The number\n", "\n<script>alert(1)</script> and <img src=x onerror=alert(1)> and [a link](javascript:alert(1)).\n\n## The number\n")
	eventually(t, "the chapter with markup", func() bool {
		return strings.Contains(author.get("/author/chapter/application").want(200).body, "HTML is not shown")
	})
	if page := learner.get("/learn/application").want(200).body; strings.Contains(page, "<script>alert") || strings.Contains(page, "onerror=alert(1)>") || strings.Contains(page, "href=\"javascript:") {
		t.Error("what an author writes becomes code in the page")
	}
}
