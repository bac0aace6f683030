package curriculum

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
	// A validator, to test that the schemas say of files what the check says of them.
	// The program itself has no use for one: its rules are the check's, in Go.
	"github.com/santhosh-tekuri/jsonschema/v6"

	"levelup/internal/board"
	"levelup/internal/interview"
)

// A schema of content/schema as a tree, by the kind of its files.
type schema map[string]any

func readSchema(t *testing.T, kind string) schema {
	t.Helper()
	source, err := os.ReadFile("../../content/schema/" + kind + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var s schema
	if err := json.Unmarshal(source, &s); err != nil {
		t.Fatalf("content/schema/%s.json: %v", kind, err)
	}
	return s
}

// The schemas are written by hand, for their descriptions. They name the keys that
// the types have, and no others, at every level.
func TestSchemasHaveTheKeysOfTheTypes(t *testing.T) {
	t.Parallel()
	steps, levels := Steps[:], Levels[:]
	for kind, w := range map[string]*schemaWalk{
		KindChapter: {of: reflect.TypeFor[Chapter](), tag: "yaml", closed: true},
		KindPrompt: {of: reflect.TypeFor[Prompt](), tag: "yaml", closed: true,
			keys: map[string][]string{"levels": levels, "hints": steps, "model_answer": steps},
			words: map[string][]string{
				"chapters[]": chapterSlugs(), "board.parts[].kind": Kinds[:], "probes[].step": steps, "rubric[].criterion": Criteria[:],
				"rubric[].points[].step": steps, "rubric[].points[].level": levels, "rubric[].points[].evidence.where[]": steps,
				"rubric[].points[].evidence.ways[].measure": Measures[:],
			}},
		KindSample: {of: reflect.TypeFor[interview.Transcript](), tag: "json",
			words: map[string][]string{
				"level": levels, "mode": modes[:], "steps[].step": steps, "steps[].dialogue[].from": speakers[:], "steps[].diagram.nodes[].kind": Kinds[:], "steps[].diagram.zones[].kind": board.ZoneKinds[:],
			}},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w.t, w.root, w.seen = t, readSchema(t, kind), map[string]bool{}
			w.walk("", w.of, w.root)
			for at := range w.words {
				if !w.seen[at] {
					t.Errorf("%s lists no words, want %v", at, w.words[at])
				}
			}
		})
	}
}

// schemaWalk goes through a type and its schema side by side.
type schemaWalk struct {
	t      *testing.T
	root   schema
	of     reflect.Type
	tag    string
	closed bool                // an unknown key is a mistake
	keys   map[string][]string // of maps, by path
	words  map[string][]string // that are allowed, by path
	seen   map[string]bool     // paths with a list of words
}

func (w *schemaWalk) walk(at string, typ reflect.Type, node schema) {
	if ref, ok := node["$ref"].(string); ok {
		defs, _ := w.root["$defs"].(map[string]any)
		target, ok := defs[path.Base(ref)].(map[string]any)
		if !ok || ref != "#/$defs/"+path.Base(ref) {
			w.t.Errorf("%s refers to %s, which is not there", at, ref)
			return
		}
		node = target
	}
	if typ == reflect.TypeFor[Because]() {
		w.walk(at, reflect.TypeFor[bool](), alternative(node, 0))
		w.walk(at, reflect.TypeFor[[]Term](), alternative(node, 1))
		return
	}
	if list, ok := node["enum"].([]any); ok {
		w.seen[at] = true
		var words []string
		for _, word := range list {
			words = append(words, word.(string))
		}
		if diff := cmp.Diff(w.words[at], words); diff != "" || typ.Kind() != reflect.String {
			w.t.Errorf("%s: the words differ (-code +schema):\n%s", at, diff)
		}
		return
	}
	kinds := map[reflect.Kind][]any{
		reflect.String: {"string", []any{"string", "number", "boolean"}, []any{"string", "integer"}}, // 301 is a word too
		reflect.Int:    {"integer"}, reflect.Float64: {"number", "integer"}, reflect.Bool: {"boolean"},
		reflect.Struct: {"object"}, reflect.Map: {"object"}, reflect.Slice: {"array"}, reflect.Array: {"array"}, reflect.Pointer: {"object"},
	}
	if !slices.ContainsFunc(kinds[typ.Kind()], func(k any) bool { return reflect.DeepEqual(k, node["type"]) }) {
		w.t.Errorf("%s is a %s and has the type %v in the schema", at, typ, node["type"])
	}
	switch typ.Kind() {
	case reflect.Pointer:
		w.walk(at, typ.Elem(), node)
	case reflect.Struct:
		fields := map[string]reflect.Type{}
		for i := range typ.NumField() {
			if key, _, _ := strings.Cut(typ.Field(i).Tag.Get(w.tag), ","); key != "-" {
				fields[key] = typ.Field(i).Type
			}
		}
		w.object(at, fields, node)
	case reflect.Map:
		fields := map[string]reflect.Type{}
		for _, key := range w.keys[at] {
			fields[key] = typ.Elem()
		}
		w.object(at, fields, node)
	case reflect.Array, reflect.Slice:
		if typ.Kind() == reflect.Array {
			if n := float64(typ.Len()); node["minItems"] != n || node["maxItems"] != n {
				w.t.Errorf("%s has %v to %v entries, want exactly %v", at, node["minItems"], node["maxItems"], n)
			}
		}
		items, _ := node["items"].(map[string]any)
		w.walk(at+"[]", typ.Elem(), items)
	}
}

