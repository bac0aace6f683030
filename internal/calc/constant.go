package calc

// constant is a latency to reckon with. The figures are orders of magnitude.
type constant struct {
	value  float64
	units  units
	means  string
	source string
}

func (c constant) quantity() *quantity {
	return &quantity{span: exactly(c.value), units: c.units, inputs: 1}
}

const dean = "Jeff Dean, 2012"

// constants are the latencies as Jeff Dean gave them and as they have circulated
// since 2012 under the name "latency numbers every programmer should know".
var constants = map[string]constant{
	"l1_cache":        {0.5, units{{nanosecond, 1}}, "reference to the first-level cache", dean},
	"l2_cache":        {7, units{{nanosecond, 1}}, "reference to the second-level cache", dean},
	"mutex":           {25, units{{nanosecond, 1}}, "lock and unlock a mutex", dean},
	"memory":          {100, units{{nanosecond, 1}}, "reference to main memory", dean},
	"memory_read_1mb": {250, units{{microsecond, 1}}, "read 1 MB in sequence from memory", dean},
	"ssd_read":        {150, units{{microsecond, 1}}, "read 4 KB at random from an SSD", dean},
	"ssd_read_1mb":    {1, units{{millisecond, 1}}, "read 1 MB in sequence from an SSD", dean},
	"datacenter_rtt":  {500, units{{microsecond, 1}}, "round trip within a data centre", dean},
	"disk_seek":       {10, units{{millisecond, 1}}, "seek of a disk", dean},
	"disk_read_1mb":   {20, units{{millisecond, 1}}, "read 1 MB in sequence from a disk", dean},
	"atlantic_rtt":    {150, units{{millisecond, 1}}, "round trip from California to the Netherlands", dean},
}
