package rulebook_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer"
	"archlint/analyzer/judge"
	"archlint/analyzer/policy"
	"archlint/analyzer/rulebook"
)

// The rule fires at each data action call.
const ruleText = `# METADATA
# title: A call
# description: There is one.
# custom:
#   id: %ID%
#   severity: info
package rules.%ID%

findings contains {"at": call} if {
	some call in input.flow.calls
}
`

const (
	twoCalls = `workflow:
  name: Two
  startUpRef: "/workflow/states/state[S_1]"
  states:
    - state:
        name: S
        refId: S_1
        actions:
          - callData:%s
              name: A
              category: {Shop: {dataAction: {Get: {inputs: {}}}}}
          - callData:%s
              name: B
              category: {Shop: {dataAction: {Get: {inputs: {}}}}}
          - endWorkflow: {name: Done}
`
	noCall = `workflow:
  name: None
  startUpRef: "/workflow/states/state[S_1]"
  states: [{state: {name: S, refId: S_1, actions: [{endWorkflow: {name: Done}}]}}]
`
)

func example(marks ...string) string {
	out := twoCalls
	for _, mark := range marks {
		out = strings.Replace(out, "%s", mark, 1)
	}
	return out
}

// library writes a rule named calls with the files beside it, and opens it.
func library(t *testing.T, files map[string]string) (*rulebook.Book, policy.Rule) {
	t.Helper()
	dir := t.TempDir()
	files["rule.rego"] = strings.ReplaceAll(ruleText, "%ID%", "calls")
	for name, text := range files {
		name = filepath.Join(dir, "calls", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	opts := analyzer.Options{Rules: judge.Rules{NoBuiltin: true, Policies: []string{dir}}}
	set, err := policy.Load(t.Context(), opts.Rules.PolicyOptions(judge.Watch{}))
	if err != nil {
		t.Fatal(err)
	}
	return &rulebook.Book{Rules: opts, Command: "a test"}, set.Rules()[0]
}

func TestCheck(t *testing.T) {
	here := "  " + rulebook.Here
	tests := map[string]struct {
		files     map[string]string
		bad, good []string // what is wrong
	}{
		"in order": {map[string]string{"bad.yaml": example(here, here), "good.yaml": noCall}, nil, nil},
		"none":     {map[string]string{}, nil, nil},
		"unmarked": {map[string]string{"bad.yaml": example(here, "")},
			[]string{"bad.yaml:12: calls fires here, but the line does not end with " + rulebook.Here}, nil},
		"does not fire": {map[string]string{"bad.yaml": noCall}, []string{"calls does not fire"}, nil},
		"wrongly marked": {map[string]string{"bad.yaml": strings.Replace(example(here, here), "name: Two", "name: Two"+here, 1)},
			[]string{"bad.yaml:2: calls does not fire here, but a comment says that it does"}, nil},
		"two files": {map[string]string{"bad.yaml": noCall, "bad-2.yaml": example(here, here)}, nil, nil},
		"an export": {map[string]string{"bad/flows/one.yaml": example(here, here)}, nil, nil},
		"good fires": {map[string]string{"good.yaml": strings.Replace(example("", ""), "callData", "wait", 1)}, nil,
			[]string{"calls fires: "}},
		"flags": {map[string]string{"bad.yaml": "# archlint check --licences 10 --licence-type cx2\n" + example(here, here)}, nil, nil},
		"wrong flag": {map[string]string{"bad.yaml": "# archlint check --aht 10\n" + example(here, here)},
			[]string{"--aht: an example takes --config, --licences"}, nil},
		"wrong number": {map[string]string{"bad.yaml": "# archlint check --licences many\n" + example(here, here)},
			[]string{"--licences many: want a number"}, nil},
		"lacking value": {map[string]string{"bad.yaml": "# archlint check --licences\n" + example(here, here)},
			[]string{"--licences: want a value"}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			book, rule := library(t, tt.files)
			results, err := book.Check(t.Context(), rule)
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range [][]string{tt.bad, tt.good} {
				got := results[i].Wrong
				if results[i].Passed != (len(want) == 0 && !results[i].Missing) || len(got) != len(want) {
					t.Fatalf("%s: passed %v, wrong %q, want %q", results[i].Kind, results[i].Passed, got, want)
				}
				for j := range want {
					if !strings.Contains(got[j], want[j]) {
						t.Errorf("%s: got %q, want %q", results[i].Kind, got[j], want[j])
					}
				}
			}
		})
	}
}

// A rule in a file of another name shares its folder with others, and has no
// example of its own.
func TestOnlyRuleFilesHaveExamples(t *testing.T) {
	book, rule := library(t, map[string]string{"bad.yaml": noCall})
	rule.File = strings.Replace(rule.File, "rule.rego", "other.rego", 1)
	e, err := book.Example(rule, rulebook.Bad)
	if err != nil || len(e.Files) > 0 {
		t.Errorf("got %v, %v", e, err)
	}
}

func TestPage(t *testing.T) {
	here := "  " + rulebook.Here
	book, rule := library(t, map[string]string{"bad.yaml": example(here, here), "good.yaml": noCall})
	got, err := book.Page(t.Context(), rule, "rule.rego")
	if err != nil {
		t.Fatal(err)
	}
	want := "<!-- Generated by a test from the rule's folder. Do not edit. -->\n\n# A call\n\n" +
		"`calls` · info · custom · likely · looks at one flow\n\nThere is one.\n\n" +
		"## A flow that it complains about\n\n```yaml\n" + example(here, here) + "```\n\n" +
		"archlint says:\n\n```text\nbad.yaml:9:13: info: A call\nbad.yaml:12:13: info: A call\n```\n\n" +
		"## A flow that it does not\n\n```yaml\n" + noCall + "```\n\nThe rule itself: [rule.rego](rule.rego)\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
