package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levelup/internal/tsv"
)

func TestReadAnswers(t *testing.T) {
	t.Parallel()
	const head = "question\treference\tanswer\tscore\tmax\n"
	tests := []struct {
		name, in, wrong string
		n               int
	}{
		{"as editors on Windows write it", "\ufeff" + strings.ReplaceAll(head+"q\tr\ta\t1\t2\n\nq\tr\t\t0\t2\n", "\n", "\r\n"), "", 2},
		{"quotes are letters", head + "\"q\tr\"\ta \"b\"\t1\t2", "", 1},
		{"a long line", head + "q\tr\t" + strings.Repeat("word ", 150_000) + "\t1\t2", "", 1},
		{"too long a line", head + "q\tr\ta\t1\t2\nq\tr\t" + strings.Repeat("a", tsv.LongestLine) + "\t1\t2", ":3: the line is longer than 1 MiB", 0},
		{"no number", head + "q\tr\ta\t1e999\t2", ":2: score is \"1e999\"; write a number", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "a.tsv")
			if err := os.WriteFile(file, []byte(tt.in), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := readAnswers(file)
			if len(got) != tt.n || (err == nil) != (tt.wrong == "") {
				t.Fatalf("readAnswers = %d answers, %v, want %d and an error: %q", len(got), err, tt.n, tt.wrong)
			}
			if err != nil && !strings.Contains(err.Error(), file+tt.wrong) {
				t.Errorf("error = %q, want %q in it", err, file+tt.wrong)
			}
		})
	}
}
