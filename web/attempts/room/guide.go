package room

import "levelup/internal/interview"

// guide is what the room says about a step while one works on it: what is asked,
// and what a good answer holds. It is the same for every prompt and gives
// nothing of a prompt away.
type guide struct {
	ask    string
	expect []string
}

var guides = map[interview.Step]guide{
	interview.Clarify: {
		ask: "Find out what is wanted before you build anything. Ask, assume where nobody answers, and write both down.",
		expect: []string{
			"Who uses it, and for what",
			"How much: people, requests, bytes, with the arithmetic",
			"How reads compare with writes",
			"What it has to guarantee: speed, safety, being there",
			"What you leave out on purpose",
		},
	},
	interview.Map: {
		ask: "Put the whole on one page: the parts, what flows between them, and the layers in which the problem really lives.",
		expect: []string{
			"The parts, from the client to where the data rests",
			"The entities, each with its key",
			"The interface: the calls, what goes in, what comes out",
			"What happens at once and what later, in the background",
			"The one layer that deserves the next step, and why",
		},
	},
	interview.DeepDive: {
		ask: "Go down where it is hardest, and stay there until somebody could build it from what you wrote.",
		expect: []string{
			"The data as it is stored, and the queries it must answer",
			"The hard part step by step, with numbers",
			"What changes when there is ten times as much",
			"What breaks first, and what people see then",
		},
	},
	interview.TradeOffs: {
		ask: "Every choice has a price. Name the choices that you made and what each of them costs.",
		expect: []string{
			"For each choice: what you get, what you give up, why that is right here",
			"The strongest alternative, and when you would take it",
			"What is allowed to be stale, slow or lost",
			"What you would measure to know that you were wrong",
		},
	},
	interview.Synthesize: {
		ask: "Tell the whole once more to somebody who has just come in. Half a minute when read aloud.",
		expect: []string{
			"The design in a few sentences, from the first request to the last byte",
			"What the first version has, and what waits",
			"The risk that is left, and what you would do next",
		},
	},
}
