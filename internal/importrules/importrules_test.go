package importrules_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/importrules"
)

func TestTheProgramKeepsTheRules(t *testing.T) {
	t.Parallel()
	found, err := importrules.Check(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range found {
		t.Error(line)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, source string
		want         string // "" when it is allowed
	}{
		{"cmd/levelup/serve.go", `import "levelup/internal/db"`, ""},
		{"cmd/levelup/serve.go", `import "os"; var _ = os.Getenv("X")`, ""},
		{"web/site/routes.go", `import "levelup/web/home"`, ""},
		{"web/site/routes.go", `import "levelup/content"`, "web/site imports content: the site mounts"},
		{"web/home/home.go", `import "levelup/internal/interview"`, ""},
		{"web/home/home.go", `import "levelup/internal/db"`, "web/home imports internal/db: a page asks a noun"},
		{"web/home/home.go", `import "levelup/web/prompts"`, "web/home imports web/prompts: a feature asks nouns"},
		{"web/home/home.go", `import "levelup/web/site"`, "web/home imports web/site: a feature asks nouns"},
		{"web/attempts/room/room.go", `import "levelup/web/attempts"`, ""},
		{"web/attempts/attempts.go", `import "levelup/web/attempts/room"`, ""},
		{"web/attempts/room/room.go", `import "levelup/internal/db"`, "a page asks a noun"},
		{"web/attempts/room/room.go", `import "levelup/web/home"`, "a feature asks nouns"},
		{"web/ui/ui.go", `import "levelup/web/home"`, "web/ui imports web/home"},
		{"web/home/home.go", `import "levelup/migrations"`, "web/home imports migrations"},
		{"internal/interview/store.go", `import "levelup/internal/account"`, ""},
		{"internal/account/store.go", `import "levelup/internal/interview"`, "internal/account imports internal/interview"},
		{"internal/interview/store.go", `import "levelup/web/ui"`, "internal/interview imports web/ui"},
		{"internal/interview/store.go", `import "levelup/internal/grading"`, "internal/interview imports internal/grading"},
		{"internal/grading/rubric.go", `import "levelup/internal/match"`, ""},
		{"internal/match/agree.go", `import "levelup/internal/calc"`, ""},
		{"internal/match/agree.go", `import "levelup/internal/curriculum"`, "internal/match imports internal/curriculum: the matcher compares words"},
		{"internal/calc/prose.go", `import "levelup/internal/match"`, "internal/calc imports internal/match: the calculator needs nobody"},
		{"internal/grading/rubric.go", `import "levelup/internal/db"`, "an engine has no SQL"},
		{"internal/grading/rubric.go", `import "database/sql"`, "internal/grading imports database/sql: an engine has no SQL"},
		{"internal/grading/rubric.go", `import "net/http/httptest"`, "an engine has no SQL and no HTTP"},
		{"internal/grading/record/store.go", `import "database/sql"`, ""},
		{"internal/grading/rubric.go", "import \"time\"\n\nvar _ = time.Now()", "file.go:3: internal/grading uses time.Now: an engine is given the time"},
		{"internal/grading/rubric.go", `import clock "time"; var _ = clock.Since`, "uses time.Since"},
		{"internal/grading/rubric.go", `import "time"; var _ = time.Second`, ""},
		{"internal/interview/store.go", `import "time"; var _ = time.Now()`, ""},
		{"internal/interview/store.go", `import "os"; var _ = os.Getenv("X")`, "only the program reads the environment"},
		{"internal/jobs/jobs.go", `import "levelup/internal/interview"`, "jobs know no domain"},
		{"internal/oauth/oauth.go", `import "levelup/internal/account"`, "it knows no account of ours"},
		{"internal/checkout/pull.go", `import "levelup/internal/curriculum"`, "a checkout is git's"},
		{"internal/db/group.go", `import "github.com/prometheus/client_golang/prometheus"`, "what is counted is told to internal/metrics"},
		{"cmd/levelup/insight.go", `import "github.com/prometheus/client_golang/prometheus"`, "what is counted is told to internal/metrics"},
		{"internal/metrics/metrics.go", `import "github.com/prometheus/client_golang/prometheus"`, ""},
		{"internal/metrics/metrics.go", `import "levelup/internal/db"`, "they know nobody"},
		{"internal/fault/fault.go", `import "levelup/internal/db"`, "standard library only"},
		{"internal/db/db.go", `import "levelup/migrations"`, "internal/db imports migrations"},
		{"internal/account/store.go", `import "levelup/internal/db/dbtest"`, "it exists for tests"},
		{"internal/account/store.go", `import "testing"`, "internal/account imports testing: it exists for tests"},
		{"internal/account/store_test.go", `import "levelup/internal/db/dbtest"`, ""},
		{"internal/util/util.go", `import "levelup/internal/fault"`, "no rule covers internal/util"},
		{"internal/account/testdata/x.go", `import "levelup/web/site"`, ""},
	} {
		tree := fstest.MapFS{test.file: {Data: []byte("package p; " + test.source)}}
		got, err := importrules.Check(tree)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Replace(test.want, "file.go", test.file, 1)
		if test.want == "" {
			if diff := cmp.Diff([]string(nil), got); diff != "" {
				t.Errorf("Check(%s: %s): -want +got\n%s", test.file, test.source, diff)
			}
			continue
		}
		if len(got) != 1 || !strings.Contains(got[0], want) || !strings.HasPrefix(got[0], test.file+":") {
			t.Errorf("Check(%s: %s) = %q, want one line with %q", test.file, test.source, got, want)
		}
	}
}

// A tool has a module, and so rules, of its own.
func TestCheckLeavesOtherModulesAlone(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{
		"tools/go.mod":       {Data: []byte("module tools")},
		"tools/dev/main.go":  {Data: []byte(`package main; import "levelup/web/site"`)},
		"web/home/broken.go": {Data: []byte("package home; import (")},
	}
	got, err := importrules.Check(tree)
	if len(got) > 0 || err == nil || !strings.Contains(err.Error(), "web/home/broken.go") {
		t.Errorf("Check = %q, %v, want no line and an error that names the broken file", got, err)
	}
}
