package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"text/tabwriter"

	"levelup/internal/match"
	"levelup/internal/measure"
)

type evalAnswersCommand struct {
	JSON bool   `name:"json" help:"Print one JSON object."`
	File string `arg:"" name:"file.tsv" help:"Columns question, reference, answer, score, max, maybe question_id and label, separated by tabs." type:"path"`
}

// answersReport is what is measured on a file of answers.
type answersReport struct {
	answersFigures
	Interval    map[string]bounds         `json:"interval"`
	ByQuestion  map[string]answersFigures `json:"by_question"`
	Predictions []figure                  `json:"predictions"`
}

// answersFigures are the figures of some answers.
type answersFigures struct {
	N        int    `json:"n"`
	Pearson  figure `json:"pearson"`
	Spearman figure `json:"spearman"`
	RMSE     figure `json:"rmse"`
	QWK      figure `json:"qwk"`
	Mean     figure `json:"mean_prediction"`
	AUC      figure `json:"auc"`
}

// The names of the figures, in the order of list.
var figureNames = [...]string{"pearson", "spearman", "rmse", "qwk", "mean_prediction", "auc"}

func (f answersFigures) list() []float64 {
	return []float64{float64(f.Pearson), float64(f.Spearman), float64(f.RMSE), float64(f.QWK), float64(f.Mean), float64(f.AUC)}
}

// kappaBins is the number of steps on which a score out of its most is put for
// the kappa: 0 to 5, as teachers mark.
const kappaBins = 6

// Run scores each answer by its reference and compares the scores with people's.
func (c evalAnswersCommand) Run(p *program) error {
	answers, err := readAnswers(c.File)
	if err != nil {
		return err
	}
	predictions := predict(answers)
	report := newAnswersReport(answers, predictions)
	if c.JSON {
		return printJSON(p, report)
	}
	return report.print(p, answers)
}

// predict scores the answers. A reference is read once, and its words weigh by
// their rarity over all references.
func predict(answers []markedAnswer) []float64 {
	weights := match.Rarity(references(answers))
	type key struct{ question, reference string }
	ready := make(map[key]*match.Reference)
	out := make([]float64, len(answers))
	for i, a := range answers {
		k := key{a.question, a.reference}
		if ready[k] == nil {
			ready[k] = match.NewReference(a.question, a.reference, weights)
		}
		out[i] = ready[k].Score(a.answer)
	}
	return out
}

// references are those of the answers, each once, in order.
func references(answers []markedAnswer) []string {
	var out []string
	seen := make(map[string]bool)
	for _, a := range answers {
		if !seen[a.reference] {
			seen[a.reference] = true
			out = append(out, a.reference)
		}
	}
	return out
}

func newAnswersReport(answers []markedAnswer, predictions []float64) answersReport {
	all := make([]int, len(answers))
	byQuestion := make(map[string][]int)
	for i, a := range answers {
		all[i] = i
		byQuestion[a.id] = append(byQuestion[a.id], i)
	}
	r := answersReport{
		answersFigures: figuresOf(answers, predictions, all),
		Interval:       make(map[string]bounds), ByQuestion: make(map[string]answersFigures),
	}
	var groups [][]int
	for _, id := range slices.Sorted(maps.Keys(byQuestion)) {
		r.ByQuestion[id] = figuresOf(answers, predictions, byQuestion[id])
		groups = append(groups, byQuestion[id])
	}
	intervals := measure.Bootstrap(groups, func(rows []int) []float64 { return figuresOf(answers, predictions, rows).list() })
	for k, interval := range intervals {
		if !math.IsNaN(interval[0]) {
			r.Interval[figureNames[k]] = boundsOf(interval)
		}
	}
	for _, v := range predictions {
		r.Predictions = append(r.Predictions, figure(v))
	}
	return r
}

// figuresOf measures the predictions of some rows.
func figuresOf(answers []markedAnswer, predictions []float64, rows []int) answersFigures {
	said, given := make([]float64, len(rows)), make([]float64, len(rows))
	var right, wrong []float64
	for k, i := range rows {
		said[k], given[k] = predictions[i], answers[i].share
		switch answers[i].label {
		case "correct":
			right = append(right, said[k])
		case "contradictory":
			wrong = append(wrong, said[k])
		}
	}
	return answersFigures{
		N: len(rows), Pearson: figure(measure.Pearson(said, given)), Spearman: figure(measure.Spearman(said, given)),
		RMSE: figure(measure.RMSE(said, given)), Mean: figure(measure.Mean(said)), AUC: figure(measure.AUC(right, wrong)),
		QWK: figure(measure.Kappa(measure.Bins(said, kappaBins), measure.Bins(given, kappaBins))),
	}
}

// print writes the table for people: the figures with their intervals, the two
// simple baselines beside them, and the questions.
func (r answersReport) print(p *program, answers []markedAnswer) error {
	overlap := match.NewOverlap(references(answers))
	var recall, mean []float64
	for _, a := range answers {
		recall = append(recall, overlap.Recall(a.reference, a.answer))
		mean = append(mean, overlap.Mean(a.reference, a.answer))
	}
	simple, mixed := newAnswersReport(answers, recall), newAnswersReport(answers, mean)
	fmt.Fprintf(p.stdout, "%d answers to %d questions; 95 %% intervals by bootstrap over questions\n\n", r.N, len(r.ByQuestion))
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "figure\tmatcher\t95 %\trecall of stems\t95 %\trecall, cosines\t95 %")
	for k, name := range figureNames {
		fmt.Fprint(w, name)
		for _, of := range []answersReport{r, simple, mixed} {
			interval := "-"
			if b, ok := of.Interval[name]; ok {
				interval = b.String()
			}
			fmt.Fprintf(w, "\t%v\t%s", figure(of.list()[k]), interval)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, "\nquestion\tn\tpearson\tspearman\trmse\tqwk\tmean_prediction\tauc")
	for _, id := range slices.Sorted(maps.Keys(r.ByQuestion)) {
		f := r.ByQuestion[id]
		fmt.Fprintf(w, "%s\t%d", shortened(id), f.N)
		for _, v := range f.list() {
			fmt.Fprintf(w, "\t%v", figure(v))
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

// shortened fits a question into a table.
func shortened(s string) string {
	const longest = 40
	if r := []rune(s); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return s
}
