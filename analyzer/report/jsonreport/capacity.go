package jsonreport

import (
	"io"

	"archlint/analyzer/facts"
	"archlint/analyzer/report"
	"archlint/analyzer/report/jsonstream"
	"archlint/analyzer/review"
)

type jsonLimit struct {
	Limit       facts.LimitID  `json:"limit"`
	Demand      *jsonDemand    `json:"demand"`
	DemandLow   *jsonDemand    `json:"demandLow"`
	DemandOpen  bool           `json:"demandOpen"`
	Missing     []string       `json:"missing"`
	Utilisation *report.Figure `json:"utilisation"`
	Headroom    *report.Figure `json:"headroom"`
	Verdict     string         `json:"verdict"`
	BreakEven   jsonBreakEven  `json:"breakEven"`
	Assumptions []string       `json:"assumptions"`

	AssumedShares *jsonAssumedShares `json:"assumedShares"`
}

type jsonAssumedShares struct {
	Worst        *jsonDemand      `json:"worst"`
	WorstVerdict string           `json:"worstVerdict"`
	Holds        bool             `json:"holds"`
	Ranges       []jsonShareRange `json:"ranges"`
}

type jsonShareRange struct {
	Flow     string        `json:"flow"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Column   int           `json:"column"`
	Node     string        `json:"node"`
	Name     string        `json:"name"`
	Output   string        `json:"output"`
	Share    report.Figure `json:"share"`
	Least    report.Figure `json:"least"`
	Greatest report.Figure `json:"greatest"`
	Most     report.Figure `json:"most"`
}

func jsonAssumedSharesOf(s *facts.AssumedShares) *jsonAssumedShares {
	if s == nil {
		return nil
	}
	return &jsonAssumedShares{
		Worst: jsonDemandOf(s.Worst), WorstVerdict: s.WorstVerdict, Holds: s.Holds,
		Ranges: report.Each(s.Ranges, func(r facts.ShareRange) jsonShareRange {
			return jsonShareRange{r.Flow, r.File, r.Line, r.Column, r.Node, r.Name, r.Output, report.Figure(r.Share), report.Figure(r.Least),
				report.Figure(r.Greatest), report.Figure(r.Most)}
		}),
	}
}

type jsonDemand struct {
	Expected        report.Figure `json:"expected"`
	Peak            report.Figure `json:"peak"`
	Basis           string        `json:"basis"`
	BasisExecutions report.Figure `json:"basisExecutions"`
	BasisDays       int64         `json:"basisDays"`
}

type jsonBreakEven struct {
	InteractionsPerMinute *report.Figure `json:"interactionsPerMinute"`
	Licences              *report.Figure `json:"licences"`
	LatencySeconds        *report.Figure `json:"latencySeconds"`
	CallsPerInteraction   *report.Figure `json:"callsPerInteraction"`
	WaitingInteractions   *report.Figure `json:"waitingInteractions"`
	StartsPerMinute       *report.Figure `json:"startsPerMinute"`
}

func jsonLimitOf(l facts.Limit) jsonLimit {
	return jsonLimit{
		Limit: l.Limit, Demand: jsonDemandOf(l.Demand), DemandLow: jsonDemandOf(l.DemandLow), DemandOpen: l.DemandOpen,
		Missing: report.Copied(l.Missing), Utilisation: report.FigureOf(l.Utilisation), Headroom: report.FigureOf(l.Headroom), Verdict: l.Verdict,
		BreakEven: jsonBreakEven{
			InteractionsPerMinute: report.FigureOf(l.BreakEven.InteractionsPerMinute),
			Licences:              report.FigureOf(l.BreakEven.Licences),
			LatencySeconds:        report.FigureOf(l.BreakEven.LatencySeconds),
			CallsPerInteraction:   report.FigureOf(l.BreakEven.CallsPerInteraction),
			WaitingInteractions:   report.FigureOf(l.BreakEven.WaitingInteractions),
			StartsPerMinute:       report.FigureOf(l.BreakEven.StartsPerMinute),
		},
		Assumptions: report.Copied(l.Assumptions), AssumedShares: jsonAssumedSharesOf(l.AssumedShares),
	}
}

func jsonDemandOf(d *facts.Demand) *jsonDemand {
	if d == nil {
		return nil
	}
	return &jsonDemand{report.Figure(d.Expected), report.Figure(d.Peak), d.Basis, report.Figure(d.BasisExecutions), d.BasisDays}
}

type jsonTraffic struct {
	Figure string        `json:"figure"`
	Flow   string        `json:"flow"`
	Value  report.Figure `json:"value"`
	Unit   string        `json:"unit"`
	Source string        `json:"source"`
	At     string        `json:"at"`
}

func jsonTrafficOf(f facts.TrafficFigure) jsonTraffic {
	return jsonTraffic{f.Figure, f.Flow, report.Figure(f.Value), f.Unit, f.Source, f.At}
}

type jsonOutage struct {
	Kind               string           `json:"kind"`
	DataAction         string           `json:"dataAction"`
	Integration        string           `json:"integration"`
	Host               string           `json:"host"`
	DataActions        []facts.Hanging  `json:"dataActions"`
	TimeoutSeconds     *report.Figure   `json:"timeoutSeconds"`
	Slots              *jsonDemand      `json:"slots"`
	SlotsOpen          bool             `json:"slotsOpen"`
	Limit              report.Figure    `json:"limit"`
	Refused            *report.Figure   `json:"refused"`
	SafeTimeoutSeconds *report.Figure   `json:"safeTimeoutSeconds"`
	Verdict            string           `json:"verdict"`
	Affected           []facts.Affected `json:"affected"`
	Assumptions        []string         `json:"assumptions"`
}

func jsonOutageOf(o facts.Outage) jsonOutage {
	return jsonOutage{
		Kind: o.Kind, DataAction: o.DataAction, Integration: o.Integration, Host: o.Host, DataActions: report.Copied(o.DataActions),
		TimeoutSeconds: report.FigureOf(o.TimeoutSeconds), Slots: jsonDemandOf(o.Slots), SlotsOpen: o.SlotsOpen, Limit: report.Figure(o.Limit),
		Refused:            report.FigureOf(o.Refused),
		SafeTimeoutSeconds: report.FigureOf(o.SafeTimeoutSeconds), Verdict: o.Verdict,
		Affected: report.Each(o.Affected, func(a facts.Affected) facts.Affected {
			return facts.Affected{Integration: a.Integration, DataActions: report.Copied(a.DataActions), Flows: report.Copied(a.Flows)}
		}),
		Assumptions: report.Copied(o.Assumptions),
	}
}

type jsonMeasured struct {
	DataAction        string            `json:"dataAction"`
	Integration       string            `json:"integration"`
	MeasuredPerMinute report.Figure     `json:"measuredPerMinute"`
	ComputedPerMinute report.Figure     `json:"computedPerMinute"`
	Ratio             *report.Figure    `json:"ratio"`
	Open              bool              `json:"open"`
	Differs           bool              `json:"differs"`
	Explain           []jsonExplanation `json:"explain"`
}

type jsonExplanation struct {
	Kind      string         `json:"kind"`
	Flow      string         `json:"flow"`
	File      string         `json:"file"`
	Line      int            `json:"line"`
	Column    int            `json:"column"`
	Node      string         `json:"node"`
	Name      string         `json:"name"`
	PerMinute report.Figure  `json:"perMinute"`
	Expected  *report.Figure `json:"expected"`
	Needed    *report.Figure `json:"needed"`
	Branches  []jsonBranch   `json:"branches"`
}

type jsonBranch struct {
	Name   string `json:"name"`
	Node   string `json:"node"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func jsonMeasuredOf(a facts.MeasuredAction) jsonMeasured {
	return jsonMeasured{
		DataAction: a.DataAction, Integration: a.Integration, MeasuredPerMinute: report.Figure(a.MeasuredPerMinute),
		ComputedPerMinute: report.Figure(a.ComputedPerMinute), Ratio: report.FigureOf(a.Ratio), Open: a.Open, Differs: a.Differs,
		Explain: report.Each(a.Explain, func(e facts.MeasuredCause) jsonExplanation {
			return jsonExplanation{
				Kind: e.Kind, Flow: e.Flow, File: e.File, Line: e.Line, Column: e.Column, Node: e.Node, Name: e.Name,
				PerMinute: report.Figure(e.PerMinute), Expected: report.FigureOf(e.Expected), Needed: report.FigureOf(e.Needed),
				Branches: report.Each(e.Branches, func(b facts.BranchName) jsonBranch {
					return jsonBranch{b.Name, b.Node, b.File, b.Line, b.Column}
				}),
			}
		}),
	}
}

type jsonScenario struct {
	Name        string        `json:"name"`
	Capacity    []jsonLimit   `json:"capacity"`
	Outages     []jsonOutage  `json:"outages"`
	Traffic     []jsonTraffic `json:"traffic"`
	Assumptions []string      `json:"assumptions"`
}

func jsonScenarioOf(s review.Scenario) jsonScenario {
	return jsonScenario{
		Name: s.Name, Capacity: report.Each(s.Capacity, jsonLimitOf), Outages: report.Each(s.Outages, jsonOutageOf),
		Traffic: report.Each(s.Traffic, jsonTrafficOf), Assumptions: report.Copied(s.Assumptions),
	}
}

// WriteCapacity prints only the capacity part of the JSON report, with
// what it rests on: {"schemaVersion", "tool", "capacity", "outages", "measured", "scenarios", "assumptions", "errors"}.
func WriteCapacity(w io.Writer, r *review.Review, _ report.Options) error {
	return jsonstream.Encode(w, struct {
		SchemaVersion int                `json:"schemaVersion"`
		Tool          review.Tool        `json:"tool"`
		Capacity      []jsonLimit        `json:"capacity"`
		Outages       []jsonOutage       `json:"outages"`
		Measured      []jsonMeasured     `json:"measured"`
		Scenarios     []jsonScenario     `json:"scenarios"`
		Assumptions   []string           `json:"assumptions"`
		Errors        []review.ToolError `json:"errors"`
	}{review.SchemaVersion, r.Tool, report.Each(r.Capacity, jsonLimitOf), report.Each(r.Outages, jsonOutageOf),
		report.Each(r.Measured, jsonMeasuredOf), report.Each(r.Scenarios, jsonScenarioOf), report.Copied(r.Assumptions), report.Copied(r.Errors)})
}
