package curriculum

import (
	"encoding/json"
	"math"
	"path"
	"slices"
	"strings"
)

// What a finished prompt's samples are.
const (
	minSamples  = 3
	labelsOwed  = 2
	minDistance = 1.0 // between the best and the weakest, in the mean of their labels
)

// The words of a transcript that stand nowhere in front matter.
var (
	modes    = [...]string{"interview", "practice", "drill"}
	speakers = [...]string{"candidate", "interviewer"}
)

// sample is a labelled transcript as far as an author's mistakes can be seen
// in it. Package interview has the whole format.
type sample struct {
	file string

	Prompt string        `json:"prompt"`
	Level  string        `json:"level"`
	Mode   string        `json:"mode"`
	Steps  []sampleStep  `json:"steps"`
	Labels []sampleLabel `json:"labels"`
}

// sampleLabel holds a score for each criterion and, under "why", the reasons.
type sampleLabel map[string]any

type sampleStep struct {
	Step         string `json:"step"`
	Answer       string `json:"answer"`
	Calculations []struct {
		Input string `json:"input"`
	} `json:"calculations"`
	Dialogue []struct {
		From string `json:"from"`
		Text string `json:"text"`
	} `json:"dialogue"`
	Diagram struct {
		Nodes []struct {
			ID    string `json:"id"`
			Label string `json:"label"`
			Kind  string `json:"kind"`
		} `json:"nodes"`
		Edges []struct {
			From  string `json:"from"`
			To    string `json:"to"`
			Label string `json:"label"`
		} `json:"edges"`
	} `json:"diagram"`
}

// readSample decodes a sample and reports what is wrong with it. It is nil if
// the file is Broken.
func readSample(file string, source []byte) (*sample, []Problem) {
	d := &document{file: file}
	if fault := unreadable(source); fault != "" {
		d.broken("", "%s", fault)
		return nil, d.problems
	}
	s := sample{file: file}
	if err := json.Unmarshal(source, &s); err != nil {
		line, message := explainJSON(source, err)
		d.add(line, true, "JSON: %s", message)
		return nil, d.problems
	}
	d.lines = jsonLines(source)
	if slug := path.Base(path.Dir(file)); s.Prompt != slug {
		d.owed("prompt", "prompt: write %q, the name of the folder, not %q", slug, s.Prompt)
	}
	d.optional("level", s.Level, Levels[:])
	d.optional("mode", s.Mode, modes[:])
	seen := map[string]bool{}
	for i, step := range s.Steps {
		path := at("steps", i)
		switch {
		case !slices.Contains(Steps[:], step.Step):
			d.owed(path+".step", "step: %s; one of %s", unknown(step.Step, Steps[:]), list(Steps[:]))
		case seen[step.Step]:
			d.owed(path+".step", "step %s stands here a second time; put everything under one", step.Step)
		}
		seen[step.Step] = true
		step.check(d, path)
	}
	if len(s.Steps) == 0 {
		d.owed("steps", "steps: write the answers by step")
	}
	if len(s.Labels) != labelsOwed {
		d.owed("labels", "labels: write %d, from independent readings; there are %d", labelsOwed, len(s.Labels))
	}
	for i, label := range s.Labels {
		label.check(d, at("labels", i))
	}
	unfinished(d, string(source))
	return &s, d.problems
}

func (s sampleStep) check(d *document, path string) {
	for i, turn := range s.Dialogue {
		if !slices.Contains(speakers[:], turn.From) {
			d.owed(at(path+".dialogue", i)+".from", "from: %s; one of %s", unknown(turn.From, speakers[:]), list(speakers[:]))
		}
	}
	ids := map[string]bool{}
	for i, node := range s.Diagram.Nodes {
		at := at(path+".diagram.nodes", i)
		if ids[node.ID] {
			d.owed(at+".id", "id: another node is called %q already; give each its own", node.ID)
		}
		ids[node.ID] = true
		d.optional(at+".kind", node.Kind, Kinds[:])
	}
	for i, edge := range s.Diagram.Edges {
		if !ids[edge.From] || !ids[edge.To] {
			d.owed(at(path+".diagram.edges", i), "the edge from %q to %q ends at no node; name the ids of nodes", edge.From, edge.To)
		}
	}
}

func (l sampleLabel) check(d *document, path string) {
	for _, criterion := range Criteria {
		score, ok := l.score(criterion)
		if !ok || score != math.Trunc(score) || score < 1 || score > 4 {
			d.owed(under(path, criterion), "%s: write a whole score from 1 to 4", criterion)
		}
	}
	if strings.TrimSpace(l.why()) == "" {
		d.owed(path+".why", "why: write the reasons for the scores")
	}
}

// score is what the label says of a criterion, if it says a number.
func (l sampleLabel) score(criterion string) (float64, bool) {
	score, ok := l[criterion].(float64)
	return score, ok
}

func (l sampleLabel) why() string {
	why, _ := l["why"].(string)
	return why
}

// optional reports a word that is not in a list, unless it is left out.
func (d *document) optional(path, got string, allowed []string) {
	if got != "" && !slices.Contains(allowed, got) {
		d.owed(path, "%s: %s; one of %s", lastKey(path), unknown(got, allowed), list(allowed))
	}
}

// mean is the plain mean of all scores of all labels, good enough to see
// whether samples differ; ok is false where there are none.
func (s *sample) mean() (mean float64, ok bool) {
	sum, count := 0.0, 0
	for _, label := range s.Labels {
		for _, criterion := range Criteria {
			if score, ok := label.score(criterion); ok {
				sum, count = sum+score, count+1
			}
		}
	}
	return sum / float64(max(count, 1)), count > 0
}

// texts are all words of a sample, the reasons of its labels among them.
func (s *sample) texts() []string {
	var texts []string
	for _, step := range s.Steps {
		texts = append(texts, step.Answer)
		for _, c := range step.Calculations {
			texts = append(texts, c.Input)
		}
		for _, turn := range step.Dialogue {
			texts = append(texts, turn.Text)
		}
		for _, node := range step.Diagram.Nodes {
			texts = append(texts, node.Label)
		}
		for _, edge := range step.Diagram.Edges {
			texts = append(texts, edge.Label)
		}
	}
	for _, label := range s.Labels {
		texts = append(texts, label.why())
	}
	return texts
}

// length is how many words the candidate has written and said.
func (s *sample) length() int {
	n := 0
	for _, step := range s.Steps {
		n += len(words(step.Answer))
		for _, turn := range step.Dialogue {
			if turn.From == speakers[0] {
				n += len(words(turn.Text))
			}
		}
	}
	return n
}

// checkSamples checks what the samples of a prompt owe together.
func checkSamples(d *document, slug string, samples []*sample) {
	folder := "samples/" + slug
	if len(samples) < minSamples {
		d.owed("", "%s: write at least %d samples of different quality; there are %d", folder, minSamples, len(samples))
		return
	}
	var means []float64
	for _, s := range samples {
		if mean, ok := s.mean(); ok {
			means = append(means, mean)
		}
	}
	if len(means) > 1 && slices.Max(means)-slices.Min(means) < minDistance {
		d.owed("", "%s: by their labels all samples are about equally good; write a better or a weaker one", folder)
	}
}
