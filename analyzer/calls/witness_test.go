package calls_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/internal/flowgen"
)

// TestWitnessesAreRuns replays witnesses on the graph: each step must lead to
// the next one by the output that it names, past no other call that is counted,
// and the run must pass its call as often as the greatest count says; where the
// cap bounds it, nearly as often.
func TestWitnessesAreRuns(t *testing.T) {
	exact, capped, near, once := 0, 0, 0, 0
	for seed := range soaked(1500) {
		r := rand.New(rand.NewPCG(uint64(seed), 41))
		f := flowgen.Random(r, 4+r.IntN(30), seed%3 == 0)
		g := cfg.Lower(f, cfg.Options{})
		a := calls.New(g, calls.DefaultModel())
		var sites []cfg.NodeID
		for i := range g.Nodes {
			if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.Kind.Name == "callData" {
				sites = append(sites, cfg.NodeID(i))
			}
		}
		for _, n := range sites {
			c := a.Node(n)
			steps := a.Witness(n, c)
			got, err := replay(g, steps, []cfg.NodeID{n})
			switch {
			case err != nil:
				t.Fatalf("seed %d, node %d (%d, %s): %v\n%s\n%s", seed, n, c.Max, c.BoundedBy, err, write(g, steps), dump(g))
			case got > c.Max, c.BoundedBy != calls.PlatformLimit && got != c.Max && !cutShort(steps):
				t.Fatalf("seed %d, node %d: the witness passes it %d times, the greatest is %d (%s)\n%s\n%s", seed, n, got, c.Max, c.BoundedBy,
					write(g, steps), dump(g))
			case c.BoundedBy != calls.PlatformLimit:
				exact++
			case got == 1 && c.Max > 1: // tasks that call themselves
				once++
			default:
				capped++
				if float64(got) > 0.95*float64(c.Max)-3 {
					near++
				}
			}
		}
		c, steps := a.Group(sites), a.WorstRun(sites)
		got, err := replay(g, steps, sites)
		if err != nil || got > c.Max || c.BoundedBy != calls.PlatformLimit && got != c.Max && !cutShort(steps) {
			t.Fatalf("seed %d: the worst run makes %d calls, the greatest is %d (%s), %v\n%s\n%s", seed, got, c.Max, c.BoundedBy, err,
				write(g, steps), dump(g))
		}
	}
	t.Logf("%d witnesses are exact; of %d that the cap bounds %d are near, %d more pass their call once", exact, capped, near, once)
	if near*100 < capped*75 || once > capped {
		t.Errorf("of %d witnesses that the cap bounds only %d are near, %d more pass their call once", capped, near, once)
	}
}

func cutShort(steps []calls.Step) bool {
	for _, s := range steps {
		if s.Left > 0 || cutShort(s.Rounds) {
			return true
		}
	}
	return false
}

// replay follows steps through the graph and counts how often they pass nodes.
func replay(g *cfg.Graph, steps []calls.Step, counted []cfg.NodeID) (int64, error) {
	p := &replayer{g: g, counted: make(map[cfg.NodeID]bool), back: returnsOf(g)}
	for _, n := range counted {
		p.counted[n] = true
	}
	from := []cfg.NodeID{g.Entry}
	if g.Handler != cfg.None {
		from = append(from, g.Handler)
	}
	p.at = from
	n, err := p.walk(steps)
	return n, err
}

type replayer struct {
	g       *cfg.Graph
	counted map[cfg.NodeID]bool
	back    map[cfg.NodeID][]cfg.NodeID // Return -> where calls that it may return to go on
	at      []cfg.NodeID                // where the run can be
}

