package html

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/drawing"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// flowPages turns flows and findings into what the page shows of them. Of the
// graphs it holds one at a time.
type flowPages struct {
	review *review.Review
	pages  []Flow
	marks  map[int][]Mark // by flow
	at     map[string]int // of findings in the page's list, by findingKey
	ids    map[string]int
}

func newFlowPages(r *review.Review) *flowPages {
	p := &flowPages{review: r, at: map[string]int{}, ids: map[string]int{}, marks: map[int][]Mark{}}
	found, _ := report.ByFlow(r)
	for i := range r.Flows {
		p.pages = append(p.pages, p.page(i, found[i]))
	}
	return p
}

// unique makes an id of a stem, the same in every run.
func (p *flowPages) unique(stem string) string {
	p.ids[stem]++
	if n := p.ids[stem]; n > 1 {
		return fmt.Sprintf("%s-%d", stem, n)
	}
	return stem
}

func (p *flowPages) page(i int, found []*finding.Finding) Flow {
	f := p.review.Flows[i]
	out := Flow{
		ID: p.unique("flow-" + shortHash(f.Name, f.Type, f.ID, f.File)), Name: report.Ellipsis(report.Clean(f.Name), report.Longest),
		Type: report.Clean(f.Type), Place: report.Place(f.File, f.Line, 0),
		Entry: f.Entry, Actions: f.Actions, Calls: len(f.Calls), Min: report.Number(float64(f.PerRun.Min)),
		Expected: report.Number(f.PerRun.Expected),
		Max:      report.Number(float64(f.PerRun.Max)), Interaction: report.Number(f.PerInteraction.Expected),
		SortExpected: report.Round(f.PerRun.Expected), SortMax: float64(f.PerRun.Max), SortInteract: report.Round(f.PerInteraction.Expected),
	}
	if f.BoundedBy == report.ByPlatform && f.PerRun.Max > 0 {
		out.Max = "no limit"
	}
	for _, x := range found {
		switch x.Severity {
		case finding.Error:
			out.Errors++
		case finding.Warning:
			out.Warnings++
		case finding.Info:
			out.Infos++
		}
	}
	if p.review.Drawn(i) {
		out.Graph = func() *Graph { return p.graph(i) }
	}
	return out
}

// graph is the graph of the i-th flow with the findings in it.
func (p *flowPages) graph(i int) *Graph {
	graph := newFlowIndex(p.review.Drawing(i), p.review.Flow(i)).graph()
	graph.Marks = append(graph.Marks, p.marks[i]...)
	return graph
}

// mostRows is how many findings a page lists: a browser takes seconds for more,
// and nobody reads them.
const mostRows = 2000

// findings lists the findings, the gravest first, and marks them in the graphs.
func (p *flowPages) findings() []Finding {
	list := report.GravestFirst(p.review.Findings)
	list = list[:min(len(list), mostRows)]
	homes := report.Homes(p.review)
	out := make([]Finding, len(list))
	rows := make(map[int][]int) // of each flow
	for row, k := range list {
		f := &p.review.Findings[k]
		out[row] = p.finding(*f)
		if i := homes[k]; i >= 0 {
			out[row].Flow = i
			rows[i] = append(rows[i], row)
		}
		p.at[findingKey(*f)] = row
	}
	for i := range p.pages {
		p.mark(i, rows[i], list, out)
	}
	p.excerpts(list, out)
	return out
}

// excerpts puts the source under the findings, file by file, so that each is read
// once.
func (p *flowPages) excerpts(list []int, out []Finding) {
	order := slices.Sorted(slices.Values(list)) // by file: that is how findings come
	rows := make(map[int]int, len(list))
	for row, k := range list {
		rows[k] = row
	}
	var excerpts report.Excerpts
	for _, k := range order {
		f := &p.review.Findings[k]
		out[rows[k]].Excerpt = strings.Join(excerpts.At(p.review.Sources, f.File, f.Line, f.Column, 110), "\n")
	}
}

func (p *flowPages) finding(f finding.Finding) Finding {
	row := Finding{
		ID: p.unique("f-" + plainID(f.Fingerprint)), Severity: string(f.Severity), Rule: report.Clean(f.Rule),
		Message: report.Ellipsis(report.Clean(f.Message), report.Longest), Flow: -1,
		FlowName: report.Ellipsis(report.Clean(f.Flow), report.Longest), Place: report.Place(f.File, f.Line, f.Column),
		Confidence: report.Clean(f.Confidence), Docs: report.Clean(f.Docs), Node: -1, Call: -1,
	}
	for paragraph := range strings.SplitSeq(f.Remediation, "\n\n") {
		if paragraph = strings.Join(strings.Fields(paragraph), " "); paragraph != "" {
			row.Remediation = append(row.Remediation, report.Ellipsis(report.Clean(paragraph), report.Longest))
		}
	}
	if f.Reopened != "" {
		row.Remediation = append([]string{"Accepted before: " + report.Ellipsis(report.Clean(f.Reopened), report.Longest) + "."},
			row.Remediation...)
	}
	if text := string(report.EvidenceOf(f)); text != "{}" {
		row.Evidence = report.Ellipsis(report.Clean(text), report.Longest)
	}
	return row
}

// mark puts the findings of a flow into its graph.
func (p *flowPages) mark(i int, rows, list []int, out []Finding) {
	if len(rows) == 0 || !p.review.Drawn(i) {
		return
	}
	index := newFlowIndex(p.review.Drawing(i), p.review.Flow(i))
	for _, at := range rows {
		f, row := &p.review.Findings[list[at]], &out[at]
		row.Node = index.find(facts.Place{File: f.File, Line: f.Line, Column: f.Column, Node: f.Node})
		row.Call = index.callAt(row.Node)
		p.marks[i] = append(p.marks[i], Mark{Finding: row.ID, Node: row.Node, Call: row.Call})
	}
}

// findingKey tells findings apart as far as any report does.
func findingKey(f finding.Finding) string {
	return strings.Join([]string{f.Fingerprint, f.Rule, f.Flow, report.Place(f.File, f.Line, f.Column), f.Node, f.Message}, "\x00")
}

// plainID keeps the letters and digits of a fingerprint; another one is hashed.
func plainID(s string) string {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return shortHash(s)
		}
	}
	if s == "" {
		return "0"
	}
	return s
}

// flowIndex finds the nodes of a drawing by where they stand.
type flowIndex struct {
	flow    facts.Flow
	drawing *drawing.Drawing
	entry   int
	places  map[facts.Place]int // file, line and column
	nodes   map[string]facts.Place
	calls   []int // the nodes of the call sites
}

// newFlowIndex indexes the drawing of a flow, of which it needs all that is known.
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
