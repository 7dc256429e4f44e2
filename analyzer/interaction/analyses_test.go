package interaction_test

import (
	"math"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/interaction"
	"archlint/analyzer/source"
)

// analyses are those of flows that call one another by name. How a flow ends
// bears on those that call it: all are analysed again until nothing changes.
func analyses(flows []*flow.Flow, model func(*cfg.Graph) calls.Model) []*calls.Analysis {
	endings := make(map[string]calls.Ending)
	for _, f := range flows {
		endings[f.Name] = calls.Ending{May: true}
	}
	called := func(a *flow.Action) calls.Ending {
		if e, ok := endings[a.External[0].Name]; ok {
			return e
		}
		return calls.Ending{May: true}
	}
	out := make([]*calls.Analysis, len(flows))
	for moved := true; moved; {
		moved = false
		next := make(map[string]calls.Ending)
		for i, f := range flows {
			g := cfg.Lower(f, cfg.Options{Returns: func(a *flow.Action) bool { return !called(a).May }})
			m := model(g)
			m.Ends = func(n cfg.NodeID) float64 {
				if a := g.Nodes[n].Action; a != nil && a.Kind.Control == flow.CallsFlow {
					return called(a).Share
				}
				return 0
			}
			out[i] = calls.New(g, m)
			next[f.Name] = out[i].Ending()
			was := endings[f.Name]
			moved = moved || was.May != next[f.Name].May || math.Abs(was.Share-next[f.Name].Share) > 1e-6
		}
		endings = next
	}
	return out
}

// decodeAll decodes flows and makes them parts of interactions.
func decodeAll(t *testing.T, texts ...string) []*interaction.Flow {
	t.Helper()
	var flows []*flow.Flow
	for _, text := range texts {
		some, err := archy.Decode(source.NewFile("flow.yaml", []byte(text)), archy.Options{})
		if err != nil || len(some) != 1 || len(some[0].Problems) > 0 {
			t.Fatalf("%v %v\n%s", some, err, text)
		}
		flows = append(flows, some[0])
	}
	var parts []*interaction.Flow
	for i, a := range analyses(flows, func(*cfg.Graph) calls.Model { return calls.DefaultModel() }) {
		if err := a.Graph.Check(); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part(flows[i], a))
	}
	return parts
}
