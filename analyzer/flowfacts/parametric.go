package flowfacts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/unfold"
)

// Bounds in terms of lengths are found for calls in few loops alone, in flows of a
// size that is looked through quickly: work is nodes times bounds.
const (
	mostLengths    = 3
	mostParametric = 20_000_000
	// farRounds is a number of rounds that is beyond telling them apart.
	farRounds int64 = 1 << 39
)

// parametric bounds calls in terms of lengths and numbers that are known only at run
// time.
type parametric struct {
	g      *cfg.Graph // the flow's, or the unfolded one
	origin []cfg.NodeID
	turns  []bool
	of     *cfg.Graph
	terms  map[cfg.LoopID]string // of each loop whose count is known only at run time
	inside map[cfg.LoopID][]bool // what stands in each, by the flow's own nodes, called tasks included
	work   int

	made map[string]*calls.Uncapped
}

// newParametric finds the loops whose count is an expression of what is known only at
// run time.
func (a *analysed) newParametric() *parametric {
	p := &parametric{
		g: a.graph, of: a.graph, terms: make(map[cfg.LoopID]string), inside: make(map[cfg.LoopID][]bool),
		made: make(map[string]*calls.Uncapped),
	}
	far := *a.graph
	far.Loops = slices.Clone(a.graph.Loops)
	for l := range far.Loops {
		if text := a.term(cfg.LoopID(l)); text != "" {
			most := farRounds
			p.terms[cfg.LoopID(l)], far.Loops[l].Count = text, &most
		}
	}
	if len(p.terms) == 0 || len(p.terms)*len(a.graph.Nodes) > mostParametric {
		return p
	}
	for i := range a.loops {
		if l := &a.loops[i]; l.ID != cfg.NoLoop && p.terms[l.ID] != "" {
			p.inside[l.ID] = a.contents(l)
		}
	}
	if a.unfolded == nil {
		return p
	}
	if u, _ := unfold.Of(&far, a.data, a.lengths, unfold.Usual()); u != nil {
		p.g, p.origin, p.turns = u.Graph, u.Origin, u.Turns
	}
	return p
}

// term is the expression that a loop's count is, "" where the loop has a count or what
// it is cannot be said.
func (a *analysed) term(l cfg.LoopID) string {
	loop := &a.graph.Loops[l]
	head := &a.graph.Nodes[loop.Head]
	if loop.Count != nil || loop.Task || head.Action == nil {
		return ""
	}
	value := head.Action.Value("loopCount")
	if value == nil {
		return ""
	}
	if value.Kind == flow.Unknown && isPlaceholder(value.Text) {
		return value.Text
	}
	n := expr.Bare(expr.Of(value))
	if !expr.Known(n) || len(expr.References(n)) == 0 {
		return ""
	}
	if n.Kind == expr.Operator {
		return "(" + n.String() + ")"
	}
	return n.String()
}

// contents marks what stands in a loop, and all that it calls.
func (a *analysed) contents(l *calls.Loop) []bool {
	in := make([]bool, len(a.graph.Nodes))
	for _, n := range l.Body {
		in[n] = true
	}
	eachCalled(a.graph, l.Body, func(n cfg.NodeID) { in[n] = true })
	return in
}

// around are the loops whose counts are known only at run time and that hold a node,
// outer ones first if they are few enough for a bound.
func (p *parametric) around(n cfg.NodeID) []cfg.LoopID {
	var out []cfg.LoopID
	for l, in := range p.inside {
		if in[n] && p.of.Loops[l].Head != n {
			out = append(out, l)
		}
	}
	if len(out) > mostLengths {
		return out // too many for a bound, whatever their order
	}
	depth := func(l cfg.LoopID) int {
		deep := 0
		for _, in := range p.inside {
			if in[p.of.Loops[l].Head] {
				deep++
			}
		}
		return deep
	}
	slices.SortFunc(out, func(a, b cfg.LoopID) int { return cmp.Or(depth(a)-depth(b), int(a-b)) })
	return out
}

// bound is the greatest count of a call in terms of the counts of the loops that hold
// it, "" where it has none. Each term stands for the greatest value that it has where a
// run comes to the loop, a negative one for 0.
func (p *parametric) bound(n cfg.NodeID) string {
	loops := p.around(n)
	coefficients, ok := p.coefficients(n, loops)
	if !ok {
		return ""
	}
	terms := make([]string, len(loops))
	for i, l := range loops {
		terms[i] = p.terms[l]
	}
	return polynomial(terms, coefficients)
}

// coefficients are those of the bound of a call, by the set of the loops whose counts
// they multiply.
func (p *parametric) coefficients(n cfg.NodeID, loops []cfg.LoopID) ([]int64, bool) {
	nodes := p.nodes(n)
	if len(loops) == 0 || len(loops) > mostLengths || len(nodes) == 0 {
		return nil, false
	}
	return majorant(len(loops), func(counts []int64) (int64, bool) {
		if p.work += len(p.g.Nodes); p.work > mostParametric {
			return 0, false
		}
		return p.at(loops, counts).Greatest(nodes)
	})
}

// nodes are those that stand for a node in the graph that is looked at.
func (p *parametric) nodes(n cfg.NodeID) []cfg.NodeID {
	if p.origin == nil {
		return []cfg.NodeID{n}
	}
	var out []cfg.NodeID
	for i, from := range p.origin {
		if from == n && !p.turns[i] {
			out = append(out, cfg.NodeID(i))
		}
	}
	return out
}

// at is the graph where some loops have given counts.
func (p *parametric) at(loops []cfg.LoopID, counts []int64) *calls.Uncapped {
	var key []byte
	for i, l := range loops {
		key = strconv.AppendInt(append(strconv.AppendInt(key, int64(l), 10), '='), counts[i], 10)
		key = append(key, ' ')
	}
	if p.made[string(key)] == nil {
		p.made[string(key)] = calls.NewUncapped(p.g, func(l cfg.LoopID) (int64, bool) {
			if i := slices.Index(loops, p.own(l)); i >= 0 {
				return counts[i], true
			}
			if c := p.g.Loops[l].Count; c != nil && p.terms[p.own(l)] == "" {
				return *c, true
			}
			return 0, false
		})
	}
	return p.made[string(key)]
}

// own is the flow's own loop that a loop stands for.
func (p *parametric) own(l cfg.LoopID) cfg.LoopID {
	if p.origin == nil {
		return l
	}
	return p.of.Nodes[p.origin[p.g.Loops[l].Head]].Head
}

// polynomial writes a sum of products; "" for one without a term.
func polynomial(terms []string, coefficients []int64) string {
	type product struct {
		text  string
		times int64
	}
	var sum []product
	for set, c := range coefficients {
		if set == 0 || c == 0 {
			continue
		}
		var factors []string
		for i, t := range terms {
			if set&(1<<i) != 0 {
				factors = append(factors, t)
			}
		}
		text := strings.Join(factors, " x ")
		if i := slices.IndexFunc(sum, func(s product) bool { return s.text == text }); i >= 0 {
			sum[i].times += c
		} else {
			sum = append(sum, product{text, c})
		}
	}
	if len(sum) == 0 {
		return ""
	}
	var parts []string
	if coefficients[0] > 0 {
		parts = append(parts, strconv.FormatInt(coefficients[0], 10))
	}
	for _, s := range sum {
		if s.times > 1 {
			s.text = strconv.FormatInt(s.times, 10) + " x " + s.text
		}
		parts = append(parts, s.text)
	}
	return strings.Join(parts, " + ")
}
