package valuegen

// some are a few steps at random.
func (g *gen) some(depth int) []Step {
	var out []Step
	for range g.r.IntN(3) {
		if g.left <= 0 {
			break
		}
		g.left--
		out = append(out, g.step(depth)...)
	}
	return out
}

// spoilt are steps with others put in between.
func (g *gen) spoilt(depth int, steps ...Step) []Step {
	at := g.r.IntN(len(steps) + 1)
	if g.r.IntN(3) == 0 || g.left <= 0 {
		return steps
	}
	g.left--
	out := append([]Step(nil), steps[:at]...)
	out = append(out, g.step(depth)...)
	return append(out, steps[at:]...)
}

func (g *gen) step(depth int) []Step {
	if depth > 3 {
		return []Step{g.data()}
	}
	switch g.r.IntN(14) {
	case 0, 1:
		return []Step{g.data()}
	case 2, 3, 4:
		return []Step{g.set()}
	case 5, 6, 7:
		return []Step{g.decide(g.condition(0), g.some(depth+1), g.some(depth+1))}
	case 8:
		return []Step{g.loop(depth)}
	case 9:
		return []Step{g.cases(depth)}
	case 10:
		return g.askedTwice(depth)
	case 11:
		return g.attribute()
	case 12:
		if len(g.loops) > 0 {
			return []Step{g.decide(g.condition(0), []Step{simple(g.pick("loopExit", "loopNext"))}, nil)}
		}
		return []Step{g.data()}
	}
	return g.elsewhere()
}

// indexes are what loops count in: one, or none, or one that others write as well.
func (g *gen) loop(depth int) Step {
	index := g.pick("Task.i", "Task.j", "Flow.i", "", "Flow.n")
	if g.f.Type == "workflow" && index != "" && index[0] == 'T' {
		index = "State" + index[4:]
	}
	count := g.count()
	g.loops = append(g.loops, index)
	body := g.some(depth + 1)
	body = append(body, g.data())
	body = append(body, g.some(depth+1)...)
	g.loops = g.loops[:len(g.loops)-1]
	g.need(index)
	return g.repeat(count, index, body...)
}

// need declares a local variable that the container at hand uses.
func (g *gen) need(name string) {
	if name == "" || name[0] == 'F' {
		return
	}
	for _, v := range g.at.Vars {
		if v.Name == name {
			return
		}
	}
	g.at.Vars = append(g.at.Vars, Var{Name: name, Type: "integer", Initial: g.pick("0", "0", "2")})
}

func (g *gen) cases(depth int) Step {
	s := Step{Do: "switch", Name: g.name("switch"), Exp: g.integer()}
	for i := range 1 + g.r.IntN(3) {
		s.Cases = append(s.Cases, []string{"0", "1", "2", "3"}[(i+g.r.IntN(2))%4])
	}
	if g.r.IntN(3) == 0 {
		s.Exp = ""
		for i := range s.Cases {
			s.Cases[i] = g.condition(1)
		}
	}
	for i := range s.Cases {
		s.Branches = append(s.Branches, branches(caseName(i), g.some(depth+1))...)
	}
	s.Branches = append(s.Branches, branches("default", g.some(depth+1))...)
	return s
}

func caseName(i int) string { return "case:" + string(rune('0'+i)) }

// askedTwice asks one question before and after other steps.
func (g *gen) askedTwice(depth int) []Step {
	question := g.condition(0)
	out := []Step{g.decide(question, []Step{g.data()}, nil)}
	out = append(out, g.some(depth+1)...)
	return append(out, g.decide(question, nil, []Step{g.data()}))
}

// attribute keeps a number in the participant's data and takes it out again.
func (g *gen) attribute() []Step {
	put := Step{Do: "setParticipantData", Name: g.name("put"), Gives: []Assign{{"tries", "string", "ToString(Flow.n + 1)"}}}
	get := Step{Do: "getParticipantData", Name: g.name("take"), Sets: []Assign{{"Flow.text", "string", "tries"}}}
	back := Step{Do: "updateData", Name: g.name("set"), Sets: []Assign{{"Flow.n", "integer", "ToInt(Flow.text)"}}}
	switch g.r.IntN(3) {
	case 0:
		return []Step{put}
	case 1:
		return []Step{get, g.decide("IsNotSetOrEmpty(Flow.text)", nil, []Step{back})}
	}
	return []Step{put, get, back}
}

// elsewhere calls a task or jumps to one under a condition.
func (g *gen) elsewhere() []Step {
	var tasks []string
	for _, c := range g.f.Containers {
		if c.Kind == "task" {
			tasks = append(tasks, c.Name)
		}
	}
	if len(tasks) == 0 {
		return []Step{g.set()}
	}
	to := g.pick(tasks...)
	if g.r.IntN(3) == 0 && g.f.Type != "workflow" {
		return []Step{g.decide(g.condition(0), []Step{{Do: "jumpToTask", Name: g.name("jump"), To: to}}, nil)}
	}
	call := Step{Do: "callTask", Name: g.name("call"), To: to, Branches: branches("default", g.some(3))}
	if to == g.at.Name {
		return []Step{g.decide(g.condition(0), []Step{call}, nil)}
	}
	return []Step{call}
}
