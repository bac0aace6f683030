package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/migrations"
)

// awaitPage asks for a page until it holds a text.
func (b *browser) awaitPage(path, text string) string {
	b.t.Helper()
	var body string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if body = b.get(path).want(http.StatusOK).body; strings.Contains(body, text) {
			return body
		}
	}
	b.t.Fatalf("%s never held %q:\n%.4000s", path, text, body)
	return ""
}

// An admin sees what runs by itself and can have it run.
func TestJobs(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		admin, ben := r.person(t, "ada"), r.person(t, "ben")
		page := admin.awaitPage("/admin/jobs", "each Sunday at 04:23 UTC")
		for _, title := range []string{"Grading", "Old sessions", "Discarded attempts", "Read notices", "Coaches’ claims", "Statistics of grading", "Whole database", "Accounts that leave", "Deadlines", "The interviewer", "Open streams", "Room to write"} {
			if !strings.Contains(page, "<h2>"+title+"</h2>") {
				t.Errorf("%q is not in the list", title)
			}
		}
		for _, title := range []string{"Nightly backup", "Content"} { // neither is set up here
			if strings.Contains(page, "<h2>"+title+"</h2>") {
				t.Errorf("%q is in the list", title)
			}
		}

		attempt := ben.begin("url-shortener", "practice")
		ben.save(attempt, "c", 1, 0, "clarify", "How many links are made each day?").want(http.StatusOK)
		ben.post(attempt+"/submit", nil).want(http.StatusSeeOther)
		ben.grade(attempt)
		if page := admin.get("/admin").want(http.StatusOK).body; !strings.Contains(page, "No day has been added up yet") {
			t.Error("the statistics are there before the night")
		}
		if to := admin.post("/admin/jobs/statistics/run", nil).want(http.StatusSeeOther).header.Get("Location"); to != "/admin/jobs?asked=statistics" {
			t.Errorf("it goes to %s", to)
		}
		admin.awaitPage("/admin/jobs?asked=statistics", "1 grade since 3 March in 1 row.")
		if page := admin.get("/admin").want(http.StatusOK).body; !strings.Contains(page, "<td>built-in</td><td class=\"n\">1</td>") {
			t.Error("the day is not in the statistics")
		}
		admin.post("/admin/jobs/integrity/run", nil).want(http.StatusSeeOther)
		admin.awaitPage("/admin/jobs", "Good: schema 11, ")
		admin.post("/admin/jobs/nothing/run", nil).want(http.StatusNotFound)
		ben.post("/admin/jobs/integrity/run", nil).want(http.StatusForbidden)
	})
}

// The nightly backup is made when its time comes, and can be brought back.
func TestTheNightlyBackup(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "backups")
	clock := dbtest.NewClock()
	r := start(t, dbtest.SQLite(t), func(c *config, s *serving) {
		s.now = clock.Now
		c.backups = backupConfig{folder, 2}
	})
	admin := r.person(t, "ada")
	admin.awaitPage("/admin/jobs", "each day at 03:17 UTC")
	admin.awaitPage("/admin/jobs", `datetime="2026-03-04T03:17:00.000Z"`)
	if files, err := os.ReadDir(folder); err != nil || len(files) > 0 {
		t.Fatalf("before the night: %v, %v", files, err)
	}
	attempt := admin.begin("url-shortener", "practice")
	admin.save(attempt, "c", 1, 0, "clarify", "Before the night.").want(http.StatusOK)
	for _, night := range []int{4, 5, 6} {
		clock.Set(time.Date(2026, time.March, night, 3, 17, 0, 0, time.UTC))
		name := clock.Now().Format("levelup-2006-01-02T150405Z.db")
		r.person(t, "ada").awaitPage("/admin/jobs", name+": schema 11, ")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) != 2 || !strings.HasSuffix(files[0], "levelup-2026-03-05T031700Z.db") {
		t.Fatalf("after three nights: %v, %v", files, err)
	}
	if page := r.person(t, "ada").get("/admin").want(http.StatusOK).body; !strings.Contains(page, "last backup 6 March 03:17 UTC") {
		t.Error("the overview does not say when the last backup was made")
	}

	restored := dbtest.SQLite(t)
	if _, err := db.Restore(t.Context(), files[1], restored, migrations.FS); err != nil {
		t.Fatal(err)
	}
	back := start(t, restored, func(_ *config, s *serving) { s.now = clock.Now }).person(t, "ada")
	if got := back.answerOf(attempt, "clarify"); got != "Before the night." {
		t.Errorf("brought back: %q", got)
	}
}

