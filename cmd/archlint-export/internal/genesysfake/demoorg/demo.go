package demoorg

import (
	"archlint/analyzer/flow/flowtext"
)

// Demo is the organisation to show: a water company with a hotline that looks
// every caller up, an in-queue flow that asks for the waiting time again and
// again, a workflow that polls, and others that do nothing wrong.
func Demo() *Org {
	m := newMaker("Example Water", 7)
	m.resources()
	m.hotline()
	m.hold()
	m.nightLine()
	m.wrapUpWatch()
	m.orderStatus()
	m.chat()
	m.draft()
	m.entryPoints()
	m.org.Limits["dataactions"] = map[string]int{"actions.concurrent.executions.max": 50, "requests.volume.max": 2500,
		"actions.total.max": 500}
	m.org.Limits["platform.api"] = map[string]int{"client.credentials.token.rate.per.minute": 300, "org.app.user.rate.per.minute": 3000}
	m.org.Limits["architect"] = map[string]int{"flows.max": 1500}
	m.users(85, "cx2", "wem-add-on")
	m.users(20, "communicate")
	return m.org
}

func (m *maker) resources() {
	web := m.integration("Customer Register", "custom-rest-actions", "basicAuth")
	own := m.integration("Genesys Cloud Data Actions", "purecloud-data-actions", "pureCloudOAuthClient")
	m.action("Find Customer by Number", web, "Customer Register", api{
		method: "GET", url: "https://register.example.com/v2/customers?phone=$esc.url(${input.phone})",
		header: map[string]any{"Accept": "application/json", "X-Api-Key": "typed-in-by-hand"},
		in:     map[string]string{"phone": "string"}, out: map[string]string{"name": "string", "meter": "string"},
	})
	m.action("Get Order State", web, "Customer Register", api{
		method: "GET", url: "https://register.example.com/v2/orders/${input.order}", timeout: 20,
		in: map[string]string{"order": "string"}, out: map[string]string{"state": "string"},
	})
	m.action("Get Estimated Wait Time", own, "Genesys Cloud Data Actions", api{
		method: "GET", url: "/api/v2/routing/queues/${input.queueId}/mediatypes/call/estimatedwaittime", timeout: 10,
		in: map[string]string{"queueId": "string"}, out: map[string]string{"seconds": "integer"},
	})
	m.action("Get Conversation State", own, "Genesys Cloud Data Actions", api{
		method: "GET", url: "/api/v2/conversations/calls/${input.conversationId}",
		in: map[string]string{"conversationId": "string"}, out: map[string]string{"wrapUp": "string"},
	})
	m.queue("Water Supply")
	m.queue("Billing")
}

func (m *maker) toQueue(name, queue string) flowtext.Step {
	return flowtext.ToQueue(name, m.queues[queue], queue, true)
}

// hotline looks every caller up before anything is said, and listens to none of
// the ways in which that can fail.
func (m *maker) hotline() {
	f := m.flow("Water Hotline", "inboundcall", "Looks every caller up in the register, then offers a menu")
	start := f.Container("Task", "Who is calling")
	name := f.ContainerVar(start, "Task.Name", "str")
	meter := f.ContainerVar(start, "Task.Meter", "str")
	menu := f.Container("Menu", "Main Menu")
	start.Steps = []flowtext.Step{
		flowtext.Data("Look the caller up", m.actions["Find Customer by Number"],
			map[string]flowtext.Expr{"phone": flowtext.Function("ToString", "str", flowtext.System("Call.Ani", "__CALL_ANI__", "phn"))},
			map[string]*flowtext.Variable{"name": name, "meter": meter},
			flowtext.Outcomes{Success: []flowtext.Step{flowtext.Say("Welcome", "Welcome back.")}}),
		flowtext.Decision("A water meter on file?", flowtext.Binary("==", flowtext.Var(meter), flowtext.Text("digital")),
			[]flowtext.Step{m.toQueue("Straight to the supply desk", "Water Supply")}, nil),
		flowtext.ToMenu("Offer the menu", "Main Menu"),
	}
	menu.Prompt = "For a burst pipe, press 1. For your bill, press 2. To end this call, press 9."
	menu.Choices = []flowtext.Choice{
		{Digit: 1, Name: "Burst pipe", Step: m.toQueue("Burst pipe", "Water Supply")},
		{Digit: 2, Name: "Bill", Step: m.toQueue("Bill", "Billing")},
		{Digit: 9, Name: "End", Step: flowtext.Disconnect("End")},
	}
	m.publish(f, 0, 12)
}

// hold asks for the estimated waiting time every 30 seconds, for every caller.
func (m *maker) hold() {
	f := m.flow("Supply Hold", "inqueuecall", "Music, and news of the waiting time")
	loop := f.Container("LoopTask", "In-Queue Task")
	wait := f.ContainerVar(loop, "Task.WaitSeconds", "int")
	loop.Steps = []flowtext.Step{
		flowtext.HoldMusic("Music", 30),
		flowtext.Data("Ask for the wait", m.actions["Get Estimated Wait Time"],
			map[string]flowtext.Expr{"queueId": flowtext.Text(m.queues["Water Supply"])},
			map[string]*flowtext.Variable{"seconds": wait},
			flowtext.Outcomes{Success: []flowtext.Step{
				flowtext.Decision("More than five minutes?", flowtext.Binary(">", flowtext.Var(wait), flowtext.Number(300)),
					[]flowtext.Step{flowtext.Say("Sorry", "We are still busy. Thank you for your patience.")}, nil),
			}}),
	}
	m.publish(f, 0, 5)
	m.inQueue("Water Supply", f.Name)
}

