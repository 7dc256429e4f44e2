package facts

// Loop is a loop action, a loop task, or a cycle made by jumps.
type Loop struct {
	Place
	ID   string `json:"id"`                             // trackingId, refId or path of its head
	Name string `json:"name"`                           // name of the loop, or of its head
	Form string `json:"form" enum:"loop,loopTask,jump"` // "loop", "loopTask", "jump"
	// Kind is what the loop is for.
	Kind string `json:"kind" enum:"iteration,retry,polling,waiting,callerDriven,unclassified"`

	Count *int64 `json:"count"` // number of passes, null unless it is known
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
	// FromAt is where it gets that value: its declaration, or a step.
	FromAt *Place `json:"fromAt"`
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
