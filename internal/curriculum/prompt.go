package curriculum

// Prompt is an interview problem as its author wrote it. The keys of the front
// matter are those of the yaml tags; an unknown key is a problem.
type Prompt struct {
	Slug    string `yaml:"-"`
	Version string `yaml:"-"` // hash of the source; an attempt keeps the one it began with
	Source  []byte `yaml:"-"`

	Title          string            `yaml:"title"`
	Summary        string            `yaml:"summary"`
	Chapters       []string          `yaml:"chapters"`
	Levels         map[string]string `yaml:"levels"` // mid, senior, staff: what each does here
	Disguise       Disguise          `yaml:"disguise"`
	Clarifications []Clarification   `yaml:"clarifications"`
	Requirements   Requirements      `yaml:"requirements"`
	Estimates      []Estimate        `yaml:"estimates"`
	Board          Board             `yaml:"board"`
	Probes         []Probe           `yaml:"probes"`
	Curveballs     []Curveball       `yaml:"curveballs"`
	Hints          map[string][]Hint `yaml:"hints"` // three rungs a step
	Mistakes       []string          `yaml:"mistakes"`
	ModelAnswer    map[string]string `yaml:"model_answer"` // by step, Markdown
	Rubric         []Criterion       `yaml:"rubric"`

	// Statement is the body up to its first "##", in Markdown: what the
	// interviewer says.
	Statement string `yaml:"-"`
}

// Disguise is another story with the same crux, for who knows the famous one.
type Disguise struct {
	Title     string     `yaml:"title"`
	Statement string     `yaml:"statement"`
	Words     []WordPair `yaml:"words"` // of the plain story, and what stands for each
	Says      []Saying   `yaml:"says"`  // where words do not do
}

// Saying is what is said in the other story instead of something: a clarification's
// answer, a probe, a curveball, what a level does, or a hint ("map-1").
type Saying struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
}

// WordPair is a word of the plain story and what the other story has for it.
type WordPair [2]string

// Clarification is a question a candidate may ask, in several wordings.
type Clarification struct {
	ID     string   `yaml:"id"`
	Ask    []string `yaml:"ask"`
	Answer string   `yaml:"answer"`
}

// Requirements are what the design owes.
type Requirements struct {
	Functional    []string `yaml:"functional"`
	NonFunctional []string `yaml:"non_functional"`
}

// Estimate is a reference figure. An answer within the factor Within of Value
// (default 3) agrees with it.
type Estimate struct {
	ID     string  `yaml:"id"`
	Expr   string  `yaml:"expr"`
	Value  float64 `yaml:"value"`
	Unit   string  `yaml:"unit"` // as people write it: "reads/s", "GB", "links"
	Within float64 `yaml:"within"`
}

// Board is what a good drawing holds.
type Board struct {
	Parts       []Part      `yaml:"parts"`
	Connections [][2]string `yaml:"connections"` // ids of parts, from and to
}

// Part is one expected part of the board, found by its kind and any of the labels.
type Part struct {
	ID    string   `yaml:"id"`
	Kind  string   `yaml:"kind"`
	AnyOf []string `yaml:"any_of"`
}

// Probe is a question of the interviewer, tied to a rubric point.
type Probe struct {
	ID    string `yaml:"id"`
	Step  string `yaml:"step"`
	Ask   string `yaml:"ask"`
	Point string `yaml:"point"`
}

// Curveball changes the problem during the deep dive.
type Curveball struct {
	ID  string `yaml:"id"`
	Ask string `yaml:"ask"`
}

// Hint is one rung of a step's ladder; the third names the point it gives away.
type Hint struct {
	Text  string `yaml:"text"`
	Point string `yaml:"point"`
}

// Criterion is one of the five, with its points.
type Criterion struct {
	Criterion string  `yaml:"criterion"`
	Points    []Point `yaml:"points"`
}

// Point is one observable thing.
type Point struct {
	ID       string   `yaml:"id"`
	Text     string   `yaml:"text"`
	Step     string   `yaml:"step"`  // where it is expected, and where a drill grades it
	Level    string   `yaml:"level"` // mid, senior, staff
	Weight   int      `yaml:"weight"`
	Critical bool     `yaml:"critical"`
	Section  string   `yaml:"section"` // chapter#anchor that teaches it
	Advice   string   `yaml:"advice"`
	Evidence Evidence `yaml:"evidence"`
}

// Evidence says how a point is recognised.
type Evidence struct {
	Ways  []Way    `yaml:"ways"`  // any one suffices
	Never []Group  `yaml:"never"` // any alternative of any group contradicts: the point is missing
	Where []string `yaml:"where"` // steps whose evidence counts; empty means any
}

// Way is one sufficient form of evidence; the keys that are set must all hold.
type Way struct {
	All     []Group  `yaml:"all"` // each group by any of its alternatives, within a sentence and its neighbours
	Because Because  `yaml:"because"`
	Says    []string `yaml:"says"`    // whole sentences, any one, compared by the matcher
	Number  string   `yaml:"number"`  // id of an estimate
	Board   string   `yaml:"board"`   // "service -> cache": a path; "-->" is one connection
	Measure string   `yaml:"measure"` // sentences, answers-interviewer, recap, time-kept, order
}

// Term is one alternative: words in order, compared by stem.
type Term = string

// Group is a set of alternatives, met by any of them.
type Group []Term

// Because asks for a reason or a cost beside the groups of a way: any reason,
// or one of the listed terms.
type Because struct {
	Any   bool
	Terms []Term
}
