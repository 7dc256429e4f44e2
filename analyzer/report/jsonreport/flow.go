package jsonreport

import (
	"cmp"
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/report"
)

type jsonFlow struct {
	Name                string          `json:"name"`
	ID                  string          `json:"id"`
	Type                string          `json:"type"`
	File                string          `json:"file"`
	Line                int             `json:"line"`
	Column              int             `json:"column"`
	Format              string          `json:"format"`
	Actions             int             `json:"actions"`
	OpaqueActions       int             `json:"opaqueActions"`
	ModelledShare       report.Figure   `json:"modelledShare"`
	Entry               bool            `json:"entry"`
	Calls               []jsonCall      `json:"calls"`
	Loops               []jsonLoop      `json:"loops"`
	Settled             []jsonSettled   `json:"settledConditions"`
	PerRun              jsonRange       `json:"perRun"`
	PerRunBasis         string          `json:"perRunBasis"`
	PerInteractionBasis string          `json:"perInteractionBasis"`
	PerInteraction      jsonRange       `json:"perInteraction"`
	BoundedBy           string          `json:"boundedBy"`
	MaxActions          *int64          `json:"maxActions"`
	PerDataAction       []jsonSum       `json:"perDataAction"`
	PerIntegration      []jsonSum       `json:"perIntegration"`
	Reaches             []string        `json:"reaches"`
	OpenEnds            []facts.OpenEnd `json:"openEnds"`
	Worst               []jsonStep      `json:"worst"`
	Likely              []jsonStep      `json:"likely"`
}

func jsonFlowOf(f facts.Flow) jsonFlow {
	return jsonFlow{
		Name: f.Name, ID: f.ID, Type: f.Type, File: f.File, Line: f.Line, Column: f.Column, Format: f.Format,
		Actions: f.Actions, OpaqueActions: f.OpaqueActions, ModelledShare: report.Figure(f.ModelledShare), Entry: f.Entry,
		Calls:   report.Each(byPlace(f.Calls, func(c *facts.Call) *facts.Place { return &c.Place }), jsonCallOf),
		Loops:   report.Each(byPlace(f.Loops, func(l *facts.Loop) *facts.Place { return &l.Place }), jsonLoopOf),
		Settled: report.Each(byPlace(f.SettledConditions, func(c *facts.SettledCondition) *facts.Place { return &c.Place }), jsonSettledOf),
		PerRun:  jsonRangeOf(f.PerRun), PerInteraction: jsonRangeOf(f.PerInteraction),
		PerRunBasis: f.PerRunBasis, PerInteractionBasis: f.PerInteractionBasis,
		BoundedBy: f.BoundedBy, MaxActions: f.MaxActions,
		PerDataAction: report.Each(f.PerDataAction, jsonSumOf), PerIntegration: report.Each(f.PerIntegration, jsonSumOf),
		Reaches: report.Copied(f.Reaches), OpenEnds: report.Copied(f.OpenEnds),
		Worst: report.Each(f.Worst, jsonStepOf), Likely: report.Each(f.Likely, jsonStepOf),
	}
}

// byPlace returns records in the order in which they stand in their files. Facts
// have them in the order of the run.
func byPlace[T any](records []T, place func(*T) *facts.Place) []*T {
	out := make([]*T, len(records))
	for i := range records {
		out[i] = &records[i]
	}
	slices.SortStableFunc(out, func(a, b *T) int {
		p, q := place(a), place(b)
		return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
	})
	return out
}

type jsonRange struct {
	Min      int64         `json:"min"`
	Expected report.Figure `json:"expected"`
	Max      int64         `json:"max"`
}

func jsonRangeOf(r facts.Range) jsonRange { return jsonRange{r.Min, report.Figure(r.Expected), r.Max} }

type jsonSum struct {
	Name        string    `json:"name"`
	Integration string    `json:"integration"`
	PerRun      jsonRange `json:"perRun"`
	Basis       string    `json:"basis"`
	BoundedBy   string    `json:"boundedBy"`
}

func jsonSumOf(s facts.Sum) jsonSum {
	return jsonSum{s.Name, s.Integration, jsonRangeOf(s.PerRun), s.Basis, s.BoundedBy}
}

type jsonCall struct {
	Node             string         `json:"node"`
	Name             string         `json:"name"`
	DataAction       string         `json:"dataAction"`
	Via              string         `json:"via"`
	ActionID         string         `json:"actionId"`
	Integration      string         `json:"integration"`
	File             string         `json:"file"`
	Line             int            `json:"line"`
	Column           int            `json:"column"`
	Container        string         `json:"container"`
	PerRun           jsonRange      `json:"perRun"`
	Basis            string         `json:"basis"`
	BasisExecutions  report.Figure  `json:"basisExecutions"`
	BasisDays        int64          `json:"basisDays"`
	ExpectedLow      *report.Figure `json:"expectedLow"`
	ExpectedHigh     *report.Figure `json:"expectedHigh"`
	BoundedBy        string         `json:"boundedBy"`
	Bound            *jsonBound     `json:"bound"`
	BoundText        *string        `json:"boundText"`
	CapReason        *string        `json:"capReason"`
	Cache            *jsonCache     `json:"cache"`
	Hot              bool           `json:"hot"`
	Reachable        bool           `json:"reachable"`
	LoopDepth        int            `json:"loopDepth"`
	Loop             *string        `json:"loop"`
	RatePerMinute    *report.Figure `json:"ratePerMinute"`
	TimeoutSeconds   *report.Figure `json:"timeoutSeconds"`
	TimeoutIsDefault bool           `json:"timeoutIsDefault"`
	Secure           bool           `json:"secure"`
	Outputs          facts.Outputs  `json:"outputs"`
	Witness          []jsonStep     `json:"witness"`
}

