package report

import (
	"fmt"

	"archlint/analyzer/facts"
	"archlint/analyzer/source"
)

// The values of boundedBy.
const (
	byNothing   = "acyclic"
	byLoopCount = "loopCount"
	byPlatform  = "platformLimit"
)

// calls prints the table of a flow's data action call sites.
func (p *textPrinter) calls(f facts.Flow) {
	if len(f.Calls) == 0 {
		return
	}
	t := callTable(f, max(20, p.room/2))
	p.line("")
	for _, line := range p.fitting(t).lines(p.style) {
		p.line("  %s", line)
	}
	if anyBoundedBy(f.Calls, byPlatform) {
		p.wrapped("  ", "Unbounded by the flow itself: nothing in the flow limits how often the call runs; the number given is what the platform's "+
			"cap on executed actions per run leaves room for.")
	}
	if p.options.Verbose {
		p.loops(f)
		p.witnesses(f)
		p.paths(f)
	}
}

// callTable lists the call sites; names are cut at so many columns, loops earlier.
func callTable(f facts.Flow, most int) *table {
	t := &table{
		head:  []string{"at", "data action call", "loop", "min", "expected", "max", "bounded by"},
		right: []bool{false, false, false, true, true, true, false},
	}
	rated := anyRated(f.Calls)
	if rated {
		t.head, t.right = append(t.head, "while waiting"), append(t.right, false)
	}
	for _, c := range f.Calls {
		row := []string{
			placeIn(f.File, c.File, c.Line, c.Column), ellipsis(callName(c), most), ellipsis(loopName(f, c), most*2/3),
			number(float64(c.PerRun.Min)), number(c.PerRun.Expected), number(float64(c.PerRun.Max)), boundWords(c),
		}
		if rated {
			row = append(row, rateWords(c))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// placeIn is a place as told under the heading of a file: a call in that file
// is told by its line and column.
func placeIn(heading, file string, line, column int) string {
	if file != heading || line < 1 {
		return place(file, line, column)
	}
	return source.Pos{Line: line, Column: column}.String()
}

// unnamed is what Architect calls a step that its author did not name.
const unnamed = "Call Data Action"

// callName is the step's name, with the data action's where it differs, the
// data action's alone where the step has no name of its own, and the common
// module that it stands in.
func callName(c facts.Call) string {
	name := c.Name + " (" + c.DataAction + ")"
	switch {
	case c.DataAction == "" || c.DataAction == c.Name:
		name = c.Name
	case c.Name == "" || c.Name == unnamed:
		name = c.DataAction
	}
	if c.Via != "" {
		name += " in module " + c.Via
	}
	return clean(name)
}

// loopName tells the kind and name of the innermost loop around a call.
func loopName(f facts.Flow, c facts.Call) string {
	if c.Loop == nil {
		return "-"
	}
	for _, l := range f.Loops {
		if l.ID == *c.Loop {
			return loopWords(l)
		}
	}
	return clean(*c.Loop)
}

func loopWords(l facts.Loop) string {
	text := clean(l.Kind)
	if l.Count != nil {
		text += fmt.Sprintf(" x%d", *l.Count)
	}
	if l.Name != "" {
		text += " \"" + clean(l.Name) + "\""
	}
	return text
}

// boundWords says what the maximum of a call rests on.
func boundWords(c facts.Call) string {
	switch {
	case !c.Reachable:
		return "never reached"
	case c.BoundedBy == byNothing:
		return "no loop"
	case c.BoundedBy == byLoopCount:
		return "loop count"
	case c.BoundedBy == byPlatform:
		return "unbounded by the flow itself"
	}
	return clean(c.BoundedBy)
}

func rateWords(c facts.Call) string {
	if c.RatePerMinute == nil {
		return "-"
	}
	return number(*c.RatePerMinute) + " per minute"
}

func anyRated(calls []facts.Call) bool {
	for _, c := range calls {
		if c.RatePerMinute != nil {
			return true
		}
	}
	return false
}

func anyBoundedBy(calls []facts.Call, what string) bool {
	for _, c := range calls {
		if c.Reachable && c.BoundedBy == what {
			return true
		}
	}
	return false
}

// witnesses prints for each call the path that reaches its maximum.
func (p *textPrinter) witnesses(f facts.Flow) {
	for _, c := range f.Calls {
		if len(c.Witness) == 0 {
			continue
		}
		p.line("")
		p.line("  How %s (%s) comes to run %s:", ellipsis(callName(c), p.room/2), placeIn(f.File, c.File, c.Line, c.Column), times(c.PerRun.Max))
		p.steps(f.File, c.Witness, "    ")
	}
}

// paths prints the flow's run with the most calls, where it makes more than one
// data action run, and its most probable run.
func (p *textPrinter) paths(f facts.Flow) {
	for _, path := range []struct {
		title string
		steps []facts.Step
	}{{"A run with the most calls:", f.Worst}, {"The most probable run:", f.Likely}} {
		if len(path.steps) > 0 && len(f.Calls) > 1 {
			p.line("")
			p.line("  %s", path.title)
			p.steps(f.File, path.steps, "    ")
		}
	}
}

// maxDepth is how deep folded loops are printed; real flows nest two or three.
const maxDepth = 32

func (p *textPrinter) steps(heading string, steps []facts.Step, indent string) {
	for _, s := range steps {
		name := ellipsis(clean(s.Name), p.room/2)
		if s.Output != "" {
			name += " -> " + clean(s.Output)
		}
		if s.Times > 1 {
			name += ", " + times(s.Times)
			if len(s.Steps) > 0 {
				name += ":"
			}
		}
		p.line("%s%s  %s", indent, name, p.style.dim(placeIn(heading, s.File, s.Line, s.Column)))
		if len(s.Steps) > 0 && len(indent) < 2*maxDepth {
			p.steps(heading, s.Steps, indent+"  ")
		}
	}
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return grouped(fmt.Sprint(n)) + " times"
}
