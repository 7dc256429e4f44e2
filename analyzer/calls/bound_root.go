package calls

// atRoot returns the least and the greatest weight of a run from the source of pr, a
// procedure in which a run begins: the result of solve for its top level, with two short
// cuts that spare most flows the search for longest and shortest paths.
func (s *sums) atRoot(pr *proc) span {
	for _, r := range s.roots {
		if r.pr == pr {
			return r.span
		}
	}
	b := s.solveRoot(pr.top)
	if sum := s.done[pr.top.number]; sum != nil { // it is called as well, and known
		b = span{lowest(sum), sum.max[cut]}
	}
	s.roots = append(s.roots, rooted{pr, b})
	return b
}

// rooted is what a run weighs that starts with a procedure: the entry's, or the
// error handler's.
type rooted struct {
	pr *proc
	span
}

// span is the least and the greatest weight of a run.
type span struct{ min, max int64 }

func (s *sums) solveRoot(r *region) (b span) {
	if !s.heavy(r) {
		return b
	}
	defer s.p.scratch.release(s.p.scratch.used)
	b.max = inf
	if !s.unbounded(r) {
		_, b.max = s.greatest(r, s.weigh(r))
	}
	if s.avoidable(r) {
		return b
	}
	dist := s.least(r, s.weigh(r))
	sum := summary{}
	for _, snk := range r.sinks {
		sum.min = append(sum.min, dist[snk.vertex])
	}
	b.min = lowest(&sum)
	return b
}

func (s *sums) weigh(r *region) func(int32, bool) int64 {
	return func(v int32, greatest bool) int64 { return s.vertexWeight(r.verts[v], greatest) }
}

// unbounded reports whether a cycle that a run can come to has weight.
func (s *sums) unbounded(r *region) bool {
	for v := range r.verts {
		if r.open[v] && r.scc.Cyclic[r.scc.Of[v]] && s.vertexWeight(r.verts[v], true) > 0 {
			return true
		}
	}
	return false
}

// avoidable reports whether a run can end without any weight.
func (s *sums) avoidable(r *region) bool {
	seen := make([]bool, len(r.verts))
	free := func(v int32) bool { return s.vertexWeight(r.verts[v], false) == 0 }
	if !free(r.source) {
		return false
	}
	seen[r.source] = true
	stack := []int32{r.source}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, to := range r.g.Succ(v) {
			if !seen[to] && free(to) {
				seen[to] = true
				stack = append(stack, to)
			}
		}
	}
	for _, snk := range r.sinks {
		if seen[snk.vertex] {
			return true
		}
	}
	return false
}

// looped reports whether the greatest weight from pr on rests on a loop's count.
func (s *sums) looped(pr *proc) bool {
	if sum := s.done[pr.top.number]; sum != nil {
		return sum.looped
	}
	for _, v := range pr.top.verts {
		if v.kind == plain && v.child != nil && s.heavy(v.child) && s.of(v.child).looped {
			return true
		}
	}
	return false
}
