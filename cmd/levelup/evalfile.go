package main

import (
	"math"
	"strconv"

	"levelup/internal/tsv"
)

// markedAnswer is a line of a file of answers.
type markedAnswer struct {
	question, reference, answer, label string
	id                                 string // of the question, which is its text where none is given
	share                              float64
}

// readAnswers reads a file of answers.
func readAnswers(file string) ([]markedAnswer, error) {
	var answers []markedAnswer
	err := tsv.Read(file, []string{"question", "reference", "answer", "score", "max"}, func(t *tsv.Table) error {
		a, err := answerOf(t)
		answers = append(answers, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answers, nil
}

func answerOf(t *tsv.Table) (markedAnswer, error) {
	var none markedAnswer
	score, err := number(t, "score")
	if err != nil {
		return none, err
	}
	most, err := number(t, "max")
	switch {
	case err != nil:
		return none, err
	case most <= 0:
		return none, t.Wrong("max is %v; write the highest score that can be had, above 0", most)
	case score < 0 || score > most:
		return none, t.Wrong("score is %v; write one from 0 to max, which is %v", score, most)
	}
	a := markedAnswer{
		question: t.Field("question"), reference: t.Field("reference"), answer: t.Field("answer"),
		label: t.Field("label"), id: t.Field("question_id"), share: score / most,
	}
	if a.reference == "" {
		return none, t.Wrong("the reference is empty; write what is expected, or take the line out")
	}
	if a.id == "" {
		a.id = a.question
	}
	return a, nil
}

func number(t *tsv.Table, column string) (float64, error) {
	s := t.Field(column)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, t.Wrong("%s is %q; write a number", column, s)
	}
	return v, nil
}
