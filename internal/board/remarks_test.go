package board_test

import (
	"slices"
	"strings"
	"testing"

	"levelup/internal/board"
)

func TestRemarks(t *testing.T) {
	t.Parallel()
	const whole = "[client] Browser\n[balancer] nginx x2\n[service] API x4\n[database] Postgres with a replica\nBrowser -> nginx x2 -> API x4 -> Postgres with a replica"
	for name, test := range map[string]struct {
		text   string
		writes float64
		want   []string // rule, and what stands in the sentence
	}{
		"nothing":                    {"", 0, nil},
		"one part":                   {"API", 0, nil},
		"all is well":                {whole, 100, nil},
		"a part that stands alone":   {whole + "\n[queue] Jobs", 0, []string{"alone “Jobs”"}},
		"a remark is no part":        {whole + "\n# mind the cache", 0, nil},
		"data nowhere":               {"[client] Phone\nPhone -> Api x2 -> Other x2", 0, []string{"data comes to rest nowhere"}},
		"no way to the data":         {"[client] Phone\n[database] DB cluster\n[worker] W\nPhone -> API\nW -> DB cluster\nW -> API", 0, []string{"data No way leads from “Phone”"}},
		"a single one of each":       {"[client] Phone\n[database] Store\nPhone -> API -> Store", 0, []string{"single If “Store” stops", "single If “API” stops"}},
		"two ways around":            {"[client] Phone\n[database] Store group\nPhone -> A -> Store group\nPhone -> B -> Store group", 0, nil},
		"a circle":                   {whole + "\nPostgres with a replica -> X x2 -> API x4", 0, []string{"circle “API x4”, “Postgres with a replica”, “X x2”"}},
		"there and back":             {"[client] Phone\n[database] Store group\nPhone <-> API x2 <-> Store group", 0, nil},
		"many writes":                {whole, 12_300, []string{"writes some 12,000 writes a second wait for “Postgres"}},
		"very many writes":           {whole, 2_340_000, []string{"writes some 2.34 million writes"}},
		"many writes, and a queue":   {whole + "\n[queue] Jobs\nAPI x4 -> Jobs", 12_300, nil},
		"no more than three of them": {whole + "\n[queue] A\n[queue] B\n[queue] C\n[queue] D", 0, []string{"alone “A”", "alone “B”", "alone “C”"}},
	} {
		g, problems := board.Parse(test.text)
		if len(problems) > 0 {
			t.Fatalf("%s: %v", name, problems)
		}
		var got []string
		for _, r := range board.Remarks(g, test.writes) {
			got = append(got, r.Rule+" "+r.Text)
			if len(r.Parts) == 0 {
				t.Errorf("%s: %q is about nothing", name, r.Text)
			}
		}
		if !slices.EqualFunc(got, test.want, func(got, want string) bool {
			rule, words, _ := strings.Cut(want, " ")
			return strings.HasPrefix(got, rule+" ") && strings.Contains(got, words)
		}) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
