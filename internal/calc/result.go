package calc

import "encoding/json"

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

// MarshalJSON writes the result as programs read it. Value, unit and display are
// null for a line without a result.
func (r Result) MarshalJSON() ([]byte, error) {
	type line struct {
		Input   string      `json:"input"`
		Name    string      `json:"name,omitempty"`
		Value   *float64    `json:"value"`
		Unit    *string     `json:"unit"`
		Display *string     `json:"display"`
		Exact   *string     `json:"exact"`
		Range   *[2]float64 `json:"range"`
		Reading *string     `json:"reading"`
		Steps   []string    `json:"steps"`
		Doubts  []string    `json:"doubts"`
		Error   *string     `json:"error"`
		Column  int         `json:"column,omitempty"`
		Instead string      `json:"instead,omitempty"`
	}
	out := line{Input: r.Input, Name: r.Name, Steps: r.Steps(), Doubts: r.Doubts}
	if out.Doubts == nil {
		out.Doubts = []string{}
	}
	switch {
	case r.Err != nil:
		text := r.Err.Error()
		out.Error, out.Column, out.Instead = &text, r.Err.Column, r.Err.Instead
	case !r.Blank:
		reading := r.Reading()
		out.Value, out.Unit, out.Display, out.Exact, out.Reading = &r.Value, &r.Unit, &r.Display, &r.Exact, &reading
		if r.Range != nil {
			out.Range = &[2]float64{r.Range.Low, r.Range.High}
		}
	}
	return json.Marshal(out)
}