func (w *schemaWalk) object(at string, fields map[string]reflect.Type, node schema) {
	properties, _ := node["properties"].(map[string]any)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(fields)), slices.Sorted(maps.Keys(properties))); diff != "" {
		w.t.Errorf("%q: the keys differ (-code +schema):\n%s", at, diff)
	}
	if open, ok := node["additionalProperties"].(bool); w.closed && (open || !ok) || !w.closed && ok {
		w.t.Errorf("%q: additionalProperties is %v", at, node["additionalProperties"])
	}
	for key, typ := range fields {
		property, _ := properties[key].(map[string]any)
		if text, _ := property["description"].(string); !strings.HasSuffix(text, ".") {
			w.t.Errorf("%s is described by %q, want a sentence", under(at, key), text)
		}
		w.walk(under(at, key), typ, property)
	}
}

func alternative(node schema, i int) schema {
	all, _ := node["anyOf"].([]any)
	if i >= len(all) {
		return nil
	}
	one, _ := all[i].(map[string]any)
	return one
}

// Where the schemas say a number or a pattern, it is that of the check.
func TestSchemasHaveTheNumbersOfTheCheck(t *testing.T) {
	t.Parallel()
	sections := "^(" + strings.Join(chapterSlugs(), "|") + ")#" + strings.TrimPrefix(wellFormed.String(), "^")
	for kind, want := range map[string]map[string]any{
		KindChapter: {
			"properties/order/maximum": len(Chapters), "properties/quiz/minItems": minQuestions, "$defs/question/properties/choices/minItems": minChoices,
			"$defs/id/pattern": wellFormed.String(),
		},
		KindPrompt: {
			"properties/clarifications/minItems": minClarifications, "properties/curveballs/minItems": minCurveballs, "properties/probes/minItems": len(Steps),
			"properties/rubric/minItems": len(Criteria), "properties/rubric/maxItems": len(Criteria),
			"$defs/clarification/properties/ask/minItems": minWordings, "$defs/ladder/minItems": rungs, "$defs/ladder/maxItems": rungs,
			"$defs/criterion/properties/points/minItems": minPoints, "$defs/estimate/properties/within/default": defaultWithin,
			"$defs/point/properties/weight/default": defaultWeight, "$defs/point/properties/section/pattern": sections, "$defs/id/pattern": wellFormed.String(),
		},
		KindSample: {
			"properties/labels/minItems": labelsOwed, "properties/labels/maxItems": labelsOwed, "$defs/step/properties/hints/maximum": rungs,
		},
	} {
		root := readSchema(t, kind)
		for at, number := range want {
			var got any = map[string]any(root)
			for step := range strings.SplitSeq(at, "/") {
				node, _ := got.(map[string]any)
				got = node[step]
			}
			if n, ok := number.(int); ok {
				number = float64(n)
			}
			if got != number {
				t.Errorf("%s: %s is %v, want %v as in the check", kind, at, got, number)
			}
		}
	}
}

