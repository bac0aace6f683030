package checkout_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"levelup/internal/checkout"
	"levelup/internal/fault"
)

// told is a history in a line: what each commit says and what the file was called.
func told(log []checkout.Commit) string {
	var out []string
	for _, c := range log {
		out = append(out, c.Subject+" ("+c.File+")")
	}
	return strings.Join(out, ", ")
}

// lines is text that is long enough to be known again.
func lines(of string) (text string) {
	for i := range 9 {
		text += fmt.Sprintf("line %d of %s\n", i, of)
	}
	return text
}

func TestLogAndShow(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"content/", ""} {
		w := newWorld(t, folder)
		w.environ = append(w.environ, "GIT_COMMITTER_DATE=2026-03-03T10:00:00+01:00")
		mv := func(from, to string) { w.git(w.author, "mv", folder+from, folder+to) }
		w.publish("Draft", files{"_x.md": lines("x")})
		w.publish("More", files{"_x.md": lines("x") + "more\n"})
		mv("_x.md", "x.md")
		w.publish("Out", nil)
		w.publish("“Änderung”\n\nA body.", files{"x.md": lines("x") + "even more\n"})
		w.publish("Copy", files{"copy.md": lines("x") + "even more\n", "x.md": lines("x") + "the last\n"})
		w.git(w.author, "rm", "--quiet", folder+"a.md")
		w.publish("Gone", nil)
		w.publish("Again", files{"a.md": "again\n"})
		w.publish("Two in one", files{"a.md": "again and again\n", "deep/b.md": "b\n"})
		w.git(w.author, "rm", "--quiet", folder+"a.md")
		last := w.publish("Gone for good", nil)
		if _, err := w.pull(); err != nil {
			t.Fatal(err)
		}
		c := w.find()
		for _, test := range []struct {
			file string
			n    int
			want string
		}{
			{"x.md", 9, "Copy (x.md), “Änderung” (x.md), Out (x.md), More (_x.md), Draft (_x.md)"},
			{"x.md", 3, "Copy (x.md), “Änderung” (x.md), Out (x.md)"},
			{"./deep/../x.md", 1, "Copy (x.md)"},
			{"copy.md", 9, "Copy (copy.md)"},
			{"a.md", 9, "Gone for good (), Two in one (a.md), Again (a.md), Gone (), The first (a.md)"},
			{"deep/b.md", 9, "Two in one (deep/b.md), The first (deep/b.md)"},
			{"never.md", 9, ""},
			{"x.md", 0, ""},
			{"x.md", -1, ""},
		} {
			log, err := c.Log(t.Context(), test.file, test.n)
			if err != nil || told(log) != test.want {
				t.Errorf("folder %q: Log(%s, %d) = %s, %v, want %s", folder, test.file, test.n, told(log), err, test.want)
			}
			for _, commit := range log {
				if commit.Author != "Ada" || len(commit.Hash) != 40 {
					t.Errorf("Log(%s) has %+v, want Ada's, with a whole hash", test.file, commit)
				}
				if commit.File == "" {
					continue
				}
				if _, err := c.Show(t.Context(), commit.Hash, commit.File); err != nil {
					t.Errorf("Show(%s, %s): %v", commit.Subject, commit.File, err)
				}
			}
		}
		log, err := c.Log(t.Context(), "x.md", 9)
		if err != nil {
			t.Fatal(err)
		}
		if at := time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC); log[0].Time != at {
			t.Errorf("the time is %v, want %v", log[0].Time, at)
		}
		if text, err := c.Show(t.Context(), log[3].Hash, "_x.md"); err != nil || string(text) != lines("x")+"more\n" {
			t.Errorf("Show = %q, %v", text, err)
		}
		if text, err := c.Show(t.Context(), log[3].Hash, "sub/.././_x.md"); err != nil || len(text) == 0 {
			t.Errorf("Show of a roundabout name = %q, %v", text, err)
		}
		_, err = c.Show(t.Context(), log[3].Hash, "x.md")
		refused(t, "Show of a name that came later", err, fault.NotFound, "In the commit "+log[3].Hash[:12]+" there is no file x.md")
		_, err = c.Show(t.Context(), last, "a.md")
		refused(t, "Show of a file that is gone", err, fault.NotFound, "there is no file a.md")
	}
}

// A file that came from beside the folder has a history from then on.
func TestLogStaysInTheFolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.write(w.author, files{"elsewhere.md": lines("x")})
	w.publish("Outside", nil)
	w.git(w.author, "mv", "elsewhere.md", "content/inside.md")
	w.publish("Came in", nil)
	w.publish("Changed", files{"inside.md": lines("x") + "more\n"})
	if _, err := w.pull(); err != nil {
		t.Fatal(err)
	}
	log, err := w.find().Log(t.Context(), "inside.md", 9)
	if want := "Changed (inside.md), Came in (inside.md)"; err != nil || told(log) != want {
		t.Errorf("Log = %s, %v, want %s", told(log), err, want)
	}
}

