package report

import (
	"encoding/json"
	"io"

	"archlint/analyzer/finding"
	"archlint/analyzer/review"
)

// WriteJSON prints the review as the JSON report, schema version 1. It is a
// projection: what only policies need (every node, data flow) stays out.
func WriteJSON(w io.Writer, r *review.Review, _ Options) error {
	o := newJSONObject(w)
	o.value("schemaVersion", review.SchemaVersion)
	o.value("tool", r.Tool)
	o.value("summary", jsonSummaryOf(r.Summary))
	listOf(o, "flows", len(r.Flows), func(i int) jsonFlow { return jsonFlowOf(r.WithoutNodes(i)) })
	list(o, "capacity", r.Capacity, jsonLimitOf)
	list(o, "outages", r.Outages, jsonOutageOf)
	list(o, "traffic", r.Traffic, jsonTrafficOf)
	list(o, "scenarios", r.Scenarios, jsonScenarioOf)
	list(o, "findings", r.Findings, jsonFindingOf)
	list(o, "accepted", r.Accepted, jsonAcceptedOf)
	list(o, "errors", r.Errors, same)
	list(o, "notes", r.Notes, same)
	list(o, "assumptions", r.Assumptions, same)
	return o.close()
}

// each maps a slice and never returns nil: the report has no null arrays.
func each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}

// copied is in, and [] where it is nil.
func copied[A any](in []A) []A { return append([]A{}, in...) }

type jsonSummary struct {
	Flows           int                   `json:"flows"`
	DataActionCalls int                   `json:"dataActionCalls"`
	Findings        review.SeverityCounts `json:"findings"`
	Waived          int                   `json:"waived"`
	Baselined       int                   `json:"baselined"`
	Errors          int                   `json:"errors"`
	ModelledShare   figure                `json:"modelledShare"`
}

func jsonSummaryOf(s review.Summary) jsonSummary {
	return jsonSummary{
		Flows: s.Flows, DataActionCalls: s.DataActionCalls, Findings: s.Findings,
		Waived: s.Waived, Baselined: s.Baselined, Errors: s.Errors, ModelledShare: figure(s.ModelledShare),
	}
}

type jsonFinding struct {
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

func jsonFindingOf(f finding.Finding) jsonFinding {
	out := jsonFinding(f)
	out.Evidence = evidenceOf(f)
	return out
}

// evidenceOf returns the finding's evidence, {} where it gives none.
func evidenceOf(f finding.Finding) json.RawMessage {
	if !json.Valid(f.Evidence) || string(f.Evidence) == "null" {
		return json.RawMessage("{}")
	}
	return f.Evidence
}
