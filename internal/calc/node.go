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
