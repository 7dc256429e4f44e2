package dataflow

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// candidate is a call that a round makes, with where its inputs come from.
type candidate struct {
	i      int32 // by the region's number
	n      int32 // of the whole graph
	action *flow.Action
	inputs *trace
	exit   exitOn
	again  bool // its failure or timeout leads to another round
	goes   bool // another output does
}

// classify tries the kinds in the order of how much they say.
func (c *classifier) classify() (LoopKind, []Evidence) {
	if c.view.Waiting {
		return Waiting, []Evidence{{What: WaitsInQueue, Written: cfg.None, Read: c.view.Head, Call: cfg.None}}
	}
	calls := c.candidates()
	if asked := c.askedEveryRound(); asked != nil && !c.pollsBeside(calls) {
		return CallerDriven, []Evidence{*asked}
	}
	for _, try := range []func([]candidate) (LoopKind, []Evidence){
		c.iteration, c.polling, c.retry, c.queue, c.paced, c.walk, c.person,
	} {
		if kind, evidence := try(calls); evidence != nil {
			return kind, evidence
		}
	}
	return Unclassified, nil
}

// candidates are the calls on a round, in node order; those in loops inside
// this one belong to these.
func (c *classifier) candidates() []candidate {
	var calls []candidate
	for i := range c.list {
		if !c.on[i] || !c.calls(int32(i)) || !c.ownLevel(int32(i)) {
			continue
		}
		n := c.list[i]
		inputs := append(c.code.usesOf(n, asInput), c.code.usesOf(n, asSetting)...)
		call := candidate{i: int32(i), n: n, action: c.action(int32(i)), inputs: c.traceUses(inputs, nil)}
		if on := c.exitOn[n]; on != nil {
			call.exit = *on
		}
		for _, k := range c.byNode.of(int32(i)) {
			a := &c.arcs[k]
			round := !a.isExit() && (a.to == c.head || c.on[a.to])
			wrong := a.output == "failure" || a.output == "timeout"
			call.again = call.again || round && wrong
			call.goes = call.goes || round && !wrong // "not found" is an answer
		}
		calls = append(calls, call)
	}
	return calls
}

// same reports whether the call asks the same in every round, as far as the
// loop itself is concerned.
func (call *candidate) same() bool {
	_, own := call.inputs.results[call.n]
	return call.inputs.counter == nil && call.inputs.asked == nil && !own
}

// askedEveryRound returns the question that every round puts to the person.
func (c *classifier) askedEveryRound() *Evidence {
	if c.asks(c.head) {
		return &Evidence{What: PersonAsked, Written: cfg.None, Read: c.view.Head, Call: cfg.None}
	}
	for _, on := range c.rounds(func(a *arc) bool { return c.asks(a.to) || c.asks(a.from) }) {
		if on {
			return nil
		}
	}
	for i := range c.list {
		if c.on[i] && c.asks(int32(i)) {
			return &Evidence{What: PersonAsked, Written: cfg.None, Read: cfg.NodeID(c.list[i]), Call: cfg.None}
		}
	}
	return nil
}

// pollsBeside reports whether the loop goes round without the person's
// answer, to leave when a call's answer says so: then the question only offers
// a way out.
func (c *classifier) pollsBeside(calls []candidate) bool {
	silent := c.rounds(func(a *arc) bool { return c.asks(a.from) && !bad(a.output) })
	for i := range calls {
		if call := &calls[i]; silent[call.i] && call.exit.result != nil && call.same() {
			return true
		}
	}
	return false
}

// iteration: an input depends on the counter, on an element, or on where the
// call's own last answer left off. A call that always leaves on success and
// passes the number of the attempt along is no iteration.
func (c *classifier) iteration(calls []candidate) (LoopKind, []Evidence) {
	for _, call := range calls {
		if e, own := call.inputs.results[call.n]; own && call.goes && !c.pollsFrom(&call, e) {
			e.What = InputIsCursor
			return Iteration, []Evidence{e}
		}
		if e := call.inputs.counter; e != nil && (call.goes && !c.retries(&call) || call.inputs.element) {
			found := *e
			found.What, found.Call = InputVaries, cfg.NodeID(call.n)
			return Iteration, []Evidence{found}
		}
	}
	return "", nil
}

// pollsFrom reports whether a call that passes a part of its last answer along waits for
// another part: time passes on purpose in each round, and not the cursor ends the loop.
// Of pages, the cursor ends it.
func (c *classifier) pollsFrom(call *candidate, cursor Evidence) bool {
	_, pauses := c.pausing()
	return pauses && call.exit.result != nil && call.exit.result.Variable != cursor.Variable
}

// retries reports whether the call is made again after it went wrong and the
// loop is left when it went well, whatever it answered.
func (c *classifier) retries(call *candidate) bool {
	return call.again && call.exit.result == nil && (call.exit.success != nil || call.exit.detail != nil)
}

