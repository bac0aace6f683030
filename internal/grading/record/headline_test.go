package record_test

import (
	"testing"

	"levelup/internal/grading"
	"levelup/internal/grading/record"
)

func TestWhichGradeCounts(t *testing.T) {
	t.Parallel()
	made := func(grader string, overall float64, flags ...string) record.Record {
		return record.Record{Attempt: "a", Grader: grader, State: record.Done, Grade: grading.Grade{Grader: grader, Overall: overall, Flags: flags}}
	}
	newer := func(r record.Record) record.Record { r.Newer, r.Rubric = true, "v2"; return r }
	failed := record.Record{Attempt: "a", Grader: grading.ByModel, State: record.Failed}
	for _, test := range []struct {
		name    string
		records []record.Record
		want    float64 // 0: none
		shown   int
	}{
		{"none", nil, 0, 0},
		{"the built-in one's newest", []record.Record{made("rubric", 1), made("rubric", 2)}, 2, 1},
		{"the model's, though it came first", []record.Record{made("model", 3), made("rubric", 2)}, 3, 2},
		{"the model's, though a newer one failed", []record.Record{made("model", 3), made("rubric", 2), failed}, 3, 2},
		{"the built-in one's, where the model failed", []record.Record{made("rubric", 2), failed}, 2, 1},
		{"the model's, where a criterion fell back", []record.Record{made("rubric", 2), made("model", 3, "fallback:communication")}, 3, 2},
		{"the model's, where it is unsure", []record.Record{made("rubric", 2), made("model", 3, "unsure:communication")}, 3, 2},
		{"the model's of next to nothing", []record.Record{made("rubric", 1), made("model", 1, grading.FlagEmpty)}, 1, 2},
		{"not one that is flagged", []record.Record{made("rubric", 2), made("model", 4, grading.FlagInjection)}, 2, 1},
		{"not one that is far above", []record.Record{made("rubric", 2), made("model", 4, "fallback:communication", grading.FlagFar)}, 2, 1},
		{"a flagged built-in one, where there is no other", []record.Record{made("rubric", 2, grading.FlagInjection)}, 2, 1},
		{"none, when the flagged one is all", []record.Record{made("model", 4, grading.FlagBeside)}, 0, 0},
		{"not one by a newer rubric", []record.Record{made("rubric", 2), newer(made("rubric", 3)), newer(made("model", 4))}, 2, 1},
		{"one by a newer rubric where there is no other", []record.Record{failed, newer(made("rubric", 3)), newer(made("model", 3.5))}, 3.5, 2},
		{"the coach's", []record.Record{made("coach", 3.5), made("rubric", 2), made("model", 4)}, 3.5, 3},
	} {
		got, shown := 0.0, record.Shown(test.records)
		if len(shown) > 0 {
			got = shown[0].Grade.Overall
		}
		if got != test.want || len(shown) != test.shown {
			t.Errorf("%s: %.2f of %d shown, want %.2f of %d", test.name, got, len(shown), test.want, test.shown)
		}
		if g := record.Counting(test.records)["a"]; (g == nil) != (test.want == 0) || g != nil && g.Overall != test.want {
			t.Errorf("%s: Counting = %+v, want %.2f", test.name, g, test.want)
		}
	}
}

// Of several rubrics that came later the grades by the latest are set beside.
func TestTheLatestOfSeveralRubrics(t *testing.T) {
	t.Parallel()
	by := func(grader, rubric string, overall float64) record.Record {
		return record.Record{Attempt: "a", Grader: grader, Rubric: rubric, Newer: rubric != "v1", State: record.Done, Grade: grading.Grade{Grader: grader, Overall: overall}}
	}
	all := []record.Record{by("rubric", "v1", 1), by("rubric", "v2", 2), by("model", "v2", 2.5), by("rubric", "v3", 3)}
	if got := record.Newer(all); len(got) != 1 || got[0].Rubric != "v3" {
		t.Errorf("Newer = %+v, want the one by v3 alone", got)
	}
	if got := record.Newer(all[:1]); len(got) != 0 {
		t.Errorf("Newer = %+v, want none", got)
	}
}
