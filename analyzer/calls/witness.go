package calls

import (
	"archlint/analyzer/cfg"
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

// longest is how many steps a witness shows of a path or of a round.
const longest = 60

// Witness returns a run that makes node n run as often as its greatest count
// says, up to n: steps with a choice in them, calls and jumps; what cannot be
// otherwise is left out. Loops around n with a constant count are folded; a
// cycle that nothing bounds is shown once, as a folded loop.
func (a *Analysis) Witness(n cfg.NodeID, c Count) []Step {
	if !a.Graph.Nodes[n].Live {
		return nil
	}
	if a.tree == nil {
		a.tree = a.searchTree()
	}
	path := a.pathTo(n)
	steps := a.fold(path, n)
	if c.BoundedBy == PlatformLimit && c.Max > 1 {
		if round := a.roundTrip(n); round != nil {
			steps = append(steps, Step{Node: n, Times: c.Max - 1, Rounds: a.shorten(round)})
		}
	}
	return steps
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
	path := []Step{{Node: n}}
	for at := n; a.tree[at].from != cfg.None; at = a.tree[at].from {
		path = append(path, Step{Node: a.tree[at].from, Output: a.tree[at].output})
	}
	for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
		path[i], path[j] = path[j], path[i]
	}
	return path
}

// fold puts what a path does inside a loop around n into one step.
func (a *Analysis) fold(path []Step, n cfg.NodeID) []Step {
	for i, s := range path {
		head := a.Graph.Nodes[s.Node].Head
		if head == cfg.NoLoop || a.Graph.Loops[head].Count == nil || s.Node == n || !a.Graph.InLoop(n, head) {
			continue
		}
		if lastHead(path[i+1:], s.Node) {
			continue
		}
		before := a.shorten(path[:i])
		return append(before, Step{
			Node: s.Node, Output: s.Output, Times: a.rounds(head, n),
			Rounds: a.fold(path[i+1:], n),
		})
	}
	return a.shorten(path)
}

func lastHead(rest []Step, n cfg.NodeID) bool {
	for _, s := range rest {
		if s.Node == n {
			return true
		}
	}
	return false
}

// rounds is how many rounds of the loop n can run in: all of them, or one if
// no way leads from n back to the loop's head.
func (a *Analysis) rounds(l cfg.LoopID, n cfg.NodeID) int64 {
	loop := &a.Graph.Loops[l]
	tree := make([]hop, len(a.Graph.Nodes))
	tree[n].seen = true
	a.search(tree, []cfg.NodeID{n}, func(to cfg.NodeID) bool { return to == loop.Head || a.Graph.InLoop(to, l) })
	if tree[loop.Head].seen {
		return *loop.Count
	}
	return min(*loop.Count, 1)
}

// roundTrip is the shortest way from n back to n, or nil.
func (a *Analysis) roundTrip(n cfg.NodeID) []Step {
	tree := make([]hop, len(a.Graph.Nodes))
	a.search(tree, []cfg.NodeID{n}, func(cfg.NodeID) bool { return true })
	if !tree[n].seen {
		return nil
	}
	var round []Step
	for at := tree[n]; ; at = tree[at.from] {
		round = append([]Step{{Node: at.from, Output: at.output}}, round...)
		if at.from == n {
			return round
		}
	}
}

// shorten keeps the steps that tell something, and of too many the last.
func (a *Analysis) shorten(path []Step) []Step {
	var kept []Step
	for i, s := range path {
		n := &a.Graph.Nodes[s.Node]
		choice := len(n.Out) > 1 || n.Callee != cfg.None || i == len(path)-1
		jumps := len(n.Out) == 1 && (n.Out[0].Kind == cfg.Jump)
		if (n.Kind == cfg.Act || n.Kind == cfg.Menu) && (choice || jumps) {
			kept = append(kept, s)
		}
	}
	if len(kept) > longest {
		left := len(kept) - longest
		kept = append([]Step{{Node: kept[0].Node, Output: kept[0].Output}, {Node: cfg.None, Left: left - 1}}, kept[left+1:]...)
	}
	return kept
}
