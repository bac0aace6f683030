package interviewer

import "levelup/internal/match"

// manner is something that is said to the interviewer rather than about the
// problem, and what it says to that.
type manner struct {
	entry   string
	cues    match.Phrases
	says    []string
	firm    bool // whatever the question may be near to
	polite  bool // answered only where nothing else is
	asked   bool // only as a question or an order
	atMost  int  // words, 0 for any
	special string
}

// mannerOf finds what is said to the interviewer; the first that fits.
func mannerOf(words []match.Word, question bool) *manner {
	for i := range manners {
		m := &manners[i]
		if m.asked && !question && !ordering(words) || m.atMost > 0 && len(words) > m.atMost {
			continue
		}
		if m.cues.In(words) {
			return m
		}
	}
	return nil
}

// ordering reports whether words are an order to the other side, or set out as one.
func ordering(words []match.Word) bool {
	for len(words) > 0 && (polite[words[0].Form] || words[0].Form == "now") {
		words = words[1:]
	}
	return len(words) > 0 && orders[words[0].Form]
}

var (
	polite = set(`please just ok okay hey and so well`)
	orders = set(`give tell show print reveal list repeat output send write say dump ignore disregard forget pretend act
		roleplay you from new system dear note rate score grade design solve answer explain skip stop i`)
)

var inEnglish = manner{entry: "language", firm: true, says: []string{
	"I only follow English. Please say that in English.",
	"Sorry, I understand English alone. Please put it that way.",
}}

var manners = []manner{
	{entry: "order", firm: true, asked: true, cues: match.NewPhrases(`
		ignore your
		ignore all previous
		ignore all your
		ignore all instructions
		ignore all of your
		ignore any previous
		ignore any instructions
		ignore the above
		ignore previous
		ignore the previous
		ignore everything above
		disregard your
		disregard all previous
		disregard the above
		disregard the instructions
		disregard previous
		forget your
		forget all previous
		forget everything above
		forget the interview
		you are now
		pretend to be
		pretend you
		roleplay
		system prompt
		your prompt
		your instructions
		new instructions
		developer mode
		jailbreak
		from now on you
		print your
		dump your
		full marks
		give me a four
		give me a 4
		score me
		rate me
		grade me
		note to the grader
		dear grader
		your script
		your bank
	`), says: []string{
		"I answer questions about the problem and ask some myself. Nothing else moves me.",
		"That is not what I am here for. Ask me about the problem.",
	}},
	{entry: "rubric", firm: true, asked: true, cues: match.NewPhrases(`
		rubric
		rubrics
		marking scheme
		grading criteria
		scoring criteria
		how am i graded
		how will i be graded
		how am i scored
		how is this graded
		how do you grade
		be graded
		get graded
		graded by
		what are you looking for
		what do you look for
		what gives points
		get points for
		my score
		my grade
		the curveball
		your curveball
		the curveballs
		your curveballs
		your probes
	`), says: []string{
		"I keep to myself what I look for. The report tells you, with your own words beside it.",
		"That you will see in the report, point by point. Here you have the problem and the clock.",
	}},
	{entry: "answer", firm: true, asked: true, cues: match.NewPhrases(`
		model answer
		sample answer
		reference answer
		expected answer
		ideal answer
		right answer
		correct answer
		the solution
		give me the answer
		give me an answer
		tell me the answer
		what is the answer
		what's the answer
		what would you do
		what would you choose
		how would you design
		how would you do
		design it for me
		write it for me
		just tell me
		solve it
	`), says: []string{
		"The design is yours to find. Say which decision you are stuck at, and ask me about the problem.",
		"I should like to hear yours: the options that there are, and what each of them costs.",
	}},
	{entry: "hint-wish", firm: true, special: "hint", cues: match.NewPhrases(`
		a hint
		hint please
		the hints
		your hints
		any hints
		any hint
		next hint
		another hint
		give me a clue
		i am stuck
		i'm stuck
		help me
		can you help
	`)},
	{entry: "opinion", asked: true, cues: match.NewPhrases(`
		what do you think
		do you like
		your opinion
		my design
		my answer
		my solution
		my approach
		my diagram
		am i on the right
		on the right track
		is this good
		is that good
		is it good
		good enough
		does this look
		does that look
		am i right
		is this right
		is this correct
		how am i doing
		do you agree
	`), says: []string{
		"I keep my opinion for later. Argue for it yourself: say what it costs, and what would break it.",
		"You tell me. Attack it as if it were mine.",
		"I do not judge while you work. Name what makes you doubt it, and look there.",
	}},
	{entry: "time", firm: true, special: "time", cues: match.NewPhrases(`
		time left
		time is left
		time do i have
		time do we have left
		time remains
		time remaining
		minutes left
		minutes are left
		minutes do i have
		long do i have
		time is it
		when does the interview end
		when does this end
		remaining time
		until the end of the interview
	`)},
	{entry: "repeat", firm: true, special: "repeat", atMost: 12, cues: match.NewPhrases(`
		can you repeat
		could you repeat
		please repeat
		repeat that
		repeat the question
		say that again
		say it again
		once more please
		come again
		what did you say
		what was the question
		what was that
		pardon
	`)},
	{entry: "who", firm: true, asked: true, cues: match.NewPhrases(`
		are you a bot
		are you a robot
		are you human
		are you a human
		are you real
		are you an ai
		are you a model
		are you chatgpt
		who are you
		what are you
		what model are you
	`), says: []string{
		"I am the built-in interviewer. My answers are the author's, found by comparing words, with no model behind them. What I cannot answer is yours to assume.",
	}},
	{entry: "thanks", polite: true, atMost: 8, cues: match.NewPhrases(`
		thanks
		thank you
		thx
		cheers
		much appreciated
	`), says: []string{"You are welcome.", "Gladly. Go on."}},
	{entry: "greeting", polite: true, atMost: 8, cues: match.NewPhrases(`
		hello
		hi
		hey
		good morning
		good afternoon
		good evening
		nice to meet you
		how are you
	`), says: []string{
		"Hello. The problem stands beside the editor. Ask me whatever you need to know.",
		"Good to have you here. Read the problem, and ask before you build.",
	}},
}
