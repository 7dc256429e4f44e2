package valuegen

import (
	"fmt"
	"strings"
)

// Hostile returns flows that are made to keep an analysis of values busy, by what they
// hold: n variables or steps, counters in counters, long conditions. Get is the call to
// look at.
func Hostile(n int) map[string]Flow {
	return map[string]Flow{
		"many counters":              manyCounters(n),
		"a chain of variables":       variableChain(n),
		"flags that nobody knows":    manyFlags(n / 4),
		"loops by the index around":  loopsByIndex(40),
		"counters in counters":       countersInCounters(30),
		"a long condition":           longConditions(n, " and ", "<"),
		"a long condition of or":     longConditions(n, " or ", ">"),
		"one question after another": manyQuestions(n / 4),
		"a counter a task":           manyTasks(n / 4),
		"tasks that call twice":      callsTwice(n / 8),
	}
}

type hostile struct {
	f     Flow
	steps int
}

func newHostile(variables int, typ, initial string) *hostile {
	h := &hostile{f: Flow{Name: "made", Type: "inboundcall", Containers: []*Container{{Kind: "task", Name: "Main"}}}}
	for i := range variables {
		h.f.Vars = append(h.f.Vars, Var{Name: variableName(i), Type: typ, Initial: initial})
	}
	return h
}

func variableName(i int) string { return fmt.Sprintf("Flow.v%d", i) }

func (h *hostile) do(what string) Step {
	h.steps++
	return Step{Do: what, Name: fmt.Sprintf("%s%d", what, h.steps)}
}

func (h *hostile) get() Step { return Step{Do: "callData", Name: "Get"} }

func (h *hostile) set(i int, typ, exp string) Step {
	s := h.do("updateData")
	s.Sets = []Assign{{variableName(i), typ, exp}}
	return s
}

func (h *hostile) ask(condition string, yes ...Step) Step {
	s := h.do("decision")
	s.Exp, s.Branches = condition, branches("yes", yes)
	return s
}

func (h *hostile) to(do, container string) Step {
	s := h.do(do)
	s.To = container
	return s
}

// flow is the flow with these steps in its first task.
func (h *hostile) flow(steps ...Step) Flow {
	h.f.Containers[0].Steps = append(steps, simple("disconnect"))
	return h.f
}

func manyCounters(n int) Flow {
	h := newHostile(n, "integer", "0")
	var steps []Step
	for i := range n {
		steps = append(steps, h.set(i, "integer", variableName(i)+" + 1"), h.ask(fmt.Sprintf("%s < %d", variableName(i), i%7)))
	}
	steps = append(steps, h.get(), h.ask(variableName(n-1)+" < 3", h.to("jumpToTask", "Main")))
	return h.flow(steps...)
}

func variableChain(n int) Flow {
	h := newHostile(n, "integer", "0")
	var steps []Step
	for i := range n - 1 {
		steps = append(steps, h.set(i+1, "integer", variableName(i)+" + 1"))
	}
	steps = append(steps, h.get(), h.ask(variableName(n-1)+" < 3", h.to("jumpToTask", "Main")))
	return h.flow(steps...)
}

func manyFlags(n int) Flow {
	h := newHostile(n, "boolean", "false")
	var steps []Step
	for i := range n {
		steps = append(steps, h.ask(fmt.Sprintf("Flow.unknown%d", i), h.set(i, "boolean", "true")))
	}
	for i := range n {
		steps = append(steps, h.ask(variableName(i), h.do("playAudio")))
	}
	return h.flow(append(steps, h.get())...)
}

func loopsByIndex(n int) Flow {
	h := newHostile(1, "integer", "0")
	body := h.get()
	for i := range n {
		loop := h.do("loop")
		loop.Exp, loop.Index, loop.Branches = "3", fmt.Sprintf("Task.i%d", n-1-i), branches("loop", []Step{body})
		if i < n-1 {
			loop.Exp = fmt.Sprintf("Task.i%d + 1", n-2-i)
		}
		body = loop
	}
	return h.flow(body)
}

func countersInCounters(n int) Flow {
	h := newHostile(n, "integer", "0")
	body := []Step{h.get()}
	for i := range n {
		loop := h.do("loop")
		body = append([]Step{h.set(i, "integer", variableName(i)+" + 1")}, body...)
		body = append(body, h.ask(fmt.Sprintf("%s > %d", variableName(i), i+2), simple("loopExit")))
		loop.Exp, loop.Branches = "99", branches("loop", body)
		body = []Step{h.set(i, "integer", "0"), loop}
	}
	return h.flow(body...)
}

func longConditions(n int, joined, symbol string) Flow {
	h := newHostile(n, "integer", "0")
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf("%s %s %d", variableName(i), symbol, 9)
	}
	all := strings.Join(parts, joined)
	return h.flow(h.set(0, "integer", "Flow.v0 + 1"), h.get(), h.ask(all, h.ask(all, h.do("playAudio"))),
		h.ask("Flow.v0 < 5", h.to("jumpToTask", "Main")))
}

func manyQuestions(n int) Flow {
	h := newHostile(1, "integer", "0")
	var steps []Step
	for i := range n {
		steps = append(steps, h.ask(fmt.Sprintf("Flow.unknown > %d", i), h.do("playAudio")))
	}
	return h.flow(append(steps, h.get())...)
}

func manyTasks(n int) Flow {
	h := newHostile(n, "integer", "0")
	var steps []Step
	for i := range n {
		name := fmt.Sprintf("Task%d", i)
		steps = append(steps, h.to("callTask", name))
		h.f.Containers = append(h.f.Containers, &Container{Kind: "task", Name: name, Steps: []Step{
			h.set(i, "integer", variableName(i)+" + 1"), h.ask(variableName(i)+" < 3", h.do("playAudio")), simple("endTask"),
		}})
	}
	return h.flow(append(steps, h.get())...)
}

// callsTwice has tasks that call the next one twice, as long as a counter allows it.
func callsTwice(n int) Flow {
	h := newHostile(1, "integer", "0")
	for i := range n {
		c := &Container{Kind: "task", Name: fmt.Sprintf("Task%d", i), Steps: []Step{h.set(0, "integer", "Flow.v0 + 1"), simple("endTask")}}
		if i > 0 {
			call := h.to("callTask", fmt.Sprintf("Task%d", i-1))
			c.Steps = append([]Step{h.ask("Flow.v0 < 3", call, call)}, c.Steps...)
		}
		h.f.Containers = append(h.f.Containers, c)
	}
	return h.flow(h.to("callTask", fmt.Sprintf("Task%d", n-1)), h.get())
}
