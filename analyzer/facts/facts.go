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
	// Variables are those that the flow and its containers declare.
	Variables []Variable `json:"variables"`
	// SettledConditions are the decisions and switches that have an output which no run
	// takes, because the values of variables rule it out.
	SettledConditions []SettledCondition `json:"settledConditions"`

	Calls []Call `json:"calls"` // data action call sites
	Loops []Loop `json:"loops"` // loops and cycles, outer ones first
	Nodes []Node `json:"nodes"` // all actions of the flow

	PerRun         Range  `json:"perRun"`                                                   // data action calls of one run
	PerInteraction Range  `json:"perInteraction"`                                           // data action calls of an interaction that enters here, in all flows it reaches
	BoundedBy      string `json:"boundedBy" enum:"acyclic,loopCount,counter,platformLimit"` // what the greatest count rests on, as of a call
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
	// Unsure is set where something may write it that is not followed. No rule may fire on
	// Writes then.
	Unsure bool `json:"unsure"`
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
	// PerInteraction is the number of calls in one interaction that can come to this flow, in
	// all flows that the interaction runs: least and greatest over all entry flows that lead
	// here (a workflow that nothing else starts is one), and the greatest of their means. Open
	// ends count nothing. Null where no entry flow leads here, or more than 40 lead back to one
	// another.
	PerInteraction *Range `json:"perInteraction"`
	BoundedBy      string `json:"boundedBy" enum:"acyclic,loopCount,counter,platformLimit"` // what the greatest count of one run rests on
}

// Call is one data action call site.
type Call struct {
	Place
	Name        string `json:"name"`        // name of the step
	DataAction  string `json:"dataAction"`  // name of the data action
	ActionID    string `json:"actionId"`    // the platform's id, "" when unknown
	Integration string `json:"integration"` // name of the integration
	Container   string `json:"container"`   // name of the task, state or menu that it stands in

	PerRun Range `json:"perRun"` // calls in one run of the flow
	// PerInteraction is how often this call site runs in one interaction that can come to its
	// flow, which may run the flow several times: least and greatest over all entry flows that
	// lead here, and the greatest of their means. Null where no entry flow leads here, or more
	// than 40 lead back to one another.
	PerInteraction *Range   `json:"perInteraction"`
	BoundedBy      string   `json:"boundedBy" enum:"acyclic,loopCount,counter,platformLimit"` // "acyclic", "loopCount", "counter", "platformLimit"
	Bound          *Bound   `json:"bound"`                                                    // of a counter: which; null for the other grounds
	BoundText      string   `json:"boundText"`                                                // of platformLimit: the greatest count in terms of what is known only at run time, "" where there is none
	CapReason      string   `json:"capReason"`                                                // of platformLimit: why nothing in the flow bounds it, "" where that is not known
	Hot            bool     `json:"hot"`                                                      // on every path, or expected at least 0.5 times a run
	Reachable      bool     `json:"reachable"`                                                // some run can come to it
	LoopDepth      int      `json:"loopDepth"`                                                // number of loop actions and loop tasks around it
	Loop           *string  `json:"loop"`                                                     // id of the innermost loop
	Loops          []string `json:"loops"`                                                    // ids, outermost first
	RatePerMinute  *float64 `json:"ratePerMinute"`                                            // calls a minute while one interaction waits; null outside of waits

	TimeoutSeconds   *float64 `json:"timeoutSeconds"`   // null: unknown
	TimeoutIsDefault bool     `json:"timeoutIsDefault"` // the step keeps the default of one minute
	ProcessingPrompt bool     `json:"processingPrompt"` // something is played while it runs
	Secure           bool     `json:"secure"`           // the step is the secure one

	Outputs        Outputs `json:"outputs"`        // state of each way out
	Inputs         []Value `json:"inputs"`         // what goes into it
	SuccessOutputs []Value `json:"successOutputs"` // Text is the variable written
	FailureOutputs []Value `json:"failureOutputs"` // error details; text is the variable written

	// Texts are the literal texts in its inputs, in their expressions, and in what steps
	// assign to the variables that they read.
	Texts []GivenText `json:"texts"`

	// ReadAfterFailure and ReadAfterTimeout are the variables this call writes
	// on success that may be read, unwritten, after it failed or timed out.
	ReadAfterFailure []Read `json:"readAfterFailure"`
	ReadAfterTimeout []Read `json:"readAfterTimeout"`
	// RepeatOf are earlier calls of the same data action with the same inputs
	// from which this one can be reached with those inputs unchanged.
	RepeatOf []Repeat `json:"repeatOf"`
	// Redundant is set when on every path to this call the same data action has
	// already succeeded with the same, unchanged inputs.
	Redundant bool `json:"redundant"`
	// RepeatsAfterFailure is set when control that leaves by failure or timeout
	// can come back to this call.
	RepeatsAfterFailure bool `json:"repeatsAfterFailure"`
	// UnhandledPath is what stands on the way of a run that leaves by an empty failure or
	// timeout output: "rejoins" (nothing but what a success comes to as well), "handles"
	// (steps of its own, since every way of success leaves before), "ends" (steps of its
	// own that only end the run), "" where no such output is empty.
	UnhandledPath string `json:"unhandledPath" enum:"rejoins,handles,ends,"`
	// Skipped are the names of the steps that only a run comes to in which the call
	// succeeded and that the person notices (something is said or asked, or the person is
	// handed over); empty where UnhandledPath is "".
	Skipped []string `json:"skipped"`
	// DecidedBy are the decisions, switches and lookups that decide whether a run comes to
	// the call.
	DecidedBy []Decider `json:"decidedBy"`
	// ParticipantDataSet are the steps that set participant data and after which the call
	// can run before any time passes on purpose.
	ParticipantDataSet []Place `json:"participantDataSet"`
	// Unread are the success outputs that are kept in a variable which nothing
	// can read afterwards; Keeps is how many are kept in a variable at all.
	Unread []string `json:"unread"`
	Keeps  int      `json:"keeps"`
	// FailureDetail is what becomes of the error details: "dropped", "unread" or "read".
	FailureDetail string `json:"failureDetail" enum:"dropped,unread,read,"`
	// FromCaller are the inputs that hold what the person typed, said or wrote
	// and that no condition looked at on some path to the call.
	FromCaller []CallerInput `json:"fromCaller"`

	// Via is the common module that the call stands in, "" in the flow itself.
	Via        string      `json:"via"`
	Definition *Definition `json:"definition"` // null: the export does not hold it
	// DefinitionMatch says how the definition was looked for: "found",
	// "missing", "ambiguous" or "undetermined".
	DefinitionMatch string `json:"definitionMatch" enum:"found,missing,ambiguous,undetermined"`
	// Alternative is what replaces asking Genesys Cloud's API again and again;
	// null when the request is unknown, goes elsewhere, or nothing is known.
	Alternative *Alternative `json:"alternative"`
	Witness     []Step       `json:"witness"` // a run that makes the most of this call
}

