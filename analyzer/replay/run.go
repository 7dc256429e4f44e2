package replay

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"archlint/analyzer/flow"
	"archlint/analyzer/flowfacts"
	"archlint/analyzer/intake"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/org"
	"archlint/analyzer/source"
	"archlint/analyzer/trace"
)

// Run replays the executions that paths hold on the flows that they hold.
func Run(ctx context.Context, paths []string, input intake.Options, jobs int, log *slog.Logger) (Conformance, error) {
	var recorded gathering
	input.Executions = recorded.take
	flows, decoded := intake.Read(ctx, paths, input, jobs, log, func(f *flow.Flow) *flow.Flow { return f })
	report := Conformance{SchemaVersion: 1, Flows: []Flow{}, Refused: []Refused{}, Errors: slices.Clone(recorded.broken)}
	for _, err := range decoded.Errors {
		report.Errors = append(report.Errors, err.Error())
	}
	chosen := recorded.choose(flows, decoded.Org, &report)
	var mu sync.Mutex
	failed := flowfacts.Bound(ctx, flows, jobs, func(f *flow.Flow) bool { return chosen[f] != nil }, func(b flowfacts.Bounded) {
		m := NewPlayer(b)
		played, refused := m.playOrRefuse(chosen[b.Flow], decoded.Org)
		mu.Lock()
		defer mu.Unlock()
		if refused != nil {
			report.Refused = append(report.Refused, *refused)
			return
		}
		report.Flows = append(report.Flows, played)
	})
	for _, err := range failed {
		report.Errors = append(report.Errors, err.Error())
	}
	report.settle()
	return report, ctx.Err()
}

// playOrRefuse replays executions, if their steps can be found in the flow.
func (m *Player) playOrRefuse(traces []trace.Trace, o *org.Org) (Flow, *Refused) {
	version := o.FlowVersion(m.flow.ID)
	if !m.Named() {
		return Flow{}, &Refused{m.flow.Name, version, len(traces),
			"the flow is Archy YAML, which does not hold the ids of actions: export it as JSON"}
	}
	return m.Play(version, traces), nil
}

// settle puts the report in order and sums it up.
func (r *Conformance) settle() {
	slices.SortFunc(r.Flows, func(a, b Flow) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(r.Refused, func(a, b Refused) int { return cmp.Or(cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Version, b.Version)) })
	slices.Sort(r.Errors)
	steps, runs, misfits := 0, 0, 0
	for _, f := range r.Flows {
		steps, runs, misfits = steps+f.Steps, runs+f.Executions, misfits+f.misfits
	}
	if runs > 0 {
		r.Fitness = new(fitness(steps, runs, misfits))
	}
}

// Differs reports whether an execution did not fit, or ran outside the bounds.
func (r *Conformance) Differs() bool {
	return slices.ContainsFunc(r.Flows, func(f Flow) bool { return len(f.Misfits)+len(f.Outside) > 0 })
}

// gathering is the executions of an export as they come. take is called from several
// goroutines.
type gathering struct {
	mu     sync.Mutex
	traces []trace.Trace
	broken []string
}

func (g *gathering) take(file *source.File) {
	traces, broken := trace.Parse(file.Text)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.traces = append(g.traces, traces...)
	if broken > 0 {
		g.broken = append(g.broken, fmt.Sprintf("%s: %s", file.Name, phrase.Plural(broken, "line")+" that cannot be read"))
	}
}

// versionOf names the executions of one version of a flow.
type versionOf struct{ flow, version string }

// choose gives the flows the executions of their version, and tells the others.
func (g *gathering) choose(flows []*flow.Flow, o *org.Org, report *Conformance) map[*flow.Flow][]trace.Trace {
	byID := map[string]*flow.Flow{}
	for _, f := range flows {
		if id := trace.ID(f.ID); id != "" {
			byID[id] = f
		}
	}
	byVersion := map[versionOf][]trace.Trace{}
	for _, t := range g.traces {
		key := versionOf{t.FlowID, org.Version(t.FlowVersion)}
		byVersion[key] = append(byVersion[key], t)
	}
	chosen := map[*flow.Flow][]trace.Trace{}
	for key, traces := range byVersion {
		f := byID[key.flow]
		refuse := func(name, format string, args ...any) {
			report.Refused = append(report.Refused, Refused{name, key.version, len(traces), fmt.Sprintf(format, args...)})
		}
		switch {
		case f == nil:
			refuse(key.flow, "the export does not hold the flow")
		case o.FlowVersion(f.ID) == "":
			refuse(f.Name, "the export does not say which version of the flow it holds")
		case o.FlowVersion(f.ID) != key.version:
			refuse(f.Name, "the export holds version %s", o.FlowVersion(f.ID))
		default:
			chosen[f] = traces
		}
	}
	return chosen
}
