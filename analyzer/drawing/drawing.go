// Package drawing turns a flow's control-flow graph into a drawing: nodes, edges and
// nested groups, with what a reader wants to know of them. Printers show it, see
// package draw.
package drawing

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// Shape tells the kinds of node apart.
type Shape string

// The shapes.
const (
	Step   Shape = "step"   // any action
	Choose Shape = "choose" // an action that is left by one of several outputs
	Call   Shape = "call"   // a data action call site
	Menu   Shape = "menu"
	Enter  Shape = "enter" // the entrance of a task, state or loop task
	Leave  Shape = "leave" // the end of the run, or of a called task
)

// Drawing is a graph with nested groups.
type Drawing struct {
	Title string
	// Start is where the container stands in which a run begins; no line for none.
	// Only file, line and column are set.
	Start facts.Place
	// Groups are the containers and, inside them, the loops; Parent is an index
	// into Groups or -1, and stands before its children.
	Groups []Group
	Nodes  []Node
	Edges  []Edge
}

// Group is a container or a loop.
type Group struct {
	Parent int
	Label  string
	Loop   bool
	Kind   string // of a loop: "polling", ..., "" when nobody classified it
}

// Node is a node of the drawing, named by its place in Nodes.
type Node struct {
	Group int // index into Groups, or -1
	Shape Shape
	Label string
	// Note is a second line: how often a call site runs.
	Note string
	// Pos is where it stands in the flow's file, zero for what is written nowhere.
	Pos source.Pos
	// At is where it stands in whichever file, which for a common module's nodes
	// is another; no line for what is written nowhere. Only file, line and column are set.
	At facts.Place
	// Runs is how often a call site runs in one run, nil for other nodes.
	Runs *facts.Range
	// Hot marks a call site on every path or nearly so; Dead what no run reaches.
	Hot, Dead bool
}

// Edge leads from one node to another.
type Edge struct {
	From, To int
	Label    string
	// Back leads back to the head of a loop; Calls leads to a task that returns.
	Back, Calls bool
}

// Flow draws the graph of a flow; f tells how often its call sites run and what
// its loops are. Only nodes that mean something are drawn: what lowering added
// and no run passes is left out.
func Flow(g *cfg.Graph, f facts.Flow) *Drawing {
	d := &drawer{graph: g, facts: f, calls: make(map[facts.Place]*facts.Call, len(f.Calls)), loops: map[source.Pos]facts.Loop{},
		containers: map[*flow.Container]int{}, inLoops: map[cfg.LoopID]int{}}
	d.out.Title = f.Name
	if g.Entry != cfg.None && g.Nodes[g.Entry].Container != nil {
		pos := g.Nodes[g.Entry].Container.Pos
		d.out.Start = facts.Place{File: f.File, Line: pos.Line, Column: pos.Column}
	}
	for i := range f.Calls {
		c := &f.Calls[i]
		d.calls[facts.Place{File: c.File, Line: c.Line, Column: c.Column}] = c
	}
	for _, l := range f.Loops {
		d.loops[source.Pos{Line: l.Line, Column: l.Column}] = l
	}
	d.nodes()
	d.edges()
	return &d.out
}

// drawer holds what drawing needs to look up. Facts are found by place: it is
// the one name that both formats and all nodes have.
type drawer struct {
	graph *cfg.Graph
	facts facts.Flow
	calls map[facts.Place]*facts.Call
	loops map[source.Pos]facts.Loop
	// containers and inLoops are the groups of containers and of loops.
	containers map[*flow.Container]int
	inLoops    map[cfg.LoopID]int
	chain      []cfg.LoopID // the loops around a node, inner ones first
	ids        []int        // of the graph's nodes in the drawing, -1 when not drawn
	out        Drawing
}

func (d *drawer) nodes() {
	d.ids = make([]int, len(d.graph.Nodes))
	d.out.Nodes = make([]Node, 0, len(d.graph.Nodes))
	for i := range d.graph.Nodes {
		n := &d.graph.Nodes[i]
		d.ids[i] = -1
		if !n.Live && n.Kind != cfg.Act {
			continue
		}
		d.ids[i] = len(d.out.Nodes)
		d.out.Nodes = append(d.out.Nodes, d.node(n))
	}
}

func (d *drawer) node(n *cfg.Node) Node {
	out := Node{Group: d.group(n), Shape: Step, Dead: !n.Live, At: d.at(n)}
	switch n.Kind {
	case cfg.Act:
		d.action(n, &out)
	case cfg.Start:
		out.Shape, out.Label = Enter, "start"
	case cfg.Menu:
		out.Shape, out.Label = Menu, "menu "+n.Container.Name
	case cfg.Fork:
		out.Label = "one of several places"
	case cfg.Hand:
		out.Shape, out.Label = Leave, "transferred"
	case cfg.Return:
		out.Shape, out.Label = Leave, "return "+n.Output
	case cfg.End:
		out.Shape, out.Label = Leave, "end"
	}
	return out
}

