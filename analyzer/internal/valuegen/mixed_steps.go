package valuegen

import (
	"fmt"
	"strings"
)

func (m *mixer) block(depth int) []Step {
	var out []Step
	for range m.r.IntN(4) {
		if m.left <= 0 {
			break
		}
		m.left--
		out = append(out, m.steps(depth)...)
	}
	return out
}

func (m *mixer) steps(depth int) []Step {
	if depth > 3 {
		return []Step{m.call()}
	}
	switch m.r.IntN(20) {
	case 0, 1, 2:
		return []Step{m.call()}
	case 3, 4, 5, 6:
		return []Step{m.write()}
	case 7, 8, 9:
		return []Step{m.decide(m.condition(0), m.block(depth+1), m.block(depth+1))}
	case 10:
		return []Step{m.switches(depth)}
	case 11, 12:
		return []Step{m.times(depth, m.rounds())}
	case 13, 14:
		return []Step{m.until(depth)}
	case 15:
		return m.askedTwice(depth)
	case 16:
		return []Step{m.loopUntil(depth)}
	case 17:
		if len(m.loops) > 0 {
			return []Step{m.decide(m.condition(0), []Step{simple(m.pick("loopExit", "loopNext"))}, nil)}
		}
		return []Step{m.write(), m.call()}
	case 18:
		return m.calls()
	}
	return m.firstPass(depth)
}

// call is a data action; it may write a variable.
func (m *mixer) call() Step {
	s := m.data()
	for i := range s.Sets {
		if s.Sets[i].Var == "Flow.n" {
			s.Sets[i].Var = m.pick("Flow.answer", "Flow.c")
		}
	}
	if m.r.IntN(6) == 0 {
		s.Branches = branches("success", m.block(3), "failure", m.block(3))
	}
	return s
}

// write changes a variable.
func (m *mixer) write() Step {
	s := Step{Do: "updateData", Name: m.name("set")}
	switch m.r.IntN(8) {
	case 0, 1:
		flag := m.spelt(m.pick("Flow.f", "Flow.g"))
		s.Sets = []Assign{{flag, "boolean", m.pick("true", "false", "!"+flag, m.condition(1))}}
	case 2:
		s.Sets = []Assign{{"Flow.s", "string", m.pick(`"done"`, `"retry"`, `If(Flow.f, "done", "retry")`, `ToString(Flow.a)`)}}
	case 3:
		exp := m.pick(`AddItem(Flow.list, "x")`, `MakeList("a", "b")`, `Split("a,b,c", ",")`, `MakeList()`)
		s.Sets = []Assign{{m.spelt("Flow.list"), "stringCollection", exp}}
	default:
		v := m.number()
		s.Sets = []Assign{{v, "integer", m.newNumber(v)}}
		if m.r.IntN(6) == 0 {
			w := m.number()
			s.Sets = append(s.Sets, Assign{w, "integer", m.newNumber(w)})
		}
	}
	return s
}

func (m *mixer) newNumber(v string) string {
	switch m.r.IntN(16) {
	case 0, 1, 2, 3, 4:
		return v + m.pick(" + 1", " - 1", " + 2", " - 2", " + 3")
	case 5, 6:
		return fmt.Sprint(m.r.IntN(6))
	case 7:
		return m.pick("2 * ", "3 - ", "1 + ", "10 - ") + v
	case 8:
		return fmt.Sprintf("%s %s %s", m.number(), m.pick("+", "-", "*"), m.number())
	case 9:
		return fmt.Sprintf("%s(%s %s 1, %d)", m.pick("Min", "Max"), v, m.pick("+", "-"), m.r.IntN(5))
	case 10:
		return fmt.Sprintf("If(%s, %s, %d)", m.condition(1), m.number(), m.r.IntN(4))
	case 11:
		return m.pick("Count(Flow.list)", `Count(Split("a,b,c", ","))`, `ToInt("3")`, "Count(Flow.list) - 1")
	case 12:
		return v + " % " + fmt.Sprint(2+m.r.IntN(3))
	case 13:
		return m.pick("Flow.answer", "ToInt(Flow.s)", "Min(Flow.answer, 3)", "If(Flow.ok, 1, 3)")
	}
	return m.number()
}

// rounds is how often a loop runs.
func (m *mixer) rounds() string {
	if i := len(m.loops); i > 0 && m.loops[i-1] != "" && m.r.IntN(3) == 0 {
		return m.loops[i-1] + m.pick("", " + 1", " * 2") // by the round of the loop around
	}
	switch m.r.IntN(10) {
	case 0, 1, 2:
		return fmt.Sprint(m.r.IntN(5))
	case 3, 4, 5:
		return m.number()
	case 6:
		return "Count(Flow.list)" + m.pick("", " - 1", " + 1")
	case 7:
		return fmt.Sprintf("%s - %s", m.number(), m.number())
	case 8:
		return fmt.Sprintf("Min(%s, %d)", m.pick(m.number(), "Flow.answer"), 2+m.r.IntN(4))
	}
	return fmt.Sprintf("If(%s, %d, %d)", m.condition(1), m.r.IntN(4), m.r.IntN(4))
}

func (m *mixer) index() string {
	i := m.pick("Task.i", "Task.j", "Flow.i", "", "")
	if strings.HasPrefix(i, "Task") && m.at.Kind != "task" {
		i = map[string]string{"state": "State", "bot": "Flow"}[m.at.Kind] + i[4:]
	}
	if i == "Flow.j" {
		i = "Flow.i"
	}
	return i
}

func (m *mixer) times(depth int, count string) Step {
	index := m.index()
	m.need(index)
	m.loops = append(m.loops, index)
	body := m.block(depth + 1)
	if m.r.IntN(3) > 0 {
		body = append(body, m.call())
	}
	body = append(body, m.block(depth+1)...)
	m.loops = m.loops[:len(m.loops)-1]
	return m.repeat(count, index, body...)
}

