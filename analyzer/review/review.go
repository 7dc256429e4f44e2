// Package review has what a run found out: the value that printers take. It
// knows no printer and no engine.
package review

import (
	"archlint/analyzer/baseline"
	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// SchemaVersion is the version of the JSON report.
const SchemaVersion = 1

// Review is everything that a run found out, and the JSON report as it stands.
type Review struct {
	SchemaVersion int               `json:"schemaVersion"`
	Tool          Tool              `json:"tool"`
	Summary       Summary           `json:"summary"`
	Flows         []facts.Flow      `json:"flows"`
	Capacity      []facts.Limit     `json:"capacity"`
	Findings      []finding.Finding `json:"findings"`
	// Accepted are the findings that a waiver or the baseline covers: risks that
	// are known and fail nothing. In the order of findings.
	Accepted []finding.Accepted `json:"accepted"`
	// NextBaseline is what a new baseline holds, nil where none was asked for.
	NextBaseline *baseline.File `json:"-"`
	Errors       []ToolError    `json:"errors"`
	// Notes are what was read and reviewed all the same, and the reader should
	// know: oddities of files, kinds of action that are not modelled, data
	// actions without a definition.
	Notes []ToolError `json:"notes"`
	// Assumptions are sentences on what the figures rest on, for the reader.
	Assumptions []string `json:"assumptions"`
	// Outages tell what happens when the endpoint behind one data action hangs.
	Outages []facts.Outage `json:"outages"`
	// Measured are the executions of data actions that were measured, held against what the
	// flows come to; empty where the export has no such figures.
	Measured []facts.MeasuredAction `json:"measured"`
	// Traffic is what Capacity and Outages rest on, figure by figure.
	Traffic []facts.TrafficFigure `json:"traffic"`
	// Scenarios are the capacity under each of the chosen scenarios, in order;
	// empty when none was chosen. The first is the one in Capacity and Outages.
	Scenarios []Scenario `json:"scenarios"`
	// Simulation is what a simulation saw, nil where none was asked for.
	Simulation *Simulation `json:"-"`
	// Org is what the export says about the organisation, as policies see it.
	Org facts.Org `json:"-"`
	// WhatIf is what Capacity follows from, for other traffic; nil when unknown.
	WhatIf *capacity.WhatIf `json:"-"`
	// Links are the ways of interactions from flow to flow, by index into Flows.
	Links [][2]int `json:"-"`
	// Rules are the rules that took part, for formats that describe them.
	Rules []Rule `json:"-"`
	// Sources give the text around a position; nil where a file is not at hand.
	Sources SourceLines `json:"-"`

	known []Flow // by index into Flows; empty where Flows are whole
}

// FlowInput is the input document of flow-scope policies for the i-th flow.
func (r *Review) FlowInput(i int) facts.FlowInput {
	return facts.FlowInput{Flow: r.Flow(i), Org: r.Org, Capacity: r.Capacity}
}

// OrgInput is the one input document of org-scope policies: all flows, whole.
func (r *Review) OrgInput() facts.OrgInput {
	flows := make([]facts.Flow, len(r.Flows))
	for i := range flows {
		flows[i] = r.Flow(i)
	}
	return facts.OrgInput{Flows: flows, Org: r.Org, Capacity: r.Capacity, Outages: r.Outages}
}

// Scenario is what one scenario's traffic comes to.
type Scenario struct {
	Name        string                `json:"name"`
	Capacity    []facts.Limit         `json:"capacity"`
	Outages     []facts.Outage        `json:"outages"`
	Traffic     []facts.TrafficFigure `json:"traffic"`
	Assumptions []string              `json:"assumptions"`
}

// SourceLines gives single lines of the reviewed files, for excerpts.
type SourceLines interface {
	// SourceLine returns the 1-based line of a file named as in the findings.
	SourceLine(file string, line int) (string, bool)
}

// Tool names the program.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Summary counts.
type Summary struct {
	Flows           int            `json:"flows"`
	DataActionCalls int            `json:"dataActionCalls"`
	Findings        SeverityCounts `json:"findings"`
	Waived          int            `json:"waived"`
	Baselined       int            `json:"baselined"`
	Errors          int            `json:"errors"`
	ModelledShare   float64        `json:"modelledShare"`
}

// SeverityCounts counts findings by severity.
type SeverityCounts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
}

// ToolError is something that kept a part of the input from being reviewed, or
// a note on it, with its place as far as it has one.
type ToolError struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
	// General is set on notes that say of the whole review what it does not know.
	General bool `json:"-"`
}

// Rule describes a rule for formats that list them.
type Rule struct {
	ID          string           `json:"id"`
	Title       string           `json:"title"`
	Description string           `json:"description"`
	Category    string           `json:"category"`
	Severity    finding.Severity `json:"severity"`
	Confidence  string           `json:"confidence"`
	Scope       string           `json:"scope"`
	Remediation string           `json:"remediation"`
	Docs        string           `json:"docs"`
	Source      string           `json:"source"` // "builtin" or the directory it came from
}
