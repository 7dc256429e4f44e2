package analyzer_test

import (
	"strings"
	"testing"

	"archlint/analyzer/capacity"
	"archlint/analyzer/internal/orggen"
)

// A flow that nothing leads to may make calls in a common module that is not there:
// no limit is said to hold, and the flow is named.
func TestOrphansMayCallWhatIsMissing(t *testing.T) {
	end := orggen.Step{Do: orggen.Hangup, Name: "end"}
	line := func(name string, steps ...orggen.Step) orggen.Flow {
		return orggen.Flow{Name: name, Type: "inboundcall", Tasks: []orggen.Task{{Name: "Start", Steps: append(steps, end)}}}
	}
	o := orggen.Org{
		Flows: []orggen.Flow{
			line("Main", orggen.Step{Do: orggen.Call, Name: "get", To: "Get"}),
			line("Other", orggen.Step{Do: orggen.Module, Name: "look", To: "Lookup"}),
		},
		Entries: []orggen.EntryPoint{{Name: "To Main", Medium: "voice", Flow: "Main"}},
		Actions: []orggen.Action{{Name: "Get", Integration: "Shop", Timeout: 2}},
	}
	r := reviewOrg(o, capacity.Traffic{InteractionsPerMinute: capacity.Given(5, capacity.FromFlag)})
	l := limitRows(r)["dataactions requests.volume.max"]
	if said := strings.Join(append(l.Assumptions, r.Assumptions...), "\n"); l.Verdict != capacity.Unknown ||
		!strings.Contains(said, "Nothing in the input leads to these flows, so their calls are not counted: Other.") {
		t.Errorf("verdict %s\n%s", l.Verdict, said)
	}
	o.Whole = true
	if l := limitRows(reviewOrg(o, capacity.Traffic{
		InteractionsPerMinute: capacity.Given(5, capacity.FromFlag)}))["dataactions requests.volume.max"]; l.Verdict != capacity.OK {
		t.Errorf("verdict %s where the export holds the organisation and the flow is not in use", l.Verdict)
	}
}
