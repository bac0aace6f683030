package ui_test

import (
	"strings"
	"testing"

	"levelup/web/ui"
)

// A mistake is tied to its field, so that it is read with it.
func TestInputMistake(t *testing.T) {
	t.Parallel()
	page := render(t, ui.Input(ui.Field{Name: "email", Label: "Address", Hint: "Any.", Value: `a"b`, Error: "Not an address."}))
	input := one(t, page, "input", "id", "email")
	if got := attr(input, "value"); got != `a"b` {
		t.Errorf("the words are %q, want them kept", got)
	}
	if attr(input, "aria-invalid") != "true" {
		t.Error("the field is not marked as invalid")
	}
	var read []string
	for id := range strings.FieldsSeq(attr(input, "aria-describedby")) {
		read = append(read, text(one(t, page, "p", "id", id)))
	}
	if got := strings.Join(read, " "); got != "Any. Not an address." {
		t.Errorf("the field is described by %q", got)
	}
}

func TestInputWithoutMistake(t *testing.T) {
	t.Parallel()
	input := one(t, render(t, ui.Input(ui.Field{Name: "email", Label: "Address"})), "input", "id", "email")
	for _, key := range []string{"aria-invalid", "aria-describedby", "maxlength"} {
		if got := attr(input, key); got != "" {
			t.Errorf("%s = %q, want none", key, got)
		}
	}
}

func TestRadios(t *testing.T) {
	t.Parallel()
	page := render(t, ui.Radios(ui.Choices{Name: "mode", Value: "b", Options: []ui.Option{{Value: "a"}, {Value: "b"}}}))
	var checked []string
	for _, input := range all(page, "input") {
		for _, a := range input.Attr {
			if a.Key == "checked" {
				checked = append(checked, attr(input, "value"))
			}
		}
	}
	if len(checked) != 1 || checked[0] != "b" {
		t.Errorf("checked are %q, want b alone", checked)
	}
}

func TestMistakesLeadToTheirFields(t *testing.T) {
	t.Parallel()
	list := []ui.Mistake{{Field: "email", Text: "One."}, {Field: "name", Text: "Two."}}
	page := render(t, ui.Mistakes(list))
	for i, a := range all(page, "a") {
		if got, want := attr(a, "href"), "#"+list[i].Field; got != want {
			t.Errorf("mistake %d leads to %q, want %q", i, got, want)
		}
	}
	if got := len(all(render(t, ui.Mistakes(nil)), "a")); got != 0 {
		t.Errorf("no mistakes have %d links", got)
	}
}
