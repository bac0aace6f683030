package match

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"levelup/internal/measure"
)

// TestAblation prints the table of the package comment: what the comparison with
// a reference is worth without each of its parts, on the files of answers that
// LEVELUP_EVAL_ANSWERS names, separated by spaces, in the format of
// levelup eval answers.
func TestAblation(t *testing.T) {
	files := strings.Fields(os.Getenv("LEVELUP_EVAL_ANSWERS"))
	if len(files) == 0 {
		t.Skip("LEVELUP_EVAL_ANSWERS names no file")
	}
	parts := []struct {
		name    string
		without rules
	}{
		{"all of it", rules{}},
		{"without rarity", rules{rarity: true}},
		{"without the echo", rules{echo: true}},
		{"without letters", rules{letters: true}},
		{"without families", rules{family: true}},
		{"without pairs", rules{pairs: true}},
		{"without pieces", rules{pieces: true}},
		{"without poles", rules{poles: true}},
		{"without swaps", rules{swaps: true}},
		{"without precision", rules{precision: true}},
	}
	for _, file := range files {
		rows := readRows(t, file)
		var references []string
		seen := make(map[string]bool)
		for _, r := range rows {
			if !seen[r["reference"]] {
				seen[r["reference"]] = true
				references = append(references, r["reference"])
			}
		}
		weights := Rarity(references)
		for _, part := range parts {
			ready := make(map[string]*Reference)
			var said, given, right, wrong []float64
			for _, r := range rows {
				key := r["question"] + "\t" + r["reference"]
				if ready[key] == nil {
					ready[key] = newReference(r["question"], r["reference"], weights, part.without)
				}
				v := ready[key].Score(r["answer"])
				said, given = append(said, v), append(given, number(t, r["score"])/number(t, r["max"]))
				switch r["label"] {
				case "correct":
					right = append(right, v)
				case "contradictory":
					wrong = append(wrong, v)
				}
			}
			t.Logf("%-18s r %.3f  AUC %.3f", part.name, measure.Pearson(said, given), measure.AUC(right, wrong))
		}
	}
}

func readRows(t *testing.T, file string) []map[string]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	names := strings.Split(head, "\t")
	var out []map[string]string
	for line := range strings.SplitSeq(body, "\n") {
		row := make(map[string]string)
		for i, field := range strings.Split(line, "\t") {
			row[names[i]] = field
		}
		out = append(out, row)
	}
	return out
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
