package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/migrations"
)

// unzipped is a zip by name.
func unzipped(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := out[f.Name]; twice {
			t.Errorf("%s stands in the zip twice", f.Name)
		}
		out[f.Name] = string(text)
	}
	return out
}

// exported runs the command.
func exported(t *testing.T, database, mail string) (code int, said string, files map[string]string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "all.zip")
	var stderr bytes.Buffer
	code = run(t.Context(), []string{"export", "--user", mail, name}, func(key string) string {
		if key == "LEVELUP_DATABASE_URL" {
			return database
		}
		return ""
	}, nil, io.Discard, &stderr)
	data, err := os.ReadFile(name)
	if code == exitDone && err != nil {
		t.Fatal(err)
	}
	if code == exitDone {
		files = unzipped(t, data)
	}
	return code, stderr.String(), files
}

// Everything that is held about somebody can be handed out, and nothing of others.
func TestExport(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := address(t)
			r := start(t, database, nil)
			ada, eve := r.person(t, "ada"), r.person(t, "eve")
			ended := ada.begin("url-shortener", "practice")
			ada.save(ended, "c", 1, 0, "clarify", "Hedgehogs hibernate, so reads fall in winter.").want(http.StatusOK)
			ada.post(ended+"/submit", nil).want(http.StatusSeeOther)
			ada.grade(ended)
			ada.post(ended+"/self", url.Values{"skip": {"1"}}).want(http.StatusSeeOther)
			running := ada.begin("url-shortener", "practice")
			ada.save(running, "c", 1, 0, "map", "Badgers dig.").want(http.StatusOK)
			ada.post(running+"/answer", url.Values{"step": {"map"}, "board": {"[queue] Jobs"}, "boardbase": {"0"}}).want(http.StatusSeeOther)
			ada.post("/learn/database/quiz", url.Values{"question": {"many-users"}, "choice": {"1"}}).want(http.StatusSeeOther)
			hers := eve.begin("chat", "practice")
			eve.save(hers, "c", 1, 0, "clarify", "Porcupines prickle.").want(http.StatusOK)

			code, said, files := exported(t, database, "ADA@example.org")
			if code != exitDone {
				t.Fatalf("export = %d, %s", code, said)
			}
			var all strings.Builder
			documents := 0
			for name, text := range files {
				all.WriteString(text)
				if strings.HasPrefix(name, "attempts/") {
					documents++
				}
				if strings.HasPrefix(name, "data/") && !json.Valid([]byte(text)) {
					t.Errorf("%s is no JSON", name)
				}
			}
			if documents != 2 {
				t.Errorf("%d attempts can be read, want 2 of one prompt on one day", documents)
			}
			for _, part := range []string{"ada@example.org", "Hedgehogs hibernate", "Badgers dig.", "[queue] Jobs", "It runs still", "The one thing to do next", `"question": "many-users"`, `"user_agent"`} {
				if !strings.Contains(all.String(), part) {
					t.Errorf("the export lacks %q", part)
				}
			}
			for _, part := range []string{"Porcupines", "eve@example.org", "token_hash"} {
				if strings.Contains(all.String(), part) {
					t.Errorf("the export holds %q", part)
				}
			}

			if code, said, _ := exported(t, database, "nobody@example.org"); code != exitFailed || !strings.Contains(said, "no such account") {
				t.Errorf("export of nobody = %d, %s", code, said)
			}
		})
	}
}

// notHanded are tables that are about somebody and yet not in an export, and why.
var notHanded = map[string]string{
	"snapshots": "the events say the same",
	"trips":     "of ten minutes, on the way to a provider",
	"offers":    "of ten minutes, on the way back",
}

// A table that hangs on a person or an attempt is in the export, or there is a reason.
func TestExportKnowsEveryTable(t *testing.T) {
	t.Parallel()
	database := dbtest.SQLite(t)
	start(t, database, nil).person(t, "ada")
	_, _, files := exported(t, database, "ada@example.org")
	d, err := db.Open(t.Context(), database, db.Options{Migrations: migrations.FS})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close() //nolint:errcheck // only read
	parents := map[string][]string{}
	if err := d.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var table, parent string
			err := into(&table, &parent)
			parents[table] = append(parents[table], parent)
			return err
		}, `SELECT m.name, f."table" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`)
	}); err != nil {
		t.Fatal(err)
	}
	about := map[string]bool{"people": true}
	for grown := true; grown; {
		grown = false
		for table, of := range parents {
			if !about[table] && slices.ContainsFunc(of, func(parent string) bool { return about[parent] }) {
				about[table], grown = true, true
			}
		}
	}
	if len(about) < 12 {
		t.Fatalf("only %d tables are about people: %v", len(about), about)
	}
	for table := range about {
		_, exported := files["data/"+table+".json"]
		if _, excused := notHanded[table]; exported == excused {
			t.Errorf("the table %s: in the export %v, excused %v", table, exported, excused)
		}
	}
}
