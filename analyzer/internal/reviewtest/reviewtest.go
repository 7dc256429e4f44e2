// Package reviewtest has reviews for the tests of printers.
package reviewtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/review"
	"archlint/analyzer/source"
)

// Texts serves source lines from memory.
type Texts map[string]*source.File

// SourceLine implements review.SourceLines.
func (t Texts) SourceLine(file string, line int) (string, bool) {
	f, ok := t[file]
	if !ok {
		return "", false
	}
	return f.Line(line), true
}

// Rich has one of everything: two flows, a folded loop, a call that
// only the platform bounds, a limit that is exceeded, one without demand, a
// finding of the organisation, a tool error.
func Rich() *review.Review {
	flows := []facts.Flow{richCallFlow(), richWorkflow(), {Name: "Closed", Type: "inboundcall", File: "flows/closed.yaml", Line: 1, Column: 1,
		Format: "archy", Actions: 3, ModelledShare: 1}}
	return &review.Review{
		SchemaVersion: review.SchemaVersion,
		Tool:          review.Tool{Name: "archlint", Version: "1.2.3"},
		Summary: review.Summary{
			Flows: 3, DataActionCalls: 3, Findings: review.SeverityCounts{Error: 2, Warning: 1, Info: 1},
			Waived: 1, Baselined: 2, Errors: 1, ModelledShare: 0.98,
		},
		Flows:    flows,
		Capacity: RichCapacity(),
		Measured: []facts.MeasuredAction{
			{DataAction: "Get customer", Integration: "CRM", MeasuredPerMinute: 134, ComputedPerMinute: 136, Ratio: new(0.9853)},
			{DataAction: "Book slot", Integration: "CRM", MeasuredPerMinute: 512, ComputedPerMinute: 405.3, Ratio: new(1.263), Differs: true,
				Explain: []facts.MeasuredCause{
					{Place: facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 6, Column: 9, Node: "5"}, Kind: "site",
						Name: "Try booking", PerMinute: 90, Expected: new(2.98), Needed: new(3.764), Branches: []facts.BranchName{
							{Place: facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 5, Column: 9, Node: "4"}, Name: "Known?"}}},
					{Kind: "unattributed", PerMinute: 16.7},
				}},
			{DataAction: "Get status", Integration: "Orders", MeasuredPerMinute: 9, ComputedPerMinute: 0, Open: true},
		},
		Outages: []facts.Outage{
			{Kind: "dataAction", DataAction: "Get customer", Integration: "CRM",
				DataActions: []facts.Hanging{{DataAction: "Get customer", Integration: "CRM"}}, TimeoutSeconds: new(60.0),
				Slots: &facts.Demand{Expected: 136, Peak: 165}, Limit: 50, Refused: new(0.66), SafeTimeoutSeconds: new(14.0),
				Verdict: "exceeded", Affected: []facts.Affected{{Integration: "CRM"}, {Integration: "Orders", DataActions: []string{"Get status"},
					Flows: []string{"Order status"}}}},
			{Kind: "dataAction", DataAction: "Get status", Integration: "Orders",
				DataActions: []facts.Hanging{{DataAction: "Get status", Integration: "Orders"}}, Slots: &facts.Demand{Expected: 1, Peak: 3}, Limit: 50,
				Refused: new(0.0), Verdict: "ok"},
			{Kind: "dataAction", DataAction: "Book slot", Integration: "CRM",
				DataActions: []facts.Hanging{{DataAction: "Book slot", Integration: "CRM"}}, Limit: 50, Verdict: "unknown"},
			{Kind: "integration", Integration: "CRM", DataActions: []facts.Hanging{{DataAction: "Book slot", Integration: "CRM"},
				{DataAction: "Get customer", Integration: "CRM"}}, TimeoutSeconds: new(60.0),
				Slots: &facts.Demand{Expected: 180, Peak: 222}, SlotsOpen: true, Limit: 50, Refused: new(0.7), Verdict: "exceeded",
				Affected: []facts.Affected{{Integration: "Orders", DataActions: []string{"Get status"}, Flows: []string{"Order status"}}}},
			{Kind: "host", Host: "crm.example.com", DataActions: []facts.Hanging{{DataAction: "Get customer", Integration: "CRM"},
				{DataAction: "Get status", Integration: "Orders"}},
				Slots: &facts.Demand{Expected: 40, Peak: 61}, Limit: 50, Refused: new(0.1), SafeTimeoutSeconds: new(0.0), Verdict: "exceeded"},
		},
		Findings: richFindings(),
		Accepted: richAccepted(),
		Errors:   []review.ToolError{{File: "flows/broken.yaml", Line: 3, Column: 7, Message: "mapping values are not allowed here"}},
		Traffic:  []facts.TrafficFigure{{Figure: "licences", Value: 800, Unit: "licences", Source: "flag", At: "--licences"}},
		Notes: []review.ToolError{{General: true, Message: "Queues that are not in the export, taken to run no data actions while " +
			"interactions wait: Sales."}, {File: "flows/main.yaml", Line: 12, Column: 9, Message: `actions of the kind "newKind" are not modelled`},
			{General: true, Message: `Data actions that no file defines, so that their requests and own timeouts are not known: "Book slot".`},
			{Message: "Lines and columns are those of the decoded text."}},
		Assumptions: []string{"800 concurrent licences at an occupancy of 85 % and an average handling time of 5 minutes start 136 " +
			"interactions per minute.", "every call takes 5 s"},
		Rules: richRules(),
		Sources: Texts{
			"flows/first.yaml": source.NewFile("flows/first.yaml",
				[]byte("inboundCall:\n  name: First contact\n  tasks:\n    - callData:\n        name: Kundendaten 顧客 lesen\n        timeout:\n"+
					"          lit: { minutes: 1 }\n")),
			"flows/poll.json": source.NewFile("flows/poll.json", []byte("{\"pad\": \""+strings.Repeat("x", 300)+"\", \"name\": \"Get status\"}\n")),
		},
	}
}