// until is a loop of many rounds that a counter, a flag or a text leaves.
func (m *mixer) until(depth int) Step {
	index := m.index()
	m.need(index)
	m.loops = append(m.loops, index)
	v := m.number()
	leave := m.pick(v+" "+m.relation()+" "+fmt.Sprint(m.r.IntN(8)), v+" "+m.relation()+" "+fmt.Sprint(m.r.IntN(8)), m.condition(0))
	if m.r.IntN(4) == 0 {
		leave += m.pick(" or ", " and ") + m.pick("Flow.ok", "Flow.f", `Flow.s == "done"`)
	}
	parts := [][]Step{
		{m.call()}, {m.assign(v, v+m.pick(" + 1", " - 1", " + 2", " - 2", " * 2"))}, {m.decide(leave, []Step{simple("loopExit")}, nil)},
		m.block(depth + 2),
	}
	m.r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	m.loops = m.loops[:len(m.loops)-1]
	var body []Step
	for _, p := range parts {
		body = append(body, p...)
	}
	return m.repeat(m.pick("99", "20", "10", "50"), index, body...)
}

// loopUntil is a loop that a condition of its own ends, at most after so many rounds.
func (m *mixer) loopUntil(depth int) Step {
	s := m.times(depth, m.rounds())
	s.Do = "loopUntil"
	if m.r.IntN(2) == 0 {
		s.Branches = append(s.Branches, branches("Told", m.block(depth+1))...)
	}
	return s
}

func (m *mixer) firstPass(depth int) []Step {
	set := Step{Do: "updateData", Name: m.name("set"), Sets: []Assign{{"Flow.f", "boolean", "true"}}}
	return []Step{m.decide("!Flow.f", append([]Step{set, m.call()}, m.block(depth+1)...), m.block(depth+1))}
}

// calls runs another task, which counts in a variable of its own or of the flow.
func (m *mixer) calls() []Step {
	to := m.f.Containers[m.r.IntN(len(m.f.Containers))]
	if to.Kind != "task" {
		return []Step{m.write()}
	}
	s := Step{Do: "callTask", Name: m.name("call"), To: to.Name}
	if len(to.Vars) > 0 && to.Vars[0].Name == "Task.p" {
		s.Gives = []Assign{{"Task.p", "integer", m.pick("Flow.a", "Flow.b + 1", "2", m.number())}}
		s.Sets = []Assign{{m.pick("Flow.a", "Flow.b"), "integer", "Task.r"}}
	}
	if to == m.at || m.r.IntN(4) == 0 {
		v := m.number()
		move := m.assign(v, v+m.pick(" + 1", " - 1"))
		return []Step{m.decide(v+" "+m.relation()+" "+fmt.Sprint(m.r.IntN(5)), []Step{move, s}, nil)}
	}
	return []Step{s}
}

func (m *mixer) switches(depth int) Step {
	s := Step{Do: "switch", Name: m.name("switch"), Exp: m.number()}
	all := []string{"0", "1", "2", "3", "4", "5"}
	switch m.r.IntN(5) {
	case 0:
		s.Exp, s.Type, all = "Flow.s", "string", []string{`"new"`, `"retry"`, `"done"`, `"0"`, `"new"`, `"x"`}
	case 1:
		s.Exp, all = "", []string{m.condition(1), m.condition(1), m.condition(1), "true", "false", "Flow.g"}
	}
	first := m.r.IntN(3)
	for i := range 1 + m.r.IntN(3) {
		s.Cases = append(s.Cases, all[first+i])
		s.Branches = append(s.Branches, branches(caseName(i), m.block(depth+1))...)
	}
	s.Branches = append(s.Branches, branches("default", m.block(depth+1))...)
	return s
}

func (m *mixer) askedTwice(depth int) []Step {
	question := m.condition(0)
	out := []Step{m.decide(question, []Step{m.call()}, m.block(depth+2))}
	out = append(out, m.block(depth+1)...)
	return append(out, m.decide(m.pick(question, "!("+question+")"), m.block(depth+2), []Step{m.call()}))
}

// condition asks in every way that people write.
func (m *mixer) condition(depth int) string {
	limit := fmt.Sprint(m.r.IntN(6))
	switch k := m.r.IntN(18); {
	case k < 5:
		return m.number() + " " + m.relation() + " " + limit
	case k < 6:
		return limit + " " + m.relation() + " " + m.number()
	case k < 8:
		return m.pick("Flow.f", "Flow.g", "!Flow.f", "Flow.f == true", "Flow.g != true")
	case k < 11 && depth < 2:
		return fmt.Sprintf("(%s) %s (%s)", m.condition(depth+1), m.pick("and", "or"), m.condition(depth+1))
	case k < 12 && depth < 2:
		return fmt.Sprintf("!(%s)", m.condition(depth+1))
	case k < 13:
		return m.pick(`Flow.s == "done"`, `Flow.s != "retry"`, `AreEqual(Flow.s, "new")`)
	case k < 14:
		return fmt.Sprintf("%s %s %s", m.number(), m.relation(), m.number())
	case k < 15:
		return "Count(Flow.list) " + m.relation() + " " + limit
	case k < 16:
		return m.pick("Flow.ok", "!Flow.ok", "Flow.answer > 2", "Flow.answer == 1", "IsSet(Flow.answer)")
	case k < 17:
		return fmt.Sprintf("%s %% 2 == %d", m.number(), m.r.IntN(2))
	}
	return fmt.Sprintf("%s %s %s %s", m.number(), m.pick("+", "-"), m.number(), m.relation()) + " " + limit
}
