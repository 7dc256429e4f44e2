package dataflow

import (
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/source"

	"github.com/google/go-cmp/cmp"
)

// corpus decodes every flow of the corpus, or skips the test where there is
// none, unless CI says that there must be one.
func corpus(t testing.TB, dirs ...string) []*flow.Flow {
	t.Helper()
	root := os.Getenv("ARCHLINT_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	var flows []*flow.Flow
	for _, dir := range dirs {
		files, _ := filepath.Glob(filepath.Join(root, dir, "*"))
		sort.Strings(files)
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			flows = append(flows, decode(t, dir, source.NewFile(filepath.Base(name), text))...)
		}
	}
	if len(flows) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no corpus at %s", root)
		}
		t.Skipf("no corpus at %s", root)
	}
	return flows
}

func decode(t testing.TB, dir string, file *source.File) []*flow.Flow {
	t.Helper()
	if dir == "yaml" {
		flows, err := archy.Decode(file, archy.Options{})
		if err != nil {
			t.Logf("%v", err)
		}
		return flows
	}
	f, err := platform.Decode(file, platform.Options{})
	if err != nil {
		t.Errorf("%v", err)
		return nil
	}
	return []*flow.Flow{f}
}

// TestCorpusLoops lists every loop of the corpus with its kind and evidence
// (go test -v -run CorpusLoops), and holds the numbers of kinds.
func TestCorpusLoops(t *testing.T) {
	count := make(map[LoopKind]int)
	for _, fl := range corpus(t, "json", "yaml") {
		g := cfg.Lower(fl, cfg.Options{Count: expr.Int})
		f := Analyze(g)
		for _, v := range append(Views(g), jumpCycles(g)...) {
			l := f.Loop(v)
			count[l.Kind]++
			t.Logf("%.60s: %s: %s %s, exits fixed %v, hoistable %d, pause %v", fl.File.Name, loopName(g, v), l.Kind, describe(g, l), l.ExitsFixed, len(l.Hoistable), l.Pause)
		}
	}
	want := map[LoopKind]int{CallerDriven: 8, Iteration: 3, Polling: 6, Waiting: 7}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("kinds of loop: %s", diff)
	}
}

// TestCorpusFormats holds what is known of a flow in one format against the
// same flow in the other: the same calls, with the same facts.
func TestCorpusFormats(t *testing.T) {
	byName := make(map[string][2]*flow.Flow)
	for i, dir := range []string{"json", "yaml"} {
		for _, fl := range corpus(t, dir) {
			pair := byName[fl.Name]
			pair[i] = fl
			byName[fl.Name] = pair
		}
	}
	compared := 0
	for name, pair := range byName {
		if pair[0] == nil || pair[1] == nil {
			continue
		}
		a, b := callFacts(pair[0]), callFacts(pair[1])
		if len(a) != len(b) {
			continue // two revisions of the flow
		}
		compared += len(a)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if compared < 10 {
		t.Errorf("only %d calls were compared", compared)
	}
}

// callFacts describes the calls of a flow in a fixed order, without places and
// names, which the two files give differently.
func callFacts(fl *flow.Flow) []string {
	g := cfg.Lower(fl, cfg.Options{Count: expr.Int})
	var list []string
	for _, c := range Analyze(g).Calls() {
		if g.Nodes[c.Node].Module != nil {
			continue // Archy embeds none
		}
		list = append(list, unplaced(describeCall(g, c)))
	}
	sort.Strings(list)
	return list
}

var places = regexp.MustCompile(` at \d+`)

func unplaced(facts string) string { return places.ReplaceAllString(facts, "") }

func loopName(g *cfg.Graph, v View) string {
	node := &g.Nodes[v.Head]
	if node.Action != nil {
		return node.Action.Name
	}
	return strings.TrimSpace(node.Container.Name)
}
