package dataflow

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/internal/cfgtest"
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

var update = flag.Bool("update", false, "write the golden files anew")

// TestCorpusLoops holds every loop of the corpus, with its kind and what that
// rests on, against a golden file. The file names flows by a hash and loops by
// where they stand, because the flows are other people's; what it means in their
// words is printed by go test ./analyzer/dataflow -v -run CorpusLoops.
func TestCorpusLoops(t *testing.T) {
	var lines []string
	for _, fl := range corpus(t, "json", "yaml") {
		g := cfgtest.Lower(t, fl, cfg.Options{Count: expr.Int})
		f := Analyze(g)
		id := fmt.Sprintf("%.5x", sha256.Sum256(fl.File.Text))
		for _, v := range append(Views(g), jumpCycles(g)...) {
			l := f.Loop(v)
			lines = append(lines, fmt.Sprintf("%s %-10s %s", id, place(g, v.Head), spell(g, l)))
			t.Logf("%s %.60s: %s: %s %s, exits fixed %v, hoistable %d, pause %v", id, fl.File.Name, loopName(g, v), l.Kind, describe(g, l),
				l.ExitsFixed, len(l.Hoistable), l.Pause)
		}
	}
	got := "# Each loop of the public flows: flow (hash of its text), head, kind: evidence, the decisive part first.\n" +
		"# Heads are tracking ids or lines. In words: go test ./analyzer/dataflow -v -run CorpusLoops\n" + strings.Join(lines, "\n") + "\n"
	const golden = "testdata/corpus-loops.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the loops of the corpus: %s", diff)
	}
}

// place is the tracking id of a node, or the line that it stands in.
func place(g *cfg.Graph, n cfg.NodeID) string {
	id, pos := 0, source.Pos{}
	if a := g.Nodes[n].Action; a != nil {
		id, pos = a.TrackingID, a.Pos
	} else if c := g.Nodes[n].Container; c != nil {
		id, pos = c.TrackingID, c.Pos
	}
	if g.Flow.Format == flow.Archy {
		return fmt.Sprint("line ", pos.Line)
	}
	return fmt.Sprint(id)
}

// spell is a loop's kind and what it rests on, without anybody's names.
func spell(g *cfg.Graph, l Loop) string {
	parts := make([]string, 0, len(l.Evidence))
	for _, e := range l.Evidence {
		s := string(e.What)
		for _, at := range []struct {
			word string
			n    cfg.NodeID
		}{{"of call", e.Call}, {"written at", e.Written}, {"read at", e.Read}} {
			if at.n != cfg.None {
				s += " " + at.word + " " + place(g, at.n)
			}
		}
		parts = append(parts, s)
	}
	return string(l.Kind) + ": " + strings.Join(parts, "; ")
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
		a, b := callFacts(t, pair[0]), callFacts(t, pair[1])
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
func callFacts(t *testing.T, fl *flow.Flow) []string {
	t.Helper()
	g := cfgtest.Lower(t, fl, cfg.Options{Count: expr.Int})
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

// TestCorpusExpressions reads every expression that the decoders keep, in both
// formats; none may be unknown but those of templates, which have that kind.
func TestCorpusExpressions(t *testing.T) {
	read, unknown := 0, 0
	for _, fl := range corpus(t, "json", "yaml") {
		for _, v := range expressions(fl) {
			if read++; expr.Known(expr.Of(v)) {
				continue
			}
			unknown++
			t.Errorf("%s:%s: %q is unknown", fl.File.Name, v.Pos, v.Text)
		}
	}
	t.Logf("%d expressions, %d unknown", read, unknown)
	if read < 300 {
		t.Errorf("only %d expressions", read)
	}
}

// expressions returns the settings of a flow that are expressions.
func expressions(fl *flow.Flow) []*flow.Value {
	var found []*flow.Value
	fl.Walk(func(a *flow.Action, _ *flow.Container) {
		values := slices.Clone(a.Cases)
		for _, b := range slices.Concat(a.Inputs, a.Values) {
			values = append(values, b.Value)
		}
		for _, v := range values {
			if v != nil && v.Kind == flow.Expression {
				found = append(found, v)
			}
		}
	})
	return found
}

// revised are the flows whose two files are different revisions, with the
// number of expressions that an author changed in between: the default of an
// estimated wait time, from two minutes to one.
var revised = map[string]int{"Proactive callbacks": 1}

// TestCorpusPairs holds the expressions of flows that stand in both formats
// against one another: Archy's text against the platform's tree.
func TestCorpusPairs(t *testing.T) {
	byName := make(map[string][2][]string)
	for i, dir := range []string{"json", "yaml"} {
		for _, fl := range corpus(t, dir) {
			var texts []string
			for _, v := range expressions(fl) {
				texts = append(texts, strings.ToLower(expr.Bare(expr.Of(v)).String()))
			}
			slices.Sort(texts)
			pair := byName[fl.Name]
			pair[i] = texts
			byName[fl.Name] = pair
		}
	}
	same := 0
	for name, pair := range byName {
		if len(pair[0]) == 0 || len(pair[0]) != len(pair[1]) {
			continue // in one format only, or two revisions
		}
		differ := 0
		for i := range pair[0] {
			if pair[0][i] != pair[1][i] {
				differ++
			}
		}
		if differ != revised[name] {
			t.Errorf("%s: %s", name, cmp.Diff(pair[0], pair[1]))
		}
		same += len(pair[0]) - differ
	}
	t.Logf("%d expressions in both formats", same)
	if same < 30 {
		t.Errorf("only %d expressions were compared", same)
	}
}

// The same flow gives the same facts, each time.
func TestCorpusDeterministic(t *testing.T) {
	for _, fl := range corpus(t, "json", "yaml") {
		g := cfgtest.Lower(t, fl, cfg.Options{Count: expr.Int})
		first, second := Analyze(g), Analyze(g)
		if diff := cmp.Diff(first.Calls(), second.Calls()); diff != "" {
			t.Errorf("%s: %s", fl.File.Name, diff)
		}
		for _, v := range append(Views(g), jumpCycles(g)...) {
			if diff := cmp.Diff(first.Loop(v), second.Loop(v)); diff != "" {
				t.Errorf("%s: %s", fl.File.Name, diff)
			}
		}
	}
}
