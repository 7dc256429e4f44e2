package calls

import (
	"archlint/analyzer/cfg"
)

// transitions returns the probability of each edge of r. An edge that only
// stands for a run being cut short has none, unless there is no other.
func (e *expectation) transitions(r *region) []float64 {
	p := make([]float64, len(r.labels))
	toCut := r.sinks[cut].vertex
	for v := int32(0); int(v) < len(r.verts); v++ {
		lo, hi := r.g.Edges(v)
		var ways []int32
		for i := lo; i < hi; i++ {
			if r.g.To(i) != toCut {
				ways = append(ways, i)
			}
		}
		if len(ways) == 0 && hi > lo {
			ways = []int32{lo}
		}
		e.shares(r, v, ways, func(i int, share float64) { p[ways[i]] = share })
	}
	e.leaveEndless(r, p)
	return p
}

// shares sets the probability of each of the given edges of v.
func (e *expectation) shares(r *region, v int32, ways []int32, set func(int, float64)) {
	vx := r.verts[v]
	var p []float64
	switch {
	case vx.kind == leaves && vx.exit == early:
		p = e.m.earlyShares(vx.node, labels(r, ways))
	case vx.kind == plain && vx.node != cfg.None && forks(&e.p.g.Nodes[vx.node]):
		ends := e.m.endShare(vx.node) // as leave emits them
		p = []float64{ends, 1 - ends}
	case vx.kind != plain && vx.kind != turns && vx.kind != goesOn || vx.node == cfg.None:
		p = equal(len(ways), len(ways))
	case vx.child != nil:
		p = e.exitShares(r, ways)
	case e.p.g.Nodes[vx.node].Kind == cfg.Return: // of a recursive call: or it is the last
		p = equal(len(ways), len(ways)+1)
	case len(ways) == 1:
		p = equal(1, 1)
	case vx.kind == turns:
		p = e.headShares(vx.node, labels(r, ways))
	default:
		p = e.m.shares(vx.node, labels(r, ways))
	}
	for i, share := range p {
		set(i, share)
	}
}

// earlyShares deals equally among a loop's conditions, unless their shares are known;
// that one has no output counts only where none has.
func (m Model) earlyShares(head cfg.NodeID, labels []string) []float64 {
	if p := m.knownShares(head, labels); p != nil {
		return p
	}
	outputs := 0
	for _, l := range labels {
		if l != "done" {
			outputs++
		}
	}
	if outputs == 0 {
		return equal(len(labels), len(labels))
	}
	p := make([]float64, len(labels))
	for i, l := range labels {
		if l != "done" {
			p[i] = 1 / float64(outputs)
		}
	}
	return p
}

// knownShares are the shares of a loop's conditions among one another, nil unless all are known.
func (m Model) knownShares(n cfg.NodeID, outputs []string) []float64 {
	if m.Share == nil {
		return nil
	}
	p, sum := make([]float64, len(outputs)), 0.0
	for i, o := range outputs {
		if o == "done" {
			continue
		}
		share, ok := m.Share(n, o)
		if !ok {
			return nil
		}
		p[i] = share
		sum += share
	}
	if sum <= 0 {
		return nil
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func equal(n, of int) []float64 {
	p := make([]float64, n)
	for i := range p {
		p[i] = 1 / float64(of)
	}
	return p
}

func labels(r *region, ways []int32) []string {
	out := make([]string, len(ways))
	for i, w := range ways {
		out[i] = r.labels[w]
	}
	return out
}

// exitShares gives each exit of a child the share of the runs that take it.
func (e *expectation) exitShares(r *region, ways []int32) []float64 {
	p := make([]float64, len(ways))
	sum := 0.0
	for i, w := range ways {
		x := r.verts[r.g.To(w)]
		c := e.chain(x.child)
		switch {
		case x.exit == done:
			p[i] = c.done
		case x.exit == early: // of other loops nothing is known of it
			p[i] = c.early
		case x.child.loop != cfg.NoLoop:
			p[i] = c.by[x.exit] * c.started
		default:
			p[i] = c.by[x.exit]
		}
		sum += p[i]
	}
	for i := range p {
		if sum > 0 {
			p[i] /= sum
		} else {
			p[i] = 1 / float64(len(p))
		}
	}
	return p
}

// headShares is the branch of a loop that is not a region (its procedure
// calls itself): on average it runs its rounds.
func (e *expectation) headShares(n cfg.NodeID, labels []string) []float64 {
	rounds := e.m.meanRounds(e.p.g, e.p.g.Nodes[n].Head)
	body := rounds / (rounds + 1)
	p := equal(len(labels), len(labels))
	for i, l := range labels {
		switch {
		case len(labels) == 1:
		case l == "loop":
			p[i] = body
		default:
			p[i] = (1 - body) / float64(len(labels)-1)
		}
	}
	return p
}
