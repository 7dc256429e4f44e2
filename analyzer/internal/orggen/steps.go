package orggen

import "fmt"

// fill gives a flow its tasks and their steps.
func (m *maker) fill(f *Flow) {
	m.left = 3 + m.IntN(6)
	f.Tasks = []Task{{Name: "Start"}}
	f.Tasks[0].Steps = m.block(f, 0, 0)
	f.Tasks[0].Steps = live(append(f.Tasks[0].Steps, m.tail(f)...), f.Type)
}

// tail is how a run of the flow ends, or passes time where it goes round.
func (m *maker) tail(f *Flow) []Step {
	switch f.Type {
	case "inboundcall", "inboundshortmessage", "inboundemail":
		if m.IntN(3) > 0 {
			return []Step{m.handOver(f), m.step(Hangup)}
		}
		return []Step{m.step(Hangup)}
	case "inqueuecall":
		return m.pause()
	case "inqueueemail", "inqueueshortmessage":
		return []Step{m.timed(Wait, 60+m.IntN(4)*60)}
	case "bot", "digitalbot":
		if m.IntN(4) == 0 {
			return []Step{m.step(Hangup)}
		}
		return []Step{m.step(ExitBot)}
	case "workflow":
		return []Step{m.step(End)}
	}
	return nil // a common module returns by itself
}

// pause is what paces the passes of an in-queue call flow.
func (m *maker) pause() []Step {
	hold := m.timed(Hold, 5+m.IntN(4)*5)
	if m.opts.Paced {
		return []Step{hold}
	}
	switch m.IntN(5) {
	case 0:
		hold.Number = AtRunTime
	case 1: // the caller presses a key for something that costs a call
		key := m.step(Press)
		key.Yes = []Step{m.call()}
		return []Step{key, hold}
	case 2:
		rounds := m.timed(Loop, 1+m.IntN(3))
		rounds.Yes = []Step{m.call(), hold}
		return []Step{rounds}
	}
	return []Step{hold}
}

// handOver transfers to another flow or to a queue.
func (m *maker) handOver(f *Flow) Step {
	var others []string
	for _, other := range m.org.Flows {
		if other.Type == f.Type && (other.Name > f.Name || m.opts.Around && other.Name != f.Name) {
			others = append(others, other.Name)
		}
	}
	if len(others) > 0 && m.IntN(2) == 0 {
		s := m.step(ToFlow)
		s.To = others[m.IntN(len(others))]
		return s
	}
	s := m.step(ToQueue)
	s.To = m.org.Queues[m.IntN(len(m.org.Queues))].Name
	return s
}

func (m *maker) step(do Kind) Step {
	m.steps++
	return Step{Do: do, Name: fmt.Sprintf("s%d", m.steps)}
}

func (m *maker) timed(do Kind, number int) Step {
	s := m.step(do)
	s.Number = number
	return s
}

func (m *maker) call() Step {
	s := m.step(Call)
	s.To = m.org.Actions[m.IntN(len(m.org.Actions))].Name
	s.Number = []int{NotSet, 60, 5, AtRunTime}[m.IntN(4)]
	return s
}

// block is a few steps, one after the other.
func (m *maker) block(f *Flow, depth, loops int) []Step {
	var out []Step
	for range 1 + m.IntN(3) {
		if m.left <= 0 {
			break
		}
		m.left--
		out = append(out, m.pick(f, depth, loops))
	}
	return live(out, f.Type)
}

// live are the steps up to the first that nothing runs after.
func live(steps []Step, flowType string) []Step {
	for i := range steps {
		if ends(steps[i], flowType) {
			return steps[:i+1]
		}
	}
	return steps
}

func (m *maker) pick(f *Flow, depth, loops int) Step {
	kinds := []Kind{Call, Call, Call, Say}
	if depth < 2 {
		kinds = append(kinds, Decide, Decide, Loop, Loop)
	}
	kinds = append(kinds, m.calledKinds(f)...)
	if mediumOf[f.Type] != "" && depth > 0 && loops == 0 {
		kinds = append(kinds, ToQueue, Hangup)
	}
	switch do := kinds[m.IntN(len(kinds))]; do {
	case Call:
		return m.call()
	case Decide:
		s := m.step(Decide)
		s.Yes, s.No = m.block(f, depth+1, loops), m.block(f, depth+1, loops)
		return s
	case Loop:
		return m.loop(f, depth, loops)
	case Module, Bot, DigitalBot:
		return m.called(do)
	case ToQueue:
		return m.handOver(f)
	default:
		return m.step(do)
	}
}

// loop repeats a block, or a call until it succeeds.
func (m *maker) loop(f *Flow, depth, loops int) Step {
	s := m.timed(Loop, 2+m.IntN(3))
	if !m.opts.Paced && m.IntN(4) == 0 {
		s.Number = AtRunTime
	}
	if m.IntN(3) == 0 {
		try := m.call()
		try.Yes = []Step{m.step(Exit)}
		s.Yes = []Step{try}
		return s
	}
	s.Yes = m.block(f, depth+1, loops+1)
	return s
}

// flowKinds are the types of flow that a step of that kind calls.
var flowKinds = map[Kind]string{Module: "commonmodule", Bot: "bot", DigitalBot: "digitalbot"}

// calledKinds are the kinds of step by which the flow can call others. A caller
// in a queue talks to no bot here: a bot in a queue is a wait of its own.
func (m *maker) calledKinds(f *Flow) []Kind {
	if f.Type == "commonmodule" {
		return nil
	}
	var out []Kind
	for _, other := range m.org.Flows {
		switch {
		case other.Type == "commonmodule":
			out = append(out, Module)
		case other.Type == "bot" && f.Type == "inboundcall":
			out = append(out, Bot, Bot)
		case other.Type == "digitalbot" && f.Type == "inboundshortmessage":
			out = append(out, DigitalBot, DigitalBot)
		}
	}
	return out
}

func (m *maker) called(do Kind) Step {
	s := m.step(do)
	for _, other := range m.org.Flows {
		if other.Type == flowKinds[do] {
			s.To = other.Name
		}
	}
	return s
}