// compiled is a schema, ready to validate.
func compiled(t *testing.T, kind string) *jsonschema.Schema {
	t.Helper()
	source, err := os.ReadFile("../../content/schema/" + kind + ".json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(kind+".json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(kind + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance is what a validator gets of a file: a sample whole, the front matter of
// the others.
func instance(t *testing.T, kind string, source []byte) any {
	t.Helper()
	if kind != KindSample {
		header, _, ok := split(source)
		if !ok {
			t.Fatal("there is no front matter")
		}
		var value any
		err := yaml.Load(header, &value)
		if err == nil {
			source, err = json.Marshal(value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// What is shipped is valid, as is what is new.
func TestSchemasHoldForContent(t *testing.T) {
	t.Parallel()
	schemas := map[string]*jsonschema.Schema{}
	validated := map[string]int{}
	validate := func(kind, name string, source []byte) {
		if schemas[kind] == nil {
			schemas[kind] = compiled(t, kind)
		}
		validated[kind]++
		if err := schemas[kind].Validate(instance(t, kind, source)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for kind, pattern := range map[string]string{KindChapter: "chapters/*.md", KindPrompt: "prompts/*.md", KindSample: "samples/*/*.json"} {
		for _, folder := range []string{"../../content/", "testdata/content/"} {
			files, err := filepath.Glob(folder + pattern)
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				source, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				validate(kind, file, source)
			}
		}
	}
	if validated[KindChapter] < 10 || validated[KindPrompt] < 8 || validated[KindSample] < 42 {
		t.Errorf("%v were validated, want all that is shipped", validated)
	}
	lib, _ := Open(os.DirFS("testdata/content"))
	prompt, err := lib.NewPrompt("parking-garage")
	if err != nil {
		t.Fatal(err)
	}
	validate(KindPrompt, "a new prompt", prompt[0].Source)
	for _, f := range prompt[1:] {
		validate(KindSample, "a new "+f.Name, f.Source)
	}
	chapter, err := lib.NewChapter("database")
	if err != nil {
		t.Fatal(err)
	}
	validate(KindChapter, "a new chapter", chapter[0].Source)
}

// What is wrong to the check is wrong to the schemas too, as far as one file's keys
// and values show it.
func TestSchemasRefuse(t *testing.T) {
	t.Parallel()
	files := map[string]string{KindChapter: "chapters/application.md", KindPrompt: "prompts/coat-check.md", KindSample: "samples/coat-check/weak.json"}
	for _, test := range []struct{ kind, name, old, new string }{
		{KindChapter, "unknown key", "\nsummary:", "\nsummaries:"},
		{KindChapter, "order in words", "\norder: 1", "\norder: first"},
		{KindChapter, "no prompt", "prompts: [coat-check]", "prompts: []"},
		{KindChapter, "two right choices", "why: It hangs", "right: true\n        why: It hangs"},
		{KindPrompt, "unknown key", "\ntitle:", "\ntittle:"},
		{KindPrompt, "unknown key deep down", "because: true", "reason: true"},
		{KindPrompt, "chapter that is none", "chapters: [database", "chapters: [databse"},
		{KindPrompt, "level that is none", "  staff: Weighs", "  principal: Weighs"},
		{KindPrompt, "kind that is none", "kind: database", "kind: table"},
		{KindPrompt, "connection of three", "[door, desk]", "[door, desk, ledger]"},
		{KindPrompt, "two hints", "    - text: Look at the queue.\n", ""},
		{KindPrompt, "value below zero", "value: 1.7", "value: -1.7"},
		{KindPrompt, "weight of four", "weight: 2", "weight: 4"},
		{KindPrompt, "section without a heading", "section: database#choosing", "section: database"},
		{KindPrompt, "way that finds nothing", "- measure: recap", "- because: true"},
		{KindPrompt, "board without an arrow", "board: service -> ledger", "board: service and ledger"},
		{KindPrompt, "empty group", "[[tag, tag number]", "[[]"},
		{KindPrompt, "text that is a list", "answer: Six.", "answer: [Six]"},
		{KindSample, "step that is none", `"step": "map"`, `"step": "lunch"`},
		{KindSample, "score of five", `"prioritization": 1`, `"prioritization": 5`},
		{KindSample, "no reason", `"why": "`, `"because": "`},
		{KindSample, "answer that is a number", `"answer": "Doors talk to one desk."`, `"answer": 7`},
		{KindSample, "speaker that is none", `"from": "candidate"`, `"from": "coach"`},
	} {
		t.Run(test.kind+", "+test.name, func(t *testing.T) {
			t.Parallel()
			file := files[test.kind]
			source, err := os.ReadFile("testdata/content/" + file)
			if err != nil {
				t.Fatal(err)
			}
			wrong := strings.Replace(string(source), test.old, test.new, 1)
			if wrong == string(source) {
				t.Fatalf("%s does not hold %q", file, test.old)
			}
			if err := compiled(t, test.kind).Validate(instance(t, test.kind, []byte(wrong))); err == nil {
				t.Error("the schema finds nothing wrong")
			}
			var problems []Problem
			switch test.kind {
			case KindChapter:
				_, problems = ParseChapter("application", []byte(wrong))
			case KindPrompt:
				_, problems = ParsePrompt("coat-check", []byte(wrong))
			case KindSample:
				_, problems = readSample(file, []byte(wrong))
			}
			if len(problems) == 0 {
				t.Error("the check finds nothing wrong")
			}
		})
	}
}
