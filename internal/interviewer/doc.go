// Package interviewer is the other side of an interview, by the author's script
// and with no model: it answers questions from the prompt's clarifications, asks
// its probes and curveballs, and shows its hints. It is an engine: the same
// attempt and the same words give the same answer. It imports no SQL, no HTTP and
// no clock, and owns no tables; package interview keeps what is said.
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
package interviewer
