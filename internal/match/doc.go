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
// "GET /x -> 302" or "link(code, target)". An enumeration of nouns, a run of
// bare lines, and words in an order in which English does not put them ("the of
// we") are no claims, and nothing in them is found. See claim.go.
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
// # Where it grows
//
// A lexicon of the field and swapped arguments belong here, behind the same ways of
// comparing; callers see only what was found and where.
package match
