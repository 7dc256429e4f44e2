package html

import (
	"archlint/analyzer/drawing"
	"archlint/analyzer/facts"
	"archlint/analyzer/report"
)

// flowIndex finds the nodes of a drawing by where they stand.
type flowIndex struct {
	flow    facts.Flow
	drawing *drawing.Drawing
	entry   int
	places  map[facts.Place]int // file, line and column
	nodes   map[string]facts.Place
	calls   []int // the nodes of the call sites
}

// newFlowIndex indexes the drawing of a flow; it needs all its facts.
func newFlowIndex(d *drawing.Drawing, f facts.Flow) *flowIndex {
	x := &flowIndex{flow: f, drawing: d, entry: -1, places: make(map[facts.Place]int, len(d.Nodes)),
		nodes: make(map[string]facts.Place, len(f.Nodes))}
	for i, n := range x.drawing.Nodes {
		if _, known := x.places[n.At]; !known && n.At.Line > 0 {
			x.places[n.At] = i
		}
	}
	know := func(at facts.Place) {
		if _, known := x.nodes[at.Node]; !known && at.Node != "" {
			x.nodes[at.Node] = bare(at)
		}
	}
	for _, c := range f.Calls {
		know(c.Place)
	}
	for _, l := range f.Loops {
		know(l.Place)
	}
	for _, n := range f.Nodes {
		know(n.Place)
	}
	if d.Start.Line > 0 {
		x.entry = x.find(d.Start)
	}
	for _, c := range f.Calls {
		x.calls = append(x.calls, x.find(c.Place))
	}
	return x
}

// bare is a place without names.
func bare(at facts.Place) facts.Place {
	return facts.Place{File: at.File, Line: at.Line, Column: at.Column}
}

// find returns the node at a place, or the one that the place names (a
// finding may point at a setting of an action), or -1.
func (x *flowIndex) find(at facts.Place) int {
	if i, ok := x.places[bare(at)]; ok {
		return i
	}
	if named, ok := x.nodes[at.Node]; ok && at.Node != "" {
		if i, ok := x.places[named]; ok {
			return i
		}
	}
	return -1
}

// callAt returns the call site at a node; for the head of a loop, the first
// call in it; else -1.
func (x *flowIndex) callAt(node int) int {
	if node < 0 {
		return -1
	}
	for i, at := range x.calls {
		if at == node {
			return i
		}
	}
	for _, l := range x.flow.Loops {
		if x.find(l.Place) != node {
			continue
		}
		for i, c := range x.flow.Calls {
			if len(l.Calls) > 0 && c.Node == l.Calls[0] {
				return i
			}
		}
	}
	return -1
}

// graph is the drawing as the page shows it.
func (x *flowIndex) graph() *Graph {
	g := &Graph{Entry: x.entry, Groups: []Group{}, Nodes: []Node{}, Edges: []Edge{}, Calls: []Call{}, Loops: []Loop{}, Marks: []Mark{}}
	for _, group := range x.drawing.Groups {
		g.Groups = append(g.Groups, Group{Parent: group.Parent, Label: short(group.Label), Loop: group.Loop, Kind: loopStyle(group.Kind)})
	}
	for _, n := range x.drawing.Nodes {
		out := Node{Group: n.Group, Shape: Shape(n.Shape), Label: short(n.Label), Note: n.Note, Hot: n.Hot, Dead: n.Dead,
			Place: report.PlaceIn(x.flow.File, n.At.File, n.At.Line, n.At.Column)}
		if n.Runs != nil {
			expected := report.Round(n.Runs.Expected)
			out.Runs = &expected
		}
		if n.At.Line == 0 {
			out.Place = ""
		}
		g.Nodes = append(g.Nodes, out)
	}
	for _, e := range x.drawing.Edges {
		g.Edges = append(g.Edges, Edge{From: e.From, To: e.To, Label: short(e.Label), Back: e.Back, Calls: e.Calls})
	}
	for i, c := range x.flow.Calls {
		g.Calls = append(g.Calls, x.call(c, x.calls[i]))
	}
	for _, l := range x.flow.Loops {
		g.Loops = append(g.Loops, x.loop(l))
	}
	return g
}

// short is a name as long as a drawing has room for.
func short(s string) string { return report.Ellipsis(report.Clean(s), 120) }

// loopStyle is a loop's kind, which becomes the name of a style too.
func loopStyle(kind string) string {
	switch kind {
	case "iteration", "retry", "polling", "waiting", "callerDriven":
		return kind
	case "":
		return ""
	}
	return "unclassified"
}

func (x *flowIndex) call(c facts.Call, node int) Call {
	out := Call{
		Node: node, Name: report.Ellipsis(report.CallName(c), report.Longest), Place: report.PlaceIn(x.flow.File, c.File, c.Line, c.Column),
		Loop: report.Ellipsis(report.LoopName(x.flow, c), report.Longest),
		Min:  report.Number(float64(c.PerRun.Min)), Expected: report.Number(c.PerRun.Expected), Max: report.Number(float64(c.PerRun.Max)),
		Basis:   report.CallBasis(c),
		Bound:   report.BoundWords(c),
		Limit:   report.LimitSentence(x.flow.File, c),
		Timeout: "unknown", Witness: x.steps(c.Witness, 0),
	}
	if c.RatePerMinute != nil {
		out.Rate = report.RateWords(c)
	}
	if c.TimeoutSeconds != nil {
		out.Timeout = report.Number(*c.TimeoutSeconds) + " s"
		if c.TimeoutIsDefault {
			out.Timeout += ", the default"
		}
	}
	return out
}

func (x *flowIndex) steps(steps []facts.Step, depth int) []Step {
	out := []Step{}
	if depth > report.MaxDepth {
		return out
	}
	for _, s := range steps {
		step := Step{Node: -1, Output: short(s.Output), Times: s.Times}
		if s.Line > 0 {
			step.Node = x.find(facts.Place{File: s.File, Line: s.Line, Column: s.Column, Node: s.Node})
		}
		if step.Node < 0 {
			step.Name, step.Place = short(s.Name), report.PlaceIn(x.flow.File, s.File, s.Line, s.Column)
		}
		if len(s.Steps) > 0 {
			step.Steps = x.steps(s.Steps, depth+1)
		}
		out = append(out, step)
	}
	return out
}

func (x *flowIndex) loop(l facts.Loop) Loop {
	note := report.Counted(l.BodyActions, "action") + ", " + report.Counted(len(l.Calls), "call site")
	if l.Count != nil {
		note += ", " + report.Times(*l.Count)
	}
	if l.WaitSeconds != nil {
		note += ", waits " + report.Number(*l.WaitSeconds) + " s"
	}
	return Loop{Node: x.find(l.Place), Name: report.Ellipsis(report.Clean(l.Name), report.Longest), Kind: report.Clean(l.Kind),
		Place: report.PlaceIn(x.flow.File, l.File, l.Line, l.Column), Note: note + "."}
}
