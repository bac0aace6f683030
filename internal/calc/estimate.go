package calc

import "math"

// servers, as the other functions here, is what its entry in the table says.
func servers(n *node, args []quantity) (quantity, error) {
	load, capacity := args[0], args[1]
	free := quantity{}
	if len(args) == 3 {
		if err := n.share(args, 2); err != nil {
			return free, err
		}
		if free = args[2]; free.high == 1 {
			return free, n.argument(2, "A headroom of 100% leaves nothing to work with.", "Write the share that stays free, as in 30%.")
		}
	}
	if capacity.low <= 0 {
		return capacity, n.argument(1, "The capacity of a server must be above zero.", "")
	}
	rest, s := load.units.with(capacity.units, -1)
	if len(rest) > 1 || len(rest) == 1 && (rest[0].exp != 1 || !rest[0].unit.of.counted()) {
		return load, n.argument(1, sentence("the load is "+load.units.describe()+", the capacity "+capacity.units.describe()+"."), "Both must be of one kind: servers(58k requests/s, 5k requests/s, 30%).")
	}
	one := noun("servers")
	if len(rest) == 1 {
		one = rest[0].unit
	}
	each := corners(func(c, f float64) float64 { return c * (1 - f) }, capacity.span, free.span)
	q := corners(func(l, c float64) float64 { return l / c }, load.scaled(s), each)
	up := func(x float64) float64 { return math.Ceil(snap(x)) }
	return quantity{span: span{up(q.low), up(q.mid), up(q.high)}, units: units{{one, 1}}}, nil
}

func littles(n *node, args []quantity) (quantity, error) {
	rate, time := args[0], args[1]
	if i := rate.units.find(timespan); i < 0 || rate.units[i].exp != -1 {
		return rate, n.argument(0, "Little's law takes a rate here, not "+rate.units.describe()+".", "Write littles(100 requests/s, 200 ms).")
	}
	if !onlyTime(time.units) {
		return time, n.argument(1, "Little's law takes a time here, not "+time.units.describe()+".", "Write littles(100 requests/s, 200 ms).")
	}
	u, s := rate.units.with(time.units, 1)
	return quantity{span: corners(func(a, b float64) float64 { return a * b }, rate.span, time.span).scaled(s), units: u}, nil
}

func peak(n *node, args []quantity) (quantity, error) {
	if err := n.number(args, 1); err != nil {
		return args[1], err
	}
	q := args[0]
	q.span = corners(func(a, b float64) float64 { return a * b }, q.span, args[1].span)
	return q, nil
}

func availability(n *node, args []quantity) (quantity, error) {
	if err := n.share(args, 0); err != nil {
		return args[0], err
	}
	a := args[0]
	q := quantity{span: span{rest(a.high), rest(a.mid), rest(a.low)}, percent: true}
	if a.mid >= 0.5 { // what is lost reads best as minutes a month
		t := units{{minute, 1}, {month, -1}}
		q.shown, q.percent = &target{units: t, scale: 1}, false
	}
	return q, nil
}

// rest is what a share leaves of the whole, without the noise in the last digits.
func rest(share float64) float64 { return math.Round((1-share)*1e15) / 1e15 }

func serial(n *node, args []quantity) (quantity, error) {
	q := quantity{span: exactly(1), percent: true}
	for i, a := range args {
		if err := n.share(args, i); err != nil {
			return a, err
		}
		q.span = corners(func(x, y float64) float64 { return x * y }, q.span, a.span)
	}
	return q, nil
}

func parallel(n *node, args []quantity) (quantity, error) {
	down := exactly(1)
	for i, a := range args {
		if err := n.share(args, i); err != nil {
			return a, err
		}
		down = corners(func(x, y float64) float64 { return x * (1 - y) }, down, a.span)
	}
	return quantity{span: span{1 - down.high, 1 - down.mid, 1 - down.low}, percent: true}, nil
}

func fanout(n *node, args []quantity) (quantity, error) {
	if err := n.share(args, 0); err != nil {
		return args[0], err
	}
	if len(args[1].units) > 0 && !args[1].units.counted() || args[1].low < 0 {
		return args[1], n.argument(1, "The number of calls is missing here.", "Write percentile_fanout(99%, 100).")
	}
	return quantity{span: corners(func(p, n float64) float64 { return -math.Expm1(n * math.Log(p)) }, args[0].span, args[1].span), percent: true}, nil
}

func birthday(n *node, args []quantity) (quantity, error) {
	for i, a := range args {
		if len(a.units) > 0 && !a.units.counted() {
			return a, n.argument(i, "birthday takes counts, not "+a.units.describe()+".", "Write birthday(23, 365).")
		}
		if a.low < 0 || i == 1 && a.low < 1 {
			return a, n.argument(i, "A count cannot be below zero, and the space holds at least one.", "Write birthday(23, 365).")
		}
	}
	return quantity{span: corners(collision, args[0].span, args[1].span), percent: true}, nil
}

// collision is the probability that among n items drawn at random from a space
// of size there are two that are the same: 1 - exp(sum of ln(1 - i/size)) over
// the items. The sum is taken term by term as long as that is quick, and beyond
// by the formula of Euler and Maclaurin.
func collision(n, size float64) float64 {
	n, size = math.Floor(n), math.Floor(size)
	switch {
	case n < 2:
		return 0
	case n > size:
		return 1
	}
	sum := 0.0
	if n <= 1000 {
		for i := 1.0; i < n; i++ {
			sum += math.Log1p(-i / size)
		}
		return -math.Expm1(sum)
	}
	x := n / size
	if x < 1e-3 {
		sum = -size * x * x * (0.5 + x*(1.0/6+x*(1.0/12+x/20)))
	} else {
		rest := 1 - x
		last := 0.0
		if rest > 0 {
			last = rest * math.Log(rest)
		}
		sum = -size * (last + x)
	}
	if x < 1 {
		sum -= math.Log1p(-x) / 2
	}
	return -math.Expm1(sum)
}