func richCallFlow() facts.Flow {
	return facts.Flow{
		Name: "First contact", ID: "7f0c", Type: "inboundcall", File: "flows/first.yaml", Line: 1, Column: 1, Format: "archy",
		Actions: 41, OpaqueActions: 1, ModelledShare: 40.0 / 41, Voice: true, Entry: true, BoundedBy: "counter", MaxActions: new(int64(77)),
		PerRun: facts.Range{Min: 1, Expected: 3.98, Max: 11}, PerInteraction: facts.Range{Min: 1, Expected: 4.4, Max: 21},
		PerRunBasis: "measured", PerInteractionBasis: "assumed",
		Reaches: []string{"Waiting"}, OpenEnds: []facts.OpenEnd{{Kind: "queue", Name: "Sales"}},
		PerDataAction: []facts.Sum{{Name: "Get customer", Integration: "CRM", PerRun: facts.Range{Min: 1, Expected: 1, Max: 1},
			BoundedBy: "acyclic"}},
		Calls: []facts.Call{
			{
				Place: facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 4, Column: 7, Node: "3"},
				Name:  "Kundendaten 顧客 lesen", DataAction: "Get customer", ActionID: "custom_-_1", Integration: "CRM", Container: "Main",
				PerRun: facts.Range{Min: 1, Expected: 1, Max: 1}, Basis: "given", BoundedBy: "acyclic", Hot: true, Reachable: true,
				TimeoutSeconds: new(60.0), TimeoutIsDefault: true, Outputs: facts.Outputs{Success: "connected", Failure: "empty", Timeout: "empty"},
				Witness: []facts.Step{{Name: "Kundendaten 顧客 lesen", File: "flows/first.yaml", Line: 4, Column: 7, Node: "3"}},
			},
			{
				Place: facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 6, Column: 9, Node: "9"},
				Name:  "Try booking", DataAction: "Book slot", Via: "Booking", Integration: "CRM", Container: "Main",
				PerRun: facts.Range{Min: 0, Expected: 2.9800000000000004, Max: 10},
				Basis:  "measured", BasisExecutions: 12431, BasisDays: 14, BoundedBy: "counter", Hot: true, Reachable: true,
				Bound: &facts.Bound{
					Variable: "Flow.tries", From: new("0"), Step: "+1", Until: "Flow.tries < 10",
					FromAt:    &facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 1, Column: 5},
					CountedAt: &facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 7, Column: 9, Node: "10"},
					TestedAt:  &facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 2, Column: 3, Node: "1"},
				},
				LoopDepth: 1, Loop: new("8"), Loops: []string{"8"},
				TimeoutSeconds: new(12.5), Outputs: facts.Outputs{Success: "connected", Failure: "connected", Timeout: "outOfService"},
				RepeatOf: []facts.Repeat{{Place: facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 4, Column: 7, Node: "3"}}},
				Witness: []facts.Step{
					{Name: "Open?", Output: "yes", File: "flows/first.yaml", Line: 2, Column: 3, Node: "1"},
					{Name: "Retry", Output: "loop", File: "flows/first.yaml", Line: 5, Column: 5, Node: "8", Times: 10, Steps: []facts.Step{
						{Name: "Try booking", Output: "failure", File: "flows/first.yaml", Line: 6, Column: 9, Node: "9"},
					}},
				},
			},
		},
		Loops: []facts.Loop{{
			Place: facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 5, Column: 5, Node: "8"},
			ID:    "8", Name: "Retry", Form: "loop", Kind: "retry", Count: new(int64(10)), CountText: "10", Container: "Main", BodyActions: 4,
			Calls: []string{"9"}, Depth: 1,
		}},
		Nodes: []facts.Node{{Name: "Open?", Kind: "decision"}},
		SettledConditions: []facts.SettledCondition{{
			Place: facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 7, Column: 9, Node: "10"},
			Name:  "Booked?", Container: "Main", Condition: "Flow.booked", Always: "no", Never: []string{"yes"},
			Values: []facts.Held{{Variable: "Flow.booked", Value: new("false")}}, CutOff: 2, Calls: []string{},
		}},
	}
}

