package calc_test

import (
	"testing"

	"levelup/internal/calc"
)

func TestHelpExamplesAreAsTheySay(t *testing.T) {
	t.Parallel()
	for _, topic := range calc.Help() {
		for _, e := range topic.Entries {
			lines := []string{"10 GB", e.Example}
			if r := calc.Lines(lines)[1]; r.Err != nil || r.Display == "" || len(r.Doubts) > 0 {
				t.Errorf("%s: the example %q comes to %q, %v, %v", e.Form, e.Example, r.Display, r.Err, r.Doubts)
			}
		}
	}
}
