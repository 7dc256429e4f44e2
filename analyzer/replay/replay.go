package replay

import (
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/trace"
)

// Kinds of misfit.
const (
	NoSuchStep   = "step"   // the graph leads elsewhere
	NoSuchOutput = "output" // the action has no such output
	NoSuchAction = "action" // the flow has no such action
	EndsElsewise = "end"    // the execution came to its end where the graph goes on
)

// misfit is where an execution and the graph differ.
type misfit struct {
	kind  string
	after cfg.NodeID // the step before, None at the beginning
	left  string     // by which output
	id    string     // what the record has
	node  cfg.NodeID // that it is, None if unknown
	way   string     // the output that the record gives it
}

// played is what one execution came to.
type played struct {
	steps   int // that were held against the graph
	misfits []misfit
	runs    map[string]int64 // of call sites, by id
	// itself says that the execution ended by itself, so that the least counts hold.
	itself bool
}

// fitness is that of the token replay of one execution or of several together.
func fitness(steps, runs, misfits int) float64 {
	produced := float64(steps + runs) // a token to begin with, one by every step
	if produced == 0 {
		return 1
	}
	// Every misfit misses a token in one place and leaves one in another.
	return 1 - float64(misfits)/produced
}

// play replays one execution.
func (m *Player) play(t *trace.Trace) played {
	r := replayer{m: m, out: played{runs: map[string]int64{}}, next: []*frontier{m.firstSteps()}, after: cfg.None}
	failed := false
	for i := range t.Steps {
		r.step(&t.Steps[i], i)
		failed = failed || t.Steps[i].Failed
	}
	if t.ByItself() && !r.mayEnd() {
		r.miss(misfit{kind: EndsElsewise, id: t.Ended, node: cfg.None})
	}
	r.out.itself = t.ByItself() && !failed && int64(len(t.Steps)) < calls.ActionCap && len(r.out.misfits) == 0
	return r.out
}

type replayer struct {
	m    *Player
	out  played
	next []*frontier // what can come next, from every place where the token may be
	// after and left are the step before.
	after  cfg.NodeID
	left   string
	opaque bool // the step before called what the graph does not hold
}

func (r *replayer) mayEnd() bool {
	for _, f := range r.next {
		if f.ends {
			return true
		}
	}
	return false
}

func (r *replayer) miss(m misfit) {
	m.after, m.left = r.after, r.left
	r.out.misfits = append(r.out.misfits, m)
}

// step moves the token by one recorded step.
func (r *replayer) step(s *trace.Step, i int) {
	nodes := r.m.nodes[s.Action]
	if len(nodes) == 0 {
		if !r.opaque {
			r.out.steps++
			r.miss(misfit{kind: NoSuchAction, id: s.Action, node: cfg.None, way: s.Output})
		}
		return
	}
	r.out.steps++
	found := r.find(s.Action)
	if len(found) == 0 && int64(i) >= calls.ActionCap {
		// The platform's cap sends a run to the error handler from anywhere.
		capped := r.m.newSearch()
		capped.handle()
		r.next = append(r.next, capped.out)
		found = r.find(s.Action)
	}
	if len(found) == 0 {
		r.miss(misfit{kind: NoSuchStep, id: s.Action, node: nodes[0], way: s.Output})
		for _, n := range nodes {
			found = append(found, place{n, anywhere})
		}
		r.move(found, s, true)
		return
	}
	r.move(found, s, false)
}

// find returns the places among what can come next that an id names.
func (r *replayer) find(id string) []place {
	var found []place
	for _, f := range r.next {
		for _, p := range f.steps {
			if slices.Contains(r.m.nodes[id], p.node) && !slices.Contains(found, p) {
				found = append(found, p)
			}
		}
	}
	return found
}

// move puts the token to where it may be after a step. A step that was missed is missed
// once, whatever its output.
func (r *replayer) move(found []place, s *trace.Step, missed bool) {
	output := s.Output
	var fitting []place
	for _, p := range found {
		if r.m.has(p.node, output) {
			fitting = append(fitting, p)
		}
	}
	if len(fitting) == 0 {
		if !missed {
			r.miss(misfit{kind: NoSuchOutput, id: s.Action, node: found[0].node, way: output})
		}
		fitting, output = found, ""
	}
	r.next, r.opaque = r.next[:0], false
	for _, p := range fitting {
		r.next = append(r.next, r.m.successors(position{p.node, output, s.Failed, p.frame}))
		r.opaque = r.opaque || r.m.opaque[p.node]
	}
	r.after, r.left = fitting[0].node, output
	if r.m.graph.Nodes[r.after].Action != nil && r.m.graph.Nodes[r.after].Action.DataAction != nil {
		r.out.runs[s.Action]++
	}
}
