package trace

import (
	"encoding/hex"
	"strconv"
	"time"
)

// The request as the protocol's JSON writes it: ids in hexadecimal, 64-bit numbers as
// text. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
type (
	wireRequest struct {
		ResourceSpans []wireResource `json:"resourceSpans"`
	}
	wireResource struct {
		Resource   wireAttrs   `json:"resource"`
		ScopeSpans []wireScope `json:"scopeSpans"`
	}
	wireScope struct {
		Scope wireName   `json:"scope"`
		Spans []wireSpan `json:"spans"`
	}
	wireName struct {
		Name string `json:"name"`
	}
	wireAttrs struct {
		Attributes []wireAttr `json:"attributes"`
	}
	wireSpan struct {
		TraceID    string     `json:"traceId"`
		SpanID     string     `json:"spanId"`
		Parent     string     `json:"parentSpanId,omitempty"`
		Flags      int        `json:"flags"`
		Name       string     `json:"name"`
		Kind       Kind       `json:"kind"`
		Start      string     `json:"startTimeUnixNano"`
		End        string     `json:"endTimeUnixNano"`
		Attributes []wireAttr `json:"attributes,omitempty"`
		Status     wireStatus `json:"status"`
	}
	wireStatus struct {
		Code int `json:"code,omitempty"`
	}
	wireAttr struct {
		Key   string    `json:"key"`
		Value wireValue `json:"value"`
	}
	wireValue struct {
		String *string `json:"stringValue,omitempty"`
		Int    string  `json:"intValue,omitempty"`
	}
)

const (
	sampledFlag = 1
	statusError = 2
)

func wire(resource []Attr, spans []Span) wireRequest {
	out := wireScope{Scope: wireName{"levelup"}, Spans: make([]wireSpan, len(spans))}
	for i, s := range spans {
		w := wireSpan{
			TraceID: hex.EncodeToString(s.at.trace[:]), SpanID: hex.EncodeToString(s.at.span[:]), Flags: sampledFlag,
			Name: s.name, Kind: s.kind, Start: nanos(s.begun), End: nanos(s.ended), Attributes: attributes(s.attrs),
		}
		if s.parent != [8]byte{} {
			w.Parent = hex.EncodeToString(s.parent[:])
		}
		if s.failed {
			w.Status.Code = statusError
		}
		out.Spans[i] = w
	}
	return wireRequest{[]wireResource{{wireAttrs{attributes(resource)}, []wireScope{out}}}}
}

func nanos(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }

func attributes(attrs []Attr) []wireAttr {
	out := make([]wireAttr, 0, len(attrs))
	for _, a := range attrs {
		switch v := a.Value.(type) {
		case string:
			out = append(out, wireAttr{a.Key, wireValue{String: &v}})
		case int:
			out = append(out, wireAttr{a.Key, wireValue{Int: strconv.Itoa(v)}})
		}
	}
	return out
}
