package main

import (
	"math"
	"strconv"
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
	err := readTable(file, []string{"question", "reference", "answer", "score", "max"}, func(t *table) error {
		a, err := t.answer()
		answers = append(answers, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answers, nil
}

func (t *table) answer() (markedAnswer, error) {
	var none markedAnswer
	score, err := t.number("score")
	if err != nil {
		return none, err
	}
	most, err := t.number("max")
	switch {
	case err != nil:
		return none, err
	case most <= 0:
		return none, t.wrong("max is %v; write the highest score that can be had, above 0", most)
	case score < 0 || score > most:
		return none, t.wrong("score is %v; write one from 0 to max, which is %v", score, most)
	}
	a := markedAnswer{
		question: t.field("question"), reference: t.field("reference"), answer: t.field("answer"),
		label: t.field("label"), id: t.field("question_id"), share: score / most,
	}
	if a.reference == "" {
		return none, t.wrong("the reference is empty; write what is expected, or take the line out")
	}
	if a.id == "" {
		a.id = a.question
	}
	return a, nil
}

func (t *table) number(column string) (float64, error) {
	s := t.field(column)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, t.wrong("%s is %q; write a number", column, s)
	}
	return v, nil
}
