// Package flow is the model of one Architect flow: a structured tree of
// containers, blocks, actions and outputs. Both file formats decode into it,
// and everything after decoding reads only it.
//
// The tree says what is written, not what runs: how control passes from one
// action to the next is the business of package cfg.
package flow

import (
	"archlint/analyzer/source"
)

// Format names the notation a flow was read from.
type Format string

// The formats that the JSON report names.
const (
	Archy    Format = "archy"    // Archy YAML
	Platform Format = "platform" // Platform API configuration JSON
	I3       Format = "i3"       // .i3* export: the same JSON, base64 of percent-encoding
)

// Flow is one Architect flow.
type Flow struct {
	ID string // GUID where the export knows it, else ""
	// Version is that of an embedded common module ("2.0"), as its flow says it; ""
	// for every other flow: no file says which version of a flow it holds.
	Version string
	Name    string
	Type    Type
	Format  Format
	File    *source.File // for .i3*, the decoded text
	Pos     source.Pos

	// Entry is where a run starts; nil when the flow names none that exists.
	Entry *Container
	// Containers are all containers in document order, Entry among them.
	Containers []*Container
	// Modules are the common modules embedded in a Platform configuration, as
	// copied into it at publication. Archy YAML has none.
	Modules []*Flow
	// Errors is the flow-wide error handling.
	Errors ErrorHandling
	// Variables are the flow's own variables.
	Variables []Variable
	// IntentTasks maps an intent's name to the reusable task that answers it
	// (bots: edges that stand nowhere else in the configuration), and
	// KnowledgeTask is the task that follows a knowledge answer, or nil.
	IntentTasks   []IntentTask
	KnowledgeTask *Container
	// Problems are contradictions that decoding found and survived, each with
	// its place: a reference to nothing, a manifest entry without its action.
	Problems []*source.Error
	// Notes are oddities that were read all the same, with nothing lost: a key
	// that stands twice, tabs, bytes that are no UTF-8.
	Notes []*source.Error
}

// IntentTask ties a bot intent to the task that runs when it is recognised.
type IntentTask struct {
	Intent string
	Task   *Container
}

// ErrorHandling is what a flow does on a run-time error. Kind is the
// platform's word in lower camel case ("disconnect", "queue", "endWorkflow",
// "menu", "task", "state", ...), "" when the flow states none. Target is the
// container that handling goes on in, or nil.
type ErrorHandling struct {
	Kind   string
	Target *Container
	Queue  *Value
	Pos    source.Pos
}

// ContainerKind tells containers apart by how a run falls off their end.
type ContainerKind string

// The kinds of container.
const (
	Task       ContainerKind = "task"       // falls off: returns to its caller, else the run ends
	MenuTask   ContainerKind = "menuTask"   // a task that stands inside a menu choice: falls off back to the menu
	LoopTask   ContainerKind = "loopTask"   // in-queue start-up task: falls off to its own start
	State      ContainerKind = "state"      // falls off: the run ends
	BotState   ContainerKind = "bot"        // as State
	ModuleTask ContainerKind = "moduleTask" // a common module's body: falls off to its caller
	Menu       ContainerKind = "menu"       // has choices instead of a body
)

// Container is a task, menu, state or loop task.
type Container struct {
	Kind       ContainerKind
	ID         string // GUID (Platform) or refId (Archy)
	TrackingID int    // 0 when the format has none; Archy: the number that ends the refId
	Name       string
	Path       string // JSON pointer or YAML path from the document's root
	Pos        source.Pos

	Body      *Block        // nil for menus
	Variables []Variable    // the container's own
	Outputs   []TaskOutput  // a task's declared outputs (what endTask can name)
	Menu      *MenuSettings // for menus, else nil
	Choices   []*Choice     // for menus
	// Recurring is set on a state that the platform starts over while the
	// interaction waits (in-queue e-mail and message flows).
	Recurring bool
	// Owner is, on a menuTask, the menu whose choice it belongs to.
	Owner *Container
}

// TaskOutput is a way out that a task declares. ID is what EndTask's
// pathReference and the caller's output name share; "default" always exists.
type TaskOutput struct {
	ID   string
	Name string
}

// MenuSettings are a menu's own numbers.
type MenuSettings struct {
	Repeat *Value // how often the menu replays without input
	// Default is the choice taken on no input, or nil.
	Default *Choice
}

// Choice is one entry of a menu. Its action is what happens when it is taken.
type Choice struct {
	ID     string
	Name   string
	Key    string // "1", "star", "" for speech only
	Global bool   // live in every menu of the flow
	Action *Action
	Pos    source.Pos
}

