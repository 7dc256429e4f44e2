package calls

import (
	"slices"

	"archlint/analyzer/cfg"
)

// working is the flow cut into pieces, and the results for them so far. All of it
// can be computed again.
type working struct {
	p       *program
	zero    perRegion
	single  *singles
	walks   map[*region]*walks
	in      holders
	tree    []hop               // of the witnesses, when first needed
	ways    map[*region]*tracks // the same, inside regions
	noLoops *program            // the flow with every loop a plain cycle
	space   *spacing
	known   map[string]Count     // of nodes in called procedures, by what they add to them
	counted map[cfg.NodeID]Count // what Node has answered
	last    *summed              // the last that was summed up
	paced   *pace                // the last that was timed
}

func newWorking(p *program) *working {
	return &working{
		p:      p,
		zero:   make(perRegion, len(p.regions)),
		single: &singles{p: p, shapes: make(map[*region]*shape)},
		walks:  make(map[*region]*walks),
		ways:   make(map[*region]*tracks),
		in:     newHolders(p),
		known:  make(map[string]Count),

		counted: make(map[cfg.NodeID]Count),
	}
}

// holders are the procedures that hold each action, one node after the other.
type holders struct {
	first []int32 // where node n's procedures begin
	procs []*proc
}

func newHolders(p *program) holders {
	h := holders{first: make([]int32, len(p.g.Nodes)+1)}
	each := func(do func(cfg.NodeID, *proc)) {
		for _, pr := range p.procs {
			for _, n := range pr.nodes {
				if kind := p.g.Nodes[n].Kind; kind == cfg.Act || kind == cfg.Hand {
					do(n, pr)
				}
			}
		}
	}
	each(func(n cfg.NodeID, _ *proc) { h.first[n+1]++ })
	for n := range p.g.Nodes {
		h.first[n+1] += h.first[n]
	}
	next := slices.Clone(h.first)
	h.procs = make([]*proc, h.first[len(p.g.Nodes)])
	each(func(n cfg.NodeID, pr *proc) {
		h.procs[next[n]] = pr
		next[n]++
	})
	return h
}

// of returns the procedures that hold n.
func (h *holders) of(n cfg.NodeID) []*proc { return h.procs[h.first[n]:h.first[n+1]] }

// Release frees what can be computed again, most of the memory that an analysis
// takes. Every method works as before; the first call takes longer.
func (a *Analysis) Release() {
	if a.unfolded != nil {
		a.unfolded.fine.Release()
	}
	a.working = nil
	if a.mean != nil {
		a.mean.p.room = nil
	}
}

// rebuild cuts the graph for the first time, or computes again what Release freed. The
// procedures are those of the branch model's program, which stays; only the regions differ.
func (a *Analysis) rebuild() {
	if a.working != nil {
		return
	}
	if rounds := constantRounds(a.Graph); a.mean != nil {
		a.working = newWorking(a.mean.p.recut(rounds))
	} else {
		a.working = newWorking(newProgram(a.Graph, rounds, a.work))
	}
	if a.cost == nil {
		a.measure()
	}
}
