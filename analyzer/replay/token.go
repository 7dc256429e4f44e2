package replay

import (
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/trace"
)

// frame is a call that has not returned: the node, by which output the record says that
// it was left, and what called it.
type frame struct {
	call   cfg.NodeID
	output string
	parent *frame
}

// anywhere is the caller of what the token was put into although nothing led there.
var anywhere = &frame{call: cfg.None}

// position is where a token stands: at a node that has run and was left by an output
// ("" when the record does not say), below calls.
type position struct {
	node   cfg.NodeID
	output string
	failed bool
	frame  *frame
}

// place is a node that the next step may be, below calls.
type place struct {
	node  cfg.NodeID
	frame *frame
}

// frontier is what can come next.
type frontier struct {
	steps []place
	ends  bool // the run may end here
}

// push makes a frame, each once.
func (m *Player) push(f frame) *frame {
	if known := m.frames[f]; known != nil {
		return known
	}
	m.frames[f] = &f
	return &f
}

// mostReached bounds what is remembered of frontiers.
const mostReached = 1 << 16

// successors are what can come next from a position.
func (m *Player) successors(p position) *frontier {
	if f := m.reached[p]; f != nil {
		return f
	}
	if len(m.reached) > mostReached {
		clear(m.reached)
	}
	s := m.newSearch()
	s.leave(p)
	m.reached[p] = s.out
	return s.out
}

// firstSteps are what a run may begin with.
func (m *Player) firstSteps() *frontier {
	s := m.newSearch()
	s.visit(m.graph.Entry, nil)
	return s.out
}

// search follows what a record does not show: entrances, ends of tasks, loops that go
// round, choices of menus.
type search struct {
	m           *Player
	seen, round map[place]bool // nodes that were come to, and heads of loops that were come back to
	out         *frontier
}

func (m *Player) newSearch() *search {
	return &search{m: m, seen: map[place]bool{}, round: map[place]bool{}, out: &frontier{}}
}

// leave follows the ways on from a node that has run.
func (s *search) leave(p position) {
	n := &s.m.graph.Nodes[p.node]
	if n.MayEnd {
		s.out.ends = true
	}
	if p.failed {
		s.handle()
	}
	if n.Callee != cfg.None {
		s.visit(n.Callee, s.m.push(frame{p.node, p.output, p.frame}))
		return
	}
	for _, e := range s.m.edges(p.node, p.output) {
		s.pass(e, p.frame)
	}
}

// handle goes to where run-time errors go on, or ends the run.
func (s *search) handle() {
	if s.m.graph.Handler == cfg.None {
		s.out.ends = true
		return
	}
	s.visit(s.m.graph.Handler, nil)
}

// pass goes along an edge. Coming back to the head of a loop is an event of its own,
// which some records have and others do not.
func (s *search) pass(e cfg.Edge, f *frame) {
	if e.Kind != cfg.Back {
		s.visit(e.To, f)
		return
	}
	at := place{e.To, f}
	if s.round[at] {
		return
	}
	s.round[at] = true
	s.out.steps = append(s.out.steps, at)
	for _, on := range s.m.graph.Nodes[e.To].Out {
		s.pass(on, f)
	}
}

// visit comes to a node.
func (s *search) visit(id cfg.NodeID, f *frame) {
	at := place{id, f}
	if id == cfg.None || s.seen[at] {
		return
	}
	s.seen[at] = true
	n := &s.m.graph.Nodes[id]
	switch n.Kind {
	case cfg.Act, cfg.Menu:
		s.out.steps = append(s.out.steps, at)
		if s.m.silent[id] {
			s.leave(position{node: id, frame: f})
		}
		return
	case cfg.End, cfg.Hand:
		s.out.ends = true
		return
	case cfg.Return:
		s.back(n.Output, f)
		return
	case cfg.Start:
		s.out.steps = append(s.out.steps, at)
	}
	if n.MayEnd {
		s.out.ends = true
	}
	if n.Callee != cfg.None {
		s.visit(n.Callee, s.m.push(frame{call: id, parent: f}))
		return
	}
	for _, e := range n.Out {
		s.pass(e, f)
	}
}

// back returns from a called task by an output.
func (s *search) back(output string, f *frame) {
	switch f {
	case nil:
		s.out.ends = true // nobody called
	case anywhere:
		s.out.ends = true
		for _, call := range s.m.calling {
			s.returnTo(call, "", output, anywhere)
		}
	default:
		s.returnTo(f.call, f.output, output, f.parent)
	}
}

// returnTo goes on after a call. recorded is the output that the record gives the call.
func (s *search) returnTo(call cfg.NodeID, recorded, output string, f *frame) {
	out := s.m.graph.Nodes[call].Out
	for _, k := range cfg.ReturnEdges(out, output) {
		if name := s.m.name(call, recorded); name == "" || out[k].Output == "" || out[k].Output == name {
			s.pass(out[k], f)
		}
	}
}

// name is the canonical name of a recorded output of a node, "" for none.
func (m *Player) name(n cfg.NodeID, output string) string {
	if name, known := m.names[n][output]; known {
		return name
	}
	return output
}

// edges are those by which a node is left by a recorded output: all of them where the
// record does not say.
func (m *Player) edges(n cfg.NodeID, output string) []cfg.Edge {
	out := m.graph.Nodes[n].Out
	if output == "" {
		return out
	}
	name := m.name(n, output)
	var matching []cfg.Edge
	for _, e := range out {
		if e.Output == name || e.Output == "" {
			matching = append(matching, e)
		}
	}
	if len(matching) > 0 {
		return matching
	}
	for _, e := range out {
		if m.standsFor(n, name, e) {
			matching = append(matching, e)
		}
	}
	return matching
}

// standsFor reports whether an edge may be what a record calls by a name that the flow
// does not have: a loop is left by "default", and an intent that was heard is named by
// its id.
func (m *Player) standsFor(n cfg.NodeID, name string, e cfg.Edge) bool {
	switch node := &m.graph.Nodes[n]; {
	case node.Head != cfg.NoLoop:
		return name == "default" && e.Output == "done"
	case node.Kind == cfg.Act && node.Action.Kind.Recognises && trace.ID(name) != "":
		return strings.HasPrefix(e.Output, "intent:") || strings.HasPrefix(e.Output, "knowledge:")
	}
	return false
}

// has reports whether a node has the output that a record gives it.
func (m *Player) has(n cfg.NodeID, output string) bool {
	return output == "" || len(m.edges(n, output)) > 0
}
