package curriculum_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"levelup/internal/curriculum"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is found into testdata")

const mutations = "testdata/mutations.txt"

// mutation is one entry of testdata/mutations.txt: a change of a good content
// folder and all problems that it makes.
type mutation struct {
	name    string
	changes []change
	want    []string
}

// change replaces lines of a file by others.
type change struct {
	file     string
	old, new string
}

func TestGoodContentHasNoProblems(t *testing.T) {
	t.Parallel()
	_, problems := curriculum.Load(os.DirFS("testdata/content"))
	for _, p := range problems {
		t.Error(p)
	}
}

func TestMutations(t *testing.T) {
	all := readMutations(t)
	if len(all) < 40 {
		t.Fatalf("%s holds %d mutations, want 40 or more", mutations, len(all))
	}
	for i, m := range all {
		t.Run(m.name, func(t *testing.T) {
			var got []string
			_, problems := curriculum.Load(m.apply(t))
			for _, p := range problems {
				kind := "owed"
				if p.Broken {
					kind = "broken"
				} else if p.Unfinished {
					kind = "unfinished"
				}
				got = append(got, fmt.Sprintf("%s %s", kind, p))
			}
			if *update {
				all[i].want = got
			} else if diff := cmp.Diff(m.want, got); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s", diff)
			}
			if len(got) == 0 {
				t.Error("the mutation makes no problem")
			}
		})
	}
	if *update {
		writeMutations(t, all)
	}
}

// apply returns the good folder with the changes made.
func (m mutation) apply(t *testing.T) fs.FS {
	t.Helper()
	fsys := goodContent(t)
	for _, c := range m.changes {
		if c.old == "" {
			fsys[c.file] = &fstest.MapFile{Data: []byte(c.new)}
			continue
		}
		source := string(fsys[c.file].Data)
		if !strings.Contains(source, c.old) {
			t.Fatalf("%s does not hold the lines %q", c.file, c.old)
		}
		fsys[c.file] = &fstest.MapFile{Data: []byte(strings.Replace(source, c.old, c.new, 1))}
	}
	return fsys
}

// goodContent is testdata/content as a map that a test may change.
func goodContent(t testing.TB) fstest.MapFS {
	t.Helper()
	return inMemory(t, os.DirFS("testdata/content"))
}

func inMemory(t testing.TB, disk fs.FS) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	err := fs.WalkDir(disk, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(disk, path)
		fsys[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// readMutations reads the entries: a name after "#", a file after "@" (the
// prompt where there is none), lines that go after "-", lines that come after
// "+", and after "!" each problem. Comments begin with ";".
func readMutations(t *testing.T) []mutation {
	t.Helper()
	source, err := os.ReadFile(mutations)
	if err != nil {
		t.Fatal(err)
	}
	var all []mutation
	file, previous := "", byte('#')
	for n, line := range strings.Split(string(source), "\n") {
		if line == "" || line[0] == ';' {
			continue
		}
		sign, rest := line[0], line[1:]
		if sign == '#' {
			all = append(all, mutation{name: strings.TrimSpace(rest)})
			file = "prompts/coat-check.md"
		}
		m := &all[len(all)-1]
		if (sign == '-' && previous != '-') || (sign == '+' && previous != '-' && previous != '+') {
			m.changes = append(m.changes, change{file: file})
		}
		switch sign {
		case '#':
		case '@':
			file = strings.TrimSpace(rest)
		case '-':
			m.changes[len(m.changes)-1].old += rest + "\n"
		case '+':
			m.changes[len(m.changes)-1].new += rest + "\n"
		case '!':
			m.want = append(m.want, strings.TrimSpace(rest))
		default:
			t.Fatalf("%s:%d: a line begins with one of # @ - + ! ;", mutations, n+1)
		}
		previous = sign
	}
	return all
}

func writeMutations(t *testing.T, all []mutation) {
	t.Helper()
	old, err := os.ReadFile(mutations)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	next := 0
	flush := func() {
		if next > 0 {
			for _, want := range all[next-1].want {
				fmt.Fprintf(&out, "! %s\n", want)
			}
		}
	}
	for line := range strings.Lines(string(old)) {
		if line[0] == '!' {
			continue
		}
		if line[0] == '\n' || line[0] == '#' {
			flush()
			if next > 0 && line[0] == '\n' {
				all[next-1].want = nil
			}
		}
		if line[0] == '#' {
			next++
		}
		out.WriteString(line)
	}
	flush()
	if err := os.WriteFile(mutations, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
