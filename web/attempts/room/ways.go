package room

import "strconv"

// way is where the button beneath the editor leads: "on" to the next step,
// "there" to where the work goes on, "end" to the submission.
func (v View) way() string {
	last := v.Shown.Number == len(v.Steps)
	switch {
	case last && (v.Shown.IsCurrent || v.Practice):
		return "end"
	case v.Shown.IsCurrent:
		return "on"
	}
	return "there"
}

// wayBack is the step to which "there" leads: where the clock runs, or, where
// none runs, the one after this.
func (v View) wayBack() Step {
	if v.Practice && v.Shown.Number < len(v.Steps) {
		return v.Steps[v.Shown.Number]
	}
	return v.Current
}

func (v View) wayBackText() string {
	if v.Practice {
		return "Look at " + v.wayBack().Title
	}
	return "Back to " + v.wayBack().Title
}

func (v View) wayOnText() string {
	if next := v.Next(); next != nil {
		return "Go on to " + next.Title
	}
	return ""
}

// Key is a shortcut of the room.
type Key struct {
	Keys []string
	Does string

	Dictates bool // so only where the browser can hear
}

// keys are the shortcuts that the script listens to (keys.ts). None is a single
// letter, so none gets in the way of writing.
func keys(v View) []Key {
	var out []Key
	if len(v.Steps) > 1 {
		out = append(out,
			Key{Keys: []string{"Ctrl", "."}, Does: "Go on: what the button beneath the editor does"},
			Key{Keys: []string{"Alt", "1"}, Does: "Show step 1; likewise 2 to " + strconv.Itoa(len(v.Steps))},
		)
	}
	return append(out,
		Key{Keys: []string{"Alt", "7"}, Does: "Show the calculator, or go back from it to the editor; likewise 6, the prompt"},
		Key{Keys: []string{"Alt", "8"}, Does: "Show the conversation with the interviewer, or go back from it to the editor"},
		Key{Keys: []string{"Alt", "0"}, Does: "Show the board, or go back from it to the editor; its own keys stand under More"},
		Key{Keys: []string{"Alt", "9"}, Does: "Dictate into the answer or the message, or stop (chosen under Speech)", Dictates: true},
		Key{Keys: []string{"Ctrl", "S"}, Does: "Save now"},
		Key{Keys: []string{"Ctrl", "Shift", "F"}, Does: "Focus: hide all but clock and editor"},
		Key{Keys: []string{"Ctrl", "/"}, Does: "This list; so does ? outside the editor"},
		Key{Keys: []string{"Esc"}, Does: "Close what has opened"},
	)
}