func richWorkflow() facts.Flow {
	return facts.Flow{
		Name: "Order status", Type: "workflow", File: "flows/poll.json", Line: 1, Column: 1, Format: "platform",
		Actions: 1200, ModelledShare: 1, BoundedBy: "platformLimit",
		PerRun: facts.Range{Min: 0, Expected: 3, Max: 3333}, PerInteraction: facts.Range{Min: 0, Expected: 3, Max: 3333},
		PerRunBasis: "assumed", PerInteractionBasis: "assumed",
		Calls: []facts.Call{{
			Place: facts.Place{Flow: "Order status", File: "flows/poll.json", Line: 1, Column: 323, Node: "17"},
			Name:  "Get status", DataAction: "Get status", Integration: "Orders", Container: "Poll",
			PerRun: facts.Range{Min: 0, Expected: 3, Max: 3333}, Basis: "assumed", BoundedBy: "platformLimit",
			CapReason: "nothing in the loop counts its rounds",
			Hot:       true, Reachable: true,
			Cache: &facts.Cache{
				Place: facts.Place{Flow: "Order status", File: "flows/poll.json", Line: 1, Column: 90, Node: "12"},
				Name:  "Known?", Table: "Order states", Key: "Flow.orderId", StaleWhen: "Task.age > 60",
			},
			LoopDepth: 1, Loop: new("15"), Loops: []string{"15"}, RatePerMinute: new(12.0), TimeoutSeconds: nil,
			Outputs: facts.Outputs{Success: "connected", Failure: "connected", Timeout: "connected"},
		}},
		Loops: []facts.Loop{{
			Place: facts.Place{Flow: "Order status", File: "flows/poll.json", Line: 1, Column: 200, Node: "15"},
			ID:    "15", Name: "Until done", Form: "jump", Kind: "polling", Container: "Poll", BodyActions: 3, Calls: []string{"17"}, Depth: 1,
			HasWait: true, WaitSeconds: new(5.0), CycleSeconds: new(5.0),
		}},
	}
}

// RichCapacity is the limits of Rich: one exceeded, one near, one without demand.
func RichCapacity() []facts.Limit {
	return []facts.Limit{
		{
			Limit: facts.LimitID{Namespace: "dataactions", Key: "actions.concurrent.executions.max", Value: 50, Unit: "at a time",
				Scope: "organization", Source: "default", Title: "Concurrent executions"},
			Demand: &facts.Demand{Expected: 44.123456789, Peak: 61, Basis: "assumed"}, Utilisation: new(1.22),
			Headroom: new(50.0 / 61), Verdict: "exceeded",
			BreakEven:   facts.BreakEven{InteractionsPerMinute: new(111.4754), Licences: new(655.7), LatencySeconds: new(4.1)},
			Assumptions: []string{"every call takes 5 s"},
			AssumedShares: &facts.AssumedShares{
				Worst: &facts.Demand{Expected: 120.5, Peak: 151, Basis: "assumed"}, WorstVerdict: "exceeded",
				Ranges: []facts.ShareRange{{
					Place: facts.Place{Flow: "First contact", File: "flows/first.yaml", Line: 6, Column: 9, Node: "5"},
					Name:  "Try booking", Output: "failure", Share: 0.01, Least: 0, Greatest: 0.123, Most: 1,
				}},
			},
		},
		{
			Limit: facts.LimitID{Namespace: "dataactions", Key: "requests.volume.max", Value: 2500, Unit: "per minute",
				Scope: "organization", Source: "org"},
			Demand:    &facts.Demand{Expected: 136, Peak: 173, Basis: "measured", BasisExecutions: 12431, BasisDays: 14},
			DemandLow: &facts.Demand{Expected: 120, Peak: 173, Basis: "measured", BasisExecutions: 12431, BasisDays: 14}, Utilisation: new(0.0692),
			Headroom: new(14.45), Verdict: "ok",
			BreakEven: facts.BreakEven{InteractionsPerMinute: new(1966.0)},
		},
		{
			Limit: facts.LimitID{Namespace: "platform.api", Key: "token.rate.per.minute", Value: 300, Unit: "per minute",
				Scope: "token", Source: "default"},
			Verdict: "unknown",
		},
	}
}

