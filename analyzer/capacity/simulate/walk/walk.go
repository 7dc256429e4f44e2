// Package walk lets simulated interactions walk the control-flow graphs of real
// flows: branches by the branch model, calls by what the simulation makes of
// them, loops by their rounds, tasks and flows with their returns.
//
// It is to say the same as package calls solves: the tests hold the mean number
// of calls of many walks against the analysis. What it adds is time, outcomes
// and limits. Left out, as in cfg: conditions, hang-ups, run-time errors.
package walk

import (
	"fmt"

	"archlint/analyzer/calls"
	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/cfg"
)

// Flow is one flow, and what the graph alone does not tell of it.
type Flow struct {
	Graph *cfg.Graph
	Model calls.Model
	// Action returns the data action that the node calls as an index in the
	// simulation's actions, -1 for none.
	Action func(cfg.NodeID) int
	// Seconds is how long the node takes otherwise; nil for no time at all.
	Seconds func(cfg.NodeID) float64
	// Next returns the flows that the interaction goes on in from there: from a
	// Hand node for good, from a node that calls a flow until that flow ends. nil
	// or none: the interaction ends, or goes on after the call.
	Next func(cfg.NodeID) []Target
}

// Target is a flow that an interaction goes on in.
type Target struct {
	Flow        int // index in the net
	Probability float64
	// Stay is how long the interaction stays, as in a queue until somebody
	// answers; nil: until the flow ends by itself.
	Stay simulate.Latency
}

// Net is flows that lead to one another, ready to be walked. It is not safe for
// concurrent use.
type Net struct {
	flows []compiled
	loops int // of all flows
	idle  []*walker
}

// New makes a net of the flows. An error says which index is out of range.
func New(flows []Flow) (*Net, error) {
	n := &Net{flows: make([]compiled, len(flows))}
	for i, f := range flows {
		if f.Graph == nil || f.Action == nil {
			return nil, fmt.Errorf("walk: flow %d has no graph or no actions", i)
		}
		n.flows[i] = compile(f, n.loops)
		n.loops += len(f.Graph.Loops)
		for _, node := range n.flows[i].nodes {
			for _, t := range node.next {
				if t.Flow < 0 || t.Flow >= len(flows) {
					return nil, fmt.Errorf("walk: flow %d leads to flow %d of %d", i, t.Flow, len(flows))
				}
			}
		}
	}
	return n, nil
}

// Source returns the interactions that enter at that flow.
func (n *Net) Source(flow int) simulate.Source { return entrance{n, flow} }
