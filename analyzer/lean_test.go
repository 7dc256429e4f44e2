package analyzer_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/report"
)

// TestLeanChangesNoResult reviews an export with and without what takes memory:
// the reports are the same, with rules of users who read the nodes of all flows,
// and those that draw graphs.
func TestLeanChangesNoResult(t *testing.T) {
	rule := filepath.Join(t.TempDir(), "rule.rego")
	if err := os.WriteFile(rule, []byte(leanRule), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"json", "yaml"} {
		dir := benchExport(t, format)
		for name, o := range map[string]analyzer.Options{"built-in": {}, "own rule": {Policies: []string{rule}}} {
			var texts [2]bytes.Buffer
			for i := range texts {
				o.Lean, o.Draw = i == 1, i == 1
				review, err := analyzer.Analyze(t.Context(), []string{dir}, o)
				if err != nil {
					t.Fatal(err)
				}
				for _, write := range []report.Writer{report.WriteJSON, report.WriteText, report.WriteSARIF, report.WriteHTML, report.WriteReviewMarkdown} {
					if err := write(&texts[i], review, report.Options{Verbose: true}); err != nil {
						t.Fatal(err)
					}
				}
				if name == "own rule" && !bytes.Contains(texts[i].Bytes(), []byte("own-nodes")) {
					t.Errorf("%s, lean: %v: the rule finds nothing", format, o.Lean)
				}
			}
			if !bytes.Equal(texts[0].Bytes(), texts[1].Bytes()) {
				t.Errorf("%s, %s: a lean review has other results", format, name)
			}
		}
	}
}

const leanRule = `# METADATA
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
