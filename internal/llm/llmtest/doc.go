// Package llmtest is a server of a model that is none: it speaks chat completions
// (plain, by JSON Schema, streamed) and behaves as it is told, well or badly.
//
// It knows how package grading asks: the request holds lines of JSON, among them
// the points ("id", "looks_for") and, between two equal lines that begin with
// "data-", the transcript ("step", "kind", "text"). Of two behaviours that answer,
//
//   - honest compares words: a sentence that shares some with a point is its
//     evidence. It is no good judge, but it quotes what is there.
//   - gullible is honest until something in the transcript reads like an order or a
//     claimed verdict, in whatever language or disguise; then every point is met,
//     and true sentences of the candidate's are the evidence for all of them.
//
// The other behaviours are faults, one each: Behaviours lists them.
//
// It serves tests, `levelup fake-model` and loads; nothing that grades for people
// imports it.
package llmtest
