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

// record reads the fields of an input record.
type record struct {
	ast.Object
}

func (r record) text(key string) string {
	if t := r.Get(ast.InternedTerm(key)); t != nil {
		if s, ok := t.Value.(ast.String); ok {
			return string(s)
		}
	}
	return ""
}

func (r record) number(key string) int {
	if t := r.Get(ast.InternedTerm(key)); t != nil {
		if n, ok := t.Value.(ast.Number); ok {
			i, _ := n.Int()
			return i
		}
	}
	return 0
}

func (r record) has(key string) bool { return r.Get(ast.InternedTerm(key)) != nil }

// lists tells whether the list under key holds the text.
func (r record) lists(key, text string) bool {
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
	r := record{object}
	switch {
	case r.has("limit"):
		return limitPlace(r, current)
	case r.has("namespace") && r.has("key"):
		return namedLimit(r, current), true
	case !r.has("file") || !r.has("line"):
		return p, false
	}
	p.Place = facts.Place{Flow: r.text("flow"), File: r.text("file"), Line: r.number("line"), Column: r.number("column"), Node: r.text("node"), Pointer: r.text("pointer")}
	switch {
	case r.has("format") && r.has("modelledShare"): // a flow
		p.Flow = r.text("name")
	case r.has("integrationType"): // a data action's definition
		p.about = "dataAction:" + r.text("id") + "/" + r.text("integration") + "/" + r.text("name")
	case r.has("variable"): // a read
		p.about = "variable:" + r.text("variable")
	case r.has("perRun") && r.has("perInteraction") && !r.has("dataAction") && !r.has("actions"): // counts summed over call sites
		p.about = "sum:" + r.text("integration") + "/" + r.text("name")
	case r.has("known") && r.has("text"): // a value
		p.about = "value:" + r.text("name")
	}
	if p.Flow == "" {
		p.Flow = current // steps and definitions do not say
	}
	return p, true
}

func limitPlace(r record, current string) (place, bool) {
	limit, ok := r.Get(ast.InternedTerm("limit")).Value.(ast.Object)
	if !ok {
		return place{}, false
	}
	return namedLimit(record{limit}, current), true
}

func namedLimit(r record, current string) place {
	id := r.text("namespace") + "/" + r.text("key")
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
