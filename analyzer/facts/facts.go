// Package facts is what is known of a reviewed flow and of the whole org, as
// plain records: the documents that policies see, that `archlint facts`
// prints, and that the JSON report is made of. JSON names are a published
// contract; lists are arrays of records in a fixed order, never maps by id.
package facts

// Place is where a record stands. File is relative to the working directory;
// Line and Column are 1-based, 0 when unknown. Node is the tracking id where
// the format has one, else the path. Flow is the name of the flow. Pointer is the
// JSON pointer (RFC 6901) from the root of the document, in YAML alike; "" where
// the place is no node of a document.
type Place struct {
	Flow    string `json:"flow"`    // name of the flow
	File    string `json:"file"`    // relative to the working directory
	Line    int    `json:"line"`    // 1-based, 0 unknown
	Column  int    `json:"column"`  // 1-based, 0 unknown
	Node    string `json:"node"`    // tracking id where the format has one, else the path
	Pointer string `json:"pointer"` // JSON pointer from the root of the document, or ""
}

// Flow is one reviewed flow.
type Flow struct {
	Name   string `json:"name"`                            // name of the flow
	ID     string `json:"id"`                              // GUID, "" when the export does not tell
	Type   string `json:"type"`                            // such as "inboundcall", in lower case
	File   string `json:"file"`                            // relative to the working directory
	Line   int    `json:"line"`                            // 1-based
	Column int    `json:"column"`                          // 1-based
	Format string `json:"format" enum:"archy,platform,i3"` // "archy", "platform" or "i3"

	Actions       int     `json:"actions"`       // number of actions
	OpaqueActions int     `json:"opaqueActions"` // number of actions of a kind that archlint does not know
	ModelledShare float64 `json:"modelledShare"` // of the actions, 0..1
	Voice         bool    `json:"voice"`         // somebody listens live
	InQueue       bool    `json:"inQueue"`       // runs while the interaction waits
	// ErrorHandling is what a run-time error does ("disconnect", ...), "" when
	// the flow states nothing.
	ErrorHandling string `json:"errorHandling"`

	// Size is the number of bytes of the flow's file as it was read.
	Size int64 `json:"size"`
	// PublishBytes is the number of bytes of its configuration as compact JSON, which
	// Architect limits. Of Archy YAML it is the number of bytes of the file, which is less
	// than that; 0 where it is not known.
	PublishBytes int64 `json:"publishBytes"`
	// Variables are those that the flow and its containers declare.
	Variables []Variable `json:"variables"`
	// SettledConditions are the decisions and switches that have an output which no run
	// takes, because the values of variables rule it out.
	SettledConditions []SettledCondition `json:"settledConditions"`

	Calls []Call `json:"calls"` // data action call sites
	Loops []Loop `json:"loops"` // loops and cycles, outer ones first
	Nodes []Node `json:"nodes"` // all actions of the flow

	PerRun         Range `json:"perRun"`         // data action calls of one run
	PerInteraction Range `json:"perInteraction"` // data action calls of an interaction that enters here, in all flows it reaches
	// PerRunBasis is the weakest of what the expected calls of one run rest on, in the words of
	// a call's basis, and PerInteractionBasis of an interaction that enters here.
	PerRunBasis         string `json:"perRunBasis" enum:"measured,fitted,given,assumed"`
	PerInteractionBasis string `json:"perInteractionBasis" enum:"measured,fitted,given,assumed"`
	// BoundedBy is what the greatest count of one run rests on, as of a call.
	BoundedBy string `json:"boundedBy" enum:"acyclic,loopCount,counter,platformLimit"`
	// MaxActions is the greatest number of actions one run can execute, before
	// the platform's cap, or null when only that cap bounds it.
	MaxActions *int64 `json:"maxActions"`
	// Entry is set when interactions can start here; Reaches are the flows
	// that an interaction can go on in, OpenEnds the targets that the export
	// does not hold.
	Entry    bool      `json:"entry"`
	Reaches  []string  `json:"reaches"`
	OpenEnds []OpenEnd `json:"openEnds"`
	// RanBefore are the data actions that every run of the flow calls, and that every
	// run of a flow that leads to it has called before.
	RanBefore []RanBefore `json:"ranBefore"`
	// PerDataAction is one record for each data action that the flow calls itself, in called
	// tasks and common modules too: calls of one run, and of one interaction. In order of name.
	PerDataAction []Sum `json:"perDataAction"`
	// PerIntegration is one record for each integration of those data actions. In order of name.
	PerIntegration []Sum `json:"perIntegration"`
	// Worst is a run that makes the most data action calls; Likely is the run
	// that takes the most probable output everywhere.
	Worst  []Step `json:"worst"`
	Likely []Step `json:"likely"`
}