// Repeat is an earlier call that asks the same.
type Repeat struct {
	Place
	// AcrossCalls is set when every way from there passes another data action.
	AcrossCalls bool `json:"acrossCalls"`
	// Between are the nodes of the data action calls that may run in between.
	Between []string `json:"between"`
}

// Outputs are the states of a data action's three ways out: "connected", "empty" or "outOfService".
type Outputs struct {
	Success string `json:"success" enum:"connected,empty,outOfService"` // state of the success output
	Failure string `json:"failure" enum:"connected,empty,outOfService"` // state of the failure output
	Timeout string `json:"timeout" enum:"connected,empty,outOfService"` // state of the timeout output
}

// Value is a named setting. Known is false where it stands for a template's
// placeholder or could not be read: no rule may fire on its text then.
type Value struct {
	Place
	Name  string   `json:"name"`                                                   // name of the setting or input
	Kind  string   `json:"kind" enum:"literal,expression,variable,notSet,unknown"` // "literal", "expression", "variable", "notSet", "unknown"
	Text  string   `json:"text"`                                                   // as written, an expression in its own notation
	Known bool     `json:"known"`                                                  // false where it could not be read or stands for a placeholder
	Reads []string `json:"reads"`                                                  // names of the variables that it reads
	// Assigns is the variable that takes the value, in an updateData step; "" elsewhere.
	Assigns string `json:"assigns"`
	// Constant is the text of the value where it is always the same: of a literal, and of an
	// expression that reads nothing and whose value can be computed; "" elsewhere.
	Constant string `json:"constant"`
}

// GivenText is a literal text that reaches an input of a call. It stands where it is
// written.
type GivenText struct {
	Place
	Input string `json:"input"` // name of the input
	Text  string `json:"text"`  // without quotation marks
}

// Read is a use of a variable at a place.
type Read struct {
	Place
	Variable string `json:"variable"` // name of the variable
	Name     string `json:"name"`     // of the action that reads
}

// CallerInput is an input that comes from the person unchecked, and the action
// by which the person gave it (no line when it came with the interaction).
type CallerInput struct {
	Place
	Input    string `json:"input"`    // name of the input
	Variable string `json:"variable"` // variable that holds it
}

