package calc_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"levelup/internal/calc"
)

// spelling is a unit as we write it, and as GNU units and qalc do.
type spelling struct{ ours, theirs string }

var (
	times = []spelling{
		{"ns", "nanosecond"}, {"µs", "microsecond"}, {"ms", "millisecond"}, {"s", "second"},
		{"min", "minute"}, {"h", "hour"}, {"days", "day"}, {"weeks", "week"},
	}
	sizes = []spelling{
		{"bits", "bit"}, {"B", "byte"}, {"KB", "kilobyte"}, {"MB", "megabyte"}, {"GB", "gigabyte"}, {"TB", "terabyte"}, {"PB", "petabyte"}, {"EB", "exabyte"},
		{"KiB", "kibibyte"}, {"MiB", "mebibyte"}, {"GiB", "gibibyte"}, {"TiB", "tebibyte"},
		{"kbit", "kilobit"}, {"Mbit", "megabit"}, {"Gbit", "gigabit"}, {"Tbit", "terabit"},
	}
	amounts = []string{"1", "3", "0.7", "86.4", "1234567", "0.000045"}
)

// question is a calculation in both languages.
type question struct{ ours, have, want string }

// questions are conversions of times, sizes and rates, and products of a rate
// with a time, by all pairs of units. Each literal stands in brackets, since GNU
// units binds a product by juxtaposition otherwise.
func questions() []question {
	var out []question
	n := 0
	amount := func() string { n++; return amounts[n%len(amounts)] }
	ask := func(have, haveTheirs, want, wantTheirs string) {
		out = append(out, question{have + " in " + want, haveTheirs, wantTheirs})
	}
	for _, family := range [][]spelling{times, sizes} {
		for _, from := range family {
			for _, to := range family {
				x := amount()
				ask("("+x+" "+from.ours+")", "("+x+" "+from.theirs+")", to.ours, to.theirs)
			}
		}
	}
	for i, from := range sizes {
		for j, per := range times {
			to, every := sizes[(i*5+j*3+1)%len(sizes)], times[(i+j*5+2)%len(times)]
			x, y := amount(), amount()
			rate, theirs := fmt.Sprintf("(%s %s/%s)", x, from.ours, per.ours), fmt.Sprintf("(%s %s/%s)", x, from.theirs, per.theirs)
			ask(rate, theirs, to.ours+"/"+every.ours, to.theirs+"/"+every.theirs)
			for _, span := range times {
				ask(rate+" * ("+y+" "+span.ours+")", theirs+" * ("+y+" "+span.theirs+")", to.ours, to.theirs)
			}
		}
	}
	return out
}

// The other calculators agree to nine digits.
func TestAgreesWithGNUUnits(t *testing.T) {
	t.Parallel()
	asked := questions()
	var script strings.Builder
	for _, q := range asked {
		script.WriteString(q.have + "\n" + q.want + "\n")
	}
	agree(t, asked, ask(t, "units", script.String(), "-q", "-t", "-o", "%.17g"))
}

func TestAgreesWithQalc(t *testing.T) {
	t.Parallel()
	asked := questions()
	var script strings.Builder
	for _, q := range asked {
		script.WriteString("(" + q.have + ") / (1 " + strings.ReplaceAll(q.want, "/", " / 1 ") + ")\n")
	}
	file := filepath.Join(t.TempDir(), "questions")
	if err := os.WriteFile(file, []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	agree(t, asked, ask(t, "qalc", "", "-t", "-set", "precision 15", "-set", "unicode off", "-f", file))
}

// ask runs another calculator once.
func ask(t *testing.T, program, input string, args ...string) []string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing; on Debian: apt-get install units qalc", program)
		}
		t.Skipf("%s is missing; on Debian: apt-get install units qalc", program)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Stdin = strings.NewReader(input)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "LC_ALL=C.UTF-8")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

var figure = regexp.MustCompile(`^-?[0-9.]+(?:[eE][-+]?[0-9]+)?`)

func agree(t *testing.T, asked []question, answers []string) {
	t.Helper()
	if len(asked) < 1000 {
		t.Fatalf("%d questions, want at least 1000", len(asked))
	}
	if len(answers) != len(asked) {
		t.Fatalf("%d answers to %d questions", len(answers), len(asked))
	}
	wrong := 0
	for i, q := range asked {
		want, err := strconv.ParseFloat(figure.FindString(answers[i]), 64)
		if err != nil {
			t.Fatalf("%s: the answer %q is no number", q.have, answers[i])
		}
		got := calc.Eval(q.ours)
		if got.Err != nil || math.Abs(got.Value-want) > 1e-9*math.Abs(want) {
			if wrong++; wrong <= 10 {
				t.Errorf("%s = %v (%v), want %v", q.ours, got.Value, got.Err, want)
			}
		}
	}
}
