package cfg_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/source"
)

func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("ARCHLINT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the corpus of public flows is missing: %v", err)
		}
		t.Skipf("no corpus of public flows: %v", err)
	}
	return dir
}

func read(t *testing.T, file string) *source.File {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return source.NewFile(filepath.Base(file), text)
}

// TestCorpusGraphs lowers every public flow and holds the graph against its
// tree and its own invariants.
func TestCorpusGraphs(t *testing.T) {
	dir := corpus(t)
	for _, glob := range []string{"json/*", "i3/*", "yaml/*"} {
		files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(glob)))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", glob, len(files), err)
		}
		for _, file := range files {
			for _, f := range decode(t, file) {
				cfgtest.Lower(t, f, cfg.Options{})
			}
		}
	}
}

func decode(t *testing.T, file string) []*flow.Flow {
	t.Helper()
	src := read(t, file)
	switch {
	case strings.HasSuffix(file, ".json"):
		f, err := platform.Decode(src, platform.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return []*flow.Flow{f}
	case strings.Contains(filepath.Ext(file), "i3"):
		f, err := platform.DecodeI3(src, platform.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return []*flow.Flow{f}
	}
	flows, err := archy.Decode(src, archy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return flows
}

// TestPairs walks the graphs of a flow that stands in both formats side by
// side, from the entry on: every node must have the same kind, the same outputs,
// and lead to the same nodes by them.
func TestPairs(t *testing.T) {
	dir := corpus(t)
	text, err := os.ReadFile(filepath.Join(dir, "PAIRS.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		pair := strings.Split(line, "\t")
		t.Run(filepath.Base(pair[0]), func(t *testing.T) {
			y, j := decode(t, filepath.Join(dir, pair[0])), decode(t, filepath.Join(dir, pair[1]))
			w := &walk{y: cfgtest.Lower(t, y[0], cfg.Options{}), j: cfgtest.Lower(t, j[0], cfg.Options{}), met: make(map[cfg.NodeID]cfg.NodeID)}
			w.j.Flow.IntentTasks = nil // stand in no YAML
			if diff := w.compare(); diff != "" {
				t.Error(diff)
			}
		})
	}
}

type walk struct {
	y, j *cfg.Graph
	met  map[cfg.NodeID]cfg.NodeID
	todo [][2]cfg.NodeID
}

// compare walks from the entry and from every container that both name, so
// that what no run reaches is compared too.
func (w *walk) compare() string {
	if !w.push(w.y.Entry, w.j.Entry) || w.y.Handler != cfg.None && !w.push(w.y.Handler, w.j.Handler) {
		return "entry or error handler differs"
	}
	for _, c := range w.y.Flow.Containers {
		for _, d := range w.j.Flow.Containers {
			if c.Kind == d.Kind && c.Name == d.Name && !w.push(w.y.ByContainer(c), w.j.ByContainer(d)) {
				return fmt.Sprintf("%s %q is another one", c.Kind, c.Name)
			}
		}
	}
	if diff := w.walk(); diff != "" {
		return diff
	}
	if a, b := acts(w.y), acts(w.j); len(a) != len(b) {
		return fmt.Sprintf("%d actions in YAML, %d in JSON", len(a), len(b))
	}
	return ""
}

func acts(g *cfg.Graph) []string {
	var out []string
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Module == nil {
			out = append(out, label(n))
		}
	}
	return out
}

func (w *walk) walk() string {
	for len(w.todo) > 0 {
		p := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		if diff := w.pair(p[0], p[1]); diff != "" {
			return diff
		}
	}
	return ""
}

func (w *walk) push(a, b cfg.NodeID) bool {
	if a == cfg.None || b == cfg.None {
		return a == b
	}
	if was, ok := w.met[a]; ok {
		return was == b
	}
	w.met[a] = b
	w.todo = append(w.todo, [2]cfg.NodeID{a, b})
	return true
}

func (w *walk) pair(a, b cfg.NodeID) string {
	y, j := &w.y.Nodes[a], &w.j.Nodes[b]
	if y.Kind != j.Kind || kind(y) != kind(j) || y.Output != j.Output {
		return fmt.Sprintf("%s in YAML, %s in JSON", label(y), label(j))
	}
	ys, js := edges(y), edges(j)
	if len(ys) != len(js) {
		return fmt.Sprintf("%s: outputs %v in YAML, %v in JSON", label(y), names(ys), names(js))
	}
	for i := range ys {
		if ys[i].Output != js[i].Output || ys[i].Kind != js[i].Kind || !w.push(ys[i].To, js[i].To) {
			return fmt.Sprintf("%s, output %q: to %s in YAML; output %q: to %s in JSON",
				label(y), ys[i].Output, label(&w.y.Nodes[ys[i].To]), js[i].Output, label(&w.j.Nodes[js[i].To]))
		}
	}
	if y.Callee != cfg.None && j.Callee != cfg.None && !w.push(y.Callee, j.Callee) {
		return label(y) + ": calls another task"
	}
	return ""
}

func kind(n *cfg.Node) string {
	if n.Action == nil {
		return ""
	}
	return n.Action.Kind.Name
}

// edges are a node's, by output; those of one output stay in their order. YAML
// leaves out branches without actions, so that it cannot tell an empty output
// from one that is out of service: where all outputs lead to the same node they
// count as one, and an output of unknown name that stands for more is no more.
func edges(n *cfg.Node) []cfg.Edge {
	out := slices.DeleteFunc(slices.Clone(n.Out), func(e cfg.Edge) bool { return e.Output == flow.OtherOutput })
	if len(out) == 0 {
		out = slices.Clone(n.Out)
	}
	if len(out) > 0 && !slices.ContainsFunc(out, func(e cfg.Edge) bool { return e.To != out[0].To }) {
		out = out[:1]
		out[0].Output = ""
	}
	slices.SortStableFunc(out, func(a, b cfg.Edge) int { return strings.Compare(a.Output, b.Output) })
	return out
}

func names(edges []cfg.Edge) []string {
	var out []string
	for _, e := range edges {
		out = append(out, e.Output)
	}
	return out
}

func label(n *cfg.Node) string {
	switch {
	case n.Action != nil:
		return fmt.Sprintf("%s %q (line %d)", n.Action.Kind.Name, n.Action.Name, n.Action.Pos.Line)
	case n.Container != nil:
		return fmt.Sprintf("%s %q", n.Kind, n.Container.Name)
	default:
		return n.Kind.String()
	}
}
