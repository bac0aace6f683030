// Package room is the page on which an attempt is worked through: the clock, the
// five steps with what each expects, the editor, and beside it one tool at a time,
// the prompt, the conversation with the interviewer, the calculator or the board.
//
// It promises that the page is whole without JavaScript: steps are links, saving
// and going on are buttons of one form that carry the words along, what has to
// be confirmed opens as a popover of the browser's own, and the tools and the panes
// of a phone are radio buttons. The script (room.ts) then takes over saving, the clock
// and the change of steps, from the data that stands in the page, and writes into the
// elements that are marked by data attributes. Words that it could not send
// before the end are sent by a smaller script on the pages that follow (late.ts).
//
// The calculator is a fragment of another feature, which the page fetches; its
// lines are saved like the words (sheet.ts), in the same batches.
//
// A step's board is shown as text, which is saved with the words, and drawn; beside
// it stands what it leaves open, unless the attempt is taken as an exam. With the
// script it is a canvas (web/attempts/canvas), fetched when it first comes in sight,
// and text at once: what is done on either becomes the next state of one graph
// (boardpanel.ts), which is undone, merged and saved in one place.
//
// The package owns no tables and reads no store.
package room
