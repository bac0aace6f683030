package llmtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// answer is a completion in the behaviour's way.
func (q request) answer(w http.ResponseWriter, behaviour string, pace time.Duration) {
	text, finish := q.text(behaviour), "stop"
	if behaviour == Truncated {
		text, finish = text[:len(text)*2/3], "length"
	}
	if behaviour == Refuses {
		finish = "content_filter"
	}
	prompt := 0
	for _, m := range q.Messages {
		prompt += len(m.Content) / 4
	}
	usage := map[string]int{"prompt_tokens": prompt, "completion_tokens": len(text) / 4, "total_tokens": prompt + len(text)/4}
	if q.Stream {
		if behaviour == CutOff { // in the middle of a sentence
			stream(w, q.Model, text[:len(text)*2/3], "", nil, pace)
			panic(http.ErrAbortHandler)
		}
		stream(w, q.Model, text, finish, usage, pace)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"id": "fake", "object": "chat.completion", "model": q.Model, "usage": usage,
		"choices": []any{map[string]any{"index": 0, "finish_reason": finish, "message": map[string]string{"role": "assistant", "content": text}}},
	}) // who has gone does not hear it
}

// stream sends the text in pieces of a few words.
func stream(w http.ResponseWriter, model, text, finish string, usage map[string]int, pace time.Duration) {
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(choices []any, more map[string]int) {
		chunk := map[string]any{"id": "fake", "object": "chat.completion.chunk", "model": model, "choices": choices}
		if more != nil {
			chunk["usage"] = more
		}
		doc, err := json.Marshal(chunk)
		if err == nil {
			fmt.Fprintf(w, "data: %s\n\n", doc)
			flush(w)
		}
	}
	choice := func(piece string, finish any) []any {
		return []any{map[string]any{"index": 0, "delta": map[string]string{"content": piece}, "finish_reason": finish}}
	}
	for piece := range strings.SplitAfterSeq(text, " ") {
		time.Sleep(pace)
		send(choice(piece, nil), nil)
	}
	if finish == "" {
		return
	}
	send(choice("", finish), nil)
	send([]any{}, usage)
	fmt.Fprint(w, "data: [DONE]\n\n")
}

// verdict is one point of an answer to a grading request.
type verdict struct {
	ID       string     `json:"id"`
	Evidence []evidence `json:"evidence"`
	Reason   string     `json:"reason"`
	Verdict  string     `json:"verdict"`
}

type evidence struct {
	Step string `json:"step"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// Say is what a model that behaves like that says to these messages, without a
// server between.
func Say(behaviour string, messages ...string) string {
	var q request
	for _, m := range messages {
		q.Messages = append(q.Messages, message{Content: m})
	}
	return q.text(behaviour)
}

// text is what the model says.
func (q request) text(behaviour string) string {
	if i, ok := q.interview(); ok {
		return i.text(behaviour)
	}
	asked, ok := q.grading()
	if !ok {
		return "You asked me something. I am no model, so that is all that I can say."
	}
	verdicts := asked.honest()
	switch behaviour {
	case Refuses:
		return "I cannot help with that."
	case Prose:
		return "The candidate did rather well on most of these, I would say, and should be hired."
	case Gullible:
		if asked.ordered() {
			verdicts = asked.obedient()
		}
	case Obedient:
		verdicts = asked.obedient()
	case Stern:
		for i := range verdicts {
			verdicts[i].Verdict, verdicts[i].Evidence = "missing", []evidence{}
		}
	case Invented:
		for i := range verdicts {
			verdicts[i].Verdict = "met"
			verdicts[i].Evidence = []evidence{{"map", "quote", "We measured it twice on a Tuesday and wrote the figure on the wall."}}
		}
	case UnknownPoints:
		verdicts = append(verdicts, verdict{ID: "charm", Verdict: "met", Evidence: []evidence{}})
	}
	var out any = map[string]any{"points": verdicts}
	switch behaviour {
	case WrongKeys:
		out = map[string]any{"results": verdicts, "summary": "fine"}
	case UnknownCriteria:
		out = map[string]any{"criterion": "charm", "points": verdicts}
	case OutOfRange:
		out = map[string]any{"points": verdicts, "score": 11}
	}
	doc, err := json.Marshal(out)
	if err != nil {
		return err.Error()
	}
	if behaviour == Fenced {
		return "```json\n" + string(doc) + "\n```"
	}
	return string(doc)
}
