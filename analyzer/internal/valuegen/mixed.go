package valuegen

import (
	"fmt"
	"math/rand/v2"
)

// Mixed returns the flow of a seed from a wider grammar than Random: containers that
// go to one another, counters that move by any step, in any direction, to an exit by
// any relation, flags, texts and lists, loops that depend on one another, in calls,
// workflows and bots. No frame holds it together.
func Mixed(seed uint64) Flow {
	r := rand.New(rand.NewPCG(seed, 180))
	m := &mixer{gen: gen{r: r, left: 4 + r.IntN(9)}}
	m.f = Flow{Name: "made", Type: m.pick("inboundcall", "inboundcall", "inboundcall", "workflow", "bot")}
	m.declareAll()
	for i, name := range []string{"Main", "Second", "Third"}[:1+r.IntN(3)] {
		kind := "task"
		switch {
		case m.f.Type == "workflow" && (i == 0 || r.IntN(2) == 0):
			kind = "state"
		case m.f.Type == "bot" && i == 0:
			kind = "bot"
		}
		m.container(kind, name)
		if kind == "task" && i > 0 && r.IntN(2) == 0 {
			m.at.Vars = []Var{{Name: "Task.p", Type: "integer", Initial: m.pick("0", "1", "3", ""), Input: true},
				{Name: "Task.r", Type: "integer", Initial: "0", Output: true}}
		}
	}
	for i := len(m.f.Containers) - 1; i >= 0; i-- {
		m.fill(m.f.Containers[i])
	}
	return m.f
}

// mixer makes the steps of a flow. It takes from gen what both grammars have alike.
type mixer struct{ gen }

func (m *mixer) declareAll() {
	for _, name := range []string{"Flow.a", "Flow.b", "Flow.c"} {
		v := Var{Name: name, Type: "integer", Initial: fmt.Sprint(m.r.IntN(6))}
		switch m.r.IntN(24) {
		case 0:
			v.Initial = ""
		case 1:
			v.Input = true
		case 2:
			v.Type, v.Initial = "decimal", m.pick("0.5", "0.0", "1.0")
		case 3:
			v.Initial = "10"
		}
		m.f.Vars = append(m.f.Vars, v)
	}
	m.f.Vars = append(m.f.Vars,
		Var{Name: "Flow.f", Type: "boolean", Initial: m.pick("false", "true", "false")},
		Var{Name: "Flow.g", Type: "boolean", Initial: m.pick("false", "true", "")},
		Var{Name: "Flow.s", Type: "string", Initial: m.pick(`"new"`, `"retry"`, `"done"`)},
		Var{Name: "Flow.list", Type: "stringCollection", Initial: m.pick(`MakeList("a", "b", "c")`, `MakeList("a", "b")`, `MakeList()`)},
		Var{Name: "Flow.answer", Type: "integer"}, Var{Name: "Flow.ok", Type: "boolean"},
		Var{Name: "Flow.i", Type: "integer", Initial: m.pick("0", "", "4")})
}

// fill gives a container steps, and an end that goes to another one or does not.
func (m *mixer) fill(c *Container) {
	m.at, m.loops, m.local = c, nil, nil
	for _, v := range c.Vars {
		m.local = append(m.local, v.Name)
	}
	m.left += 2
	c.Steps = append(m.block(0), m.call())
	if m.r.IntN(2) == 0 {
		c.Steps = append(c.Steps, m.goOn()...)
	}
	switch {
	case c.Kind == "task" && c != m.f.Containers[0] && m.r.IntN(2) == 0:
		c.Steps = append(c.Steps, simple("endTask"))
	case c.Kind == "bot":
		c.Steps = append(c.Steps, simple("exitBotFlow"))
	case c == m.f.Containers[0]:
		c.Steps = append(c.Steps, m.end())
	}
}

// goOn leads to another container, or to the same again, by a counter or a flag.
func (m *mixer) goOn() []Step {
	to, ok := m.jump()
	if !ok {
		return nil
	}
	v := m.number()
	move := m.assign(v, v+m.pick(" + 1", " + 1", " - 1", " + 2", " - 2", " + 3"))
	limit := fmt.Sprint(m.r.IntN(8))
	switch m.r.IntN(6) {
	case 0: // counted before the question
		return []Step{move, m.decide(v+" "+m.relation()+" "+limit, []Step{to}, nil)}
	case 1: // after it
		return []Step{m.decide(v+" "+m.relation()+" "+limit, []Step{move, to}, nil)}
	case 2: // the way on is the answer no
		return []Step{move, m.decide(v+" "+m.relation()+" "+limit, m.block(2), []Step{to})}
	case 3: // once
		once := Step{Do: "updateData", Name: m.name("once"), Sets: []Assign{{"Flow.f", "boolean", "true"}}}
		return []Step{m.decide("Flow.f", nil, []Step{once, to})}
	case 4: // a failed call tries again
		get := m.call()
		get.Branches = branches("success", m.block(2), "failure", []Step{move, m.decide(v+" "+m.relation()+" "+limit, []Step{to}, nil)})
		return []Step{get}
	}
	return []Step{m.decide(m.condition(0), m.block(2), nil), move,
		m.decide(m.condition(0)+" and "+v+" "+m.relation()+" "+limit, []Step{to}, nil)}
}

func (m *mixer) relation() string { return m.pick("<", "<=", "!=", ">", ">=", "==", "<") }

// jump is a step that goes to a container and does not come back.
func (m *mixer) jump() (Step, bool) {
	kind, do := "task", "jumpToTask"
	switch m.f.Type {
	case "workflow":
		kind, do = "state", "changeState"
		if m.at.Kind != kind {
			return Step{}, false
		}
	case "bot":
		return Step{}, false
	}
	to := m.at.Name
	if c := m.f.Containers[m.r.IntN(len(m.f.Containers))]; c.Kind == kind && m.r.IntN(2) == 0 {
		to = c.Name
	}
	return Step{Do: do, Name: m.name("jump"), To: to}, true
}

func (m *mixer) number() string {
	names := append([]string{"Flow.a", "Flow.a", "Flow.a", "Flow.b", "Flow.b", "Flow.c"}, m.local...)
	for _, i := range m.loops {
		if i != "" && m.r.IntN(2) == 0 {
			names = append(names, i)
		}
	}
	return m.spelt(names[m.r.IntN(len(names))])
}