// Evidence is one observation that a loop's kind rests on: what was seen, at
// which variable, where it is written and read, and about which call ("" where
// there is none; nodes are named as in Place.Node).
type Evidence struct {
	What     string `json:"what"`     // what was seen
	Variable string `json:"variable"` // name of the variable
	Written  string `json:"written"`  // node where the variable is written
	Read     string `json:"read"`     // node where the variable is read
	Call     string `json:"call"`     // node of the call
}

// Alternative is what replaces polling a request to Genesys Cloud's API.
type Alternative struct {
	// Topics are notification topics that tell of the same, most useful first;
	// Trigger is set when their events can start a workflow.
	Topics  []string `json:"topics"`
	Trigger bool     `json:"trigger"`
	BuiltIn string   `json:"builtIn"` // the Architect action or function that does the same, or ""
	Note    string   `json:"note"`    // a sentence for the reader, or ""
	Source  string   `json:"source"`  // where it is said
}

// Definition is what the data action itself says.
type Definition struct {
	ID              string `json:"id"`              // id of the platform, "" unknown
	Name            string `json:"name"`            // name of the data action
	Integration     string `json:"integration"`     // name of the integration, "" unknown
	IntegrationType string `json:"integrationType"` // such as "custom-rest-actions", "" unknown
	Method          string `json:"method"`          // of the HTTP request, in upper case, "" unknown
	URL             string `json:"url"`             // the request's URL template
	// Host is that of the URL, "" where the URL is relative or a variable names it.
	Host string `json:"host"`
	// TimeoutSeconds is its own timeout, null where it sets none: 60 s then.
	TimeoutSeconds *float64 `json:"timeoutSeconds"`
	// TimeoutUnknown is set where the file sets a timeout that cannot be read (a
	// Terraform variable without a default): TimeoutSeconds is null then.
	TimeoutUnknown bool `json:"timeoutUnknown"`
	Secure         bool `json:"secure"` // marked secure: built for sensitive data
	// Contract are the inputs that it declares, in order of name; empty where the file
	// does not tell.
	Contract []ContractInput `json:"contract"`
	// PlatformAPI tells whether it calls Genesys Cloud's own API: "yes", "no" or "unknown".
	PlatformAPI string `json:"platformApi" enum:"yes,no,unknown"`
	File        string `json:"file"`   // file that defines it
	Line        int    `json:"line"`   // 1-based
	Column      int    `json:"column"` // 1-based
}

// ContractInput is an input that a data action's contract declares.
type ContractInput struct {
	Name string `json:"name"` // as the contract has it
	Type string `json:"type"` // as JSON Schema has it ("string", "integer", ...), "" unknown
}

// Step is one step of a witness: the action, and the output by which the run
// leaves it. Times is more than 1 on a folded loop, whose steps are in Steps.
type Step struct {
	Name   string `json:"name"`            // name of the action
	Output string `json:"output"`          // by which the run leaves it
	File   string `json:"file"`            // relative to the working directory
	Line   int    `json:"line"`            // 1-based
	Column int    `json:"column"`          // 1-based
	Node   string `json:"node"`            // tracking id or path
	Times  int64  `json:"times,omitempty"` // number of passes of a folded loop
	Steps  []Step `json:"steps,omitempty"` // of a folded loop, one pass
}

