package valuegen

import "fmt"

func (g *gen) container(kind, name string) *Container {
	c := &Container{Kind: kind, Name: name}
	g.f.Containers = append(g.f.Containers, c)
	g.at, g.local, g.loops = c, nil, nil
	return c
}

// helper is a task that others may call, with a variable of its own.
func (g *gen) helper() {
	if g.r.IntN(2) == 0 {
		return
	}
	was := g.at
	c := g.container("task", "Help")
	c.Vars = []Var{{Name: "Task.n", Type: "integer", Initial: g.pick("0", "1")}}
	g.local = []string{"Task.n", "Task.n"}
	c.Steps = append(g.some(2), g.data())
	if g.r.IntN(2) == 0 {
		c.Steps = append(c.Steps, simple("endTask"))
	}
	g.local, g.at = nil, was
}

func (g *gen) limit() string { return fmt.Sprint(1 + g.r.IntN(4)) }

func (g *gen) retryByJump() {
	main := g.container("task", "Main")
	g.helper()
	g.at = main
	call := g.data()
	again := g.spoilt(1,
		g.assign("Flow.n", g.pick("Flow.n + 1", "Flow.n + 1", "Flow.n + 2", "Flow.n - 1")),
		g.decide(g.pick("Flow.n < ", "Flow.n <= ", "flow.N < ", "Flow.n != ")+g.limit(),
			[]Step{{Do: "jumpToTask", Name: "again", To: "Main"}}, nil))
	call.Branches = branches("success", g.some(1), "failure", again)
	main.Steps = append(g.spoilt(0, call), g.end())
}

func (g *gen) loopUntilCounter() {
	main := g.container("task", "Main")
	g.helper()
	g.at = main
	index := g.pick("Task.i", "Flow.i", "")
	g.need(index)
	g.loops = []string{index}
	v := g.pick("Flow.n", "Flow.n", "Flow.m")
	if index != "" && g.r.IntN(3) == 0 {
		v = index
	}
	leave := g.decide(v+g.pick(" >= ", " > ", " == ")+g.limit(), []Step{simple("loopExit")}, nil)
	steps := []Step{g.data(), g.assign("Flow.n", "Flow.n + 1"), leave}
	if g.r.IntN(2) == 0 {
		steps = []Step{leave, g.data(), g.assign("Flow.n", "Flow.n + 1")}
	}
	body := g.spoilt(1, steps...)
	g.loops = nil
	main.Steps = append(g.some(1), g.repeat(g.pick("99", "10", "5"), index, body...))
	main.Steps = append(main.Steps, g.some(1)...)
	main.Steps = append(main.Steps, g.end())
}

// nested has an inner loop whose count depends on the outer one's round.
func (g *gen) nested() {
	main := g.container("task", "Main")
	g.need("Task.i")
	g.need("Task.j")
	g.loops = []string{"Task.i", "Task.j"}
	inner := g.repeat(g.pick("Task.i", "Task.i + 1", "Flow.n", "3 - Task.i", "Flow.k"), "Task.j", g.spoilt(2, g.data())...)
	g.loops = g.loops[:1]
	body := g.spoilt(1, inner, g.set())
	g.loops = nil
	main.Steps = append(g.some(1), g.repeat(g.pick("3", "4", "Flow.m", "Count(Flow.l)"), "Task.i", body...))
	main.Steps = append(main.Steps, g.end())
}

// states go round among themselves until a counter has come to its limit.
func (g *gen) states() {
	g.f.Type = "workflow"
	first, try, last := g.container("state", "First"), g.container("state", "Try"), g.container("state", "Last")
	change := func(to string) Step { return Step{Do: "changeState", Name: g.name("change"), To: to} }
	g.at = first
	first.Steps = append(g.some(1), g.assign("Flow.n", "0"), change("Try"))
	g.at = try
	try.Steps = g.spoilt(1, g.data(), g.assign("Flow.n", "Flow.n + 1"),
		g.decide("Flow.n"+g.pick(" > ", " >= ", " == ")+g.limit(), []Step{change("Last")}, nil))
	try.Steps = append(try.Steps, change(g.pick("Try", "Try", "Try", "First")))
	g.at = last
	last.Steps = append(append(g.some(1), g.data()), g.end())
}

