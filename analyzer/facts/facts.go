// Package facts is what is known of a reviewed flow and of the whole org, as
// plain records: the documents that policies see, that `archlint facts`
// prints, and that the JSON report is made of. JSON names are a published
// contract; lists are arrays of records in a fixed order, never maps by id.
package facts

import (
	"cmp"
	"strings"
)

// Place is where a record stands. File is relative to the working directory;
// Line and Column are 1-based, 0 when unknown. Node is the tracking id where
// the format has one, else the path. Flow is the name of the flow. Pointer is the
// JSON pointer (RFC 6901) from the root of the document, in YAML alike; "" where
// the place is no node of a document.
type Place struct {
	Flow    string `json:"flow"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Node    string `json:"node"`
	Pointer string `json:"pointer"`
}

// Flow is one reviewed flow.
type Flow struct {
	Name   string `json:"name"`
	ID     string `json:"id"` // GUID, "" when the export does not tell
	Type   string `json:"type"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Format string `json:"format"`

	Actions       int     `json:"actions"`
	OpaqueActions int     `json:"opaqueActions"`
	ModelledShare float64 `json:"modelledShare"` // of the actions, 0..1
	Voice         bool    `json:"voice"`         // somebody listens live
	InQueue       bool    `json:"inQueue"`       // runs while the interaction waits
	// ErrorHandling is what a run-time error does ("disconnect", ...), "" when
	// the flow states nothing.
	ErrorHandling string `json:"errorHandling"`

	Calls []Call `json:"calls"`
	Loops []Loop `json:"loops"`
	Nodes []Node `json:"nodes"`
	// SettledConditions are the decisions and switches that have an output which no run
	// takes, because the values of variables rule it out.
	SettledConditions []SettledCondition `json:"settledConditions"`

	PerRun         Range  `json:"perRun"`
	PerInteraction Range  `json:"perInteraction"`
	BoundedBy      string `json:"boundedBy"`
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
	// PerDataAction and PerIntegration are the counts of one run summed.
	PerDataAction  []Sum `json:"perDataAction"`
	PerIntegration []Sum `json:"perIntegration"`
	// Worst is a run that makes the most data action calls; Likely is the run
	// that takes the most probable output everywhere.
	Worst  []Step `json:"worst"`
	Likely []Step `json:"likely"`
}

// Range is a count: proven least and greatest, and the mean under the branch model.
type Range struct {
	Min      int64   `json:"min"`
	Expected float64 `json:"expected"`
	Max      int64   `json:"max"`
}

// Sum is the counts of one run over all call sites of one data action or one integration.
type Sum struct {
	Name        string `json:"name"`
	Integration string `json:"integration"`
	PerRun      Range  `json:"perRun"`
	BoundedBy   string `json:"boundedBy"`
}

