package match

import (
	"slices"
	"strings"
)

// family are the groups in which a stem stands: words of one group may stand for
// each other where computers are talked about. Each line is a fact of the field
// or of plain English. They were written after the training answers of SAF and
// Beetle had been read, and pathways, circuits and what is damaged come from there.
var family = families(`
	delay latency lag wait
	packet datagram segment frame message
	node host machine computer station device system
	server service backend
	lb balancer
	throughput bandwidth capacity rate
	network net lan subnet
	link connection line channel wire
	route path
	router gateway switch
	destination target receiver recipient
	source sender origin transmitter
	acknowledge acknowledgement ack confirm confirmation
	transmit transmission send deliver delivery transfer forward
	retransmit retransmission resend retry
	sequence order ordering
	lose loss drop discard
	error fault failure corruption
	detect discover find recognise notice
	congestion overload jam
	collision clash conflict
	broadcast flood flooding
	header overhead
	address location
	encrypt encryption cipher
	buffer queue cache
	memory ram storage
	disk drive storage
	store save keep hold contain record
	process program task job thread
	processor cpu core
	schedule scheduler dispatch dispatcher
	page frame block
	virtual logical
	kernel os
	interrupt trap signal
	syscall call
	mode state status
	lock mutex semaphore latch
	mutual exclusive exclusion
	deadlock blocked stuck
	starve starvation
	wait block sleep
	switch change
	preempt interrupt
	priority precedence
	resource device
	allocate assign reserve give
	free release deallocate
	directory folder
	file document
	inode descriptor
	fragment fragmentation
	hole gap
	parent ancestor
	child descendant
	function method procedure routine subroutine operation
	argument parameter
	variable identifier
	value data content
	declare declaration define definition prototype signature
	instance object
	class type
	inherit inheritance derive subclass extend
	member attribute field property
	pointer reference address
	array vector
	element item entry member component value
	list sequence
	index subscript position
	stack lifo
	queue fifo
	insert add push enqueue append put
	remove delete pop dequeue erase
	node vertex
	edge arc
	tree hierarchy
	leaf terminal
	sort order arrange
	search find lookup
	compare comparison
	loop iterate iteration repeat repetition cycle
	recursion recursive itself
	terminate stop end finish exit quit halt
	begin start initial initialise
	run execute execution
	compile compilation compiler
	character char letter
	string text
	integer int number
	size length
	constant const fixed
	static fixed
	dynamic dynamically runtime
	half halves middle
	divide split partition break
	combine merge join
	solve solution resolve
	subproblem part piece
	bug error mistake defect flaw
	test testing debug
	requirement specification need
	design architecture
	maintain maintenance
	reuse reusable
	hide hiding encapsulate encapsulation
	modify change alter update
	access reach read
	copy duplicate replica replicate
	big large
	small little
	quick fast
	speed performance
	show display print
	create make build generate construct
	use utilise employ
	need require
	allow enable permit let
	prevent avoid stop
	happen occur
	increase grow rise raise
	decrease reduce shrink lower
	difference differ different distinct
	same equal identical
	advantage benefit pro
	disadvantage drawback con
	efficient efficiency
	correct right
	wrong incorrect
	entire whole complete full
	several multiple many
	two both
	zero 0
	one 1
	two 2
	three 3
	four 4
	pathway path
	circuit loop
	outside external
	inside internal within
	public visible
	private hidden
	step stage phase
	user client customer
	request query
	reply response answer
	distribute spread
	consistent consistency
	available availability
	reliable reliability
	connect attach link join
	contain include hold
	damage break broken burn
`)

func families(s string) map[string][]int {
	m := make(map[string][]int)
	for n, line := range strings.Split(strings.TrimSpace(s), "\n") {
		for w := range strings.FieldsSeq(line) {
			if st := Stem(w); !slices.Contains(m[st], n) {
				m[st] = append(m[st], n)
			}
		}
	}
	return m
}

// akin reports whether two stems stand in one group.
func akin(a, b string) bool {
	in := family[b]
	return len(in) > 0 && slices.ContainsFunc(family[a], func(n int) bool { return slices.Contains(in, n) })
}
