package review

import (
	"slices"

	"archlint/analyzer/finding"
	"archlint/analyzer/source"
)

// ErrorsOf are errors in the order of their places, each once.
func ErrorsOf(errs []error) []ToolError {
	var out []ToolError
	for _, err := range errs {
		if e, ok := err.(*source.Error); ok {
			out = append(out, ToolError{File: e.File, Line: e.Pos.Line, Column: e.Pos.Column, Message: e.Message})
			continue
		}
		out = append(out, ToolError{Message: err.Error()})
	}
	slices.SortStableFunc(out, func(a, b ToolError) int {
		return finding.Compare(
			finding.Finding{File: a.File, Line: a.Line, Column: a.Column, Message: a.Message},
			finding.Finding{File: b.File, Line: b.Line, Column: b.Column, Message: b.Message})
	})
	return slices.Compact(out)
}

// NotesOf are all notes in the order in which they are read: what the flows lead to
// that is not there, what was odd about the files, what was found of the flows.
func NotesOf(flows []Flow, files []*source.Error, studied []ToolError) []ToolError {
	var out []ToolError
	for _, ends := range OpenEnds(Flows(flows, false)) {
		out = append(out, ToolError{General: true, Message: ends})
	}
	for _, n := range files {
		out = append(out, ToolError{File: n.File, Line: n.Pos.Line, Column: n.Pos.Column, Message: n.Message})
	}
	return append(out, studied...)
}

// Summarise counts what a review holds.
func Summarise(r *Review) Summary {
	s := Summary{Flows: len(r.Flows), Errors: len(r.Errors), ModelledShare: 1}
	actions, opaque := 0, 0
	for _, f := range r.Flows {
		s.DataActionCalls += len(f.Calls)
		actions += f.Actions
		opaque += f.OpaqueActions
	}
	if actions > 0 {
		s.ModelledShare = 1 - float64(opaque)/float64(actions)
	}
	for _, a := range r.Accepted {
		if a.By == finding.ByWaiver {
			s.Waived++
		} else {
			s.Baselined++
		}
	}
	for _, f := range r.Findings {
		switch f.Severity {
		case finding.Error:
			s.Findings.Error++
		case finding.Warning:
			s.Findings.Warning++
		case finding.Info:
			s.Findings.Info++
		}
	}
	return s
}
