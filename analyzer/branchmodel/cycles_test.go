package branchmodel_test

import (
	"math"
	"testing"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/source"
)

// A profile gives rounds to a cycle that jumps make as to a loop action: 12.4 passes on
// average of the runs that come there.
func TestRoundsOfACycle(t *testing.T) {
	const text = `inboundCall:
  name: Poll
  startUpRef: /inboundCall/tasks/task[Ask_1]
  tasks:
    - task:
        name: Ask
        refId: Ask_1
        actions:
          - callData:
              name: Is it done?
              category: {CRM: {dataAction: {State: {}}}}
          - decision:
              name: Done?
              condition: {exp: Task.Done}
              outputs:
                yes: {actions: [{disconnect: {name: Bye}}]}
          - jumpToTask:
              name: Again
              targetTaskRef: /inboundCall/tasks/task[Ask_1]
`
	flows, err := archy.Decode(source.NewFile("poll.yaml", []byte(text)), archy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := cfgtest.Lower(t, flows[0], cfg.Options{})
	for _, rounds := range []float64{1.5, 3, 12.4} {
		for _, loop := range []string{"Is it done?", "Ask"} {
			p := &config.Profile{Flows: []config.FlowProfile{{Flow: "Poll", Loops: []config.LoopRounds{{Loop: loop, Rounds: rounds}}}}}
			bound := branchmodel.Bind(p, g)
			if _, err := branchmodel.Check(p, []string{"Poll"}, []branchmodel.Profiled{bound}); err != nil {
				t.Fatal(err)
			}
			a := calls.New(g, bound.Model)
			for i := range g.Nodes {
				if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.DataAction != nil {
					if got := a.Visits(cfg.NodeID(i)); math.Abs(got-rounds) > 1e-4 {
						t.Errorf("%s goes round %g times: %g calls", loop, rounds, got)
					}
				}
			}
		}
	}
}
