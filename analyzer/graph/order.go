package graph

import "slices"

// ReversePostorder returns the vertices reachable from the roots such that, back
// edges aside, every vertex comes before those it leads to, and what only a later
// root leads to before what earlier ones do.
func (g *Directed) ReversePostorder(roots ...int32) []int32 {
	seen := make([]bool, g.Len())
	order := make([]int32, 0, g.Len())
	calls := make([]frame, 0, min(g.Len(), fewFrames))
	for _, root := range roots {
		if seen[root] {
			continue
		}
		seen[root] = true
		calls = append(calls, frame{v: root})
		for len(calls) > 0 {
			f := &calls[len(calls)-1]
			if succ := g.Succ(f.v); int(f.edge) < len(succ) {
				w := succ[f.edge]
				f.edge++
				if !seen[w] {
					seen[w] = true
					calls = append(calls, frame{v: w})
				}
				continue
			}
			order = append(order, f.v)
			calls = calls[:len(calls)-1]
		}
	}
	slices.Reverse(order)
	return order
}
