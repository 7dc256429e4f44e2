package analyzer

import (
	"log/slog"
	"slices"

	"archlint/analyzer/baseline"
	"archlint/analyzer/calls"
	"archlint/analyzer/capacity"
	"archlint/analyzer/cfg"
	"archlint/analyzer/drawing"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/interaction"
	"archlint/analyzer/policy"
	"archlint/analyzer/review"
	"archlint/analyzer/source"
)

// review is one Analyze at work.
type job struct {
	opts      Options
	log       *slog.Logger
	errs      []review.ToolError
	rules     []policy.Rule
	org       facts.Org
	net       *interaction.Net
	counts    *actionCounts
	starts    *starts
	capacity  capacity.Result
	held      held // what it follows from
	simulated *review.Simulation
	notes     []string

	places    []finding.Place             // where rules have other levels
	levels    map[string]finding.Severity // of rules that no policy judges
	findings  []finding.Finding
	accepted  []finding.Accepted
	next      *baseline.File    // what a new baseline holds, if one is asked for
	profiled  profiled          // what became of the traffic profile
	scenarios []review.Scenario // when scenarios were chosen
}

// trouble records what kept a part of the input from being reviewed.
func (r *job) trouble(err error) {
	if e, ok := err.(*source.Error); ok {
		r.errs = append(r.errs, review.ToolError{File: e.File, Line: e.Pos.Line, Column: e.Pos.Column, Message: e.Message})
		return
	}
	r.errs = append(r.errs, review.ToolError{Message: err.Error()})
}

// finish puts the review together, everything in its order.
func (r *job) finish(flows []*reviewed, in *input) *review.Review {
	out := &review.Review{
		SchemaVersion: review.SchemaVersion,
		Tool:          review.Tool{Name: "archlint", Version: r.opts.Version},
		Capacity:      r.capacity.Limits,
		Outages:       r.capacity.Outages,
		Traffic:       r.capacity.Traffic,
		Findings:      r.findings,
		Accepted:      r.accepted,
		NextBaseline:  r.next,
		Errors:        r.sortedErrors(),
		Assumptions:   append(slices.Clone(r.notes), r.capacity.Assumptions...),
		Org:           r.org,
		WhatIf:        r.capacity.WhatIf,
		Rules:         reportRules(r.rules),
		Sources:       in.sources,
		Scenarios:     r.scenarios,
		Simulation:    r.simulated,
	}
	out.Notes = notesOf(in, flows)
	for i, f := range flows {
		for _, to := range f.next {
			out.Links = append(out.Links, [2]int{i, to})
		}
		if !r.opts.Lean {
			out.Graphs = append(out.Graphs, f.graph)
		}
		out.Flows = append(out.Flows, f.facts)
		if r.opts.Lean {
			out.Details = append(out.Details, f.details)
		}
		if r.opts.Draw {
			out.Drawings = append(out.Drawings, f.drawing)
		}
	}
	out.Summary = summarise(out)
	return out
}

func (r *job) sortedErrors() []review.ToolError {
	slices.SortStableFunc(r.errs, func(a, b review.ToolError) int {
		return finding.Compare(
			finding.Finding{File: a.File, Line: a.Line, Column: a.Column, Message: a.Message},
			finding.Finding{File: b.File, Line: b.Line, Column: b.Column, Message: b.Message})
	})
	return slices.Compact(r.errs)
}

func summarise(r *review.Review) review.Summary {
	s := review.Summary{Flows: len(r.Flows), Errors: len(r.Errors), ModelledShare: 1}
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

func reportRules(rules []policy.Rule) []review.Rule {
	out := make([]review.Rule, 0, len(rules))
	for _, r := range rules {
		out = append(out, review.Rule{
			ID: r.ID, Title: r.Title, Description: r.Description, Category: r.Category,
			Severity: r.Severity, Confidence: r.Confidence, Scope: string(r.Scope),
			Remediation: r.Remediation, Docs: r.Docs, Source: r.Source,
		})
	}
	return out
}

// reviewed is one flow with everything that was found out about it.
type reviewed struct {
	failed  bool              // a defect kept it from being analysed; it has been told
	facts   facts.Flow        // in a lean review the outline
	details facts.Packed      // and what it lacks
	part    *interaction.Flow // what interactions do in it
	paces   []pace            // of its calls, in an in-queue flow
	unfixed *float64          // seconds of waits whose length the flow does not fix, nil for unknown
	model   calls.Model
	ending  calls.Ending // of its runs, for flows that call it
	looser  looser
	// unsettled is set where some mean of the flow was not found, and what stands in
	// its place is too low.
	unsettled bool
	graph     *cfg.Graph     // nil in a lean review
	drawing   drawing.Packed // of a lean review that is drawn
	// reaches are the flows that an interaction which enters here can go on in,
	// by index, next those that it leads to straight.
	reaches []int
	next    []int
}

// whole is all the facts of the flow.
func (f *reviewed) whole() facts.Flow { return f.details.Whole(f.facts) }
