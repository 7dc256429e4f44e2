package analyzer_test

import (
	"context"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/review"
)

// callUntil is a flow that calls a data action in a loop until it succeeds.
func callUntil(count string) string {
	return `inboundCall:
  name: Again
  startUpRef: /inboundCall/tasks/task[T_1]
  tasks:
    - task:
        name: T
        refId: T_1
        actions:
          - loop:
              name: Until it works
              loopCount: ` + count + `
              outputs:
                loop:
                  actions:
                    - callData:
                        name: Get
                        category: {Shop: {dataAction: {Get order: {}}}}
                        outputs: {success: {actions: [{loopExit: {name: Leave}}]}}
          - disconnect: {name: Goodbye}
`
}

func analyse(t *testing.T, text string, o analyzer.Options) *review.Review {
	t.Helper()
	o.Input.Stdin, o.Input.StdinName, o.Rules.NoBuiltin = strings.NewReader(text), "flow.yaml", true
	r, err := analyzer.Analyze(context.Background(), []string{"-"}, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Errors) > 0 {
		t.Fatalf("%+v", r.Errors)
	}
	return r
}

// Retries are the rounds of the loop that tries again but the first.
func TestRetriesFollowTheLoop(t *testing.T) {
	for text, want := range map[string]string{
		callUntil("{lit: 3}"):                 `calls "Get order" again after a failure, at most 2 times`,
		callUntil("{lit: 2}"):                 `calls "Get order" again after a failure, at most once`,
		callUntil("{exp: Count(Flow.stuff)}"): `calls "Get order" again after a failure without a limit: its slots are counted for one attempt`,
	} {
		if got := strings.Join(analyse(t, text, analyzer.Options{}).Assumptions, "\n"); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
