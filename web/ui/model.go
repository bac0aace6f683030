package ui

// Model is the language model that is set up, as people are told of it; the zero
// value is none.
type Model struct {
	Name string // as its server calls it
	Host string // where what it is shown goes
}

// Any reports whether there is one.
func (m Model) Any() bool { return m.Name != "" }