// Block is a sequence of actions: a container's body, or what follows an output.
type Block struct {
	Actions []*Action
}

// Action is one step of a flow.
type Action struct {
	Kind    *Kind  // never nil; Kind.Opaque for kinds the table does not know
	RawKind string // the key or __type as it stands in the file
	// ID is the action's identity for reports: the GUID in Platform JSON, ""
	// in Archy. TrackingID is 0 in Archy.
	ID         string
	TrackingID int
	Name       string
	Path       string // JSON pointer or YAML path from the document's root
	Pos        source.Pos
	Disabled   bool

	Outputs []*Output // in the order of the kind table, then as written
	// Target is where a jump, call or transfer inside the flow leads: a
	// container; nil when there is none or when the reference is dangling (then
	// TargetRef still says what was written).
	Target    *Container
	TargetRef string
	// TaskOutput is, on endTask, which declared output of the task is taken.
	TaskOutput string
	// External is the other flow, queue, bot, module, user or table that the
	// action names, if any.
	External []External

	// Inputs, Results and Failures are the named values that go in and out:
	// arguments of a call, the variables its answer is written to, and those
	// its error details are written to.
	Inputs   []Binding
	Results  []Binding
	Failures []Binding
	// Values are the action's other settings that may matter (conditions,
	// durations, counts), by the kind table's names.
	Values []Binding
	// Cases are a switch's conditions, in order; Cases[i] leads to the output
	// named "case:<i>".
	Cases []*Value

	// AlsoReads are the variables that settings read which are not kept here
	// (prompts, messages, skills), by name, each once, in order of appearance.
	AlsoReads []string

	DataAction *DataAction // on data actions, else nil
}

// Value returns the setting of that name, or nil.
func (a *Action) Value(name string) *Value {
	for _, b := range a.Values {
		if b.Name == name {
			return b.Value
		}
	}
	return nil
}

// Output returns the output of that name, or nil.
func (a *Action) Output(name string) *Output {
	for _, o := range a.Outputs {
		if o.Name == name {
			return o
		}
	}
	return nil
}

// External is a reference to something outside the flow. Kind is one of
// "flow", "queue", "inQueueFlow", "botFlow", "commonModule", "user", "group",
// "dataTable", "survey", "dialogflow", "schedule", ...; ID or Name may be
// empty, both are when only an expression says (Value then holds it).
type External struct {
	Kind  string
	ID    string
	Name  string
	Value *Value
	Pos   source.Pos
}

// OutputState says whether an output leads anywhere.
type OutputState string

// The states of an output. An empty output does not end the run: control goes
// on after the action's block. One that is out of service is never taken.
const (
	Connected    OutputState = "connected"
	Empty        OutputState = "empty"
	OutOfService OutputState = "outOfService"
)

// Output is a named way out of an action. Exactly one is taken each time the
// action runs.
type Output struct {
	// ID is the platform's id of the output: a reserved word ("__YES__") or a GUID;
	// "" in Archy.
	ID    string
	Name  string // canonical: "success", "yes", "case:0", "default", an intent's or path's name
	Label string // what the author or the platform calls it, "" when the same
	State OutputState
	Block *Block // nil unless State is Connected
	// Disabled is the platform's own mark on a path. What it means is not
	// documented; connected paths carry it, so the output counts as one that
	// can be taken.
	Disabled bool
	Pos      source.Pos
}

// DataAction is what a data action call site says beyond its bindings.
type DataAction struct {
	ID          string // the platform's id ("custom_-_<guid>", "static_-_..."), "" in Archy
	Name        string
	Integration string // the integration's display name (Architect's "category")
	// Timeout is the step's own timeout; nil when the file gives none.
	Timeout *Value
	// UsesSuggested says that the step leaves the timeout to the data action
	// (Platform: useSuggestedTimeout); nil when the format does not tell.
	UsesSuggested *bool
	// ProcessingPrompt is set when something is played to a caller who waits.
	ProcessingPrompt bool
	Secure           bool
}

// Binding is a named value.
type Binding struct {
	Name  string
	Value *Value
}

// Variable is a declared variable. Name carries its scope ("Flow.x").
type Variable struct {
	ID       string
	Name     string
	Type     string // "string", "integer", "stringCollection", ... in lower camel case
	IsInput  bool
	IsOutput bool
	IsSecure bool
	Initial  *Value
	Pos      source.Pos
}
