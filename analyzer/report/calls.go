package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/source"
)

// CallTable lists the call sites; names are cut at so many columns, loops earlier.
func CallTable(f facts.Flow, most int) *Table {
	t := &Table{
		Head:  []string{"at", "data action call", "loop", "min", "expected", "basis", "max", "bounded by"},
		Right: []bool{false, false, false, true, true, false, true, false},
	}
	rated := anyRated(f.Calls)
	if rated {
		t.Head, t.Right = append(t.Head, "while waiting"), append(t.Right, false)
	}
	for _, c := range f.Calls {
		row := []string{
			PlaceIn(f.File, c.File, c.Line, c.Column), Ellipsis(CallName(c), most), Ellipsis(LoopName(f, c), most*2/3),
			Number(float64(c.PerRun.Min)), Number(c.PerRun.Expected), CallBasis(c), Number(float64(c.PerRun.Max)), BoundWords(c),
		}
		if rated {
			row = append(row, RateWords(c))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// PlaceIn is a place as told under the heading of a file: a call in that file
// is recognised by its line and column.
func PlaceIn(heading, file string, line, column int) string {
	if file != heading || line < 1 {
		return Place(file, line, column)
	}
	return source.Pos{Line: line, Column: column}.String()
}

// unnamed is what Architect calls a step that its author did not name.
const unnamed = "Call Data Action"

// CallName is the step's name, with the data action's where it differs, the
// data action's alone where the step has no name of its own, and the common
// module that it stands in.
func CallName(c facts.Call) string {
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
	return Clean(name)
}

// LoopName tells the kind and name of the innermost loop around a call.
func LoopName(f facts.Flow, c facts.Call) string {
	if c.Loop == nil {
		return "-"
	}
	for _, l := range f.Loops {
		if l.ID == *c.Loop {
			return LoopWords(l)
		}
	}
	return Clean(*c.Loop)
}

// LoopWords is the kind and the count of a loop.
func LoopWords(l facts.Loop) string {
	text := Clean(l.Kind)
	if l.Count != nil {
		text += fmt.Sprintf(" x%d", *l.Count)
	}
	if l.Name != "" {
		text += " \"" + Clean(l.Name) + "\""
	}
	return text
}

// RateWords is how often a call runs while an interaction waits, "-" where it does not.
func RateWords(c facts.Call) string {
	if c.RatePerMinute == nil {
		return "-"
	}
	return Number(*c.RatePerMinute) + " per minute"
}

func anyRated(calls []facts.Call) bool {
	for _, c := range calls {
		if c.RatePerMinute != nil {
			return true
		}
	}
	return false
}

// ParametricBound is the first bound of a call in terms of what is known only at run
// time, "" where no call has one.
func ParametricBound(calls []facts.Call) string {
	for _, c := range calls {
		if c.Reachable && c.BoundText != "" {
			return Clean(c.BoundText)
		}
	}
	return ""
}

// Times is how often a folded part of a run repeats.
func Times(n int64) string {
	if n == 1 {
		return "once"
	}
	return phrase.Grouped(n) + " times"
}

// MaxDepth is how deep folded loops are printed; real flows nest two or three.
const MaxDepth = 32

// InTerms says what a bound means that is told in terms of what is not known yet, and
// how to make it a number.
func InTerms(bound string) string {
	const cap = "the number given is what the platform's cap on executed actions per run leaves room for."
	if strings.Contains(bound, "{{") {
		return "Bounded by " + bound + ": the placeholder gets its value when the flow is deployed; " + cap +
			" Review the flow together with the Terraform configuration that deploys it, or give the variable with --var."
	}
	return "Bounded by " + bound + ": the value is known only at run time; " + cap +
		" The traffic profile's key lists gives the length of a list."
}