func richFindings() []finding.Finding {
	return []finding.Finding{
		{
			Rule: "timeout-default", Severity: finding.Warning, Message: "the caller waits up to a minute in silence",
			Remediation: "Give the step a timeout that a caller will wait for.\n\nThree seconds are long on a telephone.",
			Flow:        "First contact", File: "flows/first.yaml", Line: 6, Column: 9, Node: "3", Fingerprint: "aaaa1111",
			Evidence: json.RawMessage(`{"seconds":60}`),
			Docs:     "docs/rules/timeout-default.md", Confidence: "proven", Category: "latency",
		},
		{
			Rule: "loop-around-call", Severity: finding.Error, Message: "the call runs up to 10 times", Remediation: "Call once, before the loop.",
			Flow: "First contact", File: "flows/first.yaml", Line: 6, Column: 9, Node: "9", Fingerprint: "bbbb2222",
			Docs: "docs/rules/loop-around-call.md", Confidence: "proven", Category: "volume",
		},
		{
			Rule: "polling", Severity: finding.Info, Message: "polls every 5 s", Reopened: "waived until 2026-09-30 (waivers.yaml:9)",
			Flow: "Order status", File: "flows/poll.json", Line: 1, Column: 323, Node: "17", Fingerprint: "cccc3333",
		},
		{
			Rule: "capacity-exceeded", Severity: finding.Error, Message: "the peak asks for 61 of 50 executions at a time",
			Remediation: "Shorten the calls or ask for a higher limit.",
			Fingerprint: "dddd4444", Evidence: json.RawMessage(`{"limit":"dataactions/actions.concurrent.executions.max","peak":61}`),
		},
	}
}

func richAccepted() []finding.Accepted {
	old := finding.Finding{Rule: "timeout-default", Severity: finding.Warning, Message: "the caller waits up to a minute in silence",
		Flow: "Closed", File: "flows/closed.yaml", Line: 2, Column: 3, Node: "4", Fingerprint: "eeee5555"}
	return []finding.Accepted{
		{Finding: old, By: finding.ByBaseline, Record: finding.Record{File: "baseline.json"}},
		{Finding: old, By: finding.ByBaseline, Record: finding.Record{File: "baseline.json"}},
		{
			Finding: finding.Finding{Rule: "loop-around-call", Severity: finding.Error, Message: "the call runs up to 3 times",
				Flow: "First contact", File: "flows/first.yaml", Line: 4, Column: 7, Node: "3", Fingerprint: "ffff6666",
				Evidence: json.RawMessage(`{"count":3}`)},
			By: finding.ByWaiver, Record: finding.Record{Reason: "the order system has no events", Owner: "orders", Expires: "2027-03-31",
				File: "waivers.yaml", Line: 2, Column: 5},
		},
	}
}

func richRules() []review.Rule {
	return []review.Rule{
		{ID: "capacity-exceeded", Title: "A limit is exceeded", Description: "The demand passes what the platform allows.", Category: "capacity",
			Severity: finding.Error, Confidence: "heuristic", Scope: "org", Remediation: "Shorten the calls or ask for a higher limit.",
			Docs: "docs/rules/capacity-exceeded.md", Source: "builtin"},
		{ID: "loop-around-call", Title: "A data action in a loop", Description: "Each pass calls the data action again.", Category: "volume",
			Severity: finding.Error, Confidence: "proven", Scope: "flow", Remediation: "Call once, before the loop.",
			Docs: "docs/rules/loop-around-call.md", Source: "builtin"},
		{ID: "timeout-default", Title: "The timeout is the default", Description: "A minute of silence on a live line.", Category: "latency",
			Severity: finding.Warning, Confidence: "proven", Scope: "flow", Remediation: "Give the step a timeout.",
			Docs: "docs/rules/timeout-default.md", Source: "builtin"},
		{ID: "not-used", Title: "Off by default", Category: "style", Severity: finding.Off, Scope: "flow", Source: "rules"},
	}
}

