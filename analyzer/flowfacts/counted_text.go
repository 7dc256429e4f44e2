package flowfacts

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/internal/phrase"
)

// Sentences say what was fitted to counts, what was refused, and why; none where nothing
// was counted.
func (c *Counted) Sentences() []string {
	if c == nil {
		return nil
	}
	out := []string{c.meaning()}
	for _, f := range c.Flows {
		out = append(out, f.Sentences()...)
	}
	return append(out, c.Remarks...)
}

// meaning says what the counts were taken to be.
func (c *Counted) meaning() string {
	if c.Executions {
		return "Counts of actions are executions: some action ran more often than its flow."
	}
	return "Counts of actions are executions of the flow in which the action ran at least once: no action ran more often than its flow."
}

// Sentences say what became of the counts of one flow.
func (f *FlowFit) Sentences() []string {
	var out []string
	if f.Fit == nil {
		out = append(out, fmt.Sprintf("Flow %q: not fitted, its shares are assumed: %s.", f.Flow.Name, f.Refused))
	} else {
		s := fmt.Sprintf("Flow %q, version %s: fitted to %s executions on %s; %d of %d counted objects are in the flow, by %s",
			f.Flow.Name, f.Version, phrase.Grouped(f.Runs), phrase.Plural(f.Days, "day"), f.Matched.Found, f.Matched.All, f.Matched.By)
		if f.Matched.HasModules {
			s += "; actions of common modules are counted with the module"
			if f.Matched.ModulesHere {
				s = strings.TrimSuffix(s, "the module") + "this flow"
			}
		}
		if f.Fit.Edges > 0 {
			s += fmt.Sprintf("; the counts alone give %d of %d outputs of branches", f.Fit.Settled, f.Fit.Edges)
		}
		out = append(out, s+".")
	}
	for _, other := range f.Others {
		out = append(out, fmt.Sprintf("Flow %q: the counts of a version are not used: %s.", f.Flow.Name, other))
	}
	return out
}

// AnyFitted reports whether some flow was fitted.
func (c *Counted) AnyFitted() bool {
	return c != nil && slices.ContainsFunc(c.Flows, func(f *FlowFit) bool { return f.Fit != nil })
}