// Variable is a variable that a flow, a task, a state or a menu declares.
type Variable struct {
	Place
	Name     string `json:"name"`     // with its scope, such as "Flow.id"
	Type     string `json:"type"`     // "string", "integer", "stringCollection", ...
	IsInput  bool   `json:"isInput"`  // whoever starts the flow or task sets it
	IsOutput bool   `json:"isOutput"` // whoever started the flow or task gets it
	// HasInitial is set where it is declared with a value other than NOT_SET.
	HasInitial bool `json:"hasInitial"`
	// Writes and Reads count the places that write it, its initial value not among them, and
	// that use it other than to ask whether it is set.
	Writes int `json:"writes"`
	Reads  int `json:"reads"`
	// ReadBy are the first few steps that read it.
	ReadBy []Reader `json:"readBy"`
	// Unsure is set where something may write it that is not followed. No rule may fire on
	// Writes then.
	Unsure bool `json:"unsure"`
}

// Reader is a step that reads a variable.
type Reader struct {
	Node      string `json:"node"`      // of the step
	Name      string `json:"name"`      // name of the step
	Container string `json:"container"` // name of the task, state or menu that it stands in
}

// Decider is a decision, switch or lookup by some of whose outputs a call cannot be reached.
type Decider struct {
	Place
	Name string `json:"name"` // name of the step
	Kind string `json:"kind"` // canonical kind name
	// Reads are the variables that a decision or switch looks at.
	Reads []string `json:"reads"`
	// Lookups are the nodes of the lookups that its outcome rests on: itself, or those whose
	// answers its condition reads, directly or by what steps set that they decide on.
	Lookups []string `json:"lookups"`
}

// Range is a count: proven least and greatest, and the mean under the branch model.
type Range struct {
	Min      int64   `json:"min"`      // least number over all runs
	Expected float64 `json:"expected"` // mean under the branch model
	Max      int64   `json:"max"`      // greatest number over all runs
}

// Sum is the counts over all call sites of one data action or one integration in a flow.
// It stands at the first of those call sites that a run can reach.
type Sum struct {
	Place
	Name        string `json:"name"`        // name of the data action, or of the integration
	Integration string `json:"integration"` // name of the integration
	PerRun      Range  `json:"perRun"`      // calls in one run of the flow, all call sites together
	// Basis is the weakest of what the expected calls of one run rest on, in the words of a
	// call's basis.
	Basis string `json:"basis" enum:"measured,fitted,given,assumed"`
	// PerInteraction is the number of calls in one interaction that can come to this flow, in
	// all flows that the interaction runs: least and greatest over all entry flows that lead
	// here (a workflow that nothing else starts is one), and the greatest of their means. Open
	// ends count nothing. Null where no entry flow leads here, or more than 40 lead back to one
	// another.
	PerInteraction *Range `json:"perInteraction"`
	// BoundedBy is what the greatest count of one run rests on.
	BoundedBy string `json:"boundedBy" enum:"acyclic,loopCount,counter,platformLimit"`
}
