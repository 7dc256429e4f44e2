package analyzer_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestLongRuns reviews straight flows around the length from which a run is
// told in parts: each is reviewed, and no number of steps upsets it.
func TestLongRuns(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, n := range []int{58, 59, 60, 61, 62, 63, 64, 300} {
		calls := strings.Repeat("          - callData: {category: {Shop: {dataAction: {Get: {}}}}}\n", n)
		write(t, fmt.Sprintf("run%d.yaml", n), fmt.Sprintf("inboundCall:\n  name: Run %d\n  startUpRef: ./tasks/task[M]\n  tasks:\n"+
			"    - task:\n        refId: M\n        actions:\n%s          - disconnect: {}\n", n, calls))
	}
	review := analyze(t, ".")
	if len(review.Errors) > 0 || len(review.Flows) != 8 {
		t.Errorf("%d flows, %v", len(review.Flows), review.Errors)
	}
	for i := range review.Flows {
		f := review.Flow(i)
		for i, c := range f.Calls {
			if len(c.Witness) == 0 || c.PerRun.Min != 1 || c.PerRun.Max != 1 {
				t.Errorf("%s, call %d: %d steps, %+v", f.Name, i, len(c.Witness), c.PerRun)
			}
		}
	}
}
