package unfold

import (
	"math"
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
)

// loopUse is what the exploration knows of a loop before it comes to it.
type loopUse struct {
	count  *expr.Node // its count, bound; unknown for a loop task
	writes bits       // what its body may write, called tasks included, and its index
	index  variable   // its index, or untracked
	size   int        // nodes of its body, called tasks included
	clash  bool       // something else in the body writes the index
	// far is a number of rounds beyond every number that a condition compares the index
	// with.
	far int64
}

// readLoops finds what the bodies of loops write.
func (p *program) readLoops() {
	p.loops = make([]loopUse, len(p.g.Loops))
	members := make([][]cfg.NodeID, len(p.g.Loops))
	for i := range p.g.Nodes {
		for l := p.g.Nodes[i].Loop; l != cfg.NoLoop; l = p.g.Loops[l].Parent {
			members[l] = append(members[l], cfg.NodeID(i))
		}
	}
	for l := range p.loops {
		p.loops[l] = p.loopUse(cfg.LoopID(l), members[l])
	}
}

func (p *program) loopUse(l cfg.LoopID, body []cfg.NodeID) loopUse {
	head := p.g.Loops[l].Head
	use := loopUse{count: unknown, index: untracked}
	for _, effects := range p.onEdge[head] {
		for _, e := range effects {
			if e.kind == dataflow.CountUp {
				use.index = e.v
			}
		}
	}
	all := p.withCalled(body)
	for _, n := range all {
		use.writes |= p.writes(n)
	}
	use.size = len(all)
	if use.clash = use.writes.has(use.index); use.clash {
		p.keepIndex(head)
	}
	use.writes |= p.writes(head)
	if a := p.g.Nodes[head].Action; a != nil {
		use.count = p.expression(head, a.Value("loopCount"))
	}
	if use.index != untracked {
		use.far = p.beyond(func(cond *expr.Node) bool { return variablesIn(cond).has(use.index) }, 8)
	}
	return use
}

// keepIndex lets the index of a loop be read when a round begins, see counted.
func (p *program) keepIndex(head cfg.NodeID) {
	for _, effects := range p.onEdge[head] {
		for i := range effects {
			if effects[i].kind == dataflow.CountUp {
				effects[i].other = effects[i].v
			}
		}
	}
}

// beyond is a number beyond those that some conditions name: twice the greatest, and more.
func (p *program) beyond(reads func(*expr.Node) bool, more int64) int64 {
	greatest := 0.0
	for _, c := range p.conditions {
		for _, cond := range c.cases {
			if !reads(cond) {
				continue
			}
			expr.Walk(cond, func(n *expr.Node) bool {
				if x, ok := numberOf(n); ok {
					greatest = max(greatest, math.Abs(x))
				}
				return true
			})
		}
	}
	return int64(min(2*greatest, 1<<40)) + more
}

// withCalled adds everything that the tasks run which the nodes call.
func (p *program) withCalled(body []cfg.NodeID) []cfg.NodeID {
	if !slices.ContainsFunc(body, func(n cfg.NodeID) bool { return p.g.Nodes[n].Callee != cfg.None }) {
		return body
	}
	all := slices.Clone(body)
	seen := make(map[cfg.NodeID]bool, len(body))
	for _, n := range body {
		seen[n] = true
	}
	add := func(n cfg.NodeID) {
		if n != cfg.None && !seen[n] {
			seen[n] = true
			all = append(all, n)
		}
	}
	for _, n := range body {
		add(p.g.Nodes[n].Callee)
	}
	for i := len(body); i < len(all); i++ {
		add(p.g.Nodes[all[i]].Callee)
		for _, e := range p.g.Nodes[all[i]].Out {
			add(e.To)
		}
	}
	return all
}
