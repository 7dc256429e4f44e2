package dataflow

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/graph"
)

// ahead searches for what control can come to from a call without passing it again.
// Called containers are entered, and what follows the call of one is followed too.
type ahead struct {
	ways *graph.Directed
	// seen says of each node which of the two searches under way came to it.
	seen []searches
	work int // nodes that all searches came to
}

// searches is a set of searches.
type searches uint8

// The searches: for what follows a good output, and a bad one.
const (
	fromRight searches = 1 << iota
	fromWrong
)

// newAhead prepares searches in g. A transfer is taken to succeed: what follows one that
// fails is meant for the failure, and no way that a success takes.
func newAhead(g *cfg.Graph) *ahead {
	edges := make([]graph.Edge, 0, 2*len(g.Nodes))
	for i := range g.Nodes {
		node := &g.Nodes[i]
		for _, e := range node.Out {
			if !gone(node.Action, e.Output) {
				edges = append(edges, graph.Edge{From: int32(i), To: int32(e.To)})
			}
		}
		edges = append(edges, graph.Edge{From: int32(i), To: int32(node.Callee)}) // New drops None
	}
	return &ahead{ways: graph.New(len(g.Nodes), edges), seen: make([]searches, len(g.Nodes))}
}

// differences returns the nodes, in their order, that control comes to only from right, and
// those only from wrong.
func (a *ahead) differences(right, wrong []cfg.NodeID, call cfg.NodeID) (onlyRight, onlyWrong []cfg.NodeID) {
	passed := a.search(nil, right, call, fromRight)
	passed = a.search(passed, wrong, call, fromWrong)
	a.work += len(passed)
	for _, n := range passed {
		switch a.seen[n] {
		case fromRight:
			onlyRight = append(onlyRight, cfg.NodeID(n))
		case fromWrong:
			onlyWrong = append(onlyWrong, cfg.NodeID(n))
		}
		a.seen[n] = 0
	}
	slices.Sort(onlyRight)
	slices.Sort(onlyWrong)
	return onlyRight, onlyWrong
}

// search adds to passed the nodes that one search comes to and no other came to before.
func (a *ahead) search(passed []int32, from []cfg.NodeID, call cfg.NodeID, by searches) []int32 {
	var todo []int32
	visit := func(n int32) {
		if n == int32(call) || a.seen[n]&by != 0 {
			return
		}
		if a.seen[n] == 0 {
			passed = append(passed, n)
		}
		a.seen[n] |= by
		todo = append(todo, n)
	}
	for _, n := range from {
		if n != cfg.None {
			visit(int32(n))
		}
	}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, to := range a.ways.Succ(n) {
			visit(to)
		}
	}
	return passed
}

// gone reports whether the output is that of a transfer which failed.
func gone(a *flow.Action, output string) bool {
	return a != nil && a.Kind.Control == flow.Transfers && bad(output)
}
