package policy

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestReads tells which fields of the flow a rule may depend on.
func TestReads(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"one list": {`findings contains {"at": call} if some call in input.flow.calls`, "calls"},
		"the flow as the place": {`findings contains {"at": input.flow, "evidence": {"n": count(input.flow.nodes)}} if input.flow.voice`,
			"nodes voice"},
		"the flow as evidence":       {`findings contains {"at": input.flow, "evidence": input.flow} if input.flow.voice`, "all"},
		"the flow as at of evidence": {`findings contains {"at": call, "evidence": {"at": input.flow}} if some call in input.flow.calls`, "all"},
		"the flow in a variable":     {"findings contains {\"at\": flow} if {\n\tflow := input.flow\n\tcount(flow.nodes) > 3\n}", "all"},
		"the input as a value":       {`findings contains {"at": call} if walk(input, [_, call])`, "all"},
		"a key that is worked out":   {`findings contains {"at": x} if some x in input.flow[["nodes", "calls"][_]]`, "all"},
		"a part that is worked out":  {`findings contains {"at": x} if some x in input[["flow", "org"][_]].calls`, "calls"},
		"nothing of it":              {`findings contains {"at": action} if some action in input.org.dataActions`, ""},
		"through a function": {"findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n\tlooped(call)\n}\n\n" +
			"looped(call) if {\n\tsome loop in input.flow.loops\n\tcall.node in loop.calls\n}", "calls loops"},
		"in a key":                  {`findings contains {"at": call} if some call in input.org.queues[count(input.flow.worst)]`, "worst"},
		"another flow in its place": {`findings contains {"at": call} if some call in input.flow.calls with input.flow as {"calls": []}`, "all"},
	} {
		t.Run(name, func(t *testing.T) {
			u := loadText(t, Options{}, rule(someMeta, test.body+"\n")).units[0]
			got := u.readsOf(u.rules[0])
			if test.want == "all" {
				if !got.all {
					t.Errorf("reads %v, want all", got.fields)
				}
				return
			}
			if fields := strings.Join(slices.Sorted(maps.Keys(got.fields)), " "); got.all || fields != test.want {
				t.Errorf("reads %q (all: %v), want %q", fields, got.all, test.want)
			}
		})
	}
}
