package calls

import (
	"slices"

	"archlint/analyzer/cfg"
)

// nest orders the loops, outer first, and finds their parents and exits.
func (f *loopFinder) nest() {
	slices.SortStableFunc(f.loops, func(a, b Loop) int {
		if len(a.Body) != len(b.Body) {
			return len(b.Body) - len(a.Body)
		}
		return int(a.Head) - int(b.Head)
	})
	innermost := make([]int, len(f.g.Nodes)) // the loop, so far, that holds a node
	for n := range innermost {
		innermost[n] = -1
	}
	f.mark = make([]int32, len(f.g.Nodes))
	for i := range f.loops {
		l := &f.loops[i]
		l.Parent, l.Depth = f.around(innermost[l.Head], i), 1
		if l.Parent >= 0 {
			l.Depth = f.loops[l.Parent].Depth + 1
		}
		for _, n := range l.Body {
			innermost[n], f.mark[n] = i, int32(i)+1
		}
		inside := func(n cfg.NodeID) bool { return f.mark[n] == int32(i)+1 }
		f.entries(l, inside)
		f.exits(l, inside)
	}
}

// entries finds the ways into l, by the nodes that they lead to.
func (f *loopFinder) entries(l *Loop, inside func(cfg.NodeID) bool) {
	for _, n := range l.Body {
		if n == f.g.Entry || n == f.g.Handler {
			l.Entries = append(l.Entries, LoopEntry{From: cfg.None, Into: n})
		}
		for i, p := range f.preds[n] {
			if inside(p) || !f.g.Nodes[p].Live || i > 0 && f.preds[n][i-1] == p {
				continue // by the edges of p to n together
			}
			for _, e := range f.g.Nodes[p].Out {
				if e.To == n {
					l.Entries = append(l.Entries, LoopEntry{From: p, Output: e.Output, Into: n})
				}
			}
		}
		for _, p := range f.callers[n] {
			if !inside(p) && f.g.Nodes[p].Live {
				l.Entries = append(l.Entries, LoopEntry{From: p, Into: n})
			}
		}
	}
}

// around is the innermost of a loop and those around it that holds all of loop
// i, or -1. Cycles made by jumps can cross one another: then all are tried.
func (f *loopFinder) around(candidate, i int) int {
	crossed := candidate >= 0
	for ; candidate >= 0; candidate = f.loops[candidate].Parent {
		if holdsAll(f.loops[candidate].Body, f.loops[i].Body) {
			return candidate
		}
	}
	for j := i - 1; crossed && j >= 0; j-- {
		if holdsAll(f.loops[j].Body, f.loops[i].Body) {
			return j
		}
	}
	return -1
}

// holdsAll reports whether the sorted outer holds every node of the sorted inner.
func holdsAll(outer, inner []cfg.NodeID) bool {
	if len(outer) > 16*len(inner) {
		for _, n := range inner {
			if _, ok := slices.BinarySearch(outer, n); !ok {
				return false
			}
		}
		return true
	}
	for _, n := range inner {
		for len(outer) > 0 && outer[0] < n {
			outer = outer[1:]
		}
		if len(outer) == 0 || outer[0] != n {
			return false
		}
	}
	return true
}

func (f *loopFinder) exits(l *Loop, inside func(cfg.NodeID) bool) {
	for _, n := range l.Body {
		if !f.g.Nodes[n].Live {
			continue
		}
		for _, e := range f.g.Nodes[n].Out {
			if !inside(e.To) {
				l.Exits = append(l.Exits, LoopExit{From: n, Edge: e})
			}
		}
	}
}
