package calc_test

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/calc"
)

var update = flag.Bool("update", false, "write what the calculator answers into the scripts; read the difference")

// A script is paragraphs: a worksheet's lines, each with what it comes to below
// it, after a tab. Remarks that begin a line with ## are about the script.
func TestScripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.calc")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	expressions := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want, got strings.Builder
		for paragraph := range strings.SplitSeq(strings.TrimSpace(string(source)), "\n\n") {
			var lines []string
			var about []string
			scan := bufio.NewScanner(strings.NewReader(paragraph))
			for scan.Scan() {
				switch line := scan.Text(); {
				case strings.HasPrefix(line, "##"):
					about = append(about, line)
				case !strings.HasPrefix(line, "\t"):
					lines = append(lines, line)
				}
			}
			want.WriteString(paragraph + "\n\n")
			for _, a := range about {
				got.WriteString(a + "\n")
			}
			for _, r := range calc.Lines(lines) {
				got.WriteString(answer(r))
				expressions++
			}
			got.WriteString("\n")
		}
		if *update {
			if err := os.WriteFile(file, []byte(strings.TrimRight(got.String(), "\n")+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(want.String(), got.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
	if expressions < 300 {
		t.Errorf("the scripts have %d expressions, want at least 300", expressions)
	}
}

func answer(r calc.Result) string {
	out := r.Input + "\n"
	switch {
	case r.Err != nil:
		out += fmt.Sprintf("\t! %d+%d %s\n", r.Err.Column, r.Err.Width, r.Err)
		if r.Err.Instead != "" {
			out += "\t> " + r.Err.Instead + "\n"
		}
	case !r.Blank:
		out += "\t" + r.Display
		if r.Exact != r.Display {
			out += " = " + r.Exact
		}
		out += "\n"
		for _, d := range r.Doubts {
			out += "\t? " + d + "\n"
		}
	}
	return out
}
