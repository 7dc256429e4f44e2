// Package dataflow knows who writes and who reads which variable, and what
// follows from it: which outputs are read after a call failed, which calls ask
// the same thing twice, what a loop's exit depends on and so what kind of loop
// it is.
//
// It works on the control-flow graph. A variable is one of the flow, of one
// task or state (two tasks' Task.x are two variables), of a common module, a
// slot, or a participant's attribute; names are compared in any letter case
// and joined by id where the format has ids. Called tasks and embedded common
// modules are looked into, with their parameters and results: containers that
// jump to one another are one procedure, and each procedure has a summary for
// each of its ways out, so that what one caller passes in does not come out at
// another.
//
// Sound here means: what is claimed for "some path" holds on some path of the
// graph that returns where it was called from; what is claimed for "every
// path" holds on all of them. The graph has more paths than runs have
// (conditions are not evaluated), so that "some" over-approximates runs and
// "every" is true of all runs. Ignored are run-time errors on their way to the
// error handler (the handler is a place where nothing is known), writes by
// other interactions, and bots that change a caller's variables other than by
// their outputs.
//
// Unknown stays unknown: an input with a template's placeholder, an expression
// that does not parse, a function that looks something up or a built-in value
// that changes by itself make the claims that rest on them go silent.
package dataflow

import (
	"maps"
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/graph"
)

// Flow is the data flow of one flow's graph.
type Flow struct {
	g     *cfg.Graph
	vars  *variables
	code  *code
	super *super

	calls    []Call
	byNode   map[cfg.NodeID]int
	lookups  map[cfg.NodeID]*Lookup
	deciders []cfg.NodeID // decisions, switches and lookups with several ways out
	cycles   []bool       // definitions that depend on themselves, by definition

	constants []*expr.Node // of each variable that holds one value for a whole run

	limits  limits
	wide    []bool // variables that are followed less closely, see limits
	writes  map[write][]int32
	work    int  // see Work
	partial bool // there are such variables, or reads were left out

	uncompared bool // see Uncompared

	ahead *ahead // once a call's aftermath asks for it

	backwards *graph.Directed  // the graph turned round, when first needed
	together  graph.Components // of it
	earlier   map[int32][]bool // what comes before the nodes of one, where asked for

	solver   *solver    // while the flow is analysed
	regional []inRegion // the region at hand
	arcs     []arc
}

// Call is what data flow knows of one data action call site.
type Call struct {
	Node cfg.NodeID
	// ReadAfterFailure and ReadAfterTimeout are the success outputs that may be
	// read after the call failed or timed out, before anything else was written
	// to them. A read that only asks whether the variable is set, or that such
	// a question guards, is none.
	ReadAfterFailure []Read
	ReadAfterTimeout []Read
	// RepeatOf are the other calls of the same data action with the same
	// inputs after whose success this one can run with the inputs unchanged.
	RepeatOf []Repeat
	// Redundant is set when on every path to this call the same data action has
	// already succeeded with the same, unchanged inputs, and no time has passed
	// on purpose since.
	Redundant bool
	// RepeatsAfterFailure is set when control that leaves by failure or timeout
	// can come back to the call in a loop or cycle, its callers' included.
	RepeatsAfterFailure bool
	// Unread are the names of success outputs that are kept in a variable which
	// nothing can read afterwards.
	Unread []string
	// Keeps is the number of success outputs that are kept in a variable at
	// all; when all of them are Unread, or none is kept, the result is not used.
	Keeps int
	// FailureDetail tells what becomes of the error details.
	FailureDetail FailureDetail
	// Aftermath tells how the run goes on where a bad output is empty.
	Aftermath Aftermath
	// WrittenBefore are the steps that set participant data and after which the call can
	// run before any time passes on purpose.
	WrittenBefore []cfg.NodeID
	// FromCaller are the inputs that hold what the person typed, said or wrote
	// and that no condition looked at on some path to the call.
	FromCaller []CallerInput
}

// Lookup is what data flow knows of a step that looks something up in the organisation.
type Lookup struct {
	// ReadUnset are the variables that it writes when it finds something, and that may be
	// read after it found nothing or failed, before anything else was written to them.
	ReadUnset []Read
	// Aftermath tells how the run goes on where a bad output is empty.
	Aftermath Aftermath
}