func (m *maker) nightLine() {
	f := m.flow("Night Line", "inboundcall", "Out of hours")
	task := f.Container("Task", "Say when we are open")
	task.Steps = []flowtext.Step{
		flowtext.Say("Opening hours", "We are open from eight to six."), flowtext.Disconnect("Good night"),
	}
	m.publish(f, 0, 2)
}

// wrapUpWatch asks for a conversation's state every five seconds, up to 20 times.
func (m *maker) wrapUpWatch() {
	f := m.flow("Wrap-up Watch", "workflow", "Waits until the adviser has wrapped the call up")
	conversation := f.Var("Flow.conversationId", "str", true)
	state := f.Container("State", "Initial State")
	wrapUp, round := f.ContainerVar(state, "State.WrapUp", "str"), f.ContainerVar(state, "State.Round", "int")
	state.Steps = []flowtext.Step{
		flowtext.Loop("Until wrapped up", flowtext.Number(20), round,
			flowtext.Data("Get the conversation", m.actions["Get Conversation State"],
				map[string]flowtext.Expr{"conversationId": flowtext.Var(conversation)},
				map[string]*flowtext.Variable{"wrapUp": wrapUp}, flowtext.Outcomes{}),
			flowtext.Decision("Wrapped up?", flowtext.Binary("==", flowtext.Var(wrapUp), flowtext.Text("complete")),
				[]flowtext.Step{flowtext.ExitLoop("Stop asking")}, nil),
			flowtext.Wait("Five seconds", 5)),
		flowtext.EndWorkflow("End"),
	}
	m.publish(f, 1, 7)
}

// orderStatus does it well: one call, every outcome handled.
func (m *maker) orderStatus() {
	f := m.flow("Order Status", "inboundcall", "Tells the state of an order")
	task := f.Container("Task", "State of the order")
	state := f.ContainerVar(task, "Task.State", "str")
	sorry := func(n string) []flowtext.Step {
		return []flowtext.Step{
			flowtext.Set("State unknown "+n, state, flowtext.Text("unknown")),
			flowtext.Say("Sorry "+n, "We cannot tell at the moment. An adviser will help you."),
			m.toQueue("To an adviser "+n, "Billing"),
		}
	}
	task.Steps = []flowtext.Step{
		flowtext.Data("Get the order", m.actions["Get Order State"],
			map[string]flowtext.Expr{"order": flowtext.System("Call.CalledAddressOriginal", "__CALL_CALLED_ADDRESS_ORIGINAL__", "str")},
			map[string]*flowtext.Variable{"state": state},
			flowtext.Outcomes{
				Success: []flowtext.Step{flowtext.Say("Tell the state", "Your order is on its way.")},
				Failure: sorry("after failure"), Timeout: sorry("after timeout"),
			}),
		flowtext.Disconnect("Goodbye"),
	}
	m.publish(f, 1, 3)
}

func (m *maker) chat() {
	f := m.flow("Messages", "inboundshortmessage", "Messages of all kinds")
	state := f.Container("State", "Start")
	state.Steps = []flowtext.Step{
		flowtext.Reply("Welcome", "Hello, an adviser will be with you soon."),
		flowtext.ToQueue("To billing", m.queues["Billing"], "Billing", false),
	}
	m.publish(f, 0, 1)
}

// draft was never published.
func (m *maker) draft() {
	f := m.flow("Spring Campaign", "inboundcall", "Not finished")
	task := f.Container("Task", "Start")
	task.Steps = []flowtext.Step{flowtext.Disconnect("End")}
	m.publish(f, 1, 0)
}

func (m *maker) entryPoints() {
	m.ivr("Main number", "+442079460958", "Water Hotline", "Night Line")
	m.ivr("Orders", "+442079460959", "Order Status", "")
	m.org.Recipients = append(m.org.Recipients, map[string]any{
		"id": flowtext.GUID(m.r), "name": "Web messenger", "messengerType": "webmessaging",
		"flow": ref(m.flows["Messages"], "Messages"), "dateCreated": "2026-03-01T08:00:00.000Z",
	})
	m.org.Domains = append(m.org.Domains, map[string]any{"id": "mail.example.com", "mxRecordStatus": "VALID", "subDomain": false})
	m.org.EmailRoutes["mail.example.com"] = []map[string]any{{
		"id": flowtext.GUID(m.r), "pattern": "bills", "fromName": "Example Water", "fromEmail": "bills@mail.example.com",
		"queue": ref(m.queues["Billing"], "Billing"),
	}}
	m.org.Triggers = append(m.org.Triggers, map[string]any{
		"id": flowtext.GUID(m.r), "name": "After each call", "topicName": "v2.detail.events.conversation.{id}.customer.end", "enabled": true,
		"target": map[string]any{"type": "Workflow", "id": m.flows["Wrap-up Watch"]}, "version": 1, "eventTTLSeconds": 60,
		"matchCriteria": []any{map[string]any{"jsonPath": "mediaType", "operator": "Equal", "value": "VOICE"}},
	})
}
