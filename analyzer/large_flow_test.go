package analyzer_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/flow/flowtest"
	"archlint/analyzer/internal/flowgen"
)

// A flow so large that its analyses share it between goroutines is reviewed alike by
// one job and by several.
func TestLargeFlowOnSeveralGoroutines(t *testing.T) {
	const actions = 10_500 // more than flowfacts calls large
	text, err := flowtest.Write(flowgen.Shapes()["tasks in a ring"](actions), 1).JSON()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "flow.json")
	if err := os.WriteFile(file, leanest(t, text), 0o666); err != nil {
		t.Fatal(err)
	}
	one, err := analyzer.Analyze(t.Context(), []string{file}, analyzer.Options{Jobs: 1})
	if err != nil || len(one.Flows) != 1 {
		t.Fatal(err, one.Errors)
	}
	several, err := analyzer.Analyze(t.Context(), []string{file}, analyzer.Options{Jobs: 4})
	if err != nil {
		t.Fatal(err)
	}
	if len(one.Findings) == 0 {
		t.Error("nothing was found at all")
	}
	if !reflect.DeepEqual(one.Findings, several.Findings) {
		t.Error("other findings")
	}
	if !reflect.DeepEqual(one.Flow(0), several.Flow(0)) {
		t.Error("other facts")
	}
}
