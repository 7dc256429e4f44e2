package analyzer_test

import (
	"context"
	"fmt"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/export"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/flowtest"
	"archlint/analyzer/intake"
	"archlint/analyzer/internal/flowgen"
)

// treeOfFlows is an export of those flows.
func treeOfFlows(t *testing.T, flows []*flow.Flow) (tree export.Tree) {
	t.Helper()
	for i, f := range flows {
		text, err := flowtest.Write(f, 1).YAML()
		if err != nil {
			t.Fatal(err)
		}
		tree = append(tree, treeFile(fmt.Sprintf("flow-%04d.yaml", i), text))
	}
	return tree
}

// Four times as many flows around a hub, or in a ring, are about four times as much
// work, and as many findings: each call site has one of a rule, however many flows an
// interaction may have passed before.
func TestFlowsThatGoRoundGrowLinearly(t *testing.T) {
	for _, name := range []string{"hub", "ring"} {
		var works, found [2]int
		for i, n := range []int{100, 400} {
			tree := treeOfFlows(t, cyclicOrg(name, n))
			var err error
			if _, works[i], err = reviewedWork(tree, n, 2); err != nil {
				t.Fatal(err)
			}
			r, err := analyzer.Analyze(context.Background(), []string{"org"},
				analyzer.Options{Input: intake.Options{Trees: map[string]export.Tree{"org": tree}}})
			if err != nil {
				t.Fatal(err)
			}
			downstream, sites := 0, map[string]bool{}
			for _, f := range r.Findings {
				if f.Rule == "called-again-downstream" {
					downstream++
					sites[f.Flow+" "+f.Node] = true
				}
			}
			if found[i] = len(r.Findings); downstream != len(sites) || downstream == 0 || downstream > n {
				t.Errorf("%s of %d: %d findings downstream at %d call sites", name, n, downstream, len(sites))
			}
		}
		if works[1] > 6*works[0] || found[1] > 5*found[0] {
			t.Errorf("%s: work %d and then %d, findings %d and then %d", name, works[0], works[1], found[0], found[1])
		}
	}
}

// Tasks that jump to one another lose no rule: none runs into its limit.
func TestJumpsLoseNoRule(t *testing.T) {
	for _, name := range []string{"tasks with three jumps", "tasks that call another"} {
		if _, _, err := reviewedWork(treeOfFlows(t, []*flow.Flow{flowgen.Shapes()[name](1_600)}), 1, 1); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
