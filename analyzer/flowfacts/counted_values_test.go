package flowfacts

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/internal/interpreter"
	"archlint/analyzer/internal/valuegen"
	"archlint/analyzer/org"
	"archlint/analyzer/source"
)

// TestFlowsThatReadValues fits flows whose branches depend on values to counts of runs
// that honour the values, made by the independent interpreter with shares of its own.
func TestFlowsThatReadValues(t *testing.T) {
	var off []float64
	for seed := range uint64(150) {
		text, err := valuegen.Random(seed).YAML()
		if err != nil {
			t.Fatal(err)
		}
		flows, err := archy.Decode(source.NewFile("flow.yaml", []byte(text)), archy.Options{})
		if err != nil || len(flows) != 1 {
			continue
		}
		f := flows[0]
		f.ID = "one"
		number := 0
		f.Walk(func(a *flow.Action, _ *flow.Container) { number++; a.ID = fmt.Sprintf("a-%d", number) })
		r := rand.New(rand.NewPCG(seed, 20))
		counts, executions, ok := interpret(f, r, 10_000)
		if !ok {
			continue
		}
		o := &org.Org{Flows: []org.ListedFlow{{ID: "one", Version: "1"}}}
		o.Traffic.Objects = []org.FlowCounts{counts}
		o.Traffic.Actions = executions
		c := FitCounts(context.Background(), []*flow.Flow{f}, o, nil, 1)
		studied, _, err := Study(context.Background(), []Draft{Early(nil, c)(f)}, nil, nil, c, 1, nil)
		if err != nil || len(studied) != 1 || c.Flows[0].Fit == nil {
			t.Logf("seed %d: %v %s", seed, err, c.Flows[0].Refused)
			continue
		}
		want := 0.0
		for _, a := range executions {
			want += a.Executions / 10_000
		}
		got := studied[0].Facts.PerRun.Expected
		if want < 0.02 {
			continue
		}
		e := math.Abs(got-want) / want
		if e > 0.05 {
			t.Logf("seed %d: %.3f calls, fitted %.3f (%d edges of %d settled)", seed, want, got, c.Flows[0].Fit.Settled, c.Flows[0].Fit.Edges)
		}
		off = append(off, e)
	}
	slices.Sort(off)
	at := func(p float64) float64 { return off[int(p*float64(len(off)-1))] }
	t.Logf("%d flows: error at the median %.4f, at the ninth decile %.4f", len(off), at(0.5), at(0.9))
	if at(0.9) > 0.05 {
		t.Errorf("error at the ninth decile %.4f, want at most 0.05", at(0.9))
	}
}

// interpret runs a flow and counts: runs with each action, and executions of data actions.
func interpret(f *flow.Flow, r *rand.Rand, runs int) (org.FlowCounts, []org.ActionTraffic, bool) {
	p := interpreter.New(f, interpreter.World{Numbers: []float64{0, 1, 2, 5}, Texts: []string{"", "1"}, Lengths: []int{0, 1, 3}})
	bias := r.Float64()
	choose := func(n int) int {
		if r.Float64() < bias {
			return 0
		}
		return r.IntN(n)
	}
	met, ran := map[string]float64{}, map[string]float64{}
	for i := range runs {
		res := p.Run(interpreter.Options{Cap: 2000, CapHandler: 1, Choose: choose})
		if res.Ending != interpreter.Ended || i < 50 && res.Executed > 200 {
			return org.FlowCounts{}, nil, false
		}
		for a, n := range res.Ran {
			met[a.ID]++
			if a.DataAction != nil {
				ran[dataActionKey(a.DataAction.ID, a.DataAction.Name)] += float64(n)
			}
		}
	}
	counts := org.FlowCounts{FlowID: "one", Version: "1", Days: 1, Start: float64(runs)}
	for id, n := range met {
		counts.Objects = append(counts.Objects, org.ObjectCount{ID: id, Count: n})
	}
	slices.SortFunc(counts.Objects, func(a, b org.ObjectCount) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) })
	var actions []org.ActionTraffic
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		if a.DataAction == nil {
			return
		}
		key := dataActionKey(a.DataAction.ID, a.DataAction.Name)
		if n, ok := ran[key]; ok {
			delete(ran, key)
			day := []org.Interval{{Minutes: 1440, Count: n}}
			actions = append(actions, org.ActionTraffic{ID: a.DataAction.ID, Name: a.DataAction.Name, Executions: n, Intervals: day})
		}
	})
	return counts, actions, true
}
