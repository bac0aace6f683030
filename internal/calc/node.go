package calc

type op uint8

const (
	opLiteral op = iota
	opName
	opNegate
	opAbout
	opAdd
	opSubtract
	opMultiply
	opDivide
	opPower
	opOf
	opAt
	opRange
	opUnits   // a with the units of lit
	opConvert // a in target
	opCall
)

// node is a piece of an expression.
type node struct {
	op       op
	brackets bool // around it
	from, to int  // bytes of the line
	sign     int  // where its own sign stands, for errors
	a, b     *node
	args     []*node
	name     string // of a name or a function
	lit      *literal
	target   *target
}

// unsigned is what stands behind the signs of n.
func (n *node) unsigned() *node {
	for n.op == opNegate || n.op == opAbout {
		n = n.a
	}
	return n
}

// leaf is the node of a literal.
func leaf(from, to int, l literal) *node {
	both := &struct {
		node    node
		literal literal
	}{node{op: opLiteral, from: from, to: to}, l}
	both.node.lit = &both.literal
	return &both.node
}

// literal is a number with what stands right after it. Where a letter can be read
// in two ways, other is the second.
type literal struct {
	value   float64
	scale   float64 // 1e6 for "10M"
	suffix  string  // how the scale is written in a reading: "M"
	percent bool
	units   units
	label   string
	doubt   string   // what to know about how it was read
	other   *literal // the second way to read it
	choice  int      // which bit of a choice of readings is its own
	seen    string   // the number as it was typed, empty for a unit that stands alone
	sum     string   // the whole as it was typed, where it is a sum: 1 hour 30 min
	wrote   *target  // the units as they were typed, where they have been merged
}

// target is what a result is to be written in.
type target struct {
	from, to int
	units    units
	label    string
	scale    float64
	suffix   string // "million"
	percent  bool
	doubt    string
}
