package dataflow

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// jumpCycles returns the cycles that jumps make: what is strongly connected
// when the loops' own ways back are taken away. The head is where a container
// of the cycle starts, a labelled one if there is one.
func jumpCycles(g *cfg.Graph) []View {
	var edges []graph.Edge
	for n := range g.Nodes {
		for _, e := range g.Nodes[n].Out {
			if e.Kind != cfg.Back && e.Kind != cfg.Wrap {
				edges = append(edges, graph.Edge{From: int32(n), To: int32(e.To)})
			}
		}
	}
	scc := graph.New(len(g.Nodes), edges).SCC()
	var views []View
	for i := range int32(scc.Len()) {
		members := scc.Members(i)
		if !scc.Cyclic[i] {
			continue
		}
		v := View{Head: cfg.None}
		for _, n := range members {
			node := &g.Nodes[n]
			v.Body = append(v.Body, cfg.NodeID(n))
			if node.Action == nil && (v.Head == cfg.None || strings.Contains(node.Container.Name, ": ")) {
				v.Head = cfg.NodeID(n)
			}
		}
		if v.Head == cfg.None {
			v.Head = v.Body[0]
		}
		views = append(views, v)
	}
	return views
}

// labelled returns the loops of g that have a name with a kind in it.
func labelled(g *cfg.Graph) (views []View, names []string) {
	for _, v := range append(Views(g), jumpCycles(g)...) {
		name := g.Nodes[v.Head].Container.Name
		if a := g.Nodes[v.Head].Action; a != nil {
			name = a.Name
		}
		if strings.Contains(name, ": ") {
			views, names = append(views, v), append(names, name)
		}
	}
	return views, names
}

// TestLoopKinds classifies the labelled loops of testdata and prints the
// confusion matrix: rows are the labels, columns the kinds found.
func TestLoopKinds(t *testing.T) {
	text, err := os.ReadFile("testdata/loops.txt")
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]map[string]int)
	total := 0
	for _, part := range strings.Split(string(text), "\n== ")[1:] {
		title, body, _ := strings.Cut(part, "\n")
		g := lower(t, sketch(t, body))
		f := Analyze(g)
		views, names := labelled(g)
		if want := strings.Count(body, " # "); len(views) < want {
			t.Errorf("%s: %d loops are labelled, %d found", title, want, len(views))
		}
		for i, v := range views {
			label, _, _ := strings.Cut(names[i], ": ")
			l := f.Loop(v)
			if found[label] == nil {
				found[label] = make(map[string]int)
			}
			found[label][string(l.Kind)]++
			total++
			if string(l.Kind) != label {
				t.Errorf("%s: %q is %s by %s", title, names[i], l.Kind, describe(g, l))
			}
			if l.Kind != Unclassified && len(l.Evidence) == 0 {
				t.Errorf("%s: %q has no evidence", title, names[i])
			}
		}
	}
	printMatrix(t, found)
	if total < 40 {
		t.Errorf("only %d loops are labelled", total)
	}
}

func printMatrix(t *testing.T, found map[string]map[string]int) {
	kinds := []string{"polling", "retry", "iteration", "waiting", "callerDriven", "unclassified"}
	header := fmt.Sprintf("%14s", "")
	for _, k := range kinds {
		header += fmt.Sprintf("%14s", k)
	}
	t.Log(header)
	for _, label := range kinds {
		row := fmt.Sprintf("%14s", label)
		for _, k := range kinds {
			row += fmt.Sprintf("%14d", found[label][k])
		}
		t.Log(row)
	}
}

func describe(g *cfg.Graph, l Loop) string {
	var parts []string
	for _, e := range l.Evidence {
		s := string(e.What)
		if e.Call != cfg.None {
			s += " of " + g.Nodes[e.Call].Action.Name
		}
		if e.Variable != "" {
			s += " by " + e.Variable
		}
		if e.Written != cfg.None {
			s += fmt.Sprintf(" written at %d", line(g, e.Written))
		}
		if e.Read != cfg.None {
			s += fmt.Sprintf(" read at %d", line(g, e.Read))
		}
		parts = append(parts, s)
	}
	sort.Strings(parts[min(1, len(parts)):])
	return strings.Join(parts, ", ")
}
