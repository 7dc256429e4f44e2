package graph

// ReversePostorder returns the vertices reachable from root such that, back
// edges aside, every vertex comes before those it leads to.
func (g *Directed) ReversePostorder(root int32) []int32 {
	seen := make([]bool, g.Len())
	order := make([]int32, 0, g.Len())
	seen[root] = true
	calls := append(make([]frame, 0, min(g.Len(), fewFrames)), frame{v: root})
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
	for i, j := 0, len(order)-1; i < j; i, j = i+1, j-1 {
		order[i], order[j] = order[j], order[i]
	}
	return order
}
