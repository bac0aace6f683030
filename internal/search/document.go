package search

// The kinds of a document.
const (
	Chapter = "chapter" // a section of a chapter
	Quiz    = "quiz"    // a question of a chapter's quiz
	Prompt  = "prompt"  // what anybody may know of a prompt
)

// Doc is a stretch of the content that can be found by itself.
type Doc struct {
	Kind    string
	Slug    string // of the chapter or the prompt
	Anchor  string // of the part of its page; empty: the whole page
	URL     string
	Title   string // of the chapter or the prompt
	Heading string // of the section; empty where the title says it
	Body    string // prose, paragraphs apart by a blank line
	Code    string // examples
	Raw     string // as its author wrote it, for patterns
}

// ID names a document: "database#indexes", or "twitter" for a whole page.
func (d Doc) ID() string {
	if d.Anchor == "" {
		return d.Slug
	}
	return d.Slug + "#" + d.Anchor
}