// returnsOf lets every return lead to wherever a call goes on: more ways than
// runs have, which is enough to find steps that hang together by none.
func returnsOf(g *cfg.Graph) map[cfg.NodeID][]cfg.NodeID {
	back := make(map[cfg.NodeID][]cfg.NodeID)
	for i := range g.Nodes {
		if g.Nodes[i].Kind != cfg.Return {
			continue
		}
		for j := range g.Nodes {
			if g.Nodes[j].Callee != cfg.None {
				for _, e := range g.Nodes[j].Out {
					back[cfg.NodeID(i)] = append(back[cfg.NodeID(i)], e.To)
				}
			}
		}
	}
	return back
}

func (p *replayer) walk(steps []calls.Step) (int64, error) {
	total := int64(0)
	for _, s := range steps {
		switch {
		case s.Left > 0:
			p.at = nil // anywhere
			continue
		case s.Times > 0:
			if l := p.g.Nodes[s.Node].Head; l != cfg.NoLoop && p.g.Loops[l].Count != nil && s.Times > *p.g.Loops[l].Count &&
				(len(s.Rounds) == 0 || s.Rounds[0].Node != s.Node) {
				return total, fmt.Errorf("%d rounds of node %d, which has %d", s.Times, s.Node, *p.g.Loops[l].Count)
			}
			n, err := p.walk(s.Rounds)
			total += s.Times * n
			if err != nil {
				return total, err
			}
			if s.Times > 1 { // the next round begins where this one did
				if err := p.reach(firstOf(s.Rounds)); err != nil {
					return total, fmt.Errorf("next round: %w", err)
				}
				if _, err := p.walk(s.Rounds); err != nil {
					return total, fmt.Errorf("next round: %w", err)
				}
			}
		default:
			if err := p.reach(s.Node); err != nil {
				return total, err
			}
			if p.counted[s.Node] {
				total++
			}
			p.leave(s)
		}
	}
	return total, nil
}

func firstOf(steps []calls.Step) cfg.NodeID {
	for _, s := range steps {
		if s.Times == 0 && s.Left == 0 {
			return s.Node
		}
		if s.Times > 0 {
			return firstOf(s.Rounds)
		}
	}
	return cfg.None
}

// reach reports an error if no way leads to n past no node that is counted.
func (p *replayer) reach(n cfg.NodeID) error {
	if p.at == nil || n == cfg.None {
		return nil
	}
	seen := make(map[cfg.NodeID]bool)
	todo := append([]cfg.NodeID(nil), p.at...)
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if v == cfg.None || seen[v] {
			continue
		}
		if v == n {
			return nil
		}
		seen[v] = true
		if p.counted[v] {
			continue
		}
		for _, e := range p.g.Nodes[v].Out {
			todo = append(todo, e.To)
		}
		todo = append(todo, p.g.Nodes[v].Callee)
		todo = append(todo, p.back[v]...)
		if p.g.Handler != cfg.None {
			todo = append(todo, p.g.Handler) // an error may happen anywhere
		}
	}
	return fmt.Errorf("no way leads to node %d from %v", n, p.at)
}

// leave goes on by the step's output.
func (p *replayer) leave(s calls.Step) {
	node := &p.g.Nodes[s.Node]
	p.at = []cfg.NodeID{}
	for _, e := range node.Out {
		if s.Output == "" || e.Output == s.Output {
			p.at = append(p.at, e.To)
		}
	}
	p.at = append(p.at, p.back[s.Node]...)
	if s.Output == "" {
		p.at = append(p.at, node.Callee)
	}
	if p.g.Handler != cfg.None {
		p.at = append(p.at, p.g.Handler)
	}
}

func write(g *cfg.Graph, steps []calls.Step) string {
	var out []string
	for _, s := range steps {
		switch {
		case s.Left > 0:
			out = append(out, "...")
		case s.Times > 0:
			out = append(out, fmt.Sprintf("%d times [%d] (%s)", s.Times, s.Node, write(g, s.Rounds)))
		default:
			out = append(out, fmt.Sprintf("%d %s", s.Node, s.Output))
		}
	}
	return strings.Join(out, ", ")
}
