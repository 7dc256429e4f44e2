// Package jsonreport prints a review, or parts of it, as JSON: the report of schema
// version 1, and the documents that policies see.
package jsonreport

import (
	"encoding/json"
	"io"

	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/report/jsonstream"
	"archlint/analyzer/review"
)

// Write prints the review as the JSON report, schema version 1. It is a
// projection: what only policies need (every node, data flow) stays out.
func Write(w io.Writer, r *review.Review, _ report.Options) error {
	o := jsonstream.New(w)
	o.Value("schemaVersion", review.SchemaVersion)
	o.Value("tool", r.Tool)
	o.Value("summary", SummaryRecordOf(r.Summary))
	jsonstream.ListOf(o, "flows", len(r.Flows), func(i int) jsonFlow { return jsonFlowOf(r.WithoutNodes(i)) })
	jsonstream.List(o, "capacity", r.Capacity, jsonLimitOf)
	jsonstream.List(o, "outages", r.Outages, jsonOutageOf)
	jsonstream.List(o, "measured", r.Measured, jsonMeasuredOf)
	jsonstream.List(o, "traffic", r.Traffic, jsonTrafficOf)
	jsonstream.List(o, "scenarios", r.Scenarios, jsonScenarioOf)
	jsonstream.List(o, "findings", r.Findings, FindingRecordOf)
	jsonstream.List(o, "accepted", r.Accepted, jsonAcceptedOf)
	jsonstream.List(o, "errors", r.Errors, report.Same)
	jsonstream.List(o, "notes", r.Notes, report.Same)
	jsonstream.List(o, "assumptions", r.Assumptions, report.Same)
	return o.Close()
}

// SummaryRecord is the summary of a review in JSON.
type SummaryRecord struct {
	Flows           int                   `json:"flows"`
	DataActionCalls int                   `json:"dataActionCalls"`
	Findings        review.SeverityCounts `json:"findings"`
	Waived          int                   `json:"waived"`
	Baselined       int                   `json:"baselined"`
	Errors          int                   `json:"errors"`
	ModelledShare   report.Figure         `json:"modelledShare"`
}

// SummaryRecordOf is a summary with its figures rounded.
func SummaryRecordOf(s review.Summary) SummaryRecord {
	return SummaryRecord{
		Flows: s.Flows, DataActionCalls: s.DataActionCalls, Findings: s.Findings,
		Waived: s.Waived, Baselined: s.Baselined, Errors: s.Errors, ModelledShare: report.Figure(s.ModelledShare),
	}
}

// FindingRecord is a finding in JSON.
type FindingRecord struct {
	Rule        string           `json:"rule"`
	Severity    finding.Severity `json:"severity"`
	Message     string           `json:"message"`
	Remediation string           `json:"remediation"`
	Flow        string           `json:"flow"`
	File        string           `json:"file"`
	Line        int              `json:"line"`
	Column      int              `json:"column"`
	Node        string           `json:"node"`
	Pointer     string           `json:"pointer"`
	Fingerprint string           `json:"fingerprint"`
	Evidence    json.RawMessage  `json:"evidence"`
	Docs        string           `json:"docs"`
	Confidence  string           `json:"confidence"`
	Category    string           `json:"category"`
	Limit       string           `json:"limit"`
	Reopened    string           `json:"reopened"`
}

// FindingRecordOf is a finding with evidence that is valid JSON.
func FindingRecordOf(f finding.Finding) FindingRecord {
	out := FindingRecord(f)
	out.Evidence = report.EvidenceOf(f)
	return out
}
