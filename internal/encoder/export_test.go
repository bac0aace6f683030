package encoder

// Tokens are the ids of a text, all of them.
func (m *Model) Tokens(text string) []int { return m.words.encode(text) }