// hostile is a name that tries to break out of every format at once.
const hostile = "a\"b'c<script>alert(1)</script>&]]>\n::error file=x::pwned\r%0A|`*_[x](http://e)\u202etxt.\u2066\x1b[31m\x00\xff👩‍👩‍👧 " +
	"é\u2028@team #1"

// Hostile has hostile strings in every field that an input can fill,
// and one of 10 KB.
func Hostile() *review.Review {
	long := strings.Repeat("länge ", 1700)
	at := facts.Place{Flow: hostile, File: "flows/" + hostile + ".yaml", Line: 1, Column: 3, Node: hostile}
	return &review.Review{
		SchemaVersion: review.SchemaVersion,
		Tool:          review.Tool{Name: "archlint", Version: "1.2.3"},
		Summary:       review.Summary{Flows: 1, DataActionCalls: 1, Findings: review.SeverityCounts{Error: 2}, Errors: 1, ModelledShare: 1},
		Flows: []facts.Flow{{
			Name: hostile, Type: hostile, File: at.File, Line: 1, Column: 1, Format: "archy", Actions: 2,
			Calls: []facts.Call{{
				Place: at, Name: long, DataAction: hostile, Container: hostile, Reachable: true, BoundedBy: "acyclic", Loop: new(hostile),
				Witness: []facts.Step{{Name: hostile, Output: hostile, File: at.File, Line: 1, Column: 3, Node: hostile, Times: 2,
					Steps: []facts.Step{{Name: long}}}},
			}},
			Loops: []facts.Loop{{Place: at, ID: hostile, Name: hostile, Kind: "retry"}},
		}},
		Findings: []finding.Finding{
			{Rule: hostile, Severity: finding.Error, Message: hostile, Remediation: hostile, Flow: hostile, File: at.File, Line: 1, Column: 3,
				Node: hostile, Fingerprint: "f1", Evidence: json.RawMessage(`{"x":"]]>\u202e"}`)},
			{Rule: "long", Severity: finding.Error, Message: long, Remediation: long, Flow: hostile, File: at.File, Line: 1, Column: 9000,
				Fingerprint: "f1", Evidence: json.RawMessage(`not json`)},
		},
		Accepted: []finding.Accepted{
			{Finding: finding.Finding{Rule: hostile, Severity: finding.Error, Message: hostile, Flow: hostile, File: at.File, Line: 1, Column: 3,
				Reopened: hostile}, By: finding.ByWaiver, Record: finding.Record{Reason: hostile, Owner: hostile, Expires: "2027-03-31", File: hostile,
				Line: 1, Column: 1, Comment: true}},
		},
		Errors:      []review.ToolError{{File: at.File, Line: 2, Column: 1, Message: hostile}},
		Notes:       []review.ToolError{{File: at.File, Line: 2, Column: 1, Message: hostile}},
		Assumptions: []string{hostile},
		Outages: []facts.Outage{{Kind: "host", Host: hostile, DataActions: []facts.Hanging{{DataAction: hostile, Integration: hostile},
			{DataAction: "y"}}, Slots: &facts.Demand{}}, {DataAction: hostile, Integration: "x", Slots: &facts.Demand{},
			Affected: []facts.Affected{{Integration: hostile}}}},
		Capacity: []facts.Limit{{Limit: facts.LimitID{Namespace: hostile, Key: "k", Value: 1, Unit: hostile}, Verdict: hostile,
			Assumptions: []string{hostile}}},
		Rules:   []review.Rule{{ID: hostile, Title: hostile, Description: long, Severity: finding.Error, Scope: "flow"}},
		Sources: Texts{at.File: source.NewFile(at.File, []byte("\t\t\x1b[31m"+hostile+long+"\n"))},
	}
}

// Printed is what a printer makes of a review.
func Printed[O any](t testing.TB, write func(io.Writer, *review.Review, O) error, r *review.Review, o O) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out, r, o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// ManyFindings has n findings at places of their own.
func ManyFindings(n int) *review.Review {
	r := &review.Review{Tool: review.Tool{Name: "archlint"}}
	for i := range n {
		severity := finding.Info
		if i%10 == 9 {
			severity = finding.Error
		}
		r.Findings = append(r.Findings, finding.Finding{Rule: "r", Severity: severity,
			Message: fmt.Sprint("finding ", finding.Hash(fmt.Sprint(i))), File: "f", Line: i + 1, Column: 1})
	}
	return r
}
