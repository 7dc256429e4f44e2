package calls

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// Form tells loops apart by what makes them.
type Form string

// What makes a loop.
const (
	LoopAction Form = "loop"     // a loop action
	LoopTask   Form = "loopTask" // a loop task or a recurring state
	JumpCycle  Form = "jump"     // jumps: menus that go back, tasks that start over, states
)

// Loop is a loop or a cycle of a flow.
type Loop struct {
	Form Form
	// Head is where it is entered: the loop action's node, or the entrance of a
	// task, state or menu. An irreducible cycle has several; Head is the first.
	Head        cfg.NodeID
	Body        []cfg.NodeID // in node order, the head included
	Count       *int64       // nil: not constant, or none
	Parent      int          // index of the loop around it, -1
	Depth       int          // 1 for an outermost one
	Irreducible bool         // it can be entered past its head
	Entries     []LoopEntry
	Exits       []LoopExit
	ID          cfg.LoopID // of loop actions and loop tasks, else NoLoop
}

// LoopEntry is a way into a loop: by an edge, by a call if Output is "" and the
// node From has a callee, or, if From is None, because a run begins there.
type LoopEntry struct {
	From   cfg.NodeID
	Output string
	Into   cfg.NodeID
}

// LoopExit is an edge out of a loop.
type LoopExit struct {
	From cfg.NodeID
	Edge cfg.Edge
}

// Loops returns the loops and cycles that runs can come to, outer before
// inner. Loop actions and loop tasks come from the tree; a cycle made by jumps
// is a strongly connected component of what is left when their own ways back
// are taken away, and the cycles inside it are found by taking away the ways
// to its head, and so on.
func (a *Analysis) Loops() []Loop {
	f := loopFinder{work: a.work, g: a.Graph, preds: predecessors(a.Graph), callers: make(map[cfg.NodeID][]cfg.NodeID)}
	for i := range a.Graph.Nodes {
		if callee := a.Graph.Nodes[i].Callee; callee != cfg.None {
			f.callers[callee] = append(f.callers[callee], cfg.NodeID(i))
		}
	}
	f.structural()
	f.cycles(f.liveNodes(), make(map[cfg.NodeID]bool), 1)
	f.nest()
	return f.loops
}

type loopFinder struct {
	*work
	listed  int // nodes of the cycles so far
	g       *cfg.Graph
	preds   [][]cfg.NodeID
	callers map[cfg.NodeID][]cfg.NodeID // of the entrance of a called task
	bodies  [][]cfg.NodeID              // of the loop actions and loop tasks, by LoopID
	loops   []Loop
	mark    []int32 // by node: the last loop that was looked at and holds it, from 1
}

func predecessors(g *cfg.Graph) [][]cfg.NodeID {
	counts, all := make([]int32, len(g.Nodes)), 0
	for i := range g.Nodes {
		for _, e := range g.Nodes[i].Out {
			counts[e.To]++
		}
		all += len(g.Nodes[i].Out)
	}
	preds, room := make([][]cfg.NodeID, len(g.Nodes)), make([]cfg.NodeID, all)
	for i, n := range counts {
		preds[i], room = room[:0:n], room[n:]
	}
	for i := range g.Nodes {
		for _, e := range g.Nodes[i].Out {
			preds[e.To] = append(preds[e.To], cfg.NodeID(i))
		}
	}
	return preds
}

func (f *loopFinder) liveNodes() []cfg.NodeID {
	var live []cfg.NodeID
	for i := range f.g.Nodes {
		if f.g.Nodes[i].Live {
			live = append(live, cfg.NodeID(i))
		}
	}
	return live
}

func (f *loopFinder) structural() {
	body := make([][]cfg.NodeID, len(f.g.Loops))
	for i := range f.g.Nodes {
		n := &f.g.Nodes[i]
		if n.Head != cfg.NoLoop {
			body[n.Head] = append(body[n.Head], cfg.NodeID(i))
		}
		for l := n.Loop; l != cfg.NoLoop; l = f.g.Loops[l].Parent {
			body[l] = append(body[l], cfg.NodeID(i))
		}
	}
	f.bodies = body
	for id, l := range f.g.Loops {
		if !f.g.Nodes[l.Head].Live {
			continue
		}
		form := LoopAction
		if l.Task {
			form = LoopTask
			if !f.wraps(cfg.LoopID(id), body[id]) {
				continue // every way through it ends: it goes round once
			}
		}
		f.loops = append(f.loops, Loop{Form: form, Head: l.Head, Body: body[id], Count: l.Count, ID: cfg.LoopID(id)})
	}
}

