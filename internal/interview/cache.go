package interview

import (
	"container/list"
	"sync"
)

// cacheBytes bounds the states that are kept in memory. A state that is not
// here costs reading its snapshot and at most 64 events.
const cacheBytes = 128 << 20

// cache keeps the newest known state of the attempts that are written to. It
// may be behind, where another instance writes too; the log's primary key shows it.
type cache struct {
	mu    sync.Mutex
	limit int
	bytes int
	order *list.List // of *entry, the latest used first
	byID  map[string]*list.Element
}

type entry struct {
	id    string
	state State
	size  int
}

func newCache(limit int) *cache {
	return &cache{limit: limit, order: list.New(), byID: map[string]*list.Element{}}
}

func (c *cache) find(id string) (State, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.byID[id]
	if !ok {
		return State{}, false
	}
	c.order.MoveToFront(el)
	return el.Value.(*entry).state, true
}

// put keeps a state unless a newer one is here; one that has ended is dropped.
func (c *cache) put(id string, s State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.byID[id]; ok {
		if el.Value.(*entry).state.Seq > s.Seq {
			return
		}
		c.drop(el)
	}
	if s.Status != Running {
		return
	}
	e := &entry{id, s, s.size()}
	c.byID[id] = c.order.PushFront(e)
	c.bytes += e.size
	for c.bytes > c.limit && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

// each looks at every state that is kept; f must be quick, since savers wait.
func (c *cache) each(f func(id string, s *State)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, el := range c.byID {
		f(id, &el.Value.(*entry).state)
	}
}

// forget drops an attempt that is no more.
func (c *cache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.byID[id]; ok {
		c.drop(el)
	}
}

func (c *cache) drop(el *list.Element) {
	e := el.Value.(*entry)
	c.order.Remove(el)
	delete(c.byID, e.id)
	c.bytes -= e.size
}

// size is about how much memory a state takes.
func (s *State) size() int {
	n := 1024 + 96*len(s.Clients)
	for _, step := range s.Steps {
		n += len(step.Text)
		if step.Scene != nil {
			n += 160 * (len(step.Scene.Nodes) + len(step.Scene.Edges))
		}
	}
	for _, l := range s.Sheet {
		n += 128 + len(l.Key) + len(l.Input) + len(l.Output) + len(l.Error)
	}
	for _, t := range s.Talk {
		n += 128 + len(t.Text)
	}
	return n
}
