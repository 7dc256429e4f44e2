package jsonreport

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/review"
)

// Each line of the facts reads back as the very record that policies see.
func TestFlowFactsReadBack(t *testing.T) {
	r := reviewtest.Rich()
	var buf bytes.Buffer
	if err := WriteFlowFacts(&buf, r); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(buf.String(), "\n"), "\n")
	if len(lines) != len(r.Flows) {
		t.Fatalf("%d lines for %d flows", len(lines), len(r.Flows))
	}
	for i, line := range lines {
		var in facts.FlowInput
		if err := json.Unmarshal([]byte(line), &in); err != nil {
			t.Fatal(err)
		}
		if in.Flow.Name != r.Flows[i].Name || len(in.Flow.Calls) != len(r.Flows[i].Calls) || len(in.Flow.Nodes) != len(r.Flows[i].Nodes) {
			t.Errorf("line %d is not flow %q", i+1, r.Flows[i].Name)
		}
		if diff := cmp.Diff(r.Capacity[0].Demand, in.Capacity[0].Demand); diff != "" {
			t.Error(diff)
		}
	}
}

func TestFactsHaveNoNullLists(t *testing.T) {
	r := &review.Review{Flows: []facts.Flow{{Name: "a\xff", Calls: []facts.Call{{Witness: []facts.Step{{}}}},
		PerRun: facts.Range{Expected: math.Inf(1)}}}}
	var flow, org bytes.Buffer
	if err := WriteFlowFacts(&flow, r); err != nil {
		t.Fatal(err)
	}
	if err := WriteOrgFacts(&org, r); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"loops":[]`, `"params":{}`, `"capacity":[]`, `"dataActions":[]`, `"expected":null`, `"loop":null`} {
		if !strings.Contains(flow.String(), want) || !strings.Contains(org.String(), want) {
			t.Errorf("the facts lack %s", want)
		}
	}
	if strings.Contains(flow.String(), `"times"`) {
		t.Error("a step that is no loop has times")
	}
}
