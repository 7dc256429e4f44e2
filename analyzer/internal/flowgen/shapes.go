package flowgen

import (
	"fmt"
	"math/rand/v2"

	"archlint/analyzer/flow"
)

// Shapes are flows of about n actions that nobody would draw and that are hard
// on algorithms, by name.
func Shapes() map[string]func(n int) *flow.Flow {
	return map[string]func(int) *flow.Flow{
		"decisions in one another": nestedDecisions,
		"loops in one another":     nestedLoops,
		"diamonds in a row":        diamonds,
		"tasks that call the next": callChain,
		"menus that lead to all":   menuMesh,
		"jumps at random":          jumpMesh,
		"loops in a round":         loopsInRound,
		"calls into a mesh":        callsIntoMesh,
		"tasks in a ring":          taskRing,
		"ring with chords":         chordRing,
		"tasks with three jumps":   func(n int) *flow.Flow { return taskMesh(n, "jumpToTask") },
		"tasks that call another":  func(n int) *flow.Flow { return taskMesh(n, "callTask") },
	}
}

type shape struct {
	f     *flow.Flow
	names int
}

func newShape(name string) *shape {
	s := &shape{f: &flow.Flow{Name: name, Type: "inboundcall"}}
	s.f.Entry = s.task("Start")
	return s
}

func (s *shape) task(name string) *flow.Container {
	c := &flow.Container{Kind: flow.Task, Name: name, Body: &flow.Block{}}
	s.f.Containers = append(s.f.Containers, c)
	return c
}

func (s *shape) make(kind string, outputs ...string) *flow.Action {
	s.names++
	a := &flow.Action{Kind: Kind(kind), Name: fmt.Sprintf("%s %d", kind, s.names), TrackingID: s.names}
	if kind == "callData" {
		a.DataAction = &flow.DataAction{Name: fmt.Sprintf("Action %d", s.names%40), Integration: fmt.Sprintf("Integration %d", s.names%7)}
		outputs = []string{"success", "failure", "timeout"}
	}
	for _, o := range outputs {
		a.Outputs = append(a.Outputs, &flow.Output{Name: o, State: flow.Empty})
	}
	return a
}

func (s *shape) loop(count string) *flow.Action {
	a := s.make("loop", "loop")
	a.Values = []flow.Binding{{Name: "loopCount", Value: &flow.Value{Kind: flow.Literal, Text: count}}}
	return a
}

func connect(a *flow.Action, output string) *flow.Block {
	o := a.Output(output)
	o.State, o.Block = flow.Connected, &flow.Block{}
	return o.Block
}

func add(b *flow.Block, actions ...*flow.Action) { b.Actions = append(b.Actions, actions...) }

func nestedDecisions(n int) *flow.Flow {
	s := newShape("decisions")
	b := s.f.Entry.Body
	for range n / 2 {
		d := s.make("decision", "yes", "no")
		add(b, d, s.make("callData"))
		b = connect(d, "yes")
	}
	return s.f
}

func nestedLoops(n int) *flow.Flow {
	s := newShape("loops")
	b := s.f.Entry.Body
	for range n / 2 {
		l := s.loop("2")
		add(b, l, s.make("callData"))
		b = connect(l, "loop")
	}
	return s.f
}

func diamonds(n int) *flow.Flow {
	s := newShape("diamonds")
	for range n / 3 {
		d := s.make("decision", "yes", "no")
		add(connect(d, "yes"), s.make("callData"))
		add(connect(d, "no"), s.make("callData"))
		add(s.f.Entry.Body, d)
	}
	return s.f
}

func callChain(n int) *flow.Flow {
	s := newShape("calls")
	at := s.f.Entry
	for i := range n / 3 {
		next := s.task(fmt.Sprintf("Task %d", i))
		for range 2 {
			a := s.make("callTask", "default")
			a.Target = next
			add(at.Body, a)
		}
		add(at.Body, s.make("callData"))
		at = next
	}
	return s.f
}

func menuMesh(n int) *flow.Flow {
	s := newShape("menus")
	var menus []*flow.Container
	for i := range n/10 + 1 {
		m := &flow.Container{Kind: flow.Menu, Name: fmt.Sprintf("Menu %d", i)}
		menus = append(menus, m)
		s.f.Containers = append(s.f.Containers, m)
	}
	first := s.make("jumpToTask")
	first.Target = menus[0]
	add(s.f.Entry.Body, first)
	r := rand.New(rand.NewPCG(1, 11))
	for _, m := range menus {
		for range 3 {
			t := &flow.Container{Kind: flow.MenuTask, Name: fmt.Sprintf("Choice %d", len(s.f.Containers)), Owner: m, Body: &flow.Block{}}
			s.f.Containers = append(s.f.Containers, t)
			jump := s.make("jumpToTask")
			jump.Target = menus[r.IntN(len(menus))]
			add(t.Body, s.make("callData"), jump)
			a := s.make("jumpToTask")
			a.Target = t
			m.Choices = append(m.Choices, &flow.Choice{Name: a.Name, Action: a})
		}
	}
	return s.f
}