func (c *classifier) retry(calls []candidate) (LoopKind, []Evidence) {
	for _, call := range calls {
		if !c.retries(&call) {
			continue
		}
		evidence := []Evidence{{What: BackOnFailure, Written: cfg.None, Read: cfg.None, Call: cfg.NodeID(call.n)}}
		if call.exit.success != nil {
			evidence = append(evidence, *call.exit.success)
		}
		if call.exit.detail != nil {
			evidence = append(evidence, *call.exit.detail)
		}
		return Retry, evidence
	}
	return "", nil
}

func (c *classifier) polling(calls []candidate) (LoopKind, []Evidence) {
	if e := c.takesItems(calls); e != nil {
		return Iteration, []Evidence{*e}
	}
	for _, call := range calls {
		if call.exit.result != nil && call.inputs.asked == nil {
			return Polling, []Evidence{*call.exit.result}
		}
	}
	for _, call := range calls { // a lookup answers by its outputs
		if call.exit.success != nil && call.goes && call.same() && !isDataAction(call.action) && call.action.Kind.Control != flow.Transfers {
			return Polling, []Evidence{*call.exit.success}
		}
	}
	return "", nil
}

// takesItems reports whether the loop takes item after item until none is left: no time
// passes in a round, the answer of one call ends the loop, and another call is asked
// about it.
func (c *classifier) takesItems(calls []candidate) *Evidence {
	if _, pauses := c.pausing(); pauses {
		return nil
	}
	taking := make(map[int32]int) // calls that may take an item, by node
	for i := range calls {
		if call := &calls[i]; call.exit.result != nil && call.same() {
			taking[call.n] = i
		}
	}
	first, found := len(calls), Evidence{} // the first that takes one, and how the first call uses it
	for k := range calls {
		if calls[k].exit.result != nil || !isDataAction(calls[k].action) {
			continue
		}
		for n, e := range calls[k].inputs.results {
			if i, ok := taking[n]; ok && i < first {
				first, found = i, e
				found.What, found.Call = ItemTaken, cfg.NodeID(calls[k].n)
			}
		}
	}
	if first == len(calls) {
		return nil
	}
	return &found
}

// queue: a round made by hand in a flow that runs while the interaction waits.
func (c *classifier) queue([]candidate) (LoopKind, []Evidence) {
	if !c.g.Flow.Type.Info().InQueue {
		return "", nil
	}
	if i, ok := c.pausing(); ok {
		return Waiting, []Evidence{{What: WaitsInQueue, Written: cfg.None, Read: cfg.NodeID(c.list[i]), Call: cfg.None}}
	}
	return "", nil
}

// pausing returns a vertex of the rounds that passes time on purpose.
func (c *classifier) pausing() (int32, bool) {
	for i := range c.list {
		if c.on[i] && c.ownLevel(int32(i)) && pausesOn(c.action(int32(i))) {
			return int32(i), true
		}
	}
	return 0, false
}

// paced: the same call again and again, with time passing in between.
func (c *classifier) paced(calls []candidate) (LoopKind, []Evidence) {
	pause, ok := c.pausing()
	if !ok {
		return "", nil
	}
	for _, call := range calls {
		if call.same() && (call.goes || call.again) {
			return Polling, []Evidence{{What: WaitBetween, Written: cfg.None, Read: cfg.NodeID(c.list[pause]), Call: cfg.NodeID(call.n)}}
		}
	}
	return "", nil
}

// walk: some setting other than the counter's own step depends on the counter
// or an element.
func (c *classifier) walk([]candidate) (LoopKind, []Evidence) {
	none := make(map[int32]bool)
	for i := range c.list {
		if !c.on[i] {
			continue
		}
		for _, o := range c.code.node[c.list[i]] {
			if o.kind != opUse {
				continue
			}
			u := &c.code.uses[o.i]
			if u.role == asCount || u.role == asReturn || u.role == asCondition && !c.givenBy(u.value).element || c.stepsItself(u, o.i) {
				continue
			}
			if counter := c.traceCounter(o.i, none); counter != nil {
				e := *counter
				e.What = CounterUsed
				return Iteration, []Evidence{e}
			}
		}
	}
	return "", nil
}

// stepsItself reports whether the use serves to compute the next value of the
// counter itself.
func (c *classifier) stepsItself(u *use, i int32) bool {
	if c.wide[u.v] {
		return true // which value it follows is unknown
	}
	for _, d := range u.defs {
		if c.cyclic(d) && c.feeds(i, d) {
			return true
		}
	}
	return false
}

// feeds reports whether use i is one of those of a definition that depends on
// itself and writes the variable it reads.
func (c *classifier) feeds(i, d int32) bool {
	for _, o := range c.code.node[c.code.uses[i].node] {
		if o.kind != opDef || !c.cyclic(o.i) {
			continue
		}
		for _, u := range c.code.defs[o.i].uses {
			if u == i {
				return true
			}
		}
	}
	return false
}

func (c *classifier) person([]candidate) (LoopKind, []Evidence) {
	if c.asked == nil {
		return "", nil
	}
	return CallerDriven, []Evidence{*c.asked}
}
