package calc_test

import (
	"testing"

	"levelup/internal/calc"
)

func TestStatement(t *testing.T) {
	t.Parallel()
	for _, tt := range [][2]string{
		{"10M users at 10 requests/day in QPS", "10M users at 10 requests/day = 1.16k requests/s"},
		{"posts = 300M users at 2 posts/day in posts/s # a guess", "posts = 300M users at 2 posts/day = 6.94k posts/s"},
		{"  2 + 2 =", "2 + 2 = 4"},
		{"90 min as hours to s", "90 min = 5,400 s"},
		{"(10 GB in MB)", "(10 GB in MB) = 10,000 MB"},
		{"(1 + 2) GB in MB", "(1 + 2) GB = 3,000 MB"},
		{"(2 GB in MB) * 3", "(2 GB in MB) * 3 = 6 GB"},
		{"# nothing", ""},
		{"1 +", ""},
		{"", ""},
	} {
		r := calc.Eval(tt[0])
		if got := r.Statement(); got != tt[1] {
			t.Errorf("Statement of %q = %q, want %q", tt[0], got, tt[1])
		}
	}
}
