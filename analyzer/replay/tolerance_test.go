package replay_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/replay"
	"archlint/analyzer/trace"
)

// What records may leave out, or name in another way, makes no difference.
func TestRecordsDiffer(t *testing.T) {
	f := callFlow(t)
	ids := map[string]string{} // by name
	chosen := map[string]bool{}
	f.Walk(func(a *flow.Action, _ *flow.Container) { ids[a.Name] = a.ID })
	for _, c := range f.Containers {
		ids["container "+c.Name] = c.ID
		for _, choice := range c.Choices {
			chosen[choice.Action.ID] = true
			ids["choice "+choice.Name] = choice.ID
		}
	}
	once := func(steps []trace.Step) []trace.Step {
		seen := false
		return slices.DeleteFunc(steps, func(s trace.Step) bool {
			was := seen
			seen = seen || s.Action == ids["Three times"]
			return was && s.Action == ids["Three times"]
		})
	}
	tests := map[string]func([]trace.Step) []trace.Step{
		"no outputs": func(steps []trace.Step) []trace.Step {
			for i := range steps {
				steps[i].Output = ""
			}
			return steps
		},
		"no further rounds": once,
		"no steps of choices": func(steps []trace.Step) []trace.Step {
			return slices.DeleteFunc(steps, func(s trace.Step) bool { return chosen[s.Action] })
		},
		"choices by their own ids": func(steps []trace.Step) []trace.Step {
			for i := range steps {
				if steps[i].Action == ids["Again"] {
					steps[i].Action = ids["choice Again"]
				}
			}
			return steps
		},
		"tasks named": func(steps []trace.Step) (out []trace.Step) {
			for _, s := range steps {
				if out = append(out, s); s.Action == ids["Call sub"] {
					out = append(out, trace.Step{Action: ids["container Sub"]})
				}
			}
			return out
		},
		"outputs of what has none": func(steps []trace.Step) []trace.Step {
			for i := range steps {
				if steps[i].Action == ids["Welcome"] {
					steps[i].Output = "default"
				}
			}
			return steps
		},
	}
	traces := runs(f, 200, rand.New(rand.NewPCG(4, 4)))
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			var changed []trace.Trace
			different := 0
			for _, one := range traces {
				before := one.Steps
				one.Steps = change(slices.Clone(before))
				if !slices.Equal(before, one.Steps) {
					different++
				}
				changed = append(changed, one)
			}
			got := replay.NewPlayer(boundedOf(t, f)).Play("1", changed)
			if got.Fitness != 1 || len(got.Misfits)+len(got.Outside) > 0 || different == 0 {
				t.Errorf("%d records differ, fitness %v, misfits %+v, outside %+v", different, got.Fitness, got.Misfits, got.Outside)
			}
		})
	}
}

// A caller may hang up anywhere: what was recorded until then is no shorter run of the
// flow, and holds no least count.
func TestHangUps(t *testing.T) {
	f := callFlow(t)
	r := rand.New(rand.NewPCG(4, 5))
	var cut []trace.Trace
	for _, one := range runs(f, 300, r) {
		one.Steps, one.Ended = one.Steps[:r.IntN(len(one.Steps)+1)], "DISCONNECT"
		cut = append(cut, one)
	}
	got := replay.NewPlayer(boundedOf(t, f)).Play("1", cut)
	if got.Fitness != 1 || len(got.Misfits)+len(got.Outside) > 0 {
		t.Errorf("fitness %v, misfits %+v, outside %+v", got.Fitness, got.Misfits, got.Outside)
	}
}

// Whatever a record says, the fitness is a share, and one that nothing fits is low.
func TestNonsense(t *testing.T) {
	f := callFlow(t)
	var ids []string
	f.Walk(func(a *flow.Action, _ *flow.Container) { ids = append(ids, a.ID) })
	for _, c := range f.Containers {
		ids = append(ids, c.ID)
	}
	ids = append(ids, "99999999-0000-4000-8000-000000000000", "", "x")
	outputs := []string{"", "", "success", "failure", "yes", "loop", "default", "nonsense", "99999999-0000-4000-8000-000000000000"}
	r := rand.New(rand.NewPCG(6, 6))
	player := replay.NewPlayer(boundedOf(t, f))
	sum := 0.0
	const n = 300
	for range n {
		one := trace.Trace{Ended: []string{"", "FLOW_EXIT", "DISCONNECT", "x"}[r.IntN(4)]}
		for range r.IntN(40) {
			one.Steps = append(one.Steps, trace.Step{Action: ids[r.IntN(len(ids))], Output: outputs[r.IntN(len(outputs))], Failed: r.IntN(9) == 0})
		}
		got := player.Play("1", []trace.Trace{one})
		if got.Fitness < 0 || got.Fitness > 1 {
			t.Fatalf("fitness %v of %+v", got.Fitness, one)
		}
		sum += got.Fitness
	}
	if sum/n > 0.5 {
		t.Errorf("nonsense has a fitness of %v", sum/n)
	}
}
