package report

import (
	"fmt"

	"archlint/analyzer/facts"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/review"
)

// FlowFigures is the line of numbers under a flow's name.
func FlowFigures(f facts.Flow) string {
	text := Counted(f.Actions, "action")
	if f.OpaqueActions > 0 {
		text += fmt.Sprintf(" (%s of a kind that is not modelled)", phrase.Grouped(f.OpaqueActions))
	}
	text += ", " + Counted(len(f.Calls), "data action call site")
	if len(f.Calls) == 0 {
		return text
	}
	text += "; calls per run: " + RangeWords(f.PerRun) + basisNote(f.PerRunBasis)
	switch {
	case f.BoundedBy != ByPlatform:
	case ParametricBound(f.Calls) != "" && !AnyBoundedBy(f.Calls, ByPlatform):
		text += " (limited by what is not known yet)"
	default:
		text += " (no limit in the flow)"
	}
	if f.PerInteraction != f.PerRun {
		text += "; per interaction: " + RangeWords(f.PerInteraction) + basisNote(f.PerInteractionBasis)
	}
	return text
}

// basisNote puts what a figure rests on after it, "" where nothing says so.
func basisNote(basis string) string {
	if basis == "" {
		return ""
	}
	return " (" + Clean(basis) + ")"
}

// RangeWords is least, expected and greatest number.
func RangeWords(r facts.Range) string {
	return fmt.Sprintf("%s to %s, expected %s", Number(float64(r.Min)), Number(float64(r.Max)), Number(r.Expected))
}

// ErrorLine prints a tool error as file:line:column: message.
func ErrorLine(e review.ToolError) string {
	if at := Place(e.File, e.Line, e.Column); at != "" {
		return at + ": " + Clean(e.Message)
	}
	return Clean(e.Message)
}

// Longest is how much of one message or one word is printed; JSON has all.
const Longest = 1000

// MostNotes is how many notes are printed unless the reader wants everything.
const MostNotes = 20
