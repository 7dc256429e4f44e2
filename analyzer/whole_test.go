package analyzer_test

import (
	"os"
	"path/filepath"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/judge"
)

// TestRulesOfUsersSeeWholeFlows: what is packed of the flows is there for a rule over
// all of them that reads their nodes.
func TestRulesOfUsersSeeWholeFlows(t *testing.T) {
	rule := filepath.Join(t.TempDir(), "rule.rego")
	if err := os.WriteFile(rule, []byte(nodeRule), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"json", "yaml"} {
		r, err := analyzer.Analyze(t.Context(), []string{benchExport(t, format)}, analyzer.Options{Rules: judge.Rules{Policies: []string{rule}}})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, f := range r.Findings {
			if f.Rule == "own-nodes" {
				found++
			}
		}
		want := 0
		for i := range r.Flows {
			for _, n := range r.Flow(i).Nodes {
				if n.Kind == "disconnect" {
					want++
				}
			}
		}
		if found == 0 || found != want {
			t.Errorf("%s: %d findings, %d nodes", format, found, want)
		}
	}
}

const nodeRule = `# METADATA
# title: Disconnects
# custom:
#   id: own-nodes
#   severity: info
#   scope: org
package own.nodes

findings contains {"at": node} if {
	some flow in input.flows
	some node in flow.nodes
	node.kind == "disconnect"
}
`