// Work that came by merges is told by its own commits.
func TestLogOfMerges(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.publish("Draft", files{"_x.md": lines("x")})
	w.git(w.author, "switch", "--quiet", "-c", "side")
	w.git(w.author, "mv", "content/_x.md", "content/x.md")
	w.commit(w.author, "Out")
	w.git(w.author, "switch", "--quiet", "main")
	w.write(w.author, files{"README": "more\n"})
	w.commit(w.author, "Beside")
	w.git(w.author, "merge", "--quiet", "--no-edit", "side")
	w.publish("After", files{"x.md": lines("x") + "more\n"})
	if _, err := w.pull(); err != nil {
		t.Fatal(err)
	}
	log, err := w.find().Log(t.Context(), "x.md", 9)
	if want := "After (x.md), Out (x.md), Draft (_x.md)"; err != nil || told(log) != want {
		t.Errorf("Log = %s, %v, want %s", told(log), err, want)
	}
}

// What the owner has set for reading a history by hand does not get into ours.
func TestLogWithSettingsOfTheOwner(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	verified := filepath.Join(t.TempDir(), "verified")
	gpg := w.script("gpg", `case "$*" in *--verify*) echo $* >>`+verified+`; echo "[GNUPG:] GOODSIG 1 Ada"; echo "junk" >&2;; *) cat >/dev/null; echo "[GNUPG:] SIG_CREATED " >&2; printf -- '-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n';; esac`+"\n")
	w.git(w.author, "config", "gpg.program", gpg)
	w.git(w.author, "config", "commit.gpgSign", "true")
	w.publish("Ünterschrieben", files{"a.md": "signed\n"})
	for _, setting := range [][2]string{
		{"gpg.program", gpg}, {"log.showSignature", "true"}, {"i18n.logOutputEncoding", "ISO-8859-1"}, {"diff.relative", "true"}, {"diff.renames", "false"},
		{"color.ui", "always"}, {"log.follow", "false"}, {"log.decorate", "full"}, {"log.date", "raw"}, {"log.abbrevCommit", "true"}, {"core.quotePath", "true"},
		{"status.short", "true"}, {"status.showUntrackedFiles", "no"}, {"status.relativePaths", "true"}, {"format.pretty", "email"},
	} {
		w.git(w.checkout, "config", setting[0], setting[1])
	}
	if pulled, err := w.pull(); err != nil || pulled.Subject != "Ünterschrieben" {
		t.Errorf("Pull = %+v, %v", pulled, err)
	}
	c := w.find()
	log, err := c.Log(t.Context(), "a.md", 9)
	if want := "Ünterschrieben (a.md), The first (a.md)"; err != nil || told(log) != want {
		t.Errorf("Log = %s, %v, want %s", told(log), err, want)
	}
	if text, err := os.ReadFile(verified); err == nil {
		t.Errorf("signatures were looked at: %s", text)
	}
	w.edit(files{"ä.md": "new\n"})
	if s, err := c.State(t.Context()); err != nil || s.Commit.Subject != "Ünterschrieben" || s.Upstream != "origin/main" || !s.Changed {
		t.Errorf("State = %+v, %v", s, err)
	}
}

func TestNamesThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	c := w.find()
	head := w.git(w.checkout, "rev-parse", "HEAD")
	for _, file := range []string{"", ".", "..", "../README", "deep/../../README", "/etc/passwd", "a\x00.md", "a\xff.md"} {
		_, err := c.Show(t.Context(), head, file)
		refused(t, "Show of "+file, err, fault.Invalid, "does not lie in the folder")
		_, err = c.Log(t.Context(), file, 9)
		refused(t, "Log of "+file, err, fault.Invalid, "does not lie in the folder")
	}
	for _, commit := range []string{"", "HEAD", "main", head[:12], head + "^", head + "\n", strings.ToUpper(head[:39] + "a"), "--textconv", "-" + head[1:], strings.Repeat("g", 40)} {
		_, err := c.Show(t.Context(), commit, "a.md")
		refused(t, fmt.Sprintf("Show of the commit %q", commit), err, fault.Invalid, "its whole hash")
	}
	tree := w.git(w.checkout, "rev-parse", "HEAD^{tree}")
	for _, commit := range []string{strings.Repeat("f", 40), strings.Repeat("f", 64), tree} {
		_, err := c.Show(t.Context(), commit, "a.md")
		refused(t, "Show of the commit "+commit, err, fault.NotFound, "has no commit "+commit)
	}
}

// Only a file is shown, and only as large as it may be.
func TestShowRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	if err := os.Symlink("a.md", filepath.Join(w.author, "content", "link.md")); err != nil {
		t.Fatal(err)
	}
	const most = 2 << 20
	head := w.publish("Large", files{"most.md": strings.Repeat("a", most), "more.md": strings.Repeat("a", most+1), "run.sh": "true\n"})
	if _, err := w.pull(); err != nil {
		t.Fatal(err)
	}
	c := w.find()
	for file, kind := range map[string]fault.Kind{"deep": fault.NotFound, "link.md": fault.NotFound, "more.md": fault.Invalid, ".git/config": fault.NotFound} {
		_, err := c.Show(t.Context(), head, file)
		refused(t, "Show of "+file, err, kind, file)
	}
	for file, want := range map[string]int{"most.md": most, "run.sh": 5} {
		if text, err := c.Show(t.Context(), head, file); err != nil || len(text) != want {
			t.Errorf("Show of %s has %d bytes, %v, want %d", file, len(text), err, want)
		}
	}
}
