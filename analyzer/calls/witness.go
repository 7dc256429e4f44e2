package calls

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// Step is one step of a witness: a node and the output by which the run leaves
// it. A folded loop has Times > 0 and the steps of one round in Rounds; Left
// counts steps that were left out to keep the witness readable.
type Step struct {
	Node   cfg.NodeID
	Output string
	Times  int64
	Rounds []Step
	Left   int
}

// How many steps a witness shows of a path or of a round: as many as a reader can
// follow, and fewer where thousands of calls would show so many each.
const (
	longest  = 60
	shortest = 6
)

// mostShown is how many steps each witness shows of a path: with thousands of calls of
// data actions fewer, see limits.
func (a *Analysis) mostShown() int {
	if a.shown == 0 {
		calls := 0
		for i := range a.Graph.Nodes {
			if callsDataAction(&a.Graph.Nodes[i]) {
				calls++
			}
		}
		a.shown = min(longest, max(shortest, a.work.steps/max(calls, 1)))
	}
	return a.shown
}

func callsDataAction(n *cfg.Node) bool {
	return n.Kind == cfg.Act && n.Action.Kind.Leaves == flow.ToDataAction
}

// Witness returns a run that makes node n run as often as its greatest count
// says: steps with a choice in them, calls and jumps; what cannot be otherwise is
// left out. Rounds that are all alike are folded. Where only the platform's cap
// bounds n, it is the way to the cycle on which n costs the fewest actions, and
// that cycle as often as the cap allows. In large flows the run to a node in a
// called task, or to one in a loop that only the cap bounds, passes it once; so
// does that to a node of a task that calls itself.
func (a *Analysis) Witness(n cfg.NodeID, c Count) []Step {
	if u := a.unfolded; u != nil && len(u.nodes[n]) > 0 {
		if fine := u.node(n); fine.Max == c.Max {
			return u.witness(n, fine)
		}
	}
	a.rebuild()
	switch {
	case c.Max < 1 || !a.Graph.Nodes[n].Live:
		return nil
	case c.BoundedBy == PlatformLimit:
		return a.capWitness(n, c.Max)
	case a.onlyAtRoots(n):
		return a.rootWitness(n)
	case len(a.Graph.Nodes) <= exactSize:
		w := make(weights, len(a.Graph.Nodes))
		w[n] = 1
		return a.heaviest(a.summed(w).sums)
	}
	return a.shorten(a.pathTo(n))
}

// rootWitness is the run through a node that stands in no called task: on from
// the entry, and, where an error leads to it again, on from the handler.
func (a *Analysis) rootWitness(n cfg.NodeID) []Step {
	var steps []Step
	for _, root := range a.roots() {
		if pr := a.p.proc(root); pr != nil && a.holds(pr, n) && a.single.of(pr, n).max[cut] > 0 {
			steps = append(steps, a.shorten(a.through(a.single.nest(pr, n), cut))...)
		}
	}
	return steps
}

// heaviest is the run with the greatest sum, from each root on.
func (a *Analysis) heaviest(s *sums) []Step {
	var steps []Step
	for _, root := range a.roots() {
		if pr := a.p.proc(root); pr != nil && s.heavy(pr.top) && s.atRoot(pr).max > 0 {
			steps = append(steps, a.shorten(s.worst(pr.top, cut))...)
		}
	}
	return steps
}

// capWitness is the run to a node that only the cap bounds.
func (a *Analysis) capWitness(n cfg.NodeID, most int64) []Step {
	for _, root := range a.roots() {
		pr := a.p.proc(root)
		if pr == nil || pr.recursive || !a.onlyAtRoots(n) {
			continue
		}
		v, ok := pr.top.at(n)
		if !ok || a.walksOf(pr.top).first[v] == none {
			continue
		}
		walks := a.walksOf(pr.top)
		steps := a.wayTo(walks, v)
		if times := min(most, walks.most(v, a.budget(root))) - 1; times > 0 && walks.around(v) != nil {
			steps = append(steps, Step{Node: n, Times: times, Rounds: a.shorten(a.along(pr.top, walks.around(v), v))})
		}
		return steps
	}
	if a.exact {
		w := make(weights, len(a.Graph.Nodes))
		w[n] = 1
		if steps := a.cycleRun(w, most); steps != nil {
			return steps
		}
	}
	return a.shorten(a.pathTo(n))
}

// wayTo is what a witness shows of the shortest way to a vertex.
func (a *Analysis) wayTo(w *walks, v int32) []Step {
	if !w.r.showable(v) {
		return a.shorten(a.along(w.r, w.way(v), -1))
	}
	return a.trailOf(w).steps(v, a.original(w.r.verts[v].node), a.mostShown())
}

// hop is how a search came to a node.
type hop struct {
	from   cfg.NodeID
	output string
	seen   bool
}

// searchTree is a breadth-first search from the entry (and the handler), along
// edges and into calls.
func (a *Analysis) searchTree() []hop {
	tree := make([]hop, len(a.Graph.Nodes))
	var queue []cfg.NodeID
	for _, r := range a.roots() {
		if r != cfg.None && !tree[r].seen {
			tree[r] = hop{from: cfg.None, seen: true}
			queue = append(queue, r)
		}
	}
	a.search(tree, queue, func(cfg.NodeID) bool { return true })
	return tree
}

func (a *Analysis) search(tree []hop, queue []cfg.NodeID, within func(cfg.NodeID) bool) {
	visit := func(to, from cfg.NodeID, output string) {
		if !tree[to].seen && within(to) {
			tree[to] = hop{from: from, output: output, seen: true}
			queue = append(queue, to)
		}
	}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		if callee := a.Graph.Nodes[n].Callee; callee != cfg.None {
			visit(callee, n, "")
		}
		for _, e := range a.Graph.Nodes[n].Out {
			visit(e.To, n, e.Output)
		}
	}
}

// pathTo lists the steps from the root to n, n last.
func (a *Analysis) pathTo(n cfg.NodeID) []Step {
	if a.tree == nil {
		a.tree = a.searchTree()
	}
	path := []Step{{Node: n}}
	for at := n; a.tree[at].from != cfg.None; at = a.tree[at].from {
		path = append(path, Step{Node: a.tree[at].from, Output: a.tree[at].output})
	}
	for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
		path[i], path[j] = path[j], path[i]
	}
	return path
}

// shorten keeps the steps that tell something, and of too many the last. It does
// so in place.
func (a *Analysis) shorten(path []Step) []Step {
	kept := path[:0]
	for i, s := range path {
		if tells(a.original(s.Node), i == len(path)-1) {
			kept = append(kept, s)
		}
	}
	if most := a.mostShown(); len(kept) > most {
		left := len(kept) - most
		kept = append([]Step{{Node: kept[0].Node, Output: kept[0].Output}, {Node: cfg.None, Left: left}}, kept[left+1:]...)
	}
	return kept
}

// tells reports whether a step of a witness tells its readers something: there is a
// choice in it, a call or a jump, or it is the last.
func tells(n *cfg.Node, last bool) bool {
	choice := len(n.Out) > 1 || n.Callee != cfg.None || last || callsDataAction(n)
	jumps := len(n.Out) == 1 && n.Out[0].Kind == cfg.Jump
	return (n.Kind == cfg.Act || n.Kind == cfg.Menu) && (choice || jumps)
}

// original is the node that a witness shows for n.
func (a *Analysis) original(n cfg.NodeID) *cfg.Node {
	if a.shownAs != nil {
		return &a.whole.Nodes[a.shownAs[n]]
	}
	return &a.Graph.Nodes[n]
}