// Read is a use of a variable at a node. Value is the setting that reads it,
// nil when the decoder keeps only that it is read. Fallback is set when
// another value can be there instead: an initial one, an assignment, the
// answer of another action. Whether it was meant to serve is not written, so
// a rule that is to be sure keeps to reads without.
type Read struct {
	Variable string
	Node     cfg.NodeID
	Value    *flow.Value
	Fallback bool
}

// Repeat is an earlier call that asks the same. AcrossWait is set when every
// way between the two passes time on purpose, AcrossCalls when every way
// passes another data action. Between are the other data actions that may run in
// between, in node order.
type Repeat struct {
	Of          cfg.NodeID
	AcrossWait  bool
	AcrossCalls bool
	Between     []cfg.NodeID
}

// FailureDetail tells what becomes of a data action's error details.
type FailureDetail string

// What can become of error details.
const (
	DetailDropped FailureDetail = "dropped" // kept in no variable
	DetailUnread  FailureDetail = "unread"  // kept, and nothing can read it
	DetailRead    FailureDetail = "read"
)

// CallerInput is an input that comes from the person unchecked: the input's
// name, the variable it reads, and where the person gave it (None for what
// comes with the interaction, such as a message's text).
type CallerInput struct {
	Input    string
	Variable string
	Source   cfg.NodeID
}

// Analyze computes the data flow of g. It does not change g and cannot fail.
// It takes time proportional to the graph times the number of facts over 512,
// with a set of 512 facts per node at a time, up to the limits that Partial reports.
//
// Where thousands of places write a variable and thousands read it, every value is
// taken to reach every use, and reads after a failure are listed up to a number: see
// Partial.
func Analyze(g *cfg.Graph) *Flow { return analyze(g, usual()) }

func analyze(g *cfg.Graph, most limits) *Flow {
	f := analyzeValues(g, most)
	f.AnalyzeCalls()
	return f
}

// AnalyzeValues is the first part of Analyze: which values reach which uses. Calls and
// lookups are not known before AnalyzeCalls.
func AnalyzeValues(g *cfg.Graph) *Flow { return analyzeValues(g, usual()) }

func analyzeValues(g *cfg.Graph, most limits) *Flow {
	vars := newVariables(g)
	f := &Flow{g: g, vars: vars, byNode: make(map[cfg.NodeID]int), lookups: make(map[cfg.NodeID]*Lookup), limits: most}
	f.super = newSuper(g)
	f.code = newCode(g, vars, f.super)
	f.findConstants()
	f.reaching()
	f.cycles = f.selfDependent()
	return f
}

// AnalyzeCalls is the second part of Analyze: what follows from the values for each
// data action call and each lookup. It is called once.
func (f *Flow) AnalyzeCalls() {
	g := f.g
	for i := range g.Nodes {
		if isDataAction(g.Nodes[i].Action) {
			f.byNode[cfg.NodeID(i)] = len(f.calls)
			f.calls = append(f.calls, Call{Node: cfg.NodeID(i)})
		}
		if looksUp(g.Nodes[i].Action) {
			f.lookups[cfg.NodeID(i)] = &Lookup{}
		}
	}
	f.afterFailure()
	f.repeats()
	f.returnsAfterFailure()
	f.outputsRead()
	f.fromCaller()
	f.writtenBefore()
	f.findDeciders()
	for i := range f.calls {
		f.calls[i].Aftermath = f.aftermath(f.calls[i].Node)
	}
	for _, n := range slices.Sorted(maps.Keys(f.lookups)) { // in one order: the work is bounded
		f.lookups[n].Aftermath = f.aftermath(n)
	}
	if f.ahead != nil {
		f.work += f.ahead.work
	}
	f.solver, f.ahead = nil, nil
}

// Call returns what is known of the data action call at node n, and whether
// there is one.
func (f *Flow) Call(n cfg.NodeID) (Call, bool) {
	i, ok := f.byNode[n]
	if !ok {
		return Call{}, false
	}
	return f.calls[i], true
}

// Lookup returns what is known of the lookup at node n; nothing where n is none.
func (f *Flow) Lookup(n cfg.NodeID) Lookup {
	if l := f.lookups[n]; l != nil {
		return *l
	}
	return Lookup{}
}

// Calls returns all data action calls, in node order.
func (f *Flow) Calls() []Call { return f.calls }

func isDataAction(a *flow.Action) bool {
	return a != nil && (a.Kind.Leaves == flow.ToDataAction || a.Kind.Leaves == flow.ToSecureAction)
}
