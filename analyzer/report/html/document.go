package html

import "archlint/analyzer/capacity"

// Page is what the page shows. Texts are for people and come as they are
// to be read; nothing of them is trusted. Ids are unique in the document and
// made of letters, digits and hyphens.
type Page struct {
	Title   string // the organisation, or what was reviewed
	Tool    string // program and version
	Summary string // what was counted, in one line

	Answers   Answers
	Tiles     []Tile
	Limits    []Limit
	Outages   []Outage
	Scenarios *Table // nil unless several were compared
	Remarks   []string
	// Measured holds measured executions against computed ones, nil where none were measured,
	// and Differences say what would explain where they differ.
	Measured *Table
	// Shares say how far off the verdicts on assumed shares can be.
	Shares      []string
	Differences []string
	WhatIf      *capacity.WhatIf // nil: no sliders

	Findings []Finding
	Omitted  int // findings, less grave than those, that the page leaves out
	// Risks are the findings that somebody waived, Old those of the baseline, of
	// which MoreOld are not listed.
	Risks, Old []Accepted
	MoreOld    int
	Flows      []Flow
	// Links are the ways of interactions between Flows, by index.
	Links [][2]int
	Rules []Rule
}

// Tile is one figure of the first screen. Style is "bad", "warn", "ok" or "".
type Tile struct {
	Value, Label, Style string
}

// Answers are the first screen.
type Answers struct {
	Holds       string // "yes", "barely", "no" or "unknown"
	Headline    string
	Nearest     []string
	First       []Finding // of Document.Findings
	More        int
	NotReviewed []string
	Assumed     []string
	// General and Numbered are Assumed again: what all figures rest on, and what
	// rows of tables refer to by its number, from 1.
	General, Numbered []string
	Notes             []string // on single places of what was read
	MoreNotes         int      // beyond those
}

// Limit is one row of demand against limits.
type Limit struct {
	ID      string // namespace/key
	Title   string
	Value   float64
	Unit    string
	Origin  string // whose value it is
	Source  string // where it was read
	Verdict string
	// Mean and Peak are shares of the limit, nil without any traffic.
	Mean, Peak *float64
	// Figures as text.
	Allows, Demand, Used, Headroom, BreakEven string
	Basis                                     string // what Demand rests on, "" without any
	RestsOn                                   string // numbers of Answers.Numbered, "" for none
}

// Outage is what happens when an endpoint hangs: of a data action, an integration
// or a host (Hangs). Of is the integration, or the data actions.
type Outage struct {
	Hangs, Of                     string
	Timeout, Slots, Refused, Safe string
	Verdict                       string
	Affected                      []string
	RestsOn                       string // as in Limit
}

// Table is a table of text.
type Table struct {
	Head  []string
	Right []bool // columns of figures
	Rows  [][]string
}

// Finding is one row of the findings.
type Finding struct {
	ID          string
	Severity    string
	Rule        string
	Message     string
	Remediation []string // paragraphs
	Flow        int      // index into Flows, or -1
	FlowName    string
	Place       string // file:line:column
	Excerpt     string
	Evidence    string
	Confidence  string
	Docs        string
	// Node is the node of the flow's graph that it stands at, and Call the call
	// site whose worst path leads there; -1 for none.
	Node, Call int
}

// Accepted is a finding that fails nothing, because somebody took the risk.
type Accepted struct {
	Severity, Rule, Message, FlowName, Place string
	Reason, Owner, Expires, Recorded         string // of a waiver
}

// Flow is one flow.
type Flow struct {
	ID, Name, Type, Place   string
	Entry                   bool
	Actions, Calls          int
	Min, Expected, Max      string // calls per run
	Interaction             string // expected calls per interaction
	RunBasis, InteractBasis string // what the expected calls rest on
	SortExpected            float64
	SortMax, SortInteract   float64
	Errors, Warnings, Infos int
	// Graph makes the graph, when it is written; nil where none is at hand.
	Graph func() *Graph
}

// Rule is one rule that took part.
type Rule struct {
	ID, Title, Severity string
}

// Weight orders flows by their findings: any error outweighs all warnings.
func (f Flow) Weight() int { return f.Errors*1_000_000 + f.Warnings*1000 + f.Infos }
