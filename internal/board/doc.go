// Package board is a drawing of parts and connections as a graph: read from its
// text form, put in order, and drawn as SVG.
//
// The text form has a line a part or a connection:
//
//	[queue] Jobs
//	API -> Jobs: enqueues
//	API <-> Cache
//	A -> B -> C
//	# a remark
//
// A part that is first met in a connection is a service. What a line says wrong is
// told with its number; the others count.
//
// The SVG is made of typed data alone. Every label is escaped, there is no style
// and no script in it, and what it shows stands in words beside it, so it may be a
// part of any page.
package board
