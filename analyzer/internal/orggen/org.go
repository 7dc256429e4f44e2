// Package orggen makes small random organisations for tests of laws that hold
// for every organisation: flows that lead to one another, queues, entry points,
// data actions, integrations and triggers. An organisation is a value: facts can
// be taken from it one by one, work can be moved from flow to flow, and it is
// written as the files of an export.
package orggen

import "slices"

// Org is an organisation. Everything refers by name; ids follow from names.
type Org struct {
	Flows        []Flow
	Queues       []Queue
	Entries      []EntryPoint
	Actions      []Action
	Integrations []Integration
	Triggers     []Trigger
	// Whole is set where the export says how many flows there are: it holds the
	// organisation then, and what nothing leads to is not in use.
	Whole bool
}

// Flow is a flow; its first task is where it starts.
type Flow struct {
	Name, Type string // Type as the Platform API names it: "inboundcall"
	// Alias is what the export calls the flow, Name if it is "". Flows of different
	// types may be called alike.
	Alias string
	Tasks []Task
}

// Shown is what the export calls the flow.
func (f Flow) Shown() string {
	if f.Alias != "" {
		return f.Alias
	}
	return f.Name
}

// shown is what the export calls the flow of that name, also where it lacks it.
func (o *Org) shown(name string) string {
	if f := o.Flow(name); f != nil {
		return f.Shown()
	}
	return name
}

// Task is a container of steps: a task, or a state in flows that have states.
type Task struct {
	Name  string
	Steps []Step
}

// Step is one step of a task with everything below it.
type Step struct {
	Do   Kind
	Name string // no other step of the organisation has it
	// To is the data action, flow, queue or task that the step leads to.
	To string
	// Number is the seconds of a Hold or Wait, the rounds of a Loop, the timeout in
	// seconds of a Call. AtRunTime stands for what only a run knows, NotSet for none.
	Number int
	// Yes and No are what follows the outputs: success and failure of a call or a
	// question, the body of a loop (Yes), a failed transfer (No).
	Yes, No []Step
}

// Values of Step.Number that are no numbers.
const (
	NotSet    = 0
	AtRunTime = -1
)

// Kind is what a step does.
type Kind string

// The kinds of step.
const (
	Call       Kind = "callData"
	Say        Kind = "playAudio"
	Hold       Kind = "holdMusic"
	Wait       Kind = "wait"
	Press      Kind = "collectInput"
	Decide     Kind = "decision"
	Loop       Kind = "loop"
	Exit       Kind = "loopExit"
	CallTask   Kind = "callTask"
	JumpTo     Kind = "jumpToTask"
	Module     Kind = "callCommonModule"
	Bot        Kind = "callBotFlow"
	DigitalBot Kind = "callDigitalBotFlow"
	ToFlow     Kind = "transferToFlow"
	ToQueue    Kind = "transferToAcd"
	Hangup     Kind = "disconnect"
	ExitBot    Kind = "exitBotFlow"
	End        Kind = "endWorkflow"
)

// Queue is a queue with the in-queue flows that run for it, "" for none.
type Queue struct{ Name, CallFlow, MessageFlow, EmailFlow string }

// EntryPoint is what interactions come in by: an IVR, a message route or an e-mail
// route, by the medium "voice", "message" or "email".
type EntryPoint struct{ Name, Medium, Flow string }

// Action is the definition of a data action. Timeout is in seconds, NotSet for none.
type Action struct {
	Name, Integration string
	Timeout           int
	// Platform is set where its URL is one of the Platform API.
	Platform bool
	// Launches is the workflow that it asks the Platform API to start, "" for none.
	Launches string
	// Unread is set where the flows call it and the export does not hold it.
	Unread bool
}

// Integration is an integration with its type, "" where nobody knows it.
type Integration struct{ Name, Type string }

// Trigger starts a workflow when a conversation ends.
type Trigger struct{ Name, Flow string }

// Clone returns a copy that shares nothing with o.
func (o Org) Clone() Org {
	o.Flows = slices.Clone(o.Flows)
	for i := range o.Flows {
		f := &o.Flows[i]
		f.Tasks = slices.Clone(f.Tasks)
		for j := range f.Tasks {
			f.Tasks[j].Steps = cloned(f.Tasks[j].Steps)
		}
	}
	o.Queues, o.Entries, o.Actions = slices.Clone(o.Queues), slices.Clone(o.Entries), slices.Clone(o.Actions)
	o.Integrations, o.Triggers = slices.Clone(o.Integrations), slices.Clone(o.Triggers)
	return o
}

func cloned(steps []Step) []Step {
	steps = slices.Clone(steps)
	for i := range steps {
		steps[i].Yes, steps[i].No = cloned(steps[i].Yes), cloned(steps[i].No)
	}
	return steps
}

// Change is an organisation that was made of another, and what was done to it.
type Change struct {
	What string
	Org  Org
	// Assumed is set where the branch model takes the place of what is not known: the
	// rounds of a loop. Verdicts rest on that assumption then.
	Assumed bool
	// More is set where more may follow than the export tells, and nobody could
	// know: what a data action without a definition starts.
	More bool
}

// Flow returns the flow of that name, nil for none.
func (o *Org) Flow(name string) *Flow {
	for i := range o.Flows {
		if o.Flows[i].Name == name {
			return &o.Flows[i]
		}
	}
	return nil
}

// visit shows every list of steps of the organisation, outer ones first.
func (o *Org) visit(see func(f *Flow, list *[]Step)) {
	for i := range o.Flows {
		f := &o.Flows[i]
		for j := range f.Tasks {
			visitSteps(&f.Tasks[j].Steps, func(list *[]Step) { see(f, list) })
		}
	}
}

func visitSteps(list *[]Step, see func(*[]Step)) {
	see(list)
	for i := range *list {
		yes, no := outputs((*list)[i])
		if yes != "" {
			visitSteps(&(*list)[i].Yes, see)
		}
		if no != "" {
			visitSteps(&(*list)[i].No, see)
		}
	}
}

// has reports whether some step, or one below it, is of one of the kinds.
func has(steps []Step, kinds ...Kind) bool {
	return slices.ContainsFunc(steps, func(s Step) bool {
		return slices.Contains(kinds, s.Do) || has(s.Yes, kinds...) || has(s.No, kinds...)
	})
}
