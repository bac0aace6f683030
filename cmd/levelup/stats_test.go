package main

import (
	"bytes"
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"levelup/internal/curriculum"
)

// What content check --stats counts of the shipped content is what a finished
// chapter and a finished prompt are defined by.
func TestShippedContentIsFinished(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"content", "check", "--stats"}, func(string) string { return "" }, strings.NewReader(""), &out, &errs)
	if code != 0 || errs.Len() > 0 {
		t.Fatalf("content check = %d:\n%s", code, errs.String())
	}
	chapter := regexp.MustCompile(`(?m)^([a-z-]+): (\d+) words, (\d+) sections, (\d+) quiz questions, (\d+) tables, (\d+) blocks of code run$`)
	var chapters []string
	for _, m := range chapter.FindAllStringSubmatch(out.String(), -1) {
		n := numbers(t, m[2:])
		chapters = append(chapters, m[1])
		if n[0] < 1500 || n[0] > 3000 || n[2] < 5 {
			t.Errorf("%s has %d words and %d quiz questions, want 1,500 to 3,000 and 5 at least", m[1], n[0], n[2])
		}
	}
	var want []string
	for _, unit := range curriculum.Chapters {
		want = append(want, unit.Slug)
	}
	if strings.Join(chapters, " ") != strings.Join(want, " ") {
		t.Errorf("the chapters are %v, want %v in this order", chapters, want)
	}

	prompt := regexp.MustCompile(`(?m)^([a-z-]+): (\d+) words, (\d+) clarifications, (\d+) probes, (\d+) samples\n((?:  .*\n)+)`)
	level := regexp.MustCompile(`^  (\S+) +mid (\d+) senior (\d+) staff (\d+)$`)
	prompts := map[string]bool{}
	for _, m := range prompt.FindAllStringSubmatch(out.String(), -1) {
		prompts[m[1]] = true
		n := numbers(t, m[2:5])
		if n[1] < 10 || n[2] < 5 {
			t.Errorf("%s has %d clarifications and %d probes, want 10 and one a step at least", m[1], n[1], n[2])
		}
		if samples := numbers(t, m[5:6])[0]; samples < 3 {
			t.Errorf("%s has %d samples, want 3 at least", m[1], samples)
		}
		lines := strings.Split(strings.TrimSuffix(m[6], "\n"), "\n")
		if len(lines) != len(curriculum.Criteria) {
			t.Errorf("%s has points under %d criteria, want five", m[1], len(lines))
		}
		for _, line := range lines {
			c := level.FindStringSubmatch(line)
			if c == nil {
				t.Errorf("%s: no counts in %q", m[1], line)
				continue
			}
			if n := numbers(t, c[2:]); n[0] < 3 || n[1] < 1 || n[2] < 1 || n[0]+n[1]+n[2] < 5 {
				t.Errorf("%s has %v points at mid, senior and staff under %s, want 3, 1 and 1 at least, and 5 in all", m[1], n, c[1])
			}
		}
	}
	for _, owed := range []string{"twitter", "people-search", "job-scheduler", "rate-limiter", "url-shortener", "chat"} {
		if !prompts[owed] {
			t.Errorf("the prompt %s is missing", owed)
		}
	}
	if len(prompts) < 12 {
		t.Errorf("%d prompts, want 12 at least", len(prompts))
	}
}

func numbers(t *testing.T, texts []string) (out []int) {
	t.Helper()
	for _, text := range texts {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, n)
	}
	return out
}
