package calc

// The limits of what is calculated.
const (
	MaxLine  = 2_000    // code points of a line
	MaxLines = 200      // of a worksheet
	MaxSheet = 64 << 10 // bytes of a worksheet
)

// Result is what one line comes to. A line with an error has nothing else set
// but Line and Input, and Name if it was to define one.
type Result struct {
	Line    int    // of the worksheet, from 1
	Input   string // as typed
	Name    string // that the line defines, or empty
	Blank   bool   // nothing to calculate: an empty line, or a remark alone
	Value   float64
	Unit    string // of Value and Range: "requests/s", "GB", "%", "" for a plain number
	Display string // for reading: "1.16k requests/s"
	Exact   string // Value with its unit, up to 15 digits: "1,157.40740740741 requests/s"
	Range   *Range // where an input was a range
	About   bool   // where an input was marked as a guess by ~
	Inputs  int    // numbers on which it rests, those behind names included
	Doubts  []string
	Err     *Error

	// From what Reading and Steps are made when they are asked for.
	node     *node
	choice   uint
	bound    []bound
	quantity quantity
}

// Range is what a value may be, in the unit of the result.
type Range struct{ Low, High float64 }

// Error says what is wrong with a line, where, and what to do.
type Error struct {
	Column  int    // of the first character that is meant, from 1, in code points
	Width   int    // how many are meant, at least 1
	Message string // a sentence
	Advice  string // a sentence, or empty
	Instead string // the whole line as it was probably meant, or empty
}

func (e *Error) Error() string {
	if e.Advice == "" {
		return e.Message
	}
	return e.Message + " " + e.Advice
}
