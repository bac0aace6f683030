//go:build !race

// Left out under the race detector; tools/test.sh says why.

package grading_test

import (
	"slices"
	"strings"
	"testing"

	"levelup/internal/board"
	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// A connection on the board, where the words are there too, is worth the points that
// ask for it, with the parts as evidence, and no other.
func TestAConnectionIsWorthItsPoint(t *testing.T) {
	t.Parallel()
	prompts, _ := shipped(t)
	met := 0
	for _, p := range prompts {
		g := grading.NewGrader(p)
		drawing := map[string]bool{} // points for which a drawing can count
		for _, c := range p.Rubric {
			for _, point := range c.Points {
				drawing[point.ID] = slices.ContainsFunc(point.Evidence.Ways, func(w curriculum.Way) bool { return w.Board != "" })
			}
		}
		for _, c := range p.Rubric {
			for _, point := range c.Points {
				for _, way := range point.Evidence.Ways {
					if way.Board == "" || len(way.All) == 0 {
						continue
					}
					before := byPoint(g.Grade(boardOf(t, p, way, false), ""))
					after := byPoint(g.Grade(boardOf(t, p, way, true), ""))
					for id, v := range after {
						if v.Verdict != before[id].Verdict && !drawing[id] {
							t.Errorf("%s: with %q %s goes from %s to %s", p.Slug, way.Board, id, before[id].Verdict, v.Verdict)
						}
					}
					if before[point.ID].Verdict == grading.Met || after[point.ID].Verdict != grading.Met {
						continue // these plain words say too little or all of it
					}
					met++
					if e := after[point.ID].Evidence; !slices.ContainsFunc(e, func(e grading.Evidence) bool { return e.Part != "" }) {
						t.Errorf("%s: %s has the evidence %v, want the parts", p.Slug, point.ID, e)
					}
				}
			}
		}
	}
	if met < 8 {
		t.Errorf("%d points are met by the connection, want 8 at least", met)
	}
}

// boardOf is an attempt that says the first words of a way in one sentence, and has a
// board with the two ends of its fact, connected or not.
func boardOf(t *testing.T, p *curriculum.Prompt, way curriculum.Way, connected bool) interview.Transcript {
	t.Helper()
	link, err := curriculum.ParseLink(way.Board)
	if err != nil {
		t.Fatal(err)
	}
	node := func(id, name string) interview.Node {
		n := interview.Node{ID: id, Label: "Thing", Kind: "service"}
		if slices.Contains(curriculum.Kinds[:], name) {
			n.Kind = name
		}
		for _, part := range p.Board.Parts {
			if part.ID == name {
				n.Kind = part.Kind
				if len(part.AnyOf) > 0 {
					n.Label = part.AnyOf[0]
				}
			}
		}
		return n
	}
	var words []string
	for _, group := range way.All {
		words = append(words, group[0])
	}
	said := "It rained in the morning, and my aunt walked slowly to the old bakery near the river. There she saw " + strings.Join(words, " with ") + " because it was late."
	tr := inEachStep(p.Slug, func(interview.Step) string { return said })
	d := &interview.Diagram{Nodes: []interview.Node{node("a", link.From), node("b", link.To)}, Edges: []interview.Edge{}}
	if connected {
		d.Edges = append(d.Edges, interview.Edge{From: "a", To: "b"})
	}
	tr.Steps[interview.Map.Index()].Diagram = d
	return tr
}

// byPoint are the verdicts of a grade, by point.
func byPoint(g grading.Grade) map[string]grading.PointVerdict {
	out := map[string]grading.PointVerdict{}
	for _, c := range g.Criteria {
		for _, p := range c.Points {
			out[p.ID] = p
		}
	}
	return out
}

// The same answer with and without a queue on the way from the API to the worker
// differs in the point that asks for it, and only there.
func TestAQueueOnTheWayToTheWorker(t *testing.T) {
	t.Parallel()
	prompts, _ := shipped(t)
	i := slices.IndexFunc(prompts, func(p *curriculum.Prompt) bool { return p.Slug == "twitter" })
	g := grading.NewGrader(prompts[i])
	answer := func(text string) interview.Transcript {
		tr := inEachStep("twitter", func(step interview.Step) string {
			if step != interview.Map {
				return "It rained in the morning, and my aunt walked slowly to the old bakery near the river."
			}
			return "A fan-out worker takes each event and adds the tweet to the feed of every follower."
		})
		drawn, problems := board.Parse(text)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		tr.Steps[interview.Map.Index()].Diagram = &drawn
		return tr
	}
	const parts = "[client] App\n[service] API\n[queue] Events\n[worker] Fan-out worker\n[database] Tweets\n[cache] Feeds\nApp -> API -> Tweets\nFan-out worker -> Feeds\n"
	without := byPoint(g.Grade(answer(parts+"API -> Fan-out worker\nAPI -> Events\n"), ""))
	with := byPoint(g.Grade(answer(parts+"API -> Events -> Fan-out worker\n"), ""))
	for id, v := range with {
		switch before := without[id]; {
		case id == "off-the-write-path":
			if before.Verdict == grading.Met || v.Verdict != grading.Met {
				t.Errorf("%s goes from %s to %s, want met with the queue alone", id, before.Verdict, v.Verdict)
			}
			if !slices.ContainsFunc(v.Evidence, func(e grading.Evidence) bool { return e.Part != "" && e.Step == string(interview.Map) }) {
				t.Errorf("%s has the evidence %v, want the part", id, v.Evidence)
			}
		case v.Verdict != before.Verdict:
			t.Errorf("%s goes from %s to %s", id, before.Verdict, v.Verdict)
		}
	}
}