// menu is one with keys that lead back and a counter of tries.
func (g *gen) menu() {
	main := g.container("task", "Main")
	menu := g.container("menu", "Keys")
	g.at = main
	toMenu := Step{Do: "jumpToMenu", Name: "to menu", To: "Keys"}
	count := g.assign("Flow.n", "Flow.n + 1")
	leave := g.decide("Flow.n"+g.pick(" >= ", " > ")+g.limit(), []Step{simple("disconnect")}, nil)
	main.Steps = append(g.some(1), toMenu)
	if g.r.IntN(2) == 0 {
		main.Steps = append(g.spoilt(1, g.data(), count, leave), toMenu)
		menu.Choices = append(menu.Choices, Step{Do: "jumpToTask", Name: "again", To: "Main"})
	} else {
		menu.Choices = append(menu.Choices, Step{Do: "menuTask", Name: "ask", Branches: branches("task", g.spoilt(1, count, leave, g.data()))})
	}
	menu.Choices = append(menu.Choices, Step{Do: "disconnect", Name: "bye"})
}

// queue is an in-queue flow, which goes round by itself.
func (g *gen) queue() {
	g.f.Type = "inqueuecall"
	c := g.container("loopTask", "Loop")
	hold := simple("holdMusic")
	first := g.decide(g.pick("Flow.f", "!Flow.f", "Flow.n == 0", "Flow.n < 2"), append([]Step{g.data()}, g.set()),
		g.some(1))
	steps := []Step{first, hold}
	if g.r.IntN(2) == 0 {
		steps = []Step{first, g.assign("Flow.n", "Flow.n + 1"), hold}
	}
	c.Steps = g.spoilt(1, steps...)
	if g.r.IntN(3) == 0 {
		c.Steps = append(c.Steps, g.decide("Flow.n >= "+g.limit(), []Step{simple("disconnect")}, nil))
	}
}

// calledTask counts in a variable that goes in and out of a task, or that is its own.
func (g *gen) calledTask() {
	main := g.container("task", "Main")
	sub := g.container("task", "Sub")
	sub.Vars = []Var{
		{Name: "Task.n", Type: "integer", Initial: g.pick("0", "", "1"), Input: true},
		{Name: "Task.out", Type: "integer", Initial: "0", Output: true},
	}
	g.local = []string{"Task.n", "Task.out"}
	sub.Steps = append(g.spoilt(1, g.data(), g.assign("Task.out", "Task.n + 1")), g.some(1)...)
	g.at, g.local = main, nil
	call := Step{Do: "callTask", Name: g.name("call"), To: "Sub", Sets: []Assign{{"Flow.n", "integer", "Task.out"}}}
	if g.r.IntN(4) > 0 {
		call.Gives = []Assign{{"Task.n", "integer", g.pick("Flow.n", "Flow.n", "Flow.m", "Flow.n + 1")}}
	}
	body := g.spoilt(1, call, g.decide("Flow.n"+g.pick(" >= ", " > ")+g.limit(), []Step{g.end()}, nil))
	if g.r.IntN(2) == 0 {
		main.Steps = append(body, Step{Do: "jumpToTask", Name: "again", To: "Main"})
		return
	}
	main.Steps = append([]Step{g.repeat(g.pick("5", "99"), "", body...)}, g.end())
}

func (g *gen) plain() {
	g.left += 4
	main := g.container("task", "Main")
	g.helper()
	g.at = main
	for range 3 {
		main.Steps = append(main.Steps, g.some(0)...)
	}
	main.Steps = append(main.Steps, g.data(), g.end())
}

// lists are built by steps and walked.
func (g *gen) lists() {
	main := g.container("task", "Main")
	set := func(name, to, exp string) Step {
		return Step{Do: "updateData", Name: g.name(name), Sets: []Assign{{to, "stringCollection", exp}}}
	}
	grow := set("grow", g.spelt("Flow.l"), `AddItem(Flow.l, "x")`)
	g.need("Task.i")
	main.Steps = g.spoilt(1, set("make", "Flow.l", g.pick(`MakeList("a")`, `MakeList()`, `MakeList("a", "b", "c")`)),
		g.repeat(g.pick("2", "Flow.n", "3"), "Task.i", g.spoilt(2, grow)...))
	g.loops = []string{"Task.i"}
	count := g.pick("Count(Flow.l)", "Count(flow.L)", "Min(Count(Flow.l), 3)", "Count(Flow.l) - 1")
	walk := g.repeat(count, "Task.i", g.spoilt(2, g.data())...)
	g.loops = nil
	main.Steps = append(append(main.Steps, walk), g.end())
}

// failover tries one place after another by index.
func (g *gen) failover() {
	main := g.container("task", "Main")
	g.need("Task.i")
	g.loops = []string{"Task.i"}
	first, second := g.data(), g.data()
	for _, s := range []*Step{&first, &second} {
		s.Branches = branches("success", []Step{simple("loopExit")})
	}
	body := g.spoilt(1, g.decide("Task.i == "+g.pick("0", "1"), []Step{first}, []Step{second}))
	g.loops = nil
	main.Steps = append(append(g.some(1), g.repeat(g.pick("3", "Flow.n", "4"), "Task.i", body...)), g.end())
}
