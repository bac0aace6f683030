// Package interviewer is the other side of an interview, by the author's script:
// it answers questions from the prompt's clarifications, asks its probes and
// curveballs, and shows its hints. It is an engine: the same attempt and the same
// words give the same answer. It imports no SQL, no HTTP and no clock, and owns no
// tables; package interview keeps what is said. A model may word what is said; see
// below.
//
// # Answers
//
// [Script.Reply] cuts a message into questions (listen.go), takes out what is
// said to the interviewer rather than about the problem (manners.go), and looks
// for the clarification that is meant (ear.go): by the grader's matcher, package
// match, and by the words that a question shares with any wording of a
// clarification, where words of one kind (kin.go) stand for each other. Two
// clarifications that are equally near are none. What is not found is the
// candidate's to assume. A message gets three answers at most; a statement gets a
// nod, and not two in a row.
//
// # What it never says
//
// The rubric, the model answer, probes that were not asked, and hints that were
// not shown stand in no answer: a reply is a clarification, the candidate's own
// time, something that was said before, or one of the fixed sentences here. None of
// those asks anything, since the grader takes a question of the interviewer's for
// one that the candidate owes an answer.
//
// # Questions of its own
//
// [Script.Probe] is asked in a pause. It asks one thing, and then there is silence
// until the candidate has said or written something. Each probe comes once, those
// whose point is in what is written do not come at all, and the last minute of a
// step belongs to the candidate. One curveball comes in the second half of the
// deep dive.
//
// # A model's words
//
// Where the learner has chosen so, a model words the answers and the questions
// ([Script.Answer], [Script.Own]). The script decides what is said: which fact
// answers a question, that nothing is given, which probe is due. The model is shown
// the problem, those facts and what the candidate has written and said, between marks
// that nobody can guess; the rubric, the model answer and the hints are not in the
// request. What it says is heard by nobody before a sentence is whole and was let
// through ([Speech], bounds.go): no number that neither the facts nor the candidate
// has named, no part of a design that the candidate has not named, nothing of the
// time, of scores or of what is kept back, no markup, one question, 600 characters.
// The first sentence that breaks a rule ends the speech, as does a model that fails
// or is silent; the script then goes on where it left off, in the same turn. When
// the candidate goes on typing, what was said stays, cut off.
package interviewer
