package calls

import "archlint/analyzer/cfg"

// Uncapped bounds how often nodes run for given numbers of rounds of the loops,
// without the platform's cap. As a function of these numbers, each at least 1, a
// bound is the greatest of several polynomials in the numbers less one, with
// coefficients that are not negative: a loop adds what a round adds, times all rounds
// but the last, and the last round; what follows is added, branches take the greatest.
// No product holds a loop twice, as a loop that stands in itself by calls has no bound.
type Uncapped struct {
	p    *program
	zero perRegion
}

// NewUncapped prepares the bounds of g; rounds tells the rounds of each loop.
func NewUncapped(g *cfg.Graph, rounds func(cfg.LoopID) (int64, bool)) *Uncapped {
	exactly := func(l cfg.LoopID) (float64, bool) {
		n, ok := rounds(l)
		return float64(n), ok
	}
	p := newProgram(g, exactly, &work{limits: defaultLimits()})
	return &Uncapped{p, make(perRegion, len(p.regions))}
}

// Greatest bounds how often nodes run together in one run, an error that happens in it
// and is handled included. ok is false where nothing bounds it but the cap.
func (u *Uncapped) Greatest(nodes []cfg.NodeID) (n int64, ok bool) {
	w := make(weights, len(u.p.g.Nodes))
	for _, n := range nodes {
		w[n] = 1
	}
	s := newSums(u.p, w, u.zero)
	roots := []cfg.NodeID{u.p.g.Entry}
	if h := u.p.g.Handler; h != cfg.None && h != u.p.g.Entry {
		roots = append(roots, h)
	}
	for _, root := range roots {
		if pr := u.p.proc(root); pr != nil {
			n = plus(n, s.atRoot(pr).max)
		}
	}
	return n, n < huge
}