// Call is one data action call site.
type Call struct {
	Place
	Name        string `json:"name"`
	DataAction  string `json:"dataAction"`
	ActionID    string `json:"actionId"` // the platform's id, "" when unknown
	Integration string `json:"integration"`
	Container   string `json:"container"`

	PerRun        Range    `json:"perRun"`
	BoundedBy     string   `json:"boundedBy"` // "acyclic", "loopCount", "counter", "platformLimit"
	Bound         *Bound   `json:"bound"`     // of a counter: which; null for the other grounds
	CapReason     string   `json:"capReason"` // of platformLimit: why nothing in the flow bounds it, "" where that is not known
	Hot           bool     `json:"hot"`
	Reachable     bool     `json:"reachable"`
	LoopDepth     int      `json:"loopDepth"`
	Loop          *string  `json:"loop"`  // id of the innermost loop
	Loops         []string `json:"loops"` // ids, outermost first
	RatePerMinute *float64 `json:"ratePerMinute"`

	TimeoutSeconds   *float64 `json:"timeoutSeconds"` // null: unknown
	TimeoutIsDefault bool     `json:"timeoutIsDefault"`
	ProcessingPrompt bool     `json:"processingPrompt"`
	Secure           bool     `json:"secure"`

	Outputs        Outputs `json:"outputs"`
	Inputs         []Value `json:"inputs"`
	SuccessOutputs []Value `json:"successOutputs"` // Text is the variable written
	FailureOutputs []Value `json:"failureOutputs"`

	// ReadAfterFailure and ReadAfterTimeout are the variables this call writes
	// on success that may be read, unwritten, after it failed or timed out.
	ReadAfterFailure []Read `json:"readAfterFailure"`
	ReadAfterTimeout []Read `json:"readAfterTimeout"`
	// RepeatOf are earlier calls of the same data action with the same inputs
	// from which this one can be reached with those inputs unchanged.
	RepeatOf []Place `json:"repeatOf"`
	// Redundant is set when on every path to this call the same data action has
	// already succeeded with the same, unchanged inputs.
	Redundant bool `json:"redundant"`
	// RepeatsAfterFailure is set when control that leaves by failure or timeout
	// can come back to this call.
	RepeatsAfterFailure bool `json:"repeatsAfterFailure"`
	// Unread are the success outputs that are kept in a variable which nothing
	// can read afterwards; Keeps is how many are kept in a variable at all.
	Unread []string `json:"unread"`
	Keeps  int      `json:"keeps"`
	// FailureDetail is what becomes of the error details: "dropped", "unread" or "read".
	FailureDetail string `json:"failureDetail"`
	// FromCaller are the inputs that hold what the person typed, said or wrote
	// and that no condition looked at on some path to the call.
	FromCaller []CallerInput `json:"fromCaller"`

	// Via is the common module that the call stands in, "" in the flow itself.
	Via        string      `json:"via"`
	Definition *Definition `json:"definition"` // null: the export does not hold it
	// DefinitionMatch says how the definition was looked for: "found",
	// "missing", "ambiguous" or "undetermined".
	DefinitionMatch string `json:"definitionMatch"`
	// Alternative is what replaces asking Genesys Cloud's API again and again;
	// null when the request is unknown, goes elsewhere, or nothing is known.
	Alternative *Alternative `json:"alternative"`
	Witness     []Step       `json:"witness"`
}

// Outputs are the states of a data action's three ways out: "connected", "empty" or "outOfService".
type Outputs struct {
	Success string `json:"success"`
	Failure string `json:"failure"`
	Timeout string `json:"timeout"`
}

// Value is a named setting. Known is false where it stands for a template's
// placeholder or could not be read: no rule may fire on its text then.
type Value struct {
	Place
	Name  string   `json:"name"`
	Kind  string   `json:"kind"` // "literal", "expression", "variable", "notSet", "unknown"
	Text  string   `json:"text"`
	Known bool     `json:"known"`
	Reads []string `json:"reads"`
}

// Read is a use of a variable at a place.
type Read struct {
	Place
	Variable string `json:"variable"`
	Name     string `json:"name"` // of the action that reads
}

// CallerInput is an input that comes from the person unchecked, and the action
// by which the person gave it (no line when it came with the interaction).
type CallerInput struct {
	Place
	Input    string `json:"input"`
	Variable string `json:"variable"`
}

// Evidence is one observation that a loop's kind rests on: what was seen, at
// which variable, where it is written and read, and about which call ("" where
// there is none; nodes are named as in Place.Node).
type Evidence struct {
	What     string `json:"what"`
	Variable string `json:"variable"`
	Written  string `json:"written"`
	Read     string `json:"read"`
	Call     string `json:"call"`
}

// Alternative is what replaces polling a request to Genesys Cloud's API.
type Alternative struct {
	// Topics are notification topics that tell of the same, most useful first;
	// Trigger is set when their events can start a workflow.
	Topics  []string `json:"topics"`
	Trigger bool     `json:"trigger"`
	BuiltIn string   `json:"builtIn"` // the Architect action or function that does the same, or ""
	Note    string   `json:"note"`
	Source  string   `json:"source"`
}

