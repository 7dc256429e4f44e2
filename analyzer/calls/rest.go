package calls

import "archlint/analyzer/cfg"

// working is what questions are answered with: the flow cut into pieces, and what
// was found out about them so far. All of it can be found out again.
type working struct {
	p       *program
	zero    map[*region]*summary
	single  *singles
	walks   map[*region]*walks
	in      map[cfg.NodeID][]*proc // the procedures that hold a node
	tree    []hop                  // of the witnesses, when first needed
	ways    map[*region]*tracks    // the same, inside regions
	noLoops *program               // the flow with every loop a plain cycle
	space   *spacing
	known   map[string]Count // of nodes in called procedures, by what they add to them
}

func newWorking(p *program) *working {
	w := &working{
		p:      p,
		zero:   make(map[*region]*summary),
		single: &singles{p: p, shapes: make(map[*region]*shape)},
		walks:  make(map[*region]*walks),
		ways:   make(map[*region]*tracks),
		in:     make(map[cfg.NodeID][]*proc),
		known:  make(map[string]Count),
	}
	for _, pr := range p.procs {
		for _, n := range pr.nodes {
			if kind := p.g.Nodes[n].Kind; kind == cfg.Act || kind == cfg.Hand {
				w.in[n] = append(w.in[n], pr)
			}
		}
	}
	return w
}

// Rest lets go of what can be found out again, most of the memory that an
// analysis takes. It can be asked as before; the first answer takes longer.
func (a *Analysis) Rest() { a.working = nil }

// wake undoes Rest. The procedures are those of the branch model's program, which
// stays; only the loops are others.
func (a *Analysis) wake() {
	if a.working == nil {
		a.working = newWorking(a.mean.p.recut(constantRounds(a.Graph)))
	}
}
