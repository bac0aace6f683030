package trace

import (
	"context"
	"encoding/hex"
	"strings"
)

// Remote stands ctx in the span that a caller names in a traceparent header (W3C Trace
// Context). Whoever calls this believes the caller: a stranger could otherwise put what
// happens here into a trace of their choice, or have it followed not at all. A header
// that cannot be read is as none.
func Remote(ctx context.Context, header string) context.Context {
	at, ok := parse(header)
	if !ok {
		return ctx
	}
	return context.WithValue(ctx, placeKey{}, at)
}

// parse reads version, trace, span and flags: 00-<32 hex>-<16 hex>-<2 hex>. Versions to
// come may add fields.
func parse(header string) (at place, ok bool) {
	fields := strings.Split(header, "-")
	if len(fields) < 4 || fields[0] == "ff" || fields[0] == "00" && len(fields) != 4 {
		return at, false
	}
	var version, flags [1]byte
	for _, f := range []struct {
		text string
		into []byte
	}{{fields[0], version[:]}, {fields[1], at.trace[:]}, {fields[2], at.span[:]}, {fields[3], flags[:]}} {
		if len(f.text) != 2*len(f.into) || strings.ToLower(f.text) != f.text {
			return at, false
		}
		if _, err := hex.Decode(f.into, []byte(f.text)); err != nil {
			return at, false
		}
	}
	at.sampled = flags[0]&1 == 1
	return at, at.trace != [16]byte{} && at.span != [8]byte{}
}
