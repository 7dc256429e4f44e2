package flowfacts

import (
	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
)

// Branch is a step at which runs part by shares that are assumed.
type Branch struct {
	branchmodel.Branch
	Place facts.Place
	Name  string
}

// assumedBranches are those of the flow itself, where it has calls or leads on.
func (a *analysed) assumedBranches(bound *branchmodel.Profiled) []Branch {
	var out []Branch
	for _, one := range bound.AssumedBranches(a.graph) {
		out = append(out, Branch{one, a.place(one.Node), a.title(one.Node)})
	}
	return out
}

// Under returns a function that analyses the graph of the flow under other models. Its
// results share the graph, so that one is released before the next is asked for.
func (f *Flow) Under() func(calls.Model) *calls.Analysis { return f.under() }

// Shares are those of the distinct outputs of a node under the flow's model, with how many
// edges each has.
func (f *Flow) Shares(n cfg.NodeID) (shares map[string]float64, edges map[string]int) {
	node := &f.Shape.Graph().Nodes[n]
	labels := make([]string, len(node.Out))
	for i, e := range node.Out {
		labels[i] = e.Output
	}
	shares, edges = make(map[string]float64), make(map[string]int)
	for i, p := range f.Model.Shares(n, labels) {
		shares[labels[i]] += p
		edges[labels[i]]++
	}
	return shares, edges
}
