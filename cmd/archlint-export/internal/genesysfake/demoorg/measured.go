package demoorg

import "archlint/analyzer/flow/flowtext"

// Measured is an organisation to measure: a data action that one flow calls in three
// places, loops that are left early, tasks that come back, a menu that leads back, an
// in-queue flow, a workflow that polls, and a bot that asks. How its callers choose is
// hidden in its seed.
func Measured(seed uint64) *Org {
	m := newMaker("Example Rail", seed)
	m.resources()
	m.railLine()
	m.hold()
	m.wrapUpWatch()
	m.railBot()
	m.org.Limits["dataactions"] = map[string]int{"actions.concurrent.executions.max": 50, "requests.volume.max": 2500}
	m.ivr("Rail number", "+442079460950", "Rail Line", "")
	m.users(60, "cx2")
	return m.org
}

// railLine looks travellers up at the start, again when that fails, and in a task that is
// called from two places.
func (m *maker) railLine() {
	f := m.flow("Rail Line", "inboundcall", "Timetable, tickets and complaints")
	start, menu := f.Container("Task", "Start"), f.Container("Menu", "Main Menu")
	tickets, check := f.Container("Task", "Tickets"), f.Container("Task", "Check the traveller")
	name, round := f.ContainerVar(start, "Task.Name", "str"), f.ContainerVar(start, "Task.Round", "int")
	state, again := f.ContainerVar(tickets, "Task.State", "str"), f.ContainerVar(tickets, "Task.Again", "int")
	meter := f.ContainerVar(check, "Task.Meter", "str")
	find := func(step string, into *flowtext.Variable, next flowtext.Outcomes) flowtext.Step {
		return flowtext.Data(step, m.actions["Find Customer by Number"],
			map[string]flowtext.Expr{"phone": flowtext.Function("ToString", "str", flowtext.System("Call.Ani", "__CALL_ANI__", "phn"))},
			map[string]*flowtext.Variable{"name": into}, next)
	}
	start.Steps = []flowtext.Step{
		find("Find the traveller", name, flowtext.Outcomes{
			Success: []flowtext.Step{flowtext.Say("Welcome", "Welcome back.")},
			Failure: []flowtext.Step{find("Find the traveller again", name, flowtext.Outcomes{})},
		}),
		flowtext.Loop("Offer three times", flowtext.Number(3), round,
			flowtext.Say("Offer", "Would you like to hear the timetable?"),
			flowtext.Decision("Heard enough?", flowtext.Binary("==", flowtext.Var(name), flowtext.Text("regular")),
				[]flowtext.Step{flowtext.ExitLoop("Enough")}, nil)),
		flowtext.CallTask("Check before the menu", "Check the traveller"),
		flowtext.ToMenu("To the menu", "Main Menu"),
	}
	menu.Prompt = "For tickets, press 1. To be checked again, press 2. For an adviser, press 3. To end this call, press 9."
	menu.Choices = []flowtext.Choice{
		{Digit: 1, Name: "Tickets", Step: flowtext.ToTask("Tickets", "Tickets")},
		{Digit: 3, Name: "Adviser", Step: m.toQueue("Adviser", "Water Supply")},
		{Digit: 9, Name: "End", Step: flowtext.Disconnect("End")},
	}
	tickets.Steps = []flowtext.Step{
		flowtext.Loop("Until there is a state", flowtext.Number(5), again,
			flowtext.Data("Ask for the order", m.actions["Get Order State"], map[string]flowtext.Expr{"order": flowtext.Text("1")},
				map[string]*flowtext.Variable{"state": state}, flowtext.Outcomes{}),
			flowtext.Decision("A state?", flowtext.Binary("==", flowtext.Var(state), flowtext.Text("sent")),
				[]flowtext.Step{flowtext.ExitLoop("There is one")}, nil)),
		flowtext.CallTask("Check after the order", "Check the traveller"),
		flowtext.ToMenu("Back to the menu", "Main Menu"),
	}
	check.Steps = []flowtext.Step{
		find("Find the traveller in the task", meter, flowtext.Outcomes{Timeout: []flowtext.Step{flowtext.Say("Slow", "This takes a while.")}}),
	}
	m.publish(f, 0, 9)
}

// railBot asks where a traveller goes, and when.
func (m *maker) railBot() {
	f := m.flow("Rail Bot", "digitalbot", "Asks where a traveller goes")
	state := f.Container("BotState", "Start")
	sorry := []flowtext.Step{flowtext.ExitBot("Leave without an answer")}
	state.Steps = []flowtext.Step{
		flowtext.Ask("Where to?", []flowtext.Step{
			flowtext.Ask("When?", nil, nil, []flowtext.Step{flowtext.ExitBot("Leave without a day")}),
		}, sorry, nil),
		flowtext.ExitBot("Leave"),
	}
	m.publish(f, 0, 4)
}
