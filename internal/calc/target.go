package calc

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

// target reads what stands after in, to or as.
func (p *parser) target(sign *token) (*target, error) {
	t := p.peek()
	out := &target{from: t.from, scale: 1}
	if p.accept("%") || t.says("percent") && p.take().kind == word {
		out.percent, out.to = true, t.to
		return out, nil
	}
	if t.says("x", "times", "number") {
		out.to = p.take().to
		return out, nil
	}
	if t.kind == number && t.value == 1 && p.after(1).is("/") {
		p.take()
		t = p.peek()
	}
	if s, ok := scales[t.text]; ok && t.kind == word && t.text != "t" {
		out.scale, out.suffix, out.to = s.factor, scaleWord(s.factor), p.take().to
		t = p.peek()
	}
	if t.kind == number {
		return nil, t.wrong("After “"+sign.text+"” stands a unit, not a number.", "A range is written with two points: 10M..20M.")
	}
	u, err := p.unitsAfter(true, false)
	if err != nil {
		return nil, err
	}
	if u.to == 0 && out.to == 0 {
		return nil, t.wrong("A unit is missing after “"+sign.text+"”.", "Write one, as in: in GB, in requests/s, in %.")
	}
	out.units, out.label, out.doubt, out.to = u.units, u.label, u.doubt, max(out.to, u.to)
	return out, nil
}

// scaleWord names a factor of a target.
func scaleWord(f float64) string {
	switch f {
	case 100:
		return "hundred"
	case 1e3:
		return "thousand"
	case 1e6:
		return "million"
	case 1e9:
		return "billion"
	}
	return "trillion"
}

func (t *target) written() string { return behind(t.suffix, t.units.write(2)) }

func (t *target) name() string {
	switch {
	case t.percent:
		return "%"
	case t.label != "":
		return t.label
	case len(t.units) == 0 && t.suffix == "":
		return "number"
	}
	return t.written()
}
