package layout

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// tasks is a graph of so many containers, each a chain of so many steps with
// shortcuts; each leads to the next, and the last back to the first.
func tasks(count, steps int) Graph {
	g := Graph{Entry: 0}
	for t := range count {
		g.Groups = append(g.Groups, Group{Parent: -1, Label: fmt.Sprint("task ", t)})
		first := len(g.Nodes)
		for s := range steps {
			g.Nodes = append(g.Nodes, Node{Group: t, Shape: "step", Label: fmt.Sprint("Step ", s)})
			if s > 0 {
				g.Edges = append(g.Edges, Edge{From: first + s - 1, To: first + s, Label: "next"})
			}
			if s > 2 {
				g.Edges = append(g.Edges, Edge{From: first + s - 3, To: first + s})
			}
		}
		if t > 0 {
			g.Edges = append(g.Edges, Edge{From: first - 1, To: first})
		}
	}
	g.Edges = append(g.Edges, Edge{From: len(g.Nodes) - 1, To: 0, Label: "again"})
	return g
}

func flow(t *testing.T, g Graph) *Placed {
	t.Helper()
	p, err := Flow(context.Background(), g)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Nodes stand in their containers, and no two stand in one place.
func TestNodesStandInTheirContainers(t *testing.T) {
	g := tasks(4, 6)
	p := flow(t, g)
	if len(p.Nodes) != len(g.Nodes) || len(p.Boxes) != len(g.Groups) || len(p.Edges) != len(g.Edges) {
		t.Fatalf("%d nodes, %d boxes, %d edges", len(p.Nodes), len(p.Boxes), len(p.Edges))
	}
	boxes := map[int]PlacedBox{}
	for _, b := range p.Boxes {
		boxes[b.Group] = b
	}
	for i, n := range p.Nodes {
		b := boxes[g.Nodes[n.Node].Group]
		if math.Abs(n.X-b.X) > (b.Width-n.Width)/2 || math.Abs(n.Y-b.Y) > (b.Height-n.Height)/2 {
			t.Errorf("node %d stands outside of its container", n.Node)
		}
		for _, m := range p.Nodes[:i] {
			if math.Abs(n.X-m.X) < (n.Width+m.Width)/2 && math.Abs(n.Y-m.Y) < (n.Height+m.Height)/2 {
				t.Errorf("nodes %d and %d overlap", n.Node, m.Node)
			}
		}
		if n.X+n.Width/2 > p.Width || n.Y+n.Height/2 > p.Height {
			t.Errorf("node %d stands outside of the sheet", n.Node)
		}
	}
}

// A loop's frame holds its nodes and lies inside of its container.
func TestLoopsNest(t *testing.T) {
	g := tasks(1, 5)
	g.Groups = append(g.Groups, Group{Parent: 0, Label: "loop", Loop: true})
	g.Nodes[2].Group, g.Nodes[3].Group = 1, 1
	p := flow(t, g)
	if len(p.Boxes) != 2 || p.Boxes[0].Loop || !p.Boxes[1].Loop {
		t.Fatalf("boxes %+v", p.Boxes)
	}
	outer, inner := p.Boxes[0], p.Boxes[1]
	if inner.Width >= outer.Width || inner.Height >= outer.Height {
		t.Errorf("the loop %+v is larger than its container %+v", inner, outer)
	}
}

// Call sites that run more often are drawn larger.
func TestCallsGrow(t *testing.T) {
	width := func(runs float64) float64 {
		return flow(t, Graph{Entry: -1, Nodes: []Node{{Group: -1, Shape: "call", Label: "Call", Runs: runs}}}).Nodes[0].Width
	}
	if width(0.1) >= width(3) || width(3) >= width(10) {
		t.Errorf("widths %v, %v, %v for 0.1, 3 and 10 runs", width(0.1), width(3), width(10))
	}
}

// What is large has its containers closed but the first.
func TestLargeGraphsAreClosed(t *testing.T) {
	p := flow(t, tasks(mostOpen/10+1, 10))
	open := 0
	for _, b := range p.Boxes {
		if !b.Closed {
			open++
		}
	}
	if open != 1 || len(p.Nodes) != 10 {
		t.Errorf("%d open containers, %d nodes", open, len(p.Nodes))
	}
}

func TestEmpty(t *testing.T) {
	if p := flow(t, Graph{Entry: -1}); len(p.Nodes)+len(p.Boxes)+len(p.Edges) != 0 {
		t.Errorf("nothing is drawn as %+v", p)
	}
}

// README tells the version of what is kept here.
func TestVersion(t *testing.T) {
	readme, err := os.ReadFile("dagre/README.md")
	if err != nil {
		t.Fatal(err)
	}
	fetch, err := os.ReadFile("dagre/fetch.sh")
	if err != nil {
		t.Fatal(err)
	}
	_, version, _ := strings.Cut(string(fetch), "version=")
	version, _, _ = strings.Cut(version, "\n")
	if !strings.Contains(string(readme), "**"+version+"**") || !strings.Contains(dagre, `"`+version+`"`) {
		t.Errorf("version %s is not the one in README.md or in the library", version)
	}
}

func BenchmarkFlow(b *testing.B) {
	for _, n := range []int{1, 10, 40} {
		b.Run(fmt.Sprint(n*10, "nodes"), func(b *testing.B) {
			for b.Loop() {
				if _, err := Flow(context.Background(), tasks(n, 10)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