// at is where a node stands.
func (d *drawer) at(n *cfg.Node) facts.Place {
	var pos source.Pos
	switch {
	case n.Kind == cfg.Act:
		pos = n.Action.Pos
	case n.Kind == cfg.Start || n.Kind == cfg.Menu:
		pos = n.Container.Pos
	default:
		return facts.Place{}
	}
	file := d.facts.File
	if n.Module != nil && n.Module.File != nil {
		file = n.Module.File.Name
	}
	return facts.Place{File: file, Line: pos.Line, Column: pos.Column}
}

func (d *drawer) action(n *cfg.Node, out *Node) {
	a := n.Action
	out.Label = a.Name
	if n.Module == nil || n.Module.File == d.graph.Flow.File {
		out.Pos = a.Pos
	}
	if out.Label == "" {
		out.Label = a.RawKind
	}
	if len(n.Out) > 1 {
		out.Shape = Choose
	}
	if a.DataAction != nil {
		out.Shape = Call
	}
	if c, ok := d.calls[out.At]; ok {
		out.Shape, out.Hot, out.Note, out.Runs = Call, c.Hot, runs(c), new(c.PerRun)
	}
}

// runs says how often a call site runs in one run.
func runs(c *facts.Call) string {
	most := strconv.FormatInt(c.PerRun.Max, 10)
	if c.BoundedBy != "platformLimit" && c.PerRun.Max == c.PerRun.Min {
		return most + " per run"
	}
	expected := strconv.FormatFloat(math.Round(c.PerRun.Expected*100)/100, 'f', -1, 64)
	switch {
	case c.BoundText != "":
		return fmt.Sprintf("%d to %s per run, expected %s", c.PerRun.Min, c.BoundText, expected)
	case c.BoundedBy == "platformLimit":
		return fmt.Sprintf("at least %d per run, no limit in the flow, expected %s", c.PerRun.Min, expected)
	case c.BoundedBy == "counter" && c.Bound != nil:
		return fmt.Sprintf("%d to %s per run by counter %s, expected %s", c.PerRun.Min, most, c.Bound.Variable, expected)
	}
	return fmt.Sprintf("%d to %s per run, expected %s", c.PerRun.Min, most, expected)
}

// group returns the innermost loop or container around n, or -1.
func (d *drawer) group(n *cfg.Node) int {
	if n.Container == nil {
		return -1
	}
	at, known := d.containers[n.Container]
	if !known {
		label := string(n.Container.Kind) + " " + n.Container.Name
		if n.Module != nil {
			label = n.Module.Name + ": " + label
		}
		at = d.add(Group{Parent: -1, Label: label})
		d.containers[n.Container] = at
	}
	d.chain = d.chain[:0]
	if n.Head != cfg.NoLoop && n.Head != n.Loop {
		d.chain = append(d.chain, n.Head)
	}
	for l := n.Loop; l != cfg.NoLoop; l = d.graph.Loops[l].Parent {
		d.chain = append(d.chain, l)
	}
	for _, l := range slices.Backward(d.chain) {
		inner, known := d.inLoops[l]
		if !known {
			inner = d.add(d.loop(l, at))
			d.inLoops[l] = inner
		}
		at = inner
	}
	return at
}

func (d *drawer) loop(id cfg.LoopID, parent int) Group {
	l := d.graph.Loops[id]
	head := d.graph.Nodes[l.Head]
	g := Group{Parent: parent, Loop: true, Label: "loop"}
	at := source.Pos{}
	switch {
	case head.Action != nil:
		at = head.Action.Pos
	case head.Container != nil:
		at = head.Container.Pos
	}
	if known, ok := d.loops[at]; ok {
		g.Kind, g.Label = known.Kind, known.Kind+" loop"
	}
	if l.Count != nil {
		g.Label += fmt.Sprintf(", %d times", *l.Count)
	}
	return g
}

// add adds a group and returns its index.
func (d *drawer) add(g Group) int {
	d.out.Groups = append(d.out.Groups, g)
	return len(d.out.Groups) - 1
}

func (d *drawer) edges() {
	for i := range d.graph.Nodes {
		n := &d.graph.Nodes[i]
		from := d.ids[i]
		if from < 0 {
			continue
		}
		for _, e := range n.Out {
			if to := d.ids[e.To]; to >= 0 {
				back := e.Kind == cfg.Back || e.Kind == cfg.Wrap
				d.out.Edges = append(d.out.Edges, Edge{From: from, To: to, Label: outputLabel(n, e.Output), Back: back})
			}
		}
		if n.Callee != cfg.None && d.ids[n.Callee] >= 0 {
			d.out.Edges = append(d.out.Edges, Edge{From: from, To: d.ids[n.Callee], Label: "calls", Calls: true})
		}
	}
}

// outputLabel is the output as its author named it, where he did.
func outputLabel(n *cfg.Node, output string) string {
	if n.Kind == cfg.Act && strings.HasPrefix(output, "case:") {
		if o := n.Action.Output(output); o != nil && o.Label != "" {
			return o.Label
		}
	}
	return output
}
