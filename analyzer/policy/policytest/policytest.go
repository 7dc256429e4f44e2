// Package policytest has what tests of rules share: rules as text, a flow to judge, and rules
// that would take a process down.
package policytest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer/facts"
)

// Write puts files into a new directory and returns it.
func Write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Rule is the text of a small rule: METADATA of the given custom lines, and a body.
func Rule(custom, body string) string {
	return "# METADATA\n# title: Too many calls\n# custom:\n#   " +
		strings.ReplaceAll(custom, "\n", "\n#   ") + "\npackage ours.calls\n\n" + body
}

// Meta and Body are those of a rule that fires at every call.
const (
	Meta = "id: our-calls\nseverity: warning"
	Body = "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n}\n"
)

// TwoCalls is a flow with two calls at two places.
func TwoCalls() facts.FlowInput {
	call := func(line int, name string) facts.Call {
		at := facts.Place{Flow: "Orders", File: "orders.yaml", Line: line, Column: 5, Node: fmt.Sprint(line)}
		return facts.Call{Place: at, Name: name, DataAction: name}
	}
	return facts.FlowInput{Flow: facts.Flow{
		Name: "Orders", Type: "workflow", File: "orders.yaml", Line: 1, Column: 1, Format: "platform",
		Calls: []facts.Call{call(20, "Second"), call(10, "First")},
	}}
}

// Worker is the command of a process that evaluates rules: of the test itself, whose TestMain
// must be a worker where it gets that argument.
func Worker(t *testing.T, argument string) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{self, argument}
}
