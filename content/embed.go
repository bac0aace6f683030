// Package content is what the binary carries when no other content folder is
// named: the chapters, prompts with their rubrics, and labelled samples of each.
package content

import "embed"

// FS holds chapters/*.md, prompts/*.md, samples/<prompt>/*.json, synonyms.txt, and under
// schema what editors know of each. Drafts, whose names begin with an underscore, are left
// out by the rules of embedding.
//
//go:embed chapters prompts samples schema synonyms.txt
var FS embed.FS
