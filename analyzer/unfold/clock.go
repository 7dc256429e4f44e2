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
// says nothing. AddHours, AddMinutes and their like, + and - move a DateTime (Resource Center, "DateTime
// values in Architect flows").
//
// A variable that is set to the clock alone may stand for it: what has passed between a
// point in time and that moment is what has passed by now, less what has since. The waits
// since then count in both, and so the least of the one less the least of the other is
// right, if the point is older. It is older if the difference is greater than 0, unless
// the point was moved back when it was set.
type clocks struct {
	points, spans map[dataflow.Var]bool
	moments       map[dataflow.Var]bool // the points that are set to the clock alone
	movedBack     map[dataflow.Var]bool // the points that may be set to a time before that
	asked         bool                  // some condition asks for the time
}

func isNow(e *expr.Node) bool { return e.Is("GetCurrentDateTimeUtc") && len(e.Args) == 0 }

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
	c := clocks{
		points: make(map[dataflow.Var]bool), spans: make(map[dataflow.Var]bool),
		moments: make(map[dataflow.Var]bool), movedBack: make(map[dataflow.Var]bool),
	}
	p.clocks = c
	if !p.readsClock() {
		return
	}
	for found := -1; found < len(c.points)+len(c.spans)+len(c.movedBack); { // those set from one another, too
		found = len(c.points) + len(c.spans) + len(c.movedBack)
		p.eachEffect(p.findClock)
	}
	for v := range c.spans {
		if c.points[v] {
			delete(c.spans, v)
			delete(c.points, v)
			delete(c.moments, v)
		}
	}
	p.clocks.asked = len(c.points) > 0 && p.asksClocks()
	for _, of := range []map[dataflow.Var]bool{c.points, c.spans} {
		for v := range of {
			if p.clocks.asked {
				p.info[v].Declared = nil // its value is a number of milliseconds here
			} else {
				delete(of, v)
			}
		}
	}
}

// readsClock reports whether the flow sets a variable by the clock.
func (p *program) readsClock() bool {
	found := false
	p.eachEffect(func(cfg.NodeID) func(dataflow.Effect) {
		return func(e dataflow.Effect) {
			found = found || e.Kind == dataflow.Assign && asksClock(e.Value)
		}
	})
	return found
}

// findClock notes what an assignment makes of a variable.
func (p *program) findClock(n cfg.NodeID) func(dataflow.Effect) {
	return func(e dataflow.Effect) {
		if e.Kind != dataflow.Assign || p.info[e.Var].System {
			return
		}
		value := expr.Of(e.Value)
		base, back := p.baseOf(n, value)
		switch {
		case p.isDifference(n, value):
			p.clocks.spans[e.Var] = true
		case base != nil || asksClock(e.Value):
			known := p.clocks.points[e.Var]
			p.clocks.points[e.Var] = true
			if back {
				p.clocks.movedBack[e.Var] = true
			}
			p.clocks.moments[e.Var] = isNow(value) && (!known || p.clocks.moments[e.Var])
		}
	}
}

// baseOf is the clock, or the point in time, that an expression moves by a time that is
// known, and whether it may move it back; nil for other expressions.
func (p *program) baseOf(n cfg.NodeID, e *expr.Node) (base *expr.Node, back bool) {
	if isNow(e) {
		return e, false
	}
	if e.Kind == expr.Reference {
		v := p.d.Refers(n, e)
		if v == dataflow.NoVar || !p.clocks.points[v] {
			return nil, false
		}
		return e, p.clocks.movedBack[v]
	}
	from, by, ok := shiftOf(e)
	if !ok {
		return nil, false
	}
	base, back = p.baseOf(n, from)
	return base, back || by < 0
}

// units are the functions that move a time, with the milliseconds that they count in.
var units = map[string]float64{
	"addmilliseconds": 1, "addseconds": 1_000, "addminutes": 60_000, "addhours": 3_600_000, "adddays": 86_400_000,
}

// shiftOf is what an expression moves, and by how many milliseconds at most.
func shiftOf(e *expr.Node) (from *expr.Node, by int64, ok bool) {
	if len(e.Args) != 2 {
		return nil, 0, false
	}
	switch unit := units[strings.ToLower(e.Name)]; {
	case e.IsOp("+"):
		for i, d := range e.Args {
			if ms, ok := milliseconds(d); ok {
				return e.Args[1-i], ms, true
			}
		}
	case e.IsOp("-"):
		ms, ok := milliseconds(e.Args[1])
		return e.Args[0], -ms, ok
	case e.Kind == expr.Call && unit > 0:
		x, ok := numberOf(expr.Fold(e.Args[1]))
		return e.Args[0], int64(math.Ceil(x * unit)), ok && math.Abs(x) < 1e6
	}
	return nil, 0, false
}

// isDifference reports whether an expression is how long before the clock, or before a
// moment that the clock gave, its second argument is.
func (p *program) isDifference(n cfg.NodeID, e *expr.Node) bool {
	return e.Is("DateTimeDiff") && len(e.Args) == 2 && (isNow(e.Args[0]) || p.isMoment(n, e.Args[0]))
}

// isMoment reports whether an expression is a variable that is set to the clock alone.
func (p *program) isMoment(n cfg.NodeID, e *expr.Node) bool {
	if e.Kind != expr.Reference {
		return false
	}
	v := p.d.Refers(n, e)
	return v != dataflow.NoVar && p.clocks.moments[v]
}

// asksClocks reports whether a condition compares the time, a moment or a span.
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
				if of := p.d.Refers(cfg.NodeID(i), ref); p.clocks.spans[of] || p.clocks.moments[of] {
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
		return nil
	}
	if from, by, ok := shiftOf(e); ok {
		return less(p.passed(n, from), integer(by))
	}
	return nil
}

// until is the least number of milliseconds from what a time expression gives to the
// clock, or to a moment that the clock gave.
func (p *program) until(n cfg.NodeID, at, e *expr.Node) *expr.Node {
	if isNow(at) {
		return p.passed(n, e)
	}
	if base, back := p.baseOf(n, e); !p.isMoment(n, at) || base == nil || back {
		return nil
	}
	since := p.passed(n, at)
	if since == nil {
		return nil
	}
	return less(p.passed(n, e), since)
}

// span is the least number of milliseconds that an expression gives the length of; nil
// where nothing is known of it.
func (p *program) span(n cfg.NodeID, e *expr.Node) *expr.Node {
	switch {
	case p.isDifference(n, e):
		return p.until(n, e.Args[0], e.Args[1])
	case e.Kind == expr.Reference:
		if v := p.d.Refers(n, e); p.clocks.spans[v] && p.of(v) != untracked {
			return reference(p.of(v))
		}
	}
	return nil
}

// less is a number of milliseconds less others, nil for nil.
func less(from, ms *expr.Node) *expr.Node {
	if from == nil {
		return nil
	}
	return &expr.Node{Kind: expr.Operator, Name: "-", Args: []*expr.Node{from, ms}}
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
	if ok {
		least = p.span(n, greater)
	} else {
		if from, by, ok := shiftOf(greater); ok && by < 0 {
			greater, limit = from, -by
		}
		least = p.until(n, greater, lesser)
	}
	if least == nil || limit < 0 {
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
