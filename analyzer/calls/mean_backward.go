package calls

// field is a region with what its vertices add to counts.
type field struct {
	r      *region
	counts []int
	visits []float64
	solver *backward
	all    []weighted
	adding [][]adds // by position of the count
	never  part     // of runs that there are none of, made once
}

// weighted is a vertex that adds to counts.
type weighted struct {
	v int32
	placed
}

// adds is a vertex and the mean that it adds to one count.
type adds struct {
	v    int32
	mean float64
}

// toward returns the part of the runs through the region that end in the sinks
// that are wanted. With g the probability to end there from a vertex on, h the
// mean that a count gathers on the way (over the runs that end there), and x
// what a vertex itself adds, the product of two counts is summed up over the
// pairs of vertices that a run passes one after the other:
//
//	sum over v of visits(v) (E[x_i x_j] g + E[x_i] h_j + E[x_j] h_i),  h from after v on.
func (f *field) toward(wanted func(sink) bool) part {
	k := len(f.counts)
	reward := make([]float64, len(f.r.verts))
	for _, s := range f.r.sinks {
		if wanted(s) {
			lo, hi := f.r.g.Edges(s.vertex)
			reward[s.vertex] = 1 / float64(1+hi-lo) // a recursive return may go on
		}
	}
	g, h := make([]float64, len(reward)), make([]float64, len(reward))
	f.solver.solve(reward, g)
	if g[f.r.source] == 0 {
		if f.never.mean == nil {
			f.never = newPart(k)
		}
		return f.never
	}
	out := newPart(k)
	out.p = g[f.r.source]
	for _, w := range f.all {
		share := f.visits[w.v] * g[w.v]
		for i, at := range w.at {
			for j, other := range w.at {
				out.second[int(at)*k+int(other)] += share * w.Second[i*len(w.at)+j]
			}
		}
	}
	for j := range f.counts {
		f.gather(j, g, reward, h, &out)
	}
	return out
}

// gather adds the mean of count j, and its products with all counts that are
// added to earlier on the way.
func (f *field) gather(j int, g, reward, h []float64, out *part) {
	clear(reward)
	for _, a := range f.adding[j] {
		reward[a.v] = a.mean * g[a.v]
	}
	f.solver.solve(reward, h)
	out.mean[j] = h[f.r.source]
	k := len(f.counts)
	for _, w := range f.all {
		after := (h[w.v] - reward[w.v]) * f.visits[w.v]
		if after == 0 {
			continue
		}
		for i, at := range w.at {
			product := w.Mean[i] * after
			out.second[int(at)*k+j] += product
			out.second[j*k+int(at)] += product
		}
	}
}

// backward solves h = reward + P h on a region for many rewards.
type backward struct {
	r     *region
	chain *chain
}

// solve fills h.
func (b *backward) solve(reward, h []float64) {
	for c := int32(b.r.scc.Len()) - 1; c >= b.r.scc.Of[b.r.source]; c-- {
		members := b.r.scc.Members(c)
		for _, v := range members {
			h[v] = reward[v]
			lo, hi := b.r.g.Edges(v)
			for i := lo; i < hi; i++ {
				if to := b.r.g.To(i); b.r.scc.Of[to] != c {
					h[v] += b.chain.p[i] * h[to]
				}
			}
		}
		if b.r.scc.Cyclic[c] {
			b.cycle(c, members, h)
		}
	}
}

// cycle solves h = reward + P h inside the component, with what h holds as the
// reward.
func (b *backward) cycle(c int32, members []int32, h []float64) {
	local := make([]float64, len(members))
	for i, v := range members {
		local[i] = h[v]
	}
	local, ok := b.chain.cycles[c].Values(local)
	b.chain.work.unsettled = b.chain.work.unsettled || !ok
	for i, v := range members {
		h[v] = local[i]
	}
}