// A job that fails stands on the admin's pages until it does not, and on nobody else's.
func TestAFailedJobIsSeen(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) { c.backups = backupConfig{folder, 2} })
	admin, ben := r.person(t, "ada"), r.person(t, "ben")
	if err := os.Remove(folder); err != nil { // somebody takes the folder away and puts a file there
		t.Fatal(err)
	}
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	admin.post("/admin/jobs/backup/run", nil).want(http.StatusSeeOther)
	const alert = "Nightly backup failed: "
	admin.awaitPage("/admin/jobs", ">Failed")
	for _, path := range []string{"/admin", "/"} {
		if page := admin.get(path).want(http.StatusOK).body; !strings.Contains(page, alert) {
			t.Errorf("%s does not say that the backup failed", path)
		}
	}
	admin.awaitPage("/metrics", `levelup_job_failing{job="backup"} 1`)
	if strings.Contains(ben.get("/").want(http.StatusOK).body, alert) {
		t.Error("a learner is told that the backup failed")
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	admin.post("/admin/jobs/backup/run", nil).want(http.StatusSeeOther)
	admin.awaitPage("/admin/jobs", ": schema 11, ")
	admin.awaitPage("/metrics", `levelup_job_failing{job="backup"} 0`)
	for _, path := range []string{"/admin", "/"} {
		if page := admin.get(path).want(http.StatusOK).body; strings.Contains(page, alert) {
			t.Errorf("%s says still that the backup failed", path)
		}
	}
}

// A weekly look that finds something fails, with what is to be done.
func TestADamagedDatabaseIsFound(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, nil)
	b := background{database: d}
	if err := b.checkDatabase(t.Context()); err != nil {
		t.Errorf("a good database: %v", err)
	}
	for _, statement := range []string{"PRAGMA foreign_keys = 0", "INSERT INTO person_roles (person_id, role) VALUES ('nobody', 'coach')"} {
		if _, err := d.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.checkDatabase(t.Context()); err == nil || !strings.Contains(err.Error(), "person_roles points to a row") || !strings.Contains(err.Error(), "levelup restore") {
		t.Errorf("a damaged database: %v", err)
	}
}

// Problems in a folder of content are an alert until they are mended.
func TestContentIsLookedThrough(t *testing.T) {
	t.Parallel()
	r, files := press(t, dbtest.SQLite(t), nil)
	admin := r.person(t, "ada")
	admin.awaitPage("/admin/jobs", "1 chapter and 1 prompt, no problems.")
	whole := files.read(coatCheck)
	files.write(coatCheck, "---\ntitle: [\n---\n")
	admin.awaitPage("/admin", "1 problem<")
	admin.post("/admin/jobs/content/run", nil).want(http.StatusSeeOther)
	admin.awaitPage("/", "Content failed: 1 problem in the content: "+coatCheck)
	files.write(coatCheck, whole)
	admin.awaitPage("/admin", "no problems")
	admin.post("/admin/jobs/content/run", nil).want(http.StatusSeeOther)
	admin.awaitPage("/admin/jobs", "asked for, ")
	if page := admin.get("/").want(http.StatusOK).body; strings.Contains(page, "Content failed") {
		t.Error("the desk still says that the content failed")
	}
}
