package replay

import (
	"cmp"
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/trace"
)

// Conformance is what replaying the executions of an export came to.
type Conformance struct {
	SchemaVersion int `json:"schemaVersion"`
	// Fitness is over all executions that were replayed, 0 to 1; null when there were
	// none.
	Fitness *float64 `json:"fitness"`
	Flows   []Flow   `json:"flows"`
	// Refused are executions that were not replayed.
	Refused []Refused `json:"refused"`
	Errors  []string  `json:"errors"`
}

// Refused is executions of one version of a flow that cannot be held against the flow at
// hand.
type Refused struct {
	Flow       string `json:"flow"` // its name, or its id where the export does not hold it
	Version    string `json:"version"`
	Executions int    `json:"executions"`
	Reason     string `json:"reason"`
}

// Flow is what the executions of one flow came to.
type Flow struct {
	Name       string    `json:"name"`
	ID         string    `json:"id"`
	Version    string    `json:"version"`
	File       string    `json:"file"`
	Executions int       `json:"executions"`
	Fitting    int       `json:"fitting"` // executions without a misfit
	Steps      int       `json:"steps"`
	Fitness    float64   `json:"fitness"`
	Misfits    []Misfit  `json:"misfits"`
	Outside    []Outside `json:"outside"`
	misfits    int
}

// NodeRef is an action or menu of a flow. Name is "" at the beginning of a run.
type NodeRef struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Misfit is one way in which executions and the graph differ.
type Misfit struct {
	Kind string `json:"kind"` // "step", "output", "action" or "end"
	// After is the step before, null at the beginning of a run, and Output the way by
	// which it was left.
	After  *NodeRef `json:"after"`
	Output string   `json:"output,omitempty"`
	// Step is what the executions have next, null where the flow does not hold it or
	// the run ended; ID is what the record says.
	Step *NodeRef `json:"step"`
	ID   string   `json:"id"`
	// Way is the output that the record gives Step.
	Way string `json:"way,omitempty"`
	// Expected names what the graph has there.
	Expected   []string `json:"expected"`
	Executions int      `json:"executions"`
}

// Outside is a data action that ran more or less often than its bounds allow. That is a
// defect of archlint, not of the flow.
type Outside struct {
	Site       NodeRef `json:"site"`
	Ran        int64   `json:"ran"`
	Min        int64   `json:"min"`
	Max        int64   `json:"max"`
	Executions int     `json:"executions"`
}

// Play replays executions of the flow.
func (m *Player) Play(version string, traces []trace.Trace) Flow {
	out := Flow{Name: m.flow.Name, ID: m.flow.ID, Version: version, File: m.flow.File.Name, Executions: len(traces)}
	found, outside := map[misfit]int{}, map[Outside]int{}
	for i := range traces {
		p := m.play(&traces[i])
		out.Steps += p.steps
		out.misfits += len(p.misfits)
		if len(p.misfits) == 0 {
			out.Fitting++
		}
		seen := map[misfit]bool{}
		for _, one := range p.misfits {
			if !seen[one] {
				seen[one] = true
				found[one]++
			}
		}
		for _, o := range m.outside(p) {
			outside[o]++
		}
	}
	out.Fitness = fitness(out.Steps, len(traces), out.misfits)
	out.Misfits, out.Outside = m.listMisfits(found), listOutside(outside)
	return out
}

// outside are the sites that ran too often or not often enough in an execution.
func (m *Player) outside(p played) []Outside {
	var out []Outside
	for _, s := range m.sites {
		ran := p.runs[s.id]
		if ran > s.bound.Max || p.itself && ran < s.bound.Min {
			out = append(out, Outside{Site: m.place(s.nodes[0]), Ran: ran, Min: s.bound.Min, Max: s.bound.Max})
		}
	}
	return out
}

func listOutside(found map[Outside]int) []Outside {
	out := []Outside{}
	for o, n := range found {
		o.Executions = n
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b Outside) int {
		return cmp.Or(cmp.Compare(a.Site.Line, b.Site.Line), cmp.Compare(a.Site.ID, b.Site.ID), cmp.Compare(a.Ran, b.Ran))
	})
	return out
}

// listMisfits puts misfits in order: those of most executions first.
func (m *Player) listMisfits(found map[misfit]int) []Misfit {
	out := []Misfit{}
	for one, n := range found {
		listed := Misfit{Kind: one.kind, Output: one.left, ID: one.id, Way: one.way, Executions: n, Expected: m.expected(one)}
		if one.after != cfg.None {
			listed.After = new(m.place(one.after))
		}
		if one.node != cfg.None {
			listed.Step = new(m.place(one.node))
		}
		out = append(out, listed)
	}
	slices.SortFunc(out, func(a, b Misfit) int {
		return cmp.Or(cmp.Compare(b.Executions, a.Executions), comparePlaces(a.After, b.After), cmp.Compare(a.Output, b.Output),
			comparePlaces(a.Step, b.Step), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Way, b.Way), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

func comparePlaces(a, b *NodeRef) int {
	if a == nil || b == nil {
		return cmp.Compare(boolean(a != nil), boolean(b != nil))
	}
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.ID, b.ID))
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// expected names what the graph has where an execution differs.
func (m *Player) expected(one misfit) []string {
	names := []string{}
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if one.kind == NoSuchOutput {
		for _, e := range m.graph.Nodes[one.node].Out {
			add(e.Output)
		}
		return names
	}
	next := m.firstSteps()
	if one.after != cfg.None {
		next = m.successors(position{node: one.after, output: one.left, frame: anywhere})
	}
	for _, p := range next.steps {
		if m.graph.Nodes[p.node].Kind != cfg.Start {
			add(m.place(p.node).Name)
		}
	}
	if next.ends && one.after != cfg.None {
		add("the end")
	}
	slices.Sort(names)
	return names
}

// place is a node for people.
func (m *Player) place(n cfg.NodeID) NodeRef {
	node := &m.graph.Nodes[n]
	file := m.flow.File.Name
	if node.Module != nil {
		file = node.Module.File.Name
	}
	switch {
	case node.Action != nil:
		return NodeRef{node.Action.ID, node.Action.Name, file, node.Action.Pos.Line, node.Action.Pos.Column}
	case node.Container != nil:
		return NodeRef{node.Container.ID, node.Container.Name, file, node.Container.Pos.Line, node.Container.Pos.Column}
	}
	return NodeRef{File: file}
}
