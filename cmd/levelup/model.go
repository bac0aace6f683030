package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"time"

	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/jobs"
	"levelup/internal/llm"
	"levelup/web/ui"
)

// modelConfig says which model grades beside the built-in grader. Without a name
// none does.
type modelConfig struct {
	baseURL   string
	name      string
	key       string
	embedding string // the model that turns texts into vectors; empty: the one that the program carries
	daily     int    // tokens a learner; 0: no limit
	samples   int    // how often it is asked about each criterion
	warnings  []string
	// watch is told of each question; nil: nobody is.
	watch func(ctx context.Context, use string) func(llm.Answer, error)
}

// defaultDailyTokens is about twenty grades.
const defaultDailyTokens = 500_000

// readModel reads what concerns the model. Half a configuration is none, and said.
func readModel(getenv func(string) string, complain func(string, string, ...any)) modelConfig {
	c := modelConfig{baseURL: getenv("LEVELUP_MODEL_BASE_URL"), name: getenv("LEVELUP_MODEL"), key: getenv("LEVELUP_MODEL_API_KEY"), embedding: getenv("LEVELUP_EMBEDDING_MODEL"), daily: defaultDailyTokens, samples: 1}
	if value := getenv("LEVELUP_MODEL_DAILY_TOKENS"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			complain("LEVELUP_MODEL_DAILY_TOKENS", "%q is no number of tokens; write one such as %d, or 0 for no limit", value, defaultDailyTokens)
		}
		c.daily = n
	}
	if value := getenv("LEVELUP_MODEL_SAMPLES"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > grading.MostSamples {
			complain("LEVELUP_MODEL_SAMPLES", "%q is no number of samples; write one from 1 to %d", value, grading.MostSamples)
		}
		c.samples = n
	}
	if c.baseURL != "" {
		u, err := url.Parse(c.baseURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			complain("LEVELUP_MODEL_BASE_URL", "it is no address of a model's server; write one such as http://localhost:11434/v1")
		} else if u.Scheme == "http" && c.key != "" && !isLoopback(u.Hostname()) {
			c.warnings = append(c.warnings, "LEVELUP_MODEL_BASE_URL begins with http://, so LEVELUP_MODEL_API_KEY travels in the open")
		}
	}
	if c.embedding != "" && c.baseURL == "" {
		c.warnings = append(c.warnings, "LEVELUP_EMBEDDING_MODEL is only of use with LEVELUP_MODEL_BASE_URL; the search uses the model that it carries")
		c.embedding = ""
	}
	switch {
	case c.baseURL != "" && c.name != "":
		return c
	case c.name != "" || c.baseURL != "" && c.embedding == "":
		c.warnings = append(c.warnings, "LEVELUP_MODEL_BASE_URL and LEVELUP_MODEL are only of use together; there is no model")
	case c.key != "" && c.embedding == "":
		c.warnings = append(c.warnings, "LEVELUP_MODEL_API_KEY is ignored without LEVELUP_MODEL_BASE_URL and LEVELUP_MODEL")
	}
	c.name = ""
	return c
}

// told is what learners are told of the model.
func (c modelConfig) told() ui.Model { return c.at(c.name) }

// toldOfVectors is what people are told of the server that turns texts into vectors.
func (c modelConfig) toldOfVectors() ui.Model { return c.at(c.embedding) }

func (c modelConfig) at(name string) ui.Model {
	u, err := url.Parse(c.baseURL)
	if name == "" || err != nil {
		return ui.Model{}
	}
	return ui.Model{Name: name, Host: u.Host}
}

// client asks the model; its times are shortened by pace.
func (c modelConfig) client(pace int) *llm.Client {
	return c.asks(c.name, pace)
}

func (c modelConfig) asks(name string, pace int) *llm.Client {
	return llm.New(llm.Options{BaseURL: c.baseURL, Model: name, Key: c.key, Random: chance, Pace: pace, Watch: c.watch})
}

// chance is from 0 up to 1.
func chance() float64 {
	const bits = 53 // that a float64 holds
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return float64(binary.LittleEndian.Uint64(b[:])>>(64-bits)) / (1 << bits)
}

// modelWorkers is how many attempts the model may be at at the same time.
const modelWorkers = 4

func modelJob(n int) string { return fmt.Sprintf("model-%d", n+1) }

// scheduleModel has the model grade in the background, beside the built-in grader's
// queue and not in it. It returns what wakes it.
func scheduleModel(queue *jobs.Queue, grades *record.Store, grade record.Grader, log *slog.Logger) func() {
	wake := func(from int) {
		for n := from; n < modelWorkers; n++ {
			queue.Wake(modelJob(n))
		}
	}
	for n := range modelWorkers {
		drain := record.NewModelWorker(grades, grade, log).Drain
		if n > 0 {
			queue.Handle(modelJob(n), time.Hour, drain)
			continue
		}
		queue.Handle(modelJob(n), time.Hour, func(ctx context.Context) error {
			wake(1) // the first looks now and then, for all
			return drain(ctx)
		})
		queue.Every(modelJob(n), 15*time.Second)
	}
	return func() { wake(0) }
}
