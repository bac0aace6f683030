package calc

import (
	"maps"
	"math"
	"slices"
)

// function is one that can be called. Each rises or falls in each of its
// arguments, so that its bounds over ranges are among its values at their ends.
type function struct {
	least, most int // how many arguments; most 0 is any number
	usage       string
	means       string
	call        func(n *node, args []quantity) (quantity, error)
}

var functions map[string]function

func init() { // the table and the calls refer to each other
	functions = map[string]function{
		"min":               {1, 0, "min(a, b)", "the smallest", extreme(math.Min)},
		"max":               {1, 0, "max(a, b)", "the largest", extreme(math.Max)},
		"ceil":              {1, 1, "ceil(x)", "rounded up to a whole number", whole(math.Ceil)},
		"floor":             {1, 1, "floor(x)", "rounded down to a whole number", whole(math.Floor)},
		"round":             {1, 1, "round(x)", "rounded to the nearest whole number", whole(math.Round)},
		"sqrt":              {1, 1, "sqrt(x)", "square root", squareRoot},
		"log2":              {1, 1, "log2(x)", "logarithm to base 2", logarithm(math.Log2)},
		"log10":             {1, 1, "log10(x)", "logarithm to base 10", logarithm(math.Log10)},
		"pow":               {2, 2, "pow(x, y)", "x to the power of y", raised},
		"servers":           {2, 3, "servers(load, capacity, headroom)", "load / (capacity × (1 − headroom)), rounded up; headroom is the share that stays free, 0 if left out", servers},
		"littles":           {2, 2, "littles(rate, time)", "Little's law: how many are inside at once, rate × time", littles},
		"birthday":          {2, 2, "birthday(items, space)", "probability that at least two of the items drawn at random from the space are the same", birthday},
		"peak":              {2, 2, "peak(rate, factor)", "the mean rate times the factor of its peak", peak},
		"availability":      {1, 1, "availability(99.9%)", "the share of the time that is lost, or from that the availability: 1 − x", availability},
		"serial":            {1, 0, "serial(a, b)", "availability of parts that are all needed: a × b", serial},
		"parallel":          {1, 0, "parallel(a, b)", "availability of parts of which one suffices: 1 − (1 − a) × (1 − b)", parallel},
		"percentile_fanout": {2, 2, "percentile_fanout(99%, 100)", "share of requests of which at least one of n calls is slower than the percentile: 1 − p^n", fanout},
	}
}

func functionNames() []string { return slices.Sorted(maps.Keys(functions)) }

func (e *evaluator) call(n *node) (quantity, error) {
	args := make([]quantity, len(n.args))
	inputs, about := 0, false
	for i, a := range n.args {
		q, err := e.eval(a)
		if err != nil {
			return q, err
		}
		args[i] = q
		inputs += q.inputs
		about = about || q.about
	}
	q, err := functions[n.name].call(n, args)
	q.inputs, q.about = inputs, about
	return q, err
}

// argument is a problem with the argument i of a call.
func (n *node) argument(i int, message, advice string) error {
	return &problem{from: n.args[i].from, to: n.args[i].to, message: message, advice: advice}
}

func (n *node) number(args []quantity, i int) error {
	if len(args[i].units) == 0 {
		return nil
	}
	return n.argument(i, "The function "+n.name+" takes a plain number here, not "+args[i].units.describe()+".", "Write "+functions[n.name].usage+".")
}

// share checks that an argument is between 0 and 1.
func (n *node) share(args []quantity, i int) error {
	if err := n.number(args, i); err != nil {
		return err
	}
	if args[i].low < 0 || args[i].high > 1 {
		return n.argument(i, "A share lies between 0% and 100%.", "Write it with its sign, as in 99.9%.")
	}
	return nil
}

func extreme(f func(a, b float64) float64) func(*node, []quantity) (quantity, error) {
	return func(n *node, args []quantity) (quantity, error) {
		q := args[0]
		for i, b := range args[1:] {
			rest, s := b.units.with(q.units, -1)
			if len(rest) > 0 {
				return q, n.argument(i+1, sentence(q.units.describe()+" and "+b.units.describe()+" cannot be compared."), "All arguments must measure the same thing.")
			}
			y := b.scaled(s)
			q.span, q.percent = span{f(q.low, y.low), f(q.mid, y.mid), f(q.high, y.high)}, q.percent && b.percent
		}
		return q, nil
	}
}

// whole rounds in the unit in which the argument is written.
func whole(f func(float64) float64) func(*node, []quantity) (quantity, error) {
	return func(_ *node, args []quantity) (quantity, error) {
		q := args[0]
		s := q.writing()
		in := q.scaled(s)
		q.span = span{f(snap(in.low)), f(snap(in.mid)), f(snap(in.high))}.scaled(scaling{s.by, s.times})
		return q, nil
	}
}

func squareRoot(n *node, args []quantity) (quantity, error) {
	a := args[0]
	if a.low < 0 {
		return a, n.argument(0, "A negative number has no square root.", "Check its sign.")
	}
	q := quantity{span: span{math.Sqrt(a.low), math.Sqrt(a.mid), math.Sqrt(a.high)}}
	for _, f := range a.units {
		if f.exp%2 != 0 {
			return a, n.argument(0, "The root of "+a.units.describe()+" means nothing.", "Take the unit out first, as in sqrt(x / 1 "+a.units.write(1)+").")
		}
		q.units = append(q.units, factor{f.unit, f.exp / 2})
	}
	return q, nil
}

func logarithm(f func(float64) float64) func(*node, []quantity) (quantity, error) {
	return func(n *node, args []quantity) (quantity, error) {
		a := args[0]
		if len(a.units) == 1 && a.units.counted() { // of how many things there are
			a.units = nil
		}
		if err := n.number([]quantity{a}, 0); err != nil {
			return a, err
		}
		if a.low <= 0 {
			return a, n.argument(0, "Only a number above zero has a logarithm.", "")
		}
		return quantity{span: span{f(a.low), f(a.mid), f(a.high)}}, nil
	}
}

func raised(n *node, args []quantity) (quantity, error) {
	return n.raise(args[0], args[1])
}
