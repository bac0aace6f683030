package match_test

import (
	"math"
	"strings"
	"testing"

	"levelup/internal/match"
)

func score(question, reference, answer string) float64 {
	return match.NewReference(question, reference, nil).Score(answer)
}

// Each pair of answers differs in one thing, and the first is the better one.
func TestReference(t *testing.T) {
	t.Parallel()
	const tcp = "How do TCP and UDP differ?"
	tests := []struct{ name, question, reference, better, worse string }{
		{"more of it", tcp, "TCP resends lost segments, UDP does not.", "TCP resends lost segments and UDP leaves them lost.", "TCP is reliable."},
		{"a fragment", "Which operations has a stack?", "Push and pop.", "push, pop", "read, write"},
		{"an echo", "What is thrashing of a paging system?", "A paging system spends more time on swapping pages than on work.", "It swaps instead of working.", "Thrashing of a paging system."},
		{"a misspelt word", "", "The scheduler preempts the process.", "the schedular preempts the process", "the manager preempts the process"},
		{"the same root", "", "Transmission begins.", "it begins to transmit", "it begins to think"},
		{"a word of the family", "", "A datagram is lost.", "a packet is lost", "a bicycle is lost"},
		{"an abbreviation of the field", "", "The ACK arrives.", "the acknowledgement arrives", "the letter arrives"},
		{"words side by side", "", "Round robin gives each process a time slice.", "every process has a time slice", "time of a process, and of it a slice"},
		{"denied", "", "The kernel is preempted.", "the kernel is preempted", "the kernel is not preempted"},
		{"denied by another word", "", "The channel is reliable.", "the channel is reliable", "the channel is unreliable"},
		{"non", "", "The call is blocking.", "the call blocks", "the call is non-blocking"},
		{"the same by non", "", "The memory is nonvolatile.", "the memory is non-volatile", "the memory is volatile"},
		{"denied twice", "", "The buses are not connected.", "the buses are separated", "the buses are connected"},
		{"the other side of two pairs", "", "The lamp is separated from the positive pole.", "the lamp is connected to the negative pole", "the lamp is connected to the positive pole"},
		{"a contrast is not turned round by a not", "", "Arrays are fixed, lists are dynamic.", "arrays cannot grow, lists are dynamic", "arrays cannot grow"},
		{"swapped around than", "", "A heap is faster than a list.", "a heap is faster than a list", "a list is faster than a heap"},
		{"swapped around a verb", "", "The driver asks the kernel.", "the driver asks the kernel", "the kernel asks the driver"},
		{"passive voice", "", "The driver follows the kernel.", "the kernel is followed by the driver", "the driver is followed by the kernel"},
		{"points of a list", "", "1.keeps the order 2.resends what was lost 3.limits the speed", "It keeps the order, resends what was lost and limits the speed.", "It keeps the order."},
		{"heads say nothing", "", "Possible answers: the lock is held by another thread", "another thread holds the lock", "possible answers"},
		{"marks say nothing", "", "The page is swapped out. (0.5 points)", "the page is swapped out", "0.5 points"},
	}
	for _, tt := range tests {
		better, worse := score(tt.question, tt.reference, tt.better), score(tt.question, tt.reference, tt.worse)
		if better <= worse {
			t.Errorf("%s: %q scores %.2f, %q scores %.2f, want the first to score more", tt.name, tt.better, better, tt.worse, worse)
		}
	}
}

func TestReferenceBounds(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("The scheduler preempts a process and saves its registers. ", 2000)
	tests := []struct {
		reference, answer string
		least, most       float64
	}{
		{"The scheduler preempts the process.", "The scheduler preempts the process.", 1, 1},
		{"The scheduler preempts the process.", "", 0, 0},
		{"The scheduler preempts the process.", "I do not know.", 0, 0},
		{"The scheduler preempts the process.", long, 0.5, 1},
		{long, "The scheduler preempts a process.", 0.3, 1},
		{"of the", "of the", 0, 0},
		{"...", "x", 0, 0},
		{"", "", 0, 0},
	}
	for _, tt := range tests {
		got := score("", tt.reference, tt.answer)
		if math.IsNaN(got) || got < tt.least || got > tt.most {
			t.Errorf("score of %.40q by %.40q = %v, want from %v to %v", tt.answer, tt.reference, got, tt.least, tt.most)
		}
		if again := score("", tt.reference, tt.answer); again != got {
			t.Errorf("score of %.40q = %v, and again %v", tt.answer, got, again)
		}
	}
}

// The simple baselines, by hand: of two stems one is there; their cosine is one
// half, and runs of characters have their own.
func TestOverlap(t *testing.T) {
	t.Parallel()
	o := match.NewOverlap([]string{"red cache", "blue cache"})
	if got := o.Recall("the red caches", "a cache"); got != 0.5 {
		t.Errorf("recall = %v, want 0.5", got)
	}
	if got := o.Mean("red cache", "red cache"); math.Abs(got-1) > 1e-9 {
		t.Errorf("mean with itself = %v, want 1", got)
	}
	if got := o.Mean("red cache", "xyz"); got != 0 {
		t.Errorf("mean with a stranger = %v, want 0", got)
	}
}