// Loop is a loop action, a loop task, or a cycle made by jumps.
type Loop struct {
	Place
	ID    string `json:"id"`                                                                    // trackingId, refId or path of its head
	Name  string `json:"name"`                                                                  // name of the loop, or of its head
	Form  string `json:"form" enum:"loop,loopTask,jump"`                                        // "loop", "loopTask", "jump"
	Kind  string `json:"kind" enum:"iteration,retry,polling,waiting,callerDriven,unclassified"` // "iteration", "retry", "polling", "waiting", "callerDriven", "unclassified"
	Count *int64 `json:"count"`                                                                 // number of passes, null unless it is known
	// CountText is the count as written, "" for cycles without one.
	CountText string `json:"countText"`
	// CountKind is the kind of the count's Value: "literal" or "expression" or
	// "variable" where one is written (an expression may still fold to a known
	// Count), "unknown" where a template's placeholder stands for it, "" for
	// cycles without one. No rule may fire on a count of kind "unknown".
	CountKind   string   `json:"countKind" enum:"literal,expression,variable,notSet,unknown,"`
	Container   string   `json:"container"`   // name of the task, state or menu
	BodyActions int      `json:"bodyActions"` // number of actions in it
	Calls       []string `json:"calls"`       // nodes of the data action calls in it
	Depth       int      `json:"depth"`       // 1 for an outermost loop
	Parent      *string  `json:"parent"`      // id of the loop around it, null for none
	// Irreducible is set when the loop can be entered past its head.
	Irreducible  bool     `json:"irreducible"`
	WaitSeconds  *float64 `json:"waitSeconds"`  // of the waits in it, null when unknown or none
	HasWait      bool     `json:"hasWait"`      // something in it waits on purpose
	AsksPerson   bool     `json:"asksPerson"`   // something in it asks the person for input
	CycleSeconds *float64 `json:"cycleSeconds"` // shortest time around, null when unknown
	Entries      []Entry  `json:"entries"`      // ways in
	Exits        []Exit   `json:"exits"`        // ways out
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
	Variable string `json:"variable"` // name of the counter
	// From is the value that the variable has when the loop begins, as written; null
	// where several places give it or none.
	From *string `json:"from"`
	// Step is what a round does to it: "+1", "-2", "= false"; "10 s later" where a round
	// waits that long and a point in time is asked for.
	Step string `json:"step"`
	// Until is the condition that asks for it, as written.
	Until string `json:"until"`
	// CountedAt is where it is moved, or where a round waits, TestedAt where it is asked for, and SetAgainAt
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
	// Name is the name of the decision or switch, Container that of the task, menu or state
	// that it stands in.
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
	// setting that people change in the flow.
	Setting bool `json:"setting"`
	// Follows is set where it reads a task's
	// input, or a variable that is also written where no run comes to, so that its cause
	// lies elsewhere.
	Follows bool `json:"follows"`
	// CutOff is how many actions no run reaches because of it; Calls are the data action
	// calls among them.
	CutOff int      `json:"cutOff"`
	Calls  []string `json:"calls"`
}

// Held is a variable and the one value that it has in all runs, null where there are
// several or none is known.
type Held struct {
	// Variable is its name with the scope, Value the value as text.
	Variable string  `json:"variable"`
	Value    *string `json:"value"`
}

// Entry is a way into a loop: the action that leads there and the output by
// which it does; Name is "" where a run of the flow begins in the loop.
type Entry struct {
	Place
	Name   string `json:"name"`   // of the action that leads in
	Output string `json:"output"` // by which it leads in
	Into   string `json:"into"`   // node that is entered: the head, or, in an irreducible loop, another
}

// Exit is a way out of a loop.
type Exit struct {
	Place
	Name   string `json:"name"`                               // of the action that leaves
	Output string `json:"output"`                             // "" for the loop's own end
	How    string `json:"how" enum:"count,loopExit,jump,end"` // "count", "loopExit", "jump", "end"
}

// Node is any action of a flow.
type Node struct {
	Place
	Name      string   `json:"name"`      // name of the action
	Kind      string   `json:"kind"`      // canonical kind name, or the raw one when opaque
	Opaque    bool     `json:"opaque"`    // of a kind that archlint does not know
	Container string   `json:"container"` // name of the task, state or menu
	Reachable bool     `json:"reachable"` // some run can come to it
	Disabled  bool     `json:"disabled"`  // switched off by its author
	Loop      *string  `json:"loop"`      // id of the innermost loop, null for none
	Outputs   []Output `json:"outputs"`   // its ways out
	Inputs    []Value  `json:"inputs"`    // what goes into a call, or is assigned
	Values    []Value  `json:"values"`    // its other settings that archlint keeps
	Target    string   `json:"target"`    // name of the container, flow or queue it leads to
	// ReadUnset are the variables that a lookup (a data table's, findQueue, ...) writes
	// when it finds something, and that may be read after it did not.
	ReadUnset []Read `json:"readUnset"`
	// UnhandledPath and Skipped tell of a lookup what they tell of a Call.
	UnhandledPath string   `json:"unhandledPath" enum:"rejoins,handles,ends,"`
	Skipped       []string `json:"skipped"`
	// Writes are the variables that the action writes, by whichever output.
	Writes []string `json:"writes"`
}

// Output is a way out of an action.
type Output struct {
	Name  string `json:"name"`                                      // such as "success"
	State string `json:"state" enum:"connected,empty,outOfService"` // "connected", "empty" or "outOfService"
}

// RanBefore is a data action that runs in every run of a flow and of flows before it.
type RanBefore struct {
	DataAction  string   `json:"dataAction"`  // name of the data action
	Integration string   `json:"integration"` // name of its integration
	Flows       []string `json:"flows"`       // names of the first few that call it before
	More        bool     `json:"more"`        // there are more than these
}

// Compare orders by integration, then by data action.
func (r RanBefore) Compare(other RanBefore) int {
	return cmp.Or(strings.Compare(r.Integration, other.Integration), strings.Compare(r.DataAction, other.DataAction))
}