func jsonCallOf(c *facts.Call) jsonCall {
	return jsonCall{
		Node: c.Node, Name: c.Name, DataAction: c.DataAction, Via: c.Via, ActionID: c.ActionID, Integration: c.Integration,
		File: c.File, Line: c.Line, Column: c.Column, Container: c.Container,
		PerRun: jsonRangeOf(c.PerRun), Basis: c.Basis, BasisExecutions: report.Figure(c.BasisExecutions), BasisDays: c.BasisDays,
		ExpectedLow: report.FigureOf(c.ExpectedLow), ExpectedHigh: report.FigureOf(c.ExpectedHigh),
		BoundedBy: c.BoundedBy, Bound: jsonBoundOf(c.Bound), BoundText: textOrNull(c.BoundText),
		CapReason: textOrNull(c.CapReason), Cache: jsonCacheOf(c.Cache),
		Hot: c.Hot, Reachable: c.Reachable,
		LoopDepth: c.LoopDepth, Loop: c.Loop, RatePerMinute: report.FigureOf(c.RatePerMinute),
		TimeoutSeconds: report.FigureOf(c.TimeoutSeconds), TimeoutIsDefault: c.TimeoutIsDefault, Secure: c.Secure,
		Outputs: c.Outputs, Witness: report.Each(c.Witness, jsonStepOf),
	}
}

// jsonBound is the variable that bounds a call.
type jsonBound struct {
	Variable  string     `json:"variable"`
	From      *string    `json:"from"`
	FromAt    *jsonPlace `json:"fromAt"`
	Step      string     `json:"step"`
	Until     string     `json:"until"`
	CountedAt *jsonPlace `json:"countedAt"`
	TestedAt  *jsonPlace `json:"testedAt"`
}

func jsonBoundOf(b *facts.Bound) *jsonBound {
	if b == nil {
		return nil
	}
	return &jsonBound{b.Variable, b.From, jsonPlaceOf(b.FromAt), b.Step, b.Until, jsonPlaceOf(b.CountedAt), jsonPlaceOf(b.TestedAt)}
}

// jsonPlace is where something stands.
type jsonPlace struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Node   string `json:"node"`
}

func jsonPlaceOf(p *facts.Place) *jsonPlace {
	if p == nil {
		return nil
	}
	return &jsonPlace{p.File, p.Line, p.Column, p.Node}
}

func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// jsonStep is a step of a witness; a folded loop has times and steps.
type jsonStep struct {
	Name   string     `json:"name"`
	Output string     `json:"output"`
	File   string     `json:"file"`
	Line   int        `json:"line"`
	Column int        `json:"column"`
	Node   string     `json:"node"`
	Times  int64      `json:"times,omitempty"`
	Steps  []jsonStep `json:"steps,omitempty"`
}

func jsonStepOf(s facts.Step) jsonStep {
	return jsonStep{s.Name, s.Output, s.File, s.Line, s.Column, s.Node, s.Times, report.Each(s.Steps, jsonStepOf)}
}

type jsonLoop struct {
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Form         string         `json:"form"`
	Kind         string         `json:"kind"`
	Count        *int64         `json:"count"`
	CountText    string         `json:"countText"`
	Container    string         `json:"container"`
	BodyActions  int            `json:"bodyActions"`
	Calls        []string       `json:"calls"`
	Depth        int            `json:"depth"`
	Parent       *string        `json:"parent"`
	Irreducible  bool           `json:"irreducible"`
	Entries      []jsonEntry    `json:"entries"`
	Exits        []jsonExit     `json:"exits"`
	WaitSeconds  *report.Figure `json:"waitSeconds"`
	CycleSeconds *report.Figure `json:"cycleSeconds"`
	File         string         `json:"file"`
	Line         int            `json:"line"`
	Column       int            `json:"column"`
}

// jsonEntry is a way into a loop, jsonExit one out of it.
type jsonEntry struct {
	Node   string `json:"node"`
	Name   string `json:"name"`
	Output string `json:"output"`
	Into   string `json:"into"`
	Line   int    `json:"line"`
}

func jsonEntryOf(e facts.Entry) jsonEntry { return jsonEntry{e.Node, e.Name, e.Output, e.Into, e.Line} }

type jsonExit struct {
	Node   string `json:"node"`
	Name   string `json:"name"`
	Output string `json:"output"`
	How    string `json:"how"`
	Line   int    `json:"line"`
}

func jsonExitOf(e facts.Exit) jsonExit { return jsonExit{e.Node, e.Name, e.Output, e.How, e.Line} }

func jsonLoopOf(l *facts.Loop) jsonLoop {
	return jsonLoop{
		ID: l.ID, Name: l.Name, Form: l.Form, Kind: l.Kind, Count: l.Count, CountText: l.CountText, Container: l.Container,
		BodyActions: l.BodyActions, Calls: report.Copied(l.Calls), Depth: l.Depth, Parent: l.Parent,
		Irreducible: l.Irreducible, Entries: report.Each(l.Entries, jsonEntryOf), Exits: report.Each(l.Exits, jsonExitOf),
		WaitSeconds: report.FigureOf(l.WaitSeconds), CycleSeconds: report.FigureOf(l.CycleSeconds),
		File: l.File, Line: l.Line, Column: l.Column,
	}
}
