package diffreport

import (
	"bytes"

	"archlint/analyzer/diff"
	"archlint/analyzer/facts"
	"archlint/analyzer/report"
	"archlint/analyzer/report/jsonreport"
	"archlint/analyzer/report/jsonstream"
	"archlint/analyzer/review"
)

// diffJSON prints a comparison as JSON. Every figure that changed is an object
// with old and new; one that stayed is null.
func diffJSON(c *Comparison, _ report.Options) ([]byte, error) {
	var buf bytes.Buffer
	w := c.Diff.Worsened()
	err := jsonstream.Encode(&buf, jsonDiff{
		SchemaVersion: review.SchemaVersion, Tool: c.Head.Tool,
		Summary: jsonDiffSummary{
			Base: jsonreport.SummaryRecordOf(c.Base.Summary), Head: jsonreport.SummaryRecordOf(c.Head.Summary), BoundsWorse: w.Bounds,
			VerdictsWorse: w.Verdicts,
			New:           len(c.Diff.Findings.New), Worse: len(c.Diff.Findings.Worse), Gone: len(c.Diff.Findings.Gone),
		},
		Flows: report.Each(c.Diff.Flows, jsonFlowChangeOf), Capacity: report.Each(c.Diff.Capacity, jsonLimitChangeOf),
		Findings: jsonFindingChanges{
			New: report.Each(c.Diff.Findings.New, jsonreport.FindingRecordOf), Gone: report.Each(c.Diff.Findings.Gone, jsonreport.FindingRecordOf),
			Worse: report.Each(c.Diff.Findings.Worse, func(w diff.Worse) jsonWorse {
				figures := map[string]jsonChange[report.Figure]{}
				for _, f := range w.Figures {
					was, is := report.Figure(f.Old), report.Figure(f.New)
					figures[f.Path] = jsonChange[report.Figure]{&was, &is}
				}
				return jsonWorse{jsonreport.FindingRecordOf(w.Finding), figures}
			}),
		},
		Errors: append(report.Copied(c.Base.Errors), c.Head.Errors...),
	})
	return buf.Bytes(), err
}

type jsonDiff struct {
	SchemaVersion int                `json:"schemaVersion"`
	Tool          review.Tool        `json:"tool"`
	Summary       jsonDiffSummary    `json:"summary"`
	Flows         []jsonFlowChange   `json:"flows"`
	Capacity      []jsonLimitChange  `json:"capacity"`
	Findings      jsonFindingChanges `json:"findings"`
	Errors        []review.ToolError `json:"errors"`
}

type jsonDiffSummary struct {
	Base          jsonreport.SummaryRecord `json:"base"`
	Head          jsonreport.SummaryRecord `json:"head"`
	BoundsWorse   int                      `json:"boundsWorse"`
	VerdictsWorse int                      `json:"verdictsWorse"`
	New           int                      `json:"newFindings"`
	Worse         int                      `json:"worseFindings"`
	Gone          int                      `json:"goneFindings"`
}

type jsonFindingChanges struct {
	New   []jsonreport.FindingRecord `json:"new"`
	Worse []jsonWorse                `json:"worse"`
	Gone  []jsonreport.FindingRecord `json:"gone"`
}

type jsonWorse struct {
	jsonreport.FindingRecord
	Figures map[string]jsonChange[report.Figure] `json:"figures"`
}

type jsonChange[T any] struct {
	Old *T `json:"old"`
	New *T `json:"new"`
}

func jsonFigureChange(c *diff.Change[float64]) *jsonChange[report.Figure] {
	if c == nil {
		return nil
	}
	return &jsonChange[report.Figure]{report.FigureOf(c.Old), report.FigureOf(c.New)}
}

type jsonRangeChange struct {
	Min      *diff.Change[int64]        `json:"min"`
	Expected *jsonChange[report.Figure] `json:"expected"`
	Max      *diff.Change[int64]        `json:"max"`
}

func jsonRangeChangeOf(r *diff.Range) *jsonRangeChange {
	if r == nil {
		return nil
	}
	return &jsonRangeChange{r.Min, jsonFigureChange(r.Expected), r.Max}
}

type jsonFlowChange struct {
	Name                string               `json:"name"`
	Renamed             *diff.Change[string] `json:"renamed"`
	Type                string               `json:"type"`
	File                string               `json:"file"`
	Line                int                  `json:"line"`
	Status              diff.Status          `json:"status"`
	PerRun              *jsonRangeChange     `json:"perRun"`
	PerInteraction      *jsonRangeChange     `json:"perInteraction"`
	BoundedBy           *diff.Change[string] `json:"boundedBy"`
	PerRunBasis         diff.Change[string]  `json:"perRunBasis"`
	PerInteractionBasis diff.Change[string]  `json:"perInteractionBasis"`
	Because             []string             `json:"because"`
	Calls               []jsonCallChange     `json:"calls"`
}

func jsonFlowChangeOf(f diff.Flow) jsonFlowChange {
	return jsonFlowChange{
		Name: f.Flow, Renamed: f.Name, Type: f.Type, File: f.File, Line: f.Line, Status: f.Status,
		PerRun: jsonRangeChangeOf(f.PerRun), PerInteraction: jsonRangeChangeOf(f.PerInteraction), BoundedBy: f.BoundedBy,
		PerRunBasis: f.PerRunBasis, PerInteractionBasis: f.PerInteractionBasis,
		Because: report.Copied(f.Because), Calls: report.Each(f.Calls, jsonCallChangeOf),
	}
}

type jsonCallChange struct {
	Node       string               `json:"node"`
	Name       string               `json:"name"`
	DataAction string               `json:"dataAction"`
	File       string               `json:"file"`
	Line       int                  `json:"line"`
	Column     int                  `json:"column"`
	Status     diff.Status          `json:"status"`
	PerRun     *jsonRangeChange     `json:"perRun"`
	BoundedBy  *diff.Change[string] `json:"boundedBy"`
	Basis      diff.Change[string]  `json:"basis"`
	Because    string               `json:"because"`
}

func jsonCallChangeOf(c diff.Call) jsonCallChange {
	return jsonCallChange{c.Node, c.Title, c.DataAction, c.File, c.Line, c.Column, c.Status, jsonRangeChangeOf(c.PerRun),
		c.BoundedBy, c.Basis, c.Because}
}

type jsonLimitChange struct {
	Limit       facts.LimitID              `json:"limit"`
	Demand      jsonDemandChange           `json:"demand"`
	Utilisation *jsonChange[report.Figure] `json:"utilisation"`
	Verdict     *diff.Change[string]       `json:"verdict"`
}

type jsonDemandChange struct {
	Expected *jsonChange[report.Figure] `json:"expected"`
	Peak     *jsonChange[report.Figure] `json:"peak"`
	Basis    diff.Change[string]        `json:"basis"`
}

func jsonLimitChangeOf(l diff.Limit) jsonLimitChange {
	return jsonLimitChange{l.Limit, jsonDemandChange{jsonFigureChange(l.Expected), jsonFigureChange(l.Peak), l.Basis},
		jsonFigureChange(l.Utilisation), l.Verdict}
}