// Definition is what the data action itself says.
type Definition struct {
	ID              string `json:"id"`
	Name            string `json:"name"`
	Integration     string `json:"integration"`
	IntegrationType string `json:"integrationType"`
	Method          string `json:"method"`
	URL             string `json:"url"` // the request's URL template
	// Host is that of the URL, "" where the URL is relative or a variable names it.
	Host string `json:"host"`
	// TimeoutSeconds is its own timeout, null where it sets none: 60 s then.
	TimeoutSeconds *float64 `json:"timeoutSeconds"`
	// TimeoutUnknown is set where the file sets a timeout that cannot be read (a
	// Terraform variable without a default): TimeoutSeconds is null then.
	TimeoutUnknown bool `json:"timeoutUnknown"`
	Secure         bool `json:"secure"`
	// PlatformAPI tells whether it calls Genesys Cloud's own API: "yes", "no" or "unknown".
	PlatformAPI string `json:"platformApi"`
	File        string `json:"file"`
	Line        int    `json:"line"`
	Column      int    `json:"column"`
}

// Step is one step of a witness: the action, and the output by which the run
// leaves it. Times is more than 1 on a folded loop, whose steps are in Steps.
type Step struct {
	Name   string `json:"name"`
	Output string `json:"output"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Node   string `json:"node"`
	Times  int64  `json:"times,omitempty"`
	Steps  []Step `json:"steps,omitempty"`
}

// Loop is a loop action, a loop task, or a cycle made by jumps.
type Loop struct {
	Place
	ID    string `json:"id"` // trackingId, refId or path of its head
	Name  string `json:"name"`
	Form  string `json:"form"` // "loop", "loopTask", "jump"
	Kind  string `json:"kind"` // "iteration", "retry", "polling", "waiting", "callerDriven", "unclassified"
	Count *int64 `json:"count"`
	// CountText is the count as written, "" for cycles without one.
	CountText string `json:"countText"`
	// CountKind is the kind of the count's Value: "literal" or "expression" or
	// "variable" where one is written (an expression may still fold to a known
	// Count), "unknown" where a template's placeholder stands for it, "" for
	// cycles without one. No rule may fire on a count of kind "unknown".
	CountKind   string   `json:"countKind"`
	Container   string   `json:"container"`
	BodyActions int      `json:"bodyActions"`
	Calls       []string `json:"calls"`
	Depth       int      `json:"depth"`
	Parent      *string  `json:"parent"`
	// Irreducible is set when the loop can be entered past its head.
	Irreducible  bool     `json:"irreducible"`
	WaitSeconds  *float64 `json:"waitSeconds"`  // of the waits in it, null when unknown or none
	HasWait      bool     `json:"hasWait"`      // something in it waits on purpose
	AsksPerson   bool     `json:"asksPerson"`   // something in it asks the person for input
	CycleSeconds *float64 `json:"cycleSeconds"` // shortest time around, null when unknown
	Entries      []Entry  `json:"entries"`
	Exits        []Exit   `json:"exits"`
	// ExitReads are the variables that its exit conditions read.
	ExitReads []Read `json:"exitReads"`
	// ExitDependsOn are the calls in it whose outputs its exit conditions read.
	ExitDependsOn []string `json:"exitDependsOn"`
	// Evidence is what Kind rests on, the decisive part first.
	Evidence []Evidence `json:"evidence"`
	// ExitsFixed is set when the loop has conditional exits and nothing in it
	// can change what decides them.
	ExitsFixed bool `json:"exitsFixed"`
	// Hoistable are the calls in it that ask the same in every round although
	// the loop is no retry and no poll.
	Hoistable []string `json:"hoistable"`
	// PauseSeconds is, for a retry, the shortest time on purpose between a
	// failure and the next try; null when it is not known or the loop no retry.
	PauseSeconds *float64 `json:"pauseSeconds"`
	// Bound is the variable that the loop moves and that a condition in it asks for;
	// null where there is none, or the loop has a count.
	Bound *Bound `json:"bound"`
}

// Bound is a variable that a loop moves and that decides whether it goes on.
type Bound struct {
	Variable string `json:"variable"`
	// From is the value that the variable has when the loop begins, as written; null
	// where several places give it or none.
	From *string `json:"from"`
	// Step is what a round does to it: "+1", "-2", "= false".
	Step string `json:"step"`
	// Until is the condition that asks for it, as written.
	Until string `json:"until"`
	// CountedAt is where it is moved, TestedAt where it is asked for, and SetAgainAt
	// where the loop sets it to a constant besides, so that counting begins again; null
	// where it does not.
	CountedAt  *Place `json:"countedAt"`
	TestedAt   *Place `json:"testedAt"`
	SetAgainAt *Place `json:"setAgainAt"`
}

// SettledCondition is a decision or a switch of which no run takes some output, although
// runs come to it.
type SettledCondition struct {
	Place
	Name      string `json:"name"`
	Container string `json:"container"`
	// Condition is the condition, as written: of a switch whose cases are conditions, the
	// first that is never met.
	Condition string `json:"condition"`
	// Always is the output that every run takes, "" where several are left; Never are
	// those that none takes.
	Always string   `json:"always"`
	Never  []string `json:"never"`
	// Values are the variables that its conditions read.
	Values []Held `json:"values"`
	// Setting is set where variables that nothing writes settle it alone: a switch or a
	// setting that people change in the flow. Follows is set where it reads a task's
	// input, or a variable that is also written where no run comes to, so that its cause
	// lies elsewhere.
	Setting bool `json:"setting"`
	Follows bool `json:"follows"`
	// CutOff is how many actions no run reaches because of it; Calls are the data action
	// calls among them.
	CutOff int      `json:"cutOff"`
	Calls  []string `json:"calls"`
}

// Held is a variable and the one value that it has in all runs, null where there are
// several or none is known.
type Held struct {
	Variable string  `json:"variable"`
	Value    *string `json:"value"`
}

// Entry is a way into a loop: the action that leads there and the output by
// which it does; Name is "" where a run of the flow begins in the loop.
type Entry struct {
	Place
	Name   string `json:"name"`
	Output string `json:"output"`
	Into   string `json:"into"` // node that is entered: the head, or, in an irreducible loop, another
}

// Exit is a way out of a loop.
type Exit struct {
	Place
	Name   string `json:"name"`   // of the action that leaves
	Output string `json:"output"` // "" for the loop's own end
	How    string `json:"how"`    // "count", "loopExit", "jump", "end"
}

// Node is any action of a flow.
type Node struct {
	Place
	Name      string   `json:"name"`
	Kind      string   `json:"kind"` // canonical kind name, or the raw one when opaque
	Opaque    bool     `json:"opaque"`
	Container string   `json:"container"`
	Reachable bool     `json:"reachable"`
	Disabled  bool     `json:"disabled"`
	Loop      *string  `json:"loop"`
	Outputs   []Output `json:"outputs"`
	Inputs    []Value  `json:"inputs"`
	Values    []Value  `json:"values"`
	Target    string   `json:"target"` // name of the container, flow or queue it leads to
}

// Output is a way out of an action.
type Output struct {
	Name  string `json:"name"`
	State string `json:"state"`
}

// RanBefore is a data action that runs in every run of a flow and of flows before it.
type RanBefore struct {
	DataAction  string   `json:"dataAction"`
	Integration string   `json:"integration"`
	Flows       []string `json:"flows"` // names of the first few that call it before
	More        bool     `json:"more"`  // there are more than these
}

// Compare orders by integration, then by data action.
func (r RanBefore) Compare(other RanBefore) int {
	return cmp.Or(strings.Compare(r.Integration, other.Integration), strings.Compare(r.DataAction, other.DataAction))
}
