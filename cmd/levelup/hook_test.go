package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"levelup/internal/db/dbtest"
)

// repository is where authors work together, and a clone of it from which the
// program serves.
type repository struct {
	t            *testing.T
	work, served folder
}

// git runs git without what the machine or its user has set.
func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

const hookSecret = "a secret between two machines"

// cloned starts the program over a clone.
func cloned(t *testing.T) (*running, repository) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "work", "content"), os.DirFS("../../internal/curriculum/testdata/content")); err != nil {
		t.Fatal(err)
	}
	work, served := filepath.Join(dir, "work"), filepath.Join(dir, "served")
	git(t, work, "init", "-q", "-b", "main")
	git(t, work, "add", ".")
	git(t, work, "commit", "-q", "-m", "The first")
	git(t, dir, "clone", "-q", work, served)
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.contentDir, c.webhookSecret = filepath.Join(served, "content"), hookSecret
	})
	return r, repository{t, folder{t, filepath.Join(work, "content")}, folder{t, filepath.Join(served, "content")}}
}

// commit is what another author does.
func (r repository) commit(message string) {
	r.t.Helper()
	git(r.t, r.work.dir, "commit", "-q", "-a", "-m", message)
}

// call is a service that tells of a push, with a signature of its body.
func (b *browser) call(body, secret, header string) *answer {
	b.t.Helper()
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return b.do("POST", "/hooks/content", strings.NewReader(body), map[string]string{
		"Origin": "", "Sec-Fetch-Site": "", "Content-Type": "application/json", header: "sha256=" + hex.EncodeToString(mac.Sum(nil))})
}

const hubSignature = "X-Hub-Signature-256"

// A signed call pulls what passes the check; what does not leaves the old version
// where it was, and says why.
func TestContentWebhook(t *testing.T) {
	t.Parallel()
	r, repo := cloned(t)
	service, reader := r.visitor(t), r.visitor(t)
	shows := func(title string) bool { return strings.Contains(reader.get("/prompts").want(200).body, title) }

	repo.work.edit(coatCheck, "title: Coat check", "title: Hat check")
	repo.commit("Hats")
	for name, call := range map[string]func() *answer{
		"no signature":    func() *answer { return service.call("{}", hookSecret, "X-Something") },
		"another secret":  func() *answer { return service.call("{}", "guessed", hubSignature) },
		"an empty secret": func() *answer { return service.call("{}", "", hubSignature) },
		"another body": func() *answer {
			mac := hmac.New(sha256.New, []byte(hookSecret))
			mac.Write([]byte("{}"))
			return service.do("POST", "/hooks/content", strings.NewReader("{ }"), map[string]string{hubSignature: "sha256=" + hex.EncodeToString(mac.Sum(nil))})
		},
		"the beginning of the signature": func() *answer {
			mac := hmac.New(sha256.New, []byte(hookSecret))
			mac.Write([]byte("{}"))
			return service.do("POST", "/hooks/content", strings.NewReader("{}"), map[string]string{hubSignature: "sha256=" + hex.EncodeToString(mac.Sum(nil)[:1])})
		},
		"nothing behind the name": func() *answer {
			return service.do("POST", "/hooks/content", strings.NewReader("{}"), map[string]string{hubSignature: "sha256="})
		},
	} {
		if got := call(); got.status != http.StatusUnauthorized || !strings.Contains(got.body, "bad-signature") {
			t.Errorf("%s: %d %.200s, want 401", name, got.status, got.body)
		}
	}
	if shows("Hat check") || repo.served.read(coatCheck) == repo.work.read(coatCheck) {
		t.Fatal("something was pulled without a signature")
	}
	service.call(strings.Repeat("x", 2<<20), hookSecret, hubSignature).want(http.StatusRequestEntityTooLarge)
	service.get("/hooks/content").want(404)

	var done struct {
		Commit  string
		Changed bool
	}
	service.call(`{"ref": "refs/heads/main"}`, hookSecret, hubSignature).want(200).into(&done)
	if want := git(t, repo.work.dir, "rev-parse", "HEAD"); !done.Changed || done.Commit != want {
		t.Errorf("the call answers %+v, want commit %s", done, want)
	}
	if !shows("Hat check") {
		t.Error("readers do not get what was pulled as soon as the call is answered")
	}
	service.call("{}", hookSecret, "X-Signature-256").want(200).into(&done)
	if done.Changed {
		t.Error("a second call says that something has changed")
	}

	repo.work.edit(coatCheck, "title: Hat check", "titel: Umbrella check")
	repo.commit("Umbrellas")
	before := git(t, repo.served.dir, "rev-parse", "HEAD")
	var refused struct {
		Error    string
		Message  string
		Problems []string
	}
	service.call("{}", hookSecret, hubSignature).want(422).into(&refused)
	if refused.Error != "unfit" || len(refused.Problems) != 2 || !strings.HasPrefix(refused.Problems[1], "prompts/coat-check.md:2: ") {
		t.Errorf("the call is refused with %+v, want the lines of the check", refused)
	}
	if after := git(t, repo.served.dir, "rev-parse", "HEAD"); after != before || !shows("Hat check") || strings.Contains(repo.served.read(coatCheck), "Umbrella") {
		t.Error("what fails the check has been pulled")
	}
	repo.work.edit(coatCheck, "titel: Umbrella check", "title: Umbrella check")
	repo.commit("Mended")
	service.call("{}", hookSecret, hubSignature).want(200)
	if !shows("Umbrella check") {
		t.Error("what was mended has not come")
	}
}

