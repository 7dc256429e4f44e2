package dataflow

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// LoopKind says what a loop is for.
type LoopKind string

// The kinds of loop.
const (
	// Iteration walks over something: an input of a call, or another setting,
	// depends on the loop's counter, on an element, or on where the call's own
	// last answer left off.
	Iteration LoopKind = "iteration"
	// Retry runs a call again after it failed or timed out, and leaves when it
	// succeeds.
	Retry LoopKind = "retry"
	// Polling asks the same again: it leaves when the call's answer says so, or
	// passes time between the calls.
	Polling LoopKind = "polling"
	// Waiting is what runs while an interaction waits in a queue.
	Waiting LoopKind = "waiting"
	// CallerDriven goes round because of what a person does.
	CallerDriven LoopKind = "callerDriven"
	// Unclassified is none of these, as far as can be seen.
	Unclassified LoopKind = "unclassified"
)

// Loop is what data flow knows of one loop.
type Loop struct {
	Kind LoopKind
	// Evidence is what the kind rests on, the decisive part first.
	Evidence []Evidence
	// ExitReads are the variables that the conditions of its exits read.
	ExitReads []Read
	// ExitDependsOn are the calls in it (data actions, lookups, transfers)
	// whose answer or outcome those conditions depend on.
	ExitDependsOn []cfg.NodeID
	// FixedConditions are the conditions of its exits that nothing in the loop
	// can change; ExitsFixed is set when the loop has such conditions and nothing
	// else leads out of it but the failure of a call.
	FixedConditions []cfg.NodeID
	ExitsFixed      bool
	// Hoistable are the data action calls in it that ask the same in every
	// round although the loop is no retry and no poll.
	Hoistable []cfg.NodeID
	// Pause is, for a retry, the shortest time on purpose between a failure
	// and the next try.
	Pause Pause
}

// Evidence is one observation. Variable may be empty; Written and Read are
// where it is written and read, Call the call it is about; None where there is
// none.
type Evidence struct {
	What     What
	Variable string
	Written  cfg.NodeID
	Read     cfg.NodeID
	Call     cfg.NodeID
}

// What is a sort of evidence.
type What string

// The sorts of evidence.
const (
	ExitOnResult  What = "exitReadsResult"       // a condition of an exit depends on the call's answer
	ExitOnOutcome What = "exitOnOutcome"         // the loop is left when the call succeeds
	ExitOnDetail  What = "exitReadsErrorDetail"  // a condition of an exit depends on the call's error details
	BackOnFailure What = "failureLeadsBack"      // the call's failure or timeout leads to another round
	InputVaries   What = "inputDependsOnCounter" // an input depends on a counter or an element
	InputIsCursor What = "inputDependsOnResult"  // an input depends on the call's own last answer
	ItemTaken     What = "itemTaken"             // an input depends on the answer of another call, which ends the loop
	CounterUsed   What = "counterUsed"           // a setting depends on a counter or an element
	EachOnce      What = "eachOnce"              // values let each of several data actions run once: from one to the next
	WaitBetween   What = "waitBetweenCalls"      // time passes on purpose in the round of the call
	PersonAsked   What = "personAsked"           // the round asks the person
	WaitsInQueue  What = "waitsInQueue"          // the platform starts it over while the interaction waits
)

// Pause is the time between a failure and the next try. Known is false when
// some duration on every way is not constant; a pause of 0 seconds that is
// known is no pause at all.
type Pause struct {
	Seconds float64
	Known   bool
}

// Loop classifies the loop v.
func (f *Flow) Loop(v View) Loop {
	if len(v.Body) == 0 {
		return Loop{Kind: Unclassified}
	}
	c := &classifier{region: f.newRegion(v), exitOn: make(map[int32]*exitOn)}
	defer c.leave()
	c.on = c.rounds(none)
	c.readExits()
	var l Loop
	l.Kind, l.Evidence = c.classify()
	l.ExitReads = c.exitReads
	l.ExitDependsOn = c.dependsOn()
	l.FixedConditions, l.ExitsFixed = c.fixed()
	if l.Kind == Iteration || l.Kind == Unclassified {
		l.Hoistable = c.hoistable()
	}
	if l.Kind == Retry {
		call, _ := c.local(int32(l.Evidence[0].Call))
		l.Pause = c.pause(call)
	}
	return l
}

// action returns the action at a vertex of the region, or nil.
func (r *region) action(i int32) *flow.Action {
	if n := r.list[i]; int(n) < len(r.g.Nodes) {
		return r.g.Nodes[n].Action
	}
	return nil
}

// asks reports whether the vertex asks the person for something.
func (r *region) asks(i int32) bool {
	n := r.list[i]
	return int(n) < len(r.g.Nodes) && (r.g.Nodes[n].Kind == cfg.Menu || asksPerson(r.g.Nodes[n].Action))
}

// calls reports whether the vertex asks something of a system: a data action,
// a lookup, a transfer.
func (r *region) calls(i int32) bool {
	a := r.action(i)
	if a == nil || asksPerson(a) {
		return false
	}
	return a.Kind.Leaves != flow.LeavesNothing || a.Kind.Control == flow.Transfers
}

// ownLevel reports whether the vertex stands in this loop itself, not in a
// loop inside it.
func (r *region) ownLevel(i int32) bool {
	n := r.list[i]
	if int(n) >= len(r.g.Nodes) {
		return true
	}
	if !r.own(n) {
		return r.g.Nodes[n].Loop == cfg.NoLoop
	}
	if n == int32(r.view.Head) {
		return true
	}
	level := r.g.Nodes[r.view.Head].Loop
	if h := r.g.Nodes[r.view.Head].Head; h != cfg.NoLoop {
		level = h
	}
	return r.g.Nodes[n].Loop == level
}

// pausesOn reports whether the action passes time on purpose, without asking.
func pausesOn(a *flow.Action) bool {
	return a != nil && a.Kind.HasLength()
}
