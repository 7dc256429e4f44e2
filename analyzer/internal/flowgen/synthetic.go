package flowgen

import (
	"fmt"
	"math/rand/v2"

	"archlint/analyzer/flow"
)

// Synthetic returns a flow of exactly the given number of actions with the
// shape of real ones: a main menu that tasks come back to, sub-menus, tasks of
// some twenty to sixty actions with decisions, data actions of which a third
// handle failure, a few loops, called tasks, and transfers at the ends. The
// proportions follow public flows: one action in fifteen is a data action.
func Synthetic(seed uint64, actions int) *flow.Flow {
	s := &synth{r: rand.New(rand.NewPCG(seed, 9)), left: actions}
	s.f = &flow.Flow{Name: fmt.Sprintf("Synthetic %d", seed), Type: "inboundcall"}
	main := &flow.Container{Kind: flow.Menu, Name: "Main menu"}
	start := &flow.Container{Kind: flow.Task, Name: "Start", Body: &flow.Block{}}
	s.f.Entry = start
	s.f.Containers = []*flow.Container{start, main}
	s.menus = []*flow.Container{main}
	start.Body.Actions = []*flow.Action{s.data(), s.make("playAudio"), s.jump(main)}
	for s.left > 0 {
		s.task()
	}
	return s.f
}

type synth struct {
	r     *rand.Rand
	f     *flow.Flow
	left  int
	names int
	menus []*flow.Container
	subs  []*flow.Container // tasks that are called
}

func (s *synth) make(kind string) *flow.Action {
	s.left--
	s.names++
	return &flow.Action{Kind: Kind(kind), Name: fmt.Sprintf("%s %d", kind, s.names), TrackingID: s.names}
}

func (s *synth) jump(to *flow.Container) *flow.Action {
	a := s.make("jumpToTask")
	a.Target = to
	return a
}

func (s *synth) data() *flow.Action {
	a := s.make("callData")
	n := s.r.IntN(40)
	a.DataAction = &flow.DataAction{Name: fmt.Sprintf("Action %d", n), Integration: fmt.Sprintf("Integration %d", n%7)}
	for _, o := range []string{"success", "failure", "timeout"} {
		a.Outputs = append(a.Outputs, &flow.Output{Name: o, State: flow.Empty})
	}
	return a
}

// task adds a task, hangs it under a menu or makes it one that others call,
// and now and then adds a sub-menu.
func (s *synth) task() {
	c := &flow.Container{Kind: flow.Task, Name: fmt.Sprintf("Task %d", len(s.f.Containers)), Body: &flow.Block{}}
	s.f.Containers = append(s.f.Containers, c)
	menu := s.menus[s.r.IntN(len(s.menus))]
	if s.r.IntN(6) == 0 && len(s.menus) < 200 {
		sub := &flow.Container{Kind: flow.Menu, Name: fmt.Sprintf("Menu %d", len(s.menus))}
		s.f.Containers = append(s.f.Containers, sub)
		s.menus = append(s.menus, sub)
		s.choice(menu, sub)
	}
	called := s.r.IntN(8) == 0
	if !called {
		s.choice(menu, c)
	}
	s.block(c.Body, min(s.left, 20+s.r.IntN(40)), 0, !called)
	if called {
		s.subs = append(s.subs, c)
		return
	}
	if s.left > 0 {
		c.Body.Actions = append(c.Body.Actions, s.last(menu))
	}
}

func (s *synth) choice(menu, to *flow.Container) {
	a := &flow.Action{Kind: Kind("jumpToTask"), Name: "choice", Target: to}
	menu.Choices = append(menu.Choices, &flow.Choice{Name: to.Name, Action: a})
}

func (s *synth) last(menu *flow.Container) *flow.Action {
	switch s.r.IntN(3) {
	case 0:
		return s.make("disconnect")
	case 1:
		return s.jump(menu)
	}
	a := s.make("transferToAcd")
	a.Outputs = []*flow.Output{{Name: "failure", State: flow.Empty}}
	return a
}

// block fills b with about n actions.
func (s *synth) block(b *flow.Block, n, depth int, mayCall bool) {
	for n > 0 && s.left > 0 {
		before := s.left
		switch k := s.r.IntN(30); {
		case k < 2:
			a := s.data()
			if s.r.IntN(3) == 0 {
				s.branch(a, "failure", 2, depth, mayCall)
			}
			b.Actions = append(b.Actions, a)
		case k < 8 && depth < 6 && n > 6:
			a := s.make("decision")
			a.Outputs = []*flow.Output{{Name: "yes", State: flow.Empty}, {Name: "no", State: flow.Empty}}
			s.branch(a, "yes", n/2, depth, mayCall)
			b.Actions = append(b.Actions, a)
		case k == 8 && depth < 4 && n > 6:
			a := s.make("loop")
			a.Values = []flow.Binding{{Name: "loopCount", Value: &flow.Value{Kind: flow.Literal, Text: fmt.Sprint(2 + s.r.IntN(4))}}}
			a.Outputs = []*flow.Output{{Name: "loop", State: flow.Empty}}
			s.branch(a, "loop", n/3, depth, mayCall)
			b.Actions = append(b.Actions, a)
		case k == 9 && mayCall && len(s.subs) > 0:
			a := s.make("callTask")
			a.Target = s.subs[s.r.IntN(len(s.subs))]
			a.Outputs = []*flow.Output{{Name: "default", State: flow.Empty}}
			b.Actions = append(b.Actions, a)
		default:
			b.Actions = append(b.Actions, s.make([]string{"playAudio", "updateData", "setParticipantData"}[k%3]))
		}
		n -= before - s.left
	}
}

func (s *synth) branch(a *flow.Action, output string, n, depth int, mayCall bool) {
	o := a.Output(output)
	o.State, o.Block = flow.Connected, &flow.Block{}
	s.block(o.Block, n, depth+1, mayCall)
}
