package text

import (
	"archlint/analyzer/facts"
	"archlint/analyzer/report"
)

// calls prints the table of a flow's data action call sites.
func (p *Printer) calls(f facts.Flow) {
	if len(f.Calls) == 0 {
		return
	}
	t := report.CallTable(f, max(20, p.Room/2))
	p.Line("")
	for _, line := range p.fitting(t).Lines(p.Style) {
		p.Line("  %s", line)
	}
	if report.AnyBoundedBy(f.Calls, report.ByPlatform) {
		p.Wrapped("  ", "No limit in the flow: the number is "+report.OnlyCap+".")
		for _, text := range report.CapSentences(f.File, f.Calls) {
			p.Wrapped("    ", text)
		}
	}
	if bound := report.ParametricBound(f.Calls); bound != "" {
		p.Wrapped("  ", report.InTerms(bound))
	}
	if p.Options.Verbose {
		p.loops(f)
		p.witnesses(f)
		p.paths(f)
	}
}

// witnesses prints for each call the path that reaches its maximum.
func (p *Printer) witnesses(f facts.Flow) {
	for _, c := range f.Calls {
		if len(c.Witness) == 0 {
			continue
		}
		p.Line("")
		p.Line("  How %s (%s) comes to run %s:", report.Ellipsis(report.CallName(c), p.Room/2), report.PlaceIn(f.File, c.File, c.Line, c.Column),
			report.Times(c.PerRun.Max))
		if text := report.LimitSentence(f.File, c); text != "" {
			p.Wrapped("    ", text)
		}
		p.steps(f.File, c.Witness, "    ")
	}
}

// paths prints the flow's run with the most calls, where it makes more than one
// data action run, and its most probable run.
func (p *Printer) paths(f facts.Flow) {
	for _, path := range []struct {
		title string
		steps []facts.Step
	}{{"A run with the most calls:", f.Worst}, {"The most probable run:", f.Likely}} {
		if len(path.steps) > 0 && len(f.Calls) > 1 {
			p.Line("")
			p.Line("  %s", path.title)
			p.steps(f.File, path.steps, "    ")
		}
	}
}

func (p *Printer) steps(heading string, steps []facts.Step, indent string) {
	for _, s := range steps {
		name := report.Ellipsis(report.Clean(s.Name), p.Room/2)
		if s.Output != "" {
			name += " -> " + report.Clean(s.Output)
		}
		if s.Times > 1 {
			name += ", " + report.Times(s.Times)
			if len(s.Steps) > 0 {
				name += ":"
			}
		}
		p.Line("%s%s  %s", indent, name, p.Style.Dim(report.PlaceIn(heading, s.File, s.Line, s.Column)))
		if len(s.Steps) > 0 && len(indent) < 2*report.MaxDepth {
			p.steps(heading, s.Steps, indent+"  ")
		}
	}
}
