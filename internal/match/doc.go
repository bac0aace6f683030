// Package match compares what people write with what an author expects, sentence
// by sentence, by fixed rules and with no model: the same text always gives the
// same answer. It knows nothing of interviews; it imports no SQL, no HTTP and no
// clock. Everything it reports carries byte offsets into the text as it was
// given, so that a quote is verbatim.
//
// # What is read
//
// [Read] takes a text apart once. A word is a run of letters, digits and marks,
// folded (case, accents, full width, invisible characters) and stemmed. A
// sentence ends at a full stop, question or exclamation mark that is not part of
// a number or an abbreviation, at a blank line, at a bullet, and at the end of a
// line that was not merely wrapped; after sixty words it is cut.
//
// A sentence is a claim when it could be somebody's thought: it has a subject,
// a verb or a question word beside its nouns, or it is notation such as
// "GET /x -> 302" or "link(code, target)", a way through a few parts ("client ->
// gateway -> store") or a sum ("20 GB x 3 = 60 GB"). An enumeration of nouns, a
// run of bare lines, and words in an order in which English does not put them
// ("the of we") are no claims, and nothing in them is found. See claim.go and
// sign.go.
//
// A sentence that only names things, "We use a cache, a queue and a replica", is
// a claim about one of them at most; and a text of such sentences, or of bare
// arrows, is a list with verbs in front: it has no claims. See catalogue.go.
// [Poured] tells of all texts of a person whether they are terms put into the same
// few forms of sentence. See frame.go.
//
// # How it is compared
//
//   - [Term]: words in order, compared by stem, with up to two words between.
//   - [Concept]: groups of terms, each met by any of its terms, within a sentence
//     and its neighbours and no further than forty words apart, and perhaps a
//     reason or a cost in the same or the next sentence. A near miss, all groups
//     but one of three or more, has to stand within twelve words.
//   - [Paraphrase]: a whole sentence against one or two of the text, by the
//     weighted share of stems that they have in common, both ways, whatever the
//     order; words that the author put into one group may stand for each other. A
//     thought that is denied, or turned into its opposite, on one side only is
//     not the same.
//   - [Figure]: a number against a reference. Package calc reads both and says how
//     they compare; what a sentence has to say beside a number is decided here.
//   - [Original]: sentences that are near copies of a given text.
//   - [Reference]: an answer, as short as a word, against an expected answer, as
//     a score. See below.
//   - [Overlap]: what there is in common and nothing else, to compare with.
//
// # Negation
//
// A negator ("not", "never", "without", "instead of") covers its clause from
// where it stands, at most twelve words; "not needed" and its like also what
// stands before it in the clause; "it is wrong that" the rest of the sentence.
// Two negators cancel. Something covered is not found, unless the author's terms
// themselves hold a negator and so ask for a denial. Not negators are bounds ("no longer than"), additions ("not
// only"), delays ("not until"), negative questions ("why not"), and the denial
// of a harm ("cannot lose", "no bottleneck", "must not charge twice"), which speaks
// for the thing and not against it. See negation.go.
//
// A sentence whose main clause is denied by its verb leaves in doubt what leans
// on that clause, and nothing in doubt is found: the subject, conditions, lists.
// A contrast, a reason, and a clause with a subject and a verb of its own are not
// in doubt. In a text of which more than half is denied the whole of each denied
// sentence is, since nobody could tell what is meant to hold. See doubt.go.
//
// # Against a reference
//
// A [Reference] is taken apart into points: sentences, items of a list, what
// stands between semicolons. The words of a point count by their rarity over the
// references of all questions, those of the question a fifth; two words side by
// side count more if they stand so in the answer. A word is found if its stem is
// there, or one with the same root or one letter wrong; in a reference of one short
// thought also a word of its family (field.go) or of its axis (poles.go). There the
// answer is wrong if it takes the other side: by an odd number of opposites and
// negators, or by what stands on either side of a verb or of "than" (swap.go). In
// a long reference that is asked only of a sentence that is nearly the same. The
// score is the root of what is found, of which four fifths are enough.
//
// What each part brings, on the training parts of SAF (1,308 answers on networks,
// Pearson r) and of Beetle (3,941 on electricity, Pearson r; AUC of correct against
// contradictory). TestAblation prints the table for any files of answers.
//
//	                    SAF r   Beetle r   Beetle AUC
//	all of it           0.461   0.549      0.826
//	without rarity      0.454   0.553      0.830
//	without the echo    0.439   0.542      0.822
//	without letters     0.456   0.548      0.825
//	without families    0.453   0.543      0.822
//	without pairs       0.461   0.545      0.821
//	without pieces      0.456   0.549      0.826
//	without poles       0.451   0.427      0.749
//	without swaps       0.461   0.549      0.827
//	without precision   0.464   0.547      0.822
//
// Both sets were in view when the rules were written, and weights were tried on
// them: which words are opposites was learnt on Beetle; that families and axes count
// in short references only, that opposites are looked for in near copies of a long
// one only, and the root, on SAF. The figures there show the fit. Rarity and swaps stay although
// Beetle does not ask for them: its 47 references repeat each other's words, and
// hardly any of its answers swaps anything.
package match
