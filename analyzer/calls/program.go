package calls

import (
	"archlint/analyzer/cfg"
)

// A program is the control-flow graph of a flow cut into pieces that can be
// solved one by one. There is a procedure for the entry, the error handler and
// every called task or module; a procedure's loops with a known number of
// rounds are regions of their own, seen from outside as one vertex with an
// exit for each way out. What is left inside a region is a plain graph.
//
// Control enters a region by its source only, because jumps lead to the start
// of containers and never into a loop's body.
type program struct {
	g       *cfg.Graph
	procs   []*proc // callees before callers; of a recursive group those that are entered from outside
	byRoot  map[cfg.NodeID]int32
	regions []*region // children before parents
	// recursive are the roots of all procedures that can call themselves, ascending.
	recursive []cfg.NodeID

	met   []int32 // scratch of reach: the search that met a node last
	round int32

	free    [][]way // lists of ways that nobody uses at the moment, see capped
	scratch scratch
	work    *work
	room    *room // that the programs of an analysis are built in, one after the other
}

// The sinks that have a fixed place, and the exit of a loop whose rounds are over.
const (
	cut   int32 = 0  // the run is cut short inside: by the cap, or because nothing leads out
	again int32 = 1  // the next round of the loop
	done  int32 = -1 // the loop's rounds are over
	early int32 = -2 // a loop's own further outputs, taken after any round
)

// over stands for the end of the interaction, by an action that ends it or by a
// transfer that succeeds: no run comes back from there.
const over cfg.NodeID = -2

// sink is a way out of a region: to a node outside, or back to a loop's head.
type sink struct {
	target cfg.NodeID // None for cut and again, over where the interaction ends
	back   bool
	vertex int32
}

// roundsOf tells which loops are regions, and how many rounds they run.
type roundsOf func(cfg.LoopID) (float64, bool)

// constantRounds makes regions of the loops whose count is constant.
func constantRounds(g *cfg.Graph) roundsOf {
	return func(l cfg.LoopID) (float64, bool) {
		if c := g.Loops[l].Count; c != nil {
			return float64(*c), true
		}
		return 0, false
	}
}

func newProgram(g *cfg.Graph, rounds roundsOf, w *work) *program {
	p := &program{g: g, work: w, byRoot: make(map[cfg.NodeID]int32), met: make([]int32, len(g.Nodes))}
	p.addProcs()
	return p.cut(rounds)
}

// recut is the same program with other loops as regions; its procedures are
// found already. Without loops there is nothing to change.
func (p *program) recut(rounds roundsOf) *program {
	if len(p.g.Loops) == 0 {
		return p
	}
	q := &program{g: p.g, byRoot: p.byRoot, recursive: p.recursive, work: p.work, room: p.room}
	for _, pr := range p.procs {
		q.procs = append(q.procs, &proc{g: pr.g, root: pr.root, recursive: pr.recursive, called: pr.called, nodes: pr.nodes})
	}
	return q.cut(rounds)
}

func (p *program) cut(rounds roundsOf) *program {
	if p.room == nil {
		p.room = p.newRoom()
	}
	b := &builder{p: p, rounds: rounds, room: p.room}
	for _, pr := range p.procs {
		b.build(pr)
	}
	return p
}
