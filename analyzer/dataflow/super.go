package dataflow

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// super is the control-flow graph with its calls: vertices are the graph's
// nodes, and after them one vertex for each way out of each procedure. A
// procedure is a set of containers that jump to one another; the graph's own
// Return nodes are shared by all of them and stand for nothing here.
type super struct {
	g       *cfg.Graph
	size    int
	proc    []int32 // procedure of each vertex
	returns [][]int32
	output  []string        // of vertex len(nodes)+i: the way out
	callers [][]cfg.NodeID  // of each procedure
	calling [][]int32       // nodes of each procedure that call one
	entries []int32         // vertices where a procedure is entered
	live    []bool          // vertices that some run reaches
	menus   bool            // there is a menu
	first   []int32         // first[v] is the number of v's first edge; ways out have none
	to      []int32         // target of each edge
	graph   *graph.Directed // of these edges: without calls
	order   []int32         // vertices, callees' own order within procedures
	rank    []int32         // position of a vertex in order
	matched [][]int32       // of each edge of a calling node: the ways out of the callee
	// elsewhere says of a callee that another container may end a call of it.
	elsewhere map[cfg.NodeID]bool
}

func newSuper(g *cfg.Graph) *super {
	s := &super{g: g}
	s.procedures()
	s.edges()
	s.calls()
	s.sort()
	return s
}

// procedures unites what edges connect, ends and calls aside.
func (s *super) procedures() {
	n := len(s.g.Nodes)
	u := newUnion(n)
	for i := range s.g.Nodes {
		for _, e := range s.g.Nodes[i].Out {
			if k := s.g.Nodes[e.To].Kind; k != cfg.Return && k != cfg.End {
				u.join(int32(i), int32(e.To))
			}
		}
	}
	s.proc = make([]int32, n)
	number := make(map[int32]int32)
	for i := range s.proc {
		root := u.find(int32(i))
		if _, ok := number[root]; !ok {
			number[root] = int32(len(number))
		}
		s.proc[i] = number[root]
	}
	s.returns = make([][]int32, len(number))
	s.callers, s.calling = make([][]cfg.NodeID, len(number)), make([][]int32, len(number))
}

func (s *super) edges() {
	type way struct {
		proc int32
		node cfg.NodeID
	}
	made := make(map[way]int32)
	n, edges := len(s.g.Nodes), 0
	for i := range s.g.Nodes {
		edges += len(s.g.Nodes[i].Out)
	}
	s.first, s.to = make([]int32, n, n+n/4+8), make([]int32, 0, edges)
	for i := range s.g.Nodes {
		s.first[i] = int32(len(s.to))
		for _, e := range s.g.Nodes[i].Out {
			to := int32(e.To)
			if s.g.Nodes[e.To].Kind == cfg.Return {
				w := way{s.proc[i], e.To}
				if _, ok := made[w]; !ok {
					made[w] = int32(n + len(s.output))
					s.output = append(s.output, s.g.Nodes[e.To].Output)
					s.proc = append(s.proc, w.proc)
					s.returns[w.proc] = append(s.returns[w.proc], made[w])
				}
				to = made[w]
			}
			s.to = append(s.to, to)
		}
	}
	s.size = n + len(s.output)
	for len(s.first) <= s.size {
		s.first = append(s.first, int32(len(s.to)))
	}
	s.graph = graph.FromRows(s.first, s.to)
	s.live = make([]bool, s.size)
	for i := range s.g.Nodes {
		s.live[i] = s.g.Nodes[i].Live
		s.menus = s.menus || s.g.Nodes[i].Kind == cfg.Menu
	}
	for i := int32(0); int(i) < n; i++ {
		for k := s.first[i]; k < s.first[i+1]; k++ {
			s.live[s.to[k]] = s.live[s.to[k]] || s.live[i]
		}
	}
}

// flows reports whether what is known at a can count at b. What no run reaches
// is looked at as if something entered it, but says nothing of the rest.
func (s *super) flows(a, b int32) bool { return s.live[a] || !s.live[b] }

