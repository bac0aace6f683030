package calc

import "strings"

// Statement is the line with what it comes to, as it stands in an answer:
// "posts = dau at 2 posts/day = 6.94k posts/s". The unit that was asked for is
// left out, since the result says it, and so is a remark. A line without a
// result states nothing.
func (r *Result) Statement() string {
	if r.node == nil {
		return ""
	}
	n := r.node
	for n.op == opConvert && n.a.from == n.from { // not one in brackets, which is a part of the formula
		n = n.a
	}
	return strings.TrimSpace(r.Input[:n.to]) + " = " + r.Display
}
