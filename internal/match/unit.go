package match

import "strings"

// Dimension is what a number measures.
type Dimension int

const (
	Count Dimension = iota
	Bytes
	Seconds
	Percent
)

// Unit is what stands behind a number: a dimension, the factor to its base, the
// time of a rate, and the things that are counted.
type Unit struct {
	Dimension Dimension
	Scale     float64  // to bytes or seconds; 1 for counts
	Per       float64  // seconds of the time of a rate, 0 for none
	Things    []string // stems
}

// bare reports whether u says nothing at all.
func (u Unit) bare() bool { return u.Dimension == Count && u.Per == 0 && len(u.Things) == 0 }

// day is the number of seconds of a day; a month counts 30 of them, a year 365.
const day = 86400

var (
	byteUnits = map[string]float64{
		"byte": 1, "bytes": 1,
		"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15, "eb": 1e18,
		"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40, "pib": 1 << 50,
		"kilobyte": 1e3, "kilobytes": 1e3, "megabyte": 1e6, "megabytes": 1e6, "gigabyte": 1e9, "gigabytes": 1e9,
		"terabyte": 1e12, "terabytes": 1e12, "petabyte": 1e15, "petabytes": 1e15, "gigs": 1e9, "gig": 1e9,
		"kbit": 1e3 / 8, "mbit": 1e6 / 8, "gbit": 1e9 / 8, "kbps": 1e3 / 8, "mbps": 1e6 / 8, "gbps": 1e9 / 8,
	}
	timeUnits = map[string]float64{
		"ns": 1e-9, "nanosecond": 1e-9, "nanoseconds": 1e-9,
		"us": 1e-6, "µs": 1e-6, "μs": 1e-6, "microsecond": 1e-6, "microseconds": 1e-6,
		"ms": 1e-3, "msec": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3, "millis": 1e-3,
		"s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
		"min": 60, "mins": 60, "minute": 60, "minutes": 60,
		"h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
		"d": day, "day": day, "days": day, "week": 7 * day, "weeks": 7 * day,
		"month": 30 * day, "months": 30 * day, "mo": 30 * day,
		"year": 365 * day, "years": 365 * day, "yr": 365 * day, "yrs": 365 * day,
	}
	rateUnits = map[string]float64{
		"qps": 1, "rps": 1, "tps": 1, "wps": 1, "iops": 1, "qpm": 60, "rpm": 60,
		"hourly": 3600, "daily": day, "weekly": 7 * day, "monthly": 30 * day, "yearly": 365 * day, "annually": 365 * day,
	}
	pers = set(`per a an each every`)
)

// thingsWords is how many words may stand between a number and the "per" of its
// rate: "58k timeline reads a second".
const thingsWords = 4

// NewUnit reads a unit as people write it: "reads/s", "GB", "links".
func NewUnit(s string) Unit {
	x := &Text{Source: s, Words: words(s)}
	for i := range x.Words {
		x.Words[i].Stem = Stem(x.Words[i].Form)
	}
	u, _ := x.unit(0, len(x.Words))
	if strings.Contains(s, "%") {
		u.Dimension = Percent
	}
	return u
}

// unit reads the unit that begins at word i and ends before last, and returns
// the word after it.
func (t *Text) unit(i, last int) (Unit, int) {
	u := Unit{Scale: 1}
	if i >= last {
		return u, i
	}
	form := t.Words[i].Form
	if f, ok := byteUnits[form]; ok {
		u.Dimension, u.Scale = Bytes, f
		if strings.HasSuffix(form, "ps") {
			u.Per = 1
		}
		i++
	} else if f, ok := timeUnits[form]; ok {
		return Unit{Dimension: Seconds, Scale: f}, i + 1
	}
	for n := 0; i < last && n <= thingsWords; n++ {
		w := t.Words[i]
		if f, ok := rateUnits[w.Form]; ok {
			u.Per = f
			return u, i + 1
		}
		slash := i > 0 && strings.TrimSpace(t.gap(i-1)) == "/"
		if f, ok := timeUnits[w.Form]; ok && slash {
			u.Per = f
			return u, i + 1
		}
		if pers[w.Form] && i+1 < last {
			if f, ok := timeUnits[t.Words[i+1].Form]; ok {
				u.Per = f
				return u, i + 2
			}
		}
		if w.Form == "per" {
			i++
			continue
		}
		if functional(w.Form) || w.Form[0] >= '0' && w.Form[0] <= '9' {
			break
		}
		u.Things = append(u.Things, w.Stem)
		i++
		if i < last && strings.TrimSpace(t.gap(i-1)) != "" && !slashes(t.gap(i-1)) {
			break
		}
	}
	return u, i
}

func slashes(g string) bool {
	g = strings.TrimSpace(g)
	return g == "/" || g == "-"
}
