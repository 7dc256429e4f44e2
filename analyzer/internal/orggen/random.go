package orggen

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Options choose among organisations.
type Options struct {
	// Told gives every flow that interactions can start in an entry point; else
	// some or all are missing.
	Told bool
	// Paced leaves out everything whose pace in a queue nobody knows: key presses
	// and music of unknown length.
	Paced bool
	// Whole makes an export that says that it holds all flows.
	Whole bool
	// Around lets flows transfer to earlier ones, so that interactions go round.
	Around bool
}

// Random returns the organisation of that seed.
func Random(seed uint64, opts Options) Org {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 15)), opts: opts}
	m.org.Whole = opts.Whole
	m.things()
	m.declare()
	for i := range m.org.Flows {
		m.fill(&m.org.Flows[i])
	}
	m.enter()
	m.org.dropUnused()
	return m.org
}

type maker struct {
	*rand.Rand
	opts  Options
	org   Org
	steps int // names given so far
	left  int // steps that the flow may still have
}

// kinds of integration. Only the first kind speaks to the platform itself.
var integrationTypes = []string{"purecloud-data-actions", "custom-rest-actions", "aws-lambda-data-actions"}

// things makes integrations and data actions.
func (m *maker) things() {
	for i := range 1 + m.IntN(2) {
		name := []string{"Shop", "Bank"}[i]
		m.org.Integrations = append(m.org.Integrations, Integration{name, integrationTypes[m.IntN(len(integrationTypes))]})
	}
	for i := range 1 + m.IntN(3) {
		in := m.org.Integrations[m.IntN(len(m.org.Integrations))]
		m.org.Actions = append(m.org.Actions, Action{
			Name: fmt.Sprintf("Get %d", i+1), Integration: in.Name, Platform: in.Type == integrationTypes[0],
			Timeout: []int{NotSet, 2, 10, 30}[m.IntN(4)],
		})
	}
}

// declare makes the flows without their steps, so that each can lead to any.
func (m *maker) declare() {
	medium := m.IntN(4)
	inbound, queue := "inboundcall", Queue{Name: "Sales"}
	switch medium {
	case 0:
		inbound = "inboundshortmessage"
	case 1:
		inbound = "inboundemail"
	}
	for range 1 + m.IntN(2) {
		m.flow("Line", inbound)
	}
	if m.IntN(3) > 0 {
		m.queueFlow(inbound, &queue)
	}
	m.org.Queues = append(m.org.Queues, queue)
	switch inbound {
	case "inboundcall":
		m.perhaps("Helper", "bot")
	case "inboundshortmessage":
		m.perhaps("Helper", "digitalbot")
	}
	m.perhaps("Lookup", "commonmodule")
	if m.IntN(4) == 0 {
		m.flow("Work", "workflow")
	}
}

// queueFlow gives the queue an in-queue flow of the medium.
func (m *maker) queueFlow(inbound string, q *Queue) {
	switch inbound {
	case "inboundcall":
		q.CallFlow = m.flow("Hold", "inqueuecall")
	case "inboundshortmessage":
		q.MessageFlow = m.flow("Hold", "inqueueshortmessage")
	default:
		q.EmailFlow = m.flow("Hold", "inqueueemail")
	}
}

func (m *maker) perhaps(name, flowType string) {
	if m.IntN(3) == 0 {
		m.flow(name, flowType)
	}
}

func (m *maker) flow(name, flowType string) string {
	name = fmt.Sprintf("%s %d", name, len(m.org.Flows)+1)
	m.org.Flows = append(m.org.Flows, Flow{Name: name, Type: flowType})
	return name
}

// enter gives entry points to flows that interactions start in, and triggers or
// launches to workflows.
func (m *maker) enter() {
	given := m.opts.Told || m.IntN(2) == 0
	for _, f := range m.org.Flows {
		medium := mediumOf[f.Type]
		switch {
		case f.Type == "workflow" && m.IntN(2) == 0:
			m.org.Triggers = append(m.org.Triggers, Trigger{"When " + f.Name, f.Name})
		case f.Type == "workflow" && m.IntN(2) == 0:
			m.launch(f.Name)
		case medium != "" && (m.opts.Told || given && m.IntN(3) > 0):
			m.org.Entries = append(m.org.Entries, EntryPoint{"To " + f.Name, medium, f.Name})
		}
	}
}

// launch lets the first flow start a workflow.
func (m *maker) launch(workflow string) {
	in := m.org.Integrations[0].Name
	m.org.Actions = append(m.org.Actions, Action{Name: "Launch", Integration: in, Timeout: 10, Platform: true, Launches: workflow})
	s := m.step(Call)
	s.To, s.Number = "Launch", 10
	first := &m.org.Flows[0].Tasks[0]
	first.Steps = append([]Step{s}, first.Steps...)
}

// mediumOf are the media of the flows in which interactions start.
var mediumOf = map[string]string{"inboundcall": "voice", "inboundshortmessage": "message", "inboundemail": "email"}

// dropUnused leaves out flows that nothing refers to: whether the export holds
// them changes nothing.
func (o *Org) dropUnused() {
	unused := func(f Flow) bool { return mediumOf[f.Type] == "" && f.Type != "workflow" && !o.refersTo(f.Name) }
	for i := slices.IndexFunc(o.Flows, unused); i >= 0; i = slices.IndexFunc(o.Flows, unused) {
		o.dropFlow(i)
	}
}

// refersTo reports whether a step, or a queue that a step names, leads to the flow.
func (o *Org) refersTo(name string) bool {
	found := false
	leads := map[string]bool{name: true}
	for _, q := range o.Queues {
		if q.CallFlow == name || q.MessageFlow == name || q.EmailFlow == name {
			leads[q.Name] = true
		}
	}
	o.visit(func(f *Flow, list *[]Step) {
		for _, s := range *list {
			found = found || leads[s.To] && f.Name != name
		}
	})
	return found
}
