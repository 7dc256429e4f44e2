package facts

import (
	"cmp"
	"strings"
)

// SettledCondition is a decision or a switch with an output that no run takes, although
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
	// UnhandledPath and Skipped mean for a lookup what they mean for a Call.
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