// jumpMesh is tasks that jump to two others each: one knot that can be entered
// anywhere and taken apart nowhere.
func jumpMesh(n int) *flow.Flow {
	s := newShape("jumps")
	tasks := []*flow.Container{s.f.Entry}
	for i := range n / 4 {
		tasks = append(tasks, s.task(fmt.Sprintf("Task %d", i)))
	}
	r := rand.New(rand.NewPCG(1, 12))
	for _, t := range tasks {
		d := s.make("decision", "yes", "no")
		for _, o := range []string{"yes", "no"} {
			jump := s.make("jumpToTask")
			jump.Target = tasks[r.IntN(len(tasks))]
			add(connect(d, o), jump)
		}
		add(t.Body, s.make("callData"), d)
	}
	return s.f
}

// taskMesh is tasks of eight actions, each of which leads to the next one and to
// two others, by jumps or by calls.
func taskMesh(n int, kind string) *flow.Flow {
	s := newShape("tasks")
	tasks := []*flow.Container{s.f.Entry}
	for i := range max(n/8, 1) - 1 {
		tasks = append(tasks, s.task(fmt.Sprintf("Task %d", i)))
	}
	r := rand.New(rand.NewPCG(1, 13))
	for i, t := range tasks {
		add(t.Body, s.make("callData"))
		for k := range 3 {
			lead := s.make(kind, "default")
			lead.Target = tasks[(i+1)%len(tasks)]
			if k > 0 {
				lead.Target = tasks[r.IntN(len(tasks))]
			}
			d := s.make("decision", "yes", "no")
			add(connect(d, "yes"), lead)
			add(t.Body, d)
		}
		add(t.Body, s.make("playAudio"))
	}
	return s.f
}

// loopsInRound is a menu's round of loops with calls in them: only the cap
// bounds every one.
func loopsInRound(n int) *flow.Flow {
	s := newShape("round")
	for range n / 3 {
		l := s.loop("5")
		add(connect(l, "loop"), s.make("callData"), s.make("playAudio"))
		add(s.f.Entry.Body, l)
	}
	again := s.make("jumpToTask")
	again.Target = s.f.Entry
	add(s.f.Entry.Body, again)
	return s.f
}

// taskRing is tasks that jump to the next one, the last to the first: the way to a
// call is as long as the ring.
func taskRing(n int) *flow.Flow { return ring(n, 5, func(*shape, []*flow.Container, int) {}) }

// chordRing is a ring in which every task may also jump some way ahead: twice as far
// as the one before, and from the start again.
func chordRing(n int) *flow.Flow {
	return ring(n, 7, func(s *shape, tasks []*flow.Container, i int) {
		chord, d := s.make("jumpToTask"), s.make("decision", "yes", "no")
		chord.Target = tasks[(i+2<<(i%12))%len(tasks)]
		add(connect(d, "yes"), chord)
		add(tasks[i].Body, d)
	})
}

// ring is about n actions in tasks of size actions each, one after the other.
func ring(n, size int, more func(s *shape, tasks []*flow.Container, i int)) *flow.Flow {
	s := newShape("ring")
	tasks := []*flow.Container{s.f.Entry}
	for i := range max(n/size, 1) - 1 {
		tasks = append(tasks, s.task(fmt.Sprintf("Task %d", i)))
	}
	for i, t := range tasks {
		d, leave := s.make("decision", "yes", "no"), s.make("disconnect")
		add(connect(d, "yes"), leave)
		add(t.Body, s.make("callData"), s.make("playAudio"), d)
		more(s, tasks, i)
		next := s.make("jumpToTask")
		next.Target = tasks[(i+1)%len(tasks)]
		add(t.Body, next)
	}
	return s.f
}

// callsIntoMesh is tasks that are called, one after the other, and that all jump into
// one knot of tasks which lead to one another.
func callsIntoMesh(n int) *flow.Flow {
	s := newShape("mesh")
	var tasks []*flow.Container
	for i := range max(n/8, 2) {
		tasks = append(tasks, s.task(fmt.Sprintf("Task %d", i)))
	}
	r := rand.New(rand.NewPCG(1, 14))
	jump := func(b *flow.Block, to int) {
		a := s.make("jumpToTask")
		a.Target = tasks[to]
		add(b, a)
	}
	for i, t := range tasks {
		d := s.make("decision", "yes", "no")
		jump(connect(d, "yes"), r.IntN(len(tasks)))
		add(t.Body, s.make("callData"), d)
		if i%2 == 0 {
			jump(t.Body, (i+1)%len(tasks))
		}
		called := s.task(fmt.Sprintf("Called %d", i))
		add(called.Body, s.make("playAudio"))
		jump(called.Body, i)
		call := s.make("callTask", "default")
		call.Target = called
		add(s.f.Entry.Body, call)
	}
	return s.f
}