// The button does the same, and what is in the way is said in words; the versions
// of git can be put side by side.
func TestAuthorPulls(t *testing.T) {
	t.Parallel()
	r, repo := cloned(t)
	author := r.person(t, "first")
	if page := author.get("/author").want(200).body; !strings.Contains(page, "The first") || !strings.Contains(page, "<code>main</code>") || !strings.Contains(page, "/hooks/content") {
		t.Errorf("the desk does not say where the folder stands: %.600s", page[strings.Index(page, "<h1>"):])
	}
	pull := func() *answer { t.Helper(); return author.post("/author/pull", url.Values{}) }
	landed := func(a *answer) string {
		t.Helper()
		return author.get(a.want(303).header.Get("Location")).want(200).body
	}
	if page := landed(pull()); !strings.Contains(page, "There is nothing new.") {
		t.Error("pulling nothing is not told")
	}
	repo.work.edit(coatCheck, "title: Coat check", "title: Hat check")
	repo.commit("Hats <b>and</b> more")
	if page := landed(pull()); !strings.Contains(page, "Pulled.") || !strings.Contains(page, "Hat check") || strings.Contains(page, "<b>and</b>") {
		t.Error("the pull is not told, or the subject of the commit is markup")
	}

	page := author.get("/author/prompt/coat-check").want(200).body
	refs := between(page, `name="from" value="`, `"`)
	if len(refs) != 2 || !strings.HasPrefix(refs[1], "git-") || !strings.Contains(page, "The first") {
		t.Fatalf("the versions are %v, want that in force and one of git", refs)
	}
	if diff := author.get("/author/prompt/coat-check/compare?from=" + refs[1] + "&to=" + refs[0]).want(200).body; !strings.Contains(diff, "<ins>Hat</ins>") {
		t.Error("a version of git cannot be compared")
	}
	for _, ref := range []string{"git---output=x", "git-HEAD", "git-" + strings.Repeat("0", 40)} {
		author.get("/author/prompt/coat-check/compare?from=" + url.QueryEscape(ref) + "&to=" + refs[0]).want(404)
	}

	repo.work.edit(coatCheck, "title: Hat check", "titel: Hat check")
	repo.commit("Broken")
	if page := pull().want(422).body; !strings.Contains(page, "Nothing was pulled") || !strings.Contains(page, "prompts/coat-check.md:2") {
		t.Error("a pull that fails the check does not say why")
	}
	repo.work.edit(coatCheck, "titel: Hat check", "title: Umbrella check")
	repo.commit("Mended")
	repo.served.edit(coatCheck, "title: Hat check", "title: My own")
	if page := pull().want(409).body; !strings.Contains(page, "Nothing was pulled") || !strings.Contains(page, "coat-check.md") {
		t.Errorf("a change of one's own in the way is not told")
	}
	if !strings.Contains(repo.served.read(coatCheck), "title: My own") {
		t.Error("a change of one's own was overwritten")
	}
}