// succ returns the numbers of v's edges, lo <= k < hi.
func (s *super) succ(v int32) (lo, hi int32) { return s.first[v], s.first[v+1] }

func (s *super) edge(n, k int32) cfg.Edge { return s.g.Nodes[n].Out[k-s.first[n]] }

func (s *super) callee(n int32) cfg.NodeID {
	if int(n) >= len(s.g.Nodes) {
		return cfg.None
	}
	return s.g.Nodes[n].Callee
}

// endsElsewhere reports whether a call may be ended by another container than the one
// that is called, which jumps there. What the call's outputs hold then is not
// documented: those of the called task, or of the one that ended it.
func (s *super) endsElsewhere(callee cfg.NodeID) bool {
	if known, ok := s.elsewhere[callee]; ok {
		return known
	}
	if s.elsewhere == nil {
		s.elsewhere = make(map[cfg.NodeID]bool)
	}
	called := s.g.Nodes[callee].Container
	seen, stack, found := map[int32]bool{int32(callee): true}, []int32{int32(callee)}, false
	for len(stack) > 0 && !found {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for lo, hi := s.succ(n); lo < hi; lo++ {
			to := s.to[lo]
			if int(to) >= len(s.g.Nodes) {
				found = found || s.g.Nodes[n].Container != called
			} else if !seen[to] {
				seen[to] = true
				stack = append(stack, to)
			}
		}
	}
	s.elsewhere[callee] = found
	return found
}

// calls finds who calls which procedure, and by which ways out of it each edge of a call
// is taken.
func (s *super) calls() {
	s.matched = make([][]int32, len(s.to))
	entered := make(map[int32]bool)
	enter := func(n cfg.NodeID) {
		if n != cfg.None && !entered[int32(n)] {
			entered[int32(n)] = true
			s.entries = append(s.entries, int32(n))
		}
	}
	enter(s.g.Entry)
	enter(s.g.Handler)
	for i := range s.g.Nodes {
		if k := s.g.Nodes[i].Kind; !s.live[i] && (k == cfg.Start || k == cfg.Menu) {
			enter(cfg.NodeID(i))
		}
		callee := s.g.Nodes[i].Callee
		if callee == cfg.None {
			continue
		}
		enter(callee)
		p := s.proc[callee]
		s.callers[p] = append(s.callers[p], cfg.NodeID(i))
		s.match(int32(i), p)
	}
	for _, callers := range s.callers {
		for _, n := range callers {
			s.calling[s.proc[n]] = append(s.calling[s.proc[n]], int32(n))
		}
	}
}

// match finds the ways out of a procedure by which a call of it goes on by each of its
// edges. An edge that no run takes is matched with all of them: what is said of it then
// holds whatever is wrong with the export.
func (s *super) match(call, proc int32) {
	lo, hi := s.succ(call)
	for _, way := range s.returns[proc] {
		for _, k := range cfg.ReturnEdges(s.g.Nodes[call].Out, s.output[int(way)-len(s.g.Nodes)]) {
			s.matched[lo+int32(k)] = append(s.matched[lo+int32(k)], way)
		}
	}
	for k := lo; k < hi; k++ {
		if s.matched[k] == nil {
			s.matched[k] = s.returns[proc]
		}
	}
}

// sort puts the vertices of every procedure in reverse postorder.
func (s *super) sort() {
	s.order = s.graph.ReversePostorder(s.entries...)
	s.rank = make([]int32, s.size)
	for i := range s.rank {
		s.rank[i] = -1
	}
	for i, v := range s.order {
		s.rank[v] = int32(i)
	}
}

// union is a disjoint-set forest.
type union struct{ parent []int32 }

func newUnion(n int) *union {
	u := &union{make([]int32, n)}
	for i := range u.parent {
		u.parent[i] = int32(i)
	}
	return u
}

func (u *union) find(x int32) int32 {
	for u.parent[x] != x {
		u.parent[x] = u.parent[u.parent[x]]
		x = u.parent[x]
	}
	return x
}

func (u *union) join(a, b int32) { u.parent[u.find(b)] = u.find(a) }
