package policy

import (
	"fmt"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// place is where the record that a rule named by "at" stands, and what the
// finding is about as far as the record tells.
type place struct {
	facts.Place
	about string
	limit string // namespace/key of the limit, "" for any other record
}

// String names a place for messages.
func (p place) String() string {
	if p.limit != "" {
		return "limit " + strconv.Quote(p.limit)
	}
	return fmt.Sprintf("%s:%d:%d, node %q of flow %q", p.File, p.Line, p.Column, p.Node, p.Flow)
}

// InputRecord reads the fields of an input record.
type InputRecord struct {
	ast.Object
}

func (r InputRecord) Text(key string) string {
	if t := r.Get(ast.InternedTerm(key)); t != nil {
		if s, ok := t.Value.(ast.String); ok {
			return string(s)
		}
	}
	return ""
}

func (r InputRecord) Number(key string) int {
	if t := r.Get(ast.InternedTerm(key)); t != nil {
		if n, ok := t.Value.(ast.Number); ok {
			i, _ := n.Int()
			return i
		}
	}
	return 0
}

func (r InputRecord) Has(key string) bool { return r.Get(ast.InternedTerm(key)) != nil }

// Lists reports whether the list under key holds the text.
func (r InputRecord) Lists(key, text string) bool {
	t := r.Get(ast.InternedTerm(key))
	if t == nil {
		return false
	}
	list, ok := t.Value.(*ast.Array)
	return ok && list.Until(func(e *ast.Term) bool { return e.Value.Compare(ast.String(text)) == 0 })
}

// placeOf resolves the record a rule pointed at: anything that carries a file
// and a line, or a limit, which stands nowhere. ok is false for anything else.
func placeOf(object ast.Object, current string) (p place, ok bool) {
	r := InputRecord{object}
	switch {
	case r.Has("limit"):
		return limitPlace(r, current)
	case r.Has("namespace") && r.Has("key"):
		return namedLimit(r, current), true
	case !r.Has("file") || !r.Has("line"):
		return p, false
	}
	p.Place = facts.Place{Flow: r.Text("flow"), File: r.Text("file"), Line: r.Number("line"), Column: r.Number("column"),
		Node: r.Text("node"), Pointer: r.Text("pointer")}
	switch {
	case r.Has("format") && r.Has("modelledShare"): // a flow
		p.Flow = r.Text("name")
	case r.Has("integrationType"): // a data action's definition
		p.about = "dataAction:" + r.Text("id") + "/" + r.Text("integration") + "/" + r.Text("name")
	case r.Has("variable"): // a read
		p.about = "variable:" + r.Text("variable")
	case r.Has("perRun") && r.Has("perInteraction") && !r.Has("dataAction") && !r.Has("actions"): // counts summed over call sites
		p.about = "sum:" + r.Text("integration") + "/" + r.Text("name")
	case r.Has("known") && r.Has("text"): // a value
		p.about = "value:" + r.Text("name")
	}
	if p.Flow == "" {
		p.Flow = current // steps and definitions do not say
	}
	return p, true
}

func limitPlace(r InputRecord, current string) (place, bool) {
	limit, ok := r.Get(ast.InternedTerm("limit")).Value.(ast.Object)
	if !ok {
		return place{}, false
	}
	return namedLimit(InputRecord{limit}, current), true
}

func namedLimit(r InputRecord, current string) place {
	id := r.Text("namespace") + "/" + r.Text("key")
	return place{Place: facts.Place{Flow: current}, about: id, limit: id}
}

// locator finds the flow that a place belongs to, and names its nodes for
// fingerprints. Node names are worked out only for flows with findings.
type locator struct {
	flows   []facts.Flow
	current string // name of the flow under evaluation, "" at org scope
	nodes   map[int]*finding.Nodes
	wholeOf func(flow int) facts.Flow // of flows that are outlines; may be nil
}

func newLocator(flows []facts.Flow, current string) *locator {
	return &locator{flows: flows, current: current, nodes: map[int]*finding.Nodes{}}
}

// identities returns the identities of a place's flow and node.
func (l *locator) identities(p facts.Place) (flow, node string) {
	i := facts.FlowAt(l.flows, p.Flow, p.File)
	if i < 0 {
		return "name:" + p.Flow, p.Node
	}
	if l.nodes[i] == nil {
		f := l.flows[i]
		if l.wholeOf != nil {
			f = l.wholeOf(i)
		}
		l.nodes[i] = finding.NewNodes(&f)
	}
	return finding.FlowIdentity(&l.flows[i]), l.nodes[i].Identity(p.Node)
}