// wraps reports whether control can come back to the loop's head.
func (f *loopFinder) wraps(id cfg.LoopID, body []cfg.NodeID) bool {
	for _, n := range body {
		for _, e := range f.g.Nodes[n].Out {
			if f.g.Nodes[n].Live && e.Kind == cfg.Wrap && e.To == f.g.Loops[id].Head {
				return true
			}
		}
	}
	return false
}

// deepest is how deep cycles made by jumps are listed in one another: what
// hundreds of tasks make that jump at random is one knot, and no list of loops.
const deepest = 25

// cycles finds the cycles made by jumps among nodes, where no edge leads into
// the heads that are closed already.
func (f *loopFinder) cycles(nodes []cfg.NodeID, closed map[cfg.NodeID]bool, depth int) {
	index := make(map[cfg.NodeID]int32, len(nodes))
	for i, n := range nodes {
		index[n] = int32(i)
	}
	var edges []graph.Edge
	add := func(i int, to cfg.NodeID) {
		if j, ok := index[to]; ok && !closed[to] {
			edges = append(edges, graph.Edge{From: int32(i), To: j})
		}
	}
	for i, n := range nodes {
		node := &f.g.Nodes[n]
		if node.Callee != cfg.None {
			add(i, node.Callee) // a task that calls itself goes round as well
		}
		for _, e := range node.Out {
			if e.Kind != cfg.Back && e.Kind != cfg.Wrap {
				add(i, e.To)
			}
		}
	}
	scc := graph.New(len(nodes), edges).SCC()
	for c := range int32(scc.Len()) {
		members := scc.Members(c)
		switch {
		case !scc.Cyclic[c]:
		case depth > deepest:
			f.unlisted = true
			return
		default:
			f.cycle(nodes, members, closed, depth)
		}
	}
}

func (f *loopFinder) cycle(nodes []cfg.NodeID, members []int32, closed map[cfg.NodeID]bool, depth int) {
	body := make([]cfg.NodeID, len(members))
	inside := make(map[cfg.NodeID]bool, len(members))
	for i, m := range members {
		body[i] = nodes[m]
		inside[body[i]] = true
	}
	body = f.withLoops(body, inside)
	heads := f.entrances(body, inside)
	f.loops = append(f.loops, Loop{
		Form: JumpCycle, Head: heads[0], Body: body, Irreducible: len(heads) > 1, ID: cfg.NoLoop,
	})
	f.listed += len(body)
	f.done += len(body)
	if depth < deepest && f.listed > f.limits.cycles {
		f.met = true
		return
	}
	inner := make(map[cfg.NodeID]bool, len(closed)+1)
	for n := range closed {
		inner[n] = true
	}
	inner[heads[0]] = true
	f.cycles(body, inner, depth+1)
}

// withLoops adds to a cycle what stands in the loops on it and comes back to
// their heads: a round of the cycle may pass it. inside is what the cycle holds.
func (f *loopFinder) withLoops(body []cfg.NodeID, inside map[cfg.NodeID]bool) []cfg.NodeID {
	for i := 0; i < len(body); i++ {
		id := f.g.Nodes[body[i]].Head
		if id == cfg.NoLoop {
			continue
		}
		todo := []cfg.NodeID{body[i]}
		in := make(map[cfg.NodeID]bool, len(f.bodies[id]))
		for _, n := range f.bodies[id] {
			in[n] = true
		}
		for len(todo) > 0 {
			n := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			for _, p := range f.preds[n] {
				if !in[p] || !f.g.Nodes[p].Live {
					continue
				}
				delete(in, p)
				todo = append(todo, p)
				if !inside[p] {
					inside[p], body = true, append(body, p)
				}
			}
		}
	}
	slices.Sort(body)
	return body
}

// entrances are the nodes of a cycle that control comes to from outside.
func (f *loopFinder) entrances(body []cfg.NodeID, inside map[cfg.NodeID]bool) []cfg.NodeID {
	var heads []cfg.NodeID
	for _, n := range body {
		enters := n == f.g.Entry || n == f.g.Handler
		for _, p := range f.preds[n] {
			enters = enters || f.g.Nodes[p].Live && !inside[p]
		}
		if enters {
			heads = append(heads, n)
		}
	}
	if len(heads) == 0 { // entered by calls alone
		heads = body[:1]
	}
	return heads
}
