// Package board is a drawing of parts and connections as a graph: read from its
// text form and written in it, put in order, drawn as SVG, taken from and given to
// other programs (Mermaid, Excalidraw), and asked what it leaves open.
//
// The text form has a line a part or a connection:
//
//	[queue] Jobs
//	API -> Jobs: enqueues
//	API <-> Cache
//	A -> B -> C
//	[worker] Worker @2
//	[zone] Europe: API, "a name, with signs"
//	# a remark
//
// A part that is first met in a connection is a service. A sign behind @ tells parts
// of one name apart; a zone or a region is a frame around parts; a remark is a note.
// What a line says wrong is told with its number; the others count. [Apply] reads a
// text as the next state of a board: what was there keeps its id, place and size; [Read]
// does so with whatever people paste, a chart or a file of another program too. The
// page reads and writes it too (web/attempts/board), by the cases of testdata.
//
// The SVG is made of typed data alone. Every label is escaped, there is no style
// and no script in it, and what it shows stands in words beside it, so it may be a
// part of any page; [File] is the same drawing to be kept by itself.
package board
