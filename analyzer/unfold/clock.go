package unfold

import (
	"math"
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// clocks are the variables that hold a point in time which the clock gave, and those
// that hold how long ago one was. What is followed of them is a number of milliseconds:
// of a point in time how long ago it is at least, which each wait of a fixed length
// adds to; of a span how long it is at least. A question whether more time than a
// duration is over has the answer yes where even the least is more; else both answers
// are possible.
//
// The clock does not go back. DateTimeDiff(a, b) is taken for a - b, or for the
// distance of the two, where a is the clock alone: Genesys' own flow asks
// "DateTimeDiff(GetCurrentDateTimeUtc(), ToDateTime(Task.CacheUpdated)) >=
// Task.CacheDuration" for what has expired (blueprint "Design Architect flow data
// actions for resiliency"). The sign is established in no other order, and so that
// says nothing. AddHours, AddMinutes and + move a DateTime (Resource Center, "DateTime
// values in Architect flows").
type clocks struct {
	points, spans map[dataflow.Var]bool
	asked         bool // some condition asks for the time
}

func isNow(e *expr.Node) bool { return e.Is("GetCurrentDateTimeUtc") && len(e.Args) == 0 }

// isDifference reports whether an expression is how long ago its second argument is.
func isDifference(e *expr.Node) bool {
	return e.Is("DateTimeDiff") && len(e.Args) == 2 && isNow(e.Args[0])
}

// asksClock reports whether an expression reads the clock.
func asksClock(v *flow.Value) bool {
	found := false
	if v != nil && (v.Text == "" || strings.Contains(strings.ToLower(v.Text), "getcurrentdatetime")) { // few do
		expr.Walk(expr.Of(v), func(e *expr.Node) bool {
			found = found || isNow(e)
			return !found
		})
	}
	return found
}

// findClocks finds the variables that the clock sets, if a condition asks for them.
func (p *program) findClocks() {
	p.clocks = clocks{points: make(map[dataflow.Var]bool), spans: make(map[dataflow.Var]bool)}
	p.eachEffect(func(n cfg.NodeID) func(dataflow.Effect) {
		return func(e dataflow.Effect) {
			if e.Kind != dataflow.Assign || !asksClock(e.Value) || p.info[e.Var].System {
				return
			}
			if isDifference(expr.Of(e.Value)) {
				p.clocks.spans[e.Var] = true
			} else {
				p.clocks.points[e.Var] = true
			}
		}
	})
	for v := range p.clocks.spans {
		if p.clocks.points[v] {
			delete(p.clocks.spans, v)
			delete(p.clocks.points, v)
		}
	}
	p.clocks.asked = len(p.clocks.points) > 0 && p.asksClocks()
	for _, of := range []map[dataflow.Var]bool{p.clocks.points, p.clocks.spans} {
		for v := range of {
			if p.clocks.asked {
				p.info[v].Declared = nil // its value is a number of milliseconds here
			} else {
				delete(of, v)
			}
		}
	}
}

// asksClocks reports whether a condition compares the time, or a span that was taken.
func (p *program) asksClocks() bool {
	for i := range p.g.Nodes {
		n := &p.g.Nodes[i]
		if n.Kind != cfg.Act {
			continue
		}
		values, _, _ := branches(n.Action)
		for _, v := range values {
			if asksClock(v) {
				return true
			}
			for _, ref := range expr.References(expr.Of(v)) {
				if p.clocks.spans[p.d.Refers(cfg.NodeID(i), ref)] {
					return true
				}
			}
		}
	}
	return false
}

// isClock reports whether a variable holds a point in time or a span.
func (p *program) isClock(v dataflow.Var) bool { return p.clocks.points[v] || p.clocks.spans[v] }

// passed is the least number of milliseconds since what a time expression gives, bound;
// nil where nothing is known of it.
func (p *program) passed(n cfg.NodeID, e *expr.Node) *expr.Node {
	switch {
	case isNow(e):
		return integer(0)
	case e.Kind == expr.Reference:
		if v := p.d.Refers(n, e); p.clocks.points[v] && p.of(v) != untracked {
			return reference(p.of(v))
		}
	case e.IsOp("+") && len(e.Args) == 2:
		for i, d := range e.Args {
			if ms, ok := milliseconds(d); ok {
				return less(p.passed(n, e.Args[1-i]), ms)
			}
		}
	case (e.Is("AddMinutes") || e.Is("AddHours")) && len(e.Args) == 2:
		unit := 60_000.0
		if e.Is("AddHours") {
			unit = 3_600_000
		}
		if by, ok := numberOf(expr.Fold(e.Args[1])); ok && math.Abs(by) < 1e6 {
			return less(p.passed(n, e.Args[0]), int64(math.Ceil(by*unit)))
		}
	}
	return nil
}

// span is the least number of milliseconds that an expression gives the length of; nil
// where nothing is known of it.
func (p *program) span(n cfg.NodeID, e *expr.Node) *expr.Node {
	switch {
	case isDifference(e):
		return p.passed(n, e.Args[1])
	case e.Kind == expr.Reference:
		if v := p.d.Refers(n, e); p.clocks.spans[v] && p.of(v) != untracked {
			return reference(p.of(v))
		}
	}
	return nil
}

// less is a number of milliseconds less others, nil for nil.
func less(from *expr.Node, ms int64) *expr.Node {
	if from == nil {
		return nil
	}
	return &expr.Node{Kind: expr.Operator, Name: "-", Args: []*expr.Node{from, integer(ms)}}
}

func milliseconds(e *expr.Node) (int64, bool) {
	s, ok := expr.SecondsOf(expr.Fold(e))
	return int64(math.Round(s * 1000)), ok && math.Abs(s) < 1e9
}

// clockSet is what an assignment makes of a point in time or of a span.
func (p *program) clockSet(v dataflow.Var, n cfg.NodeID, value *flow.Value) *expr.Node {
	e := p.d.Folded(n, value)
	found := p.passed(n, e)
	if p.clocks.spans[v] {
		found = p.span(n, e)
	}
	if found == nil {
		return unknown
	}
	return expr.Fold(found)
}

// deadline is a comparison of times or spans as it is asked of the least that has
// passed: nil for other comparisons. Only the answer that more is over follows.
func (p *program) deadline(n cfg.NodeID, e *expr.Node) *expr.Node {
	if !p.clocks.asked || e.Kind != expr.Operator || len(e.Args) != 2 {
		return nil
	}
	greater, lesser := e.Args[0], e.Args[1]
	switch e.Name {
	case "<", "<=":
		greater, lesser = lesser, greater
	case ">", ">=":
	default:
		return nil
	}
	if over := p.over(n, greater, lesser); over != nil {
		return over
	}
	if over := p.over(n, lesser, greater); over != nil {
		return &expr.Node{Kind: expr.Operator, Name: "!", Args: []*expr.Node{over}}
	}
	return nil
}

// over asks whether more time has passed than a duration, or whether a time is over: it
// is certain, or unknown. A wait may last a little less than it is set to, so that a
// duration is not taken for over when waits have just come to it.
func (p *program) over(n cfg.NodeID, greater, lesser *expr.Node) *expr.Node {
	var least *expr.Node
	limit, ok := milliseconds(lesser)
	switch {
	case ok:
		least = p.span(n, greater)
	case isNow(greater):
		least = p.passed(n, lesser)
	}
	if least == nil {
		return nil
	}
	certain := &expr.Node{Kind: expr.Operator, Name: ">", Args: []*expr.Node{least, integer(limit)}}
	return &expr.Node{Kind: expr.Operator, Name: "or", Args: []*expr.Node{certain, unknown}}
}

// waits are the effects of letting time pass at a node on points in time.
func (p *program) waits(n cfg.NodeID) []effect {
	a := p.g.Nodes[n].Action
	if !p.clocks.asked || p.g.Nodes[n].Kind != cfg.Act || a.Disabled || a.Kind.Name != "wait" && a.Kind.Name != "holdMusic" {
		return nil
	}
	length := a.Value(a.Kind.Lasts)
	if length == nil {
		return nil
	}
	ms, ok := milliseconds(p.d.Folded(n, length))
	if !ok || ms <= 0 {
		return nil
	}
	var out []effect
	for v, of := range p.vars {
		if p.clocks.points[of] {
			later := &expr.Node{Kind: expr.Operator, Name: "+", Args: []*expr.Node{reference(variable(v)), integer(ms)}}
			out = append(out, effect{kind: dataflow.Assign, v: variable(v), other: untracked, value: later})
		}
	}
	return out
}
