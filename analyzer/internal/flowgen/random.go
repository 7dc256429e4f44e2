// Package flowgen makes flows for tests and benchmarks from a seed: small wild
// ones with every control construct, and large ones of realistic shape.
package flowgen

import (
	"fmt"
	"math/rand/v2"

	"archlint/analyzer/flow"
)

// Random returns a flow of about size actions with every control construct:
// loops, calls, jumps, menus, transfers, outputs in and out of service. Bounded
// leaves out what has no bound in the flow itself: unknown loop counts and
// jumps backwards.
func Random(r *rand.Rand, size int, bounded bool) *flow.Flow {
	f := random(r, "random", size, bounded, nil)
	if r.IntN(5) == 0 {
		f.Type = "inqueuecall" // somebody may answer
	}
	return f
}

// RandomOrg returns n such flows that transfer to one another and call one
// another as bots, by name: only to later ones, or, if around, to any.
func RandomOrg(r *rand.Rand, n, size int, bounded, around bool) []*flow.Flow {
	flows := make([]*flow.Flow, n)
	var names []string
	for i := n - 1; i >= 0; i-- {
		names = append(names, fmt.Sprintf("flow %d", i))
	}
	for i := range flows {
		others := names[:n-1-i]
		if around {
			others = names
		}
		flows[i] = random(r, fmt.Sprintf("flow %d", i), size, bounded, others)
	}
	return flows
}

func random(r *rand.Rand, name string, size int, bounded bool, others []string) *flow.Flow {
	g := &gen{r: r, left: size, bounded: bounded, others: others, f: &flow.Flow{Name: name, Type: "inboundcall"}}
	n := 1 + r.IntN(4)
	for i := range n {
		g.f.Containers = append(g.f.Containers, g.container(i))
	}
	g.f.Entry = g.f.Containers[0]
	for i := 0; i < len(g.f.Containers); i++ {
		g.at = i
		g.fill(g.f.Containers[i])
	}
	if !bounded && r.IntN(4) == 0 {
		g.f.Errors.Target = g.f.Containers[r.IntN(len(g.f.Containers))]
	}
	if !bounded && r.IntN(4) == 0 {
		task := g.f.Containers[r.IntN(len(g.f.Containers))]
		g.f.IntentTasks = []flow.IntentTask{{Intent: "help", Task: task}}
	}
	return g.f
}

type gen struct {
	r       *rand.Rand
	f       *flow.Flow
	left    int
	at      int // index of the container being filled
	names   int
	bounded bool
	others  []string // flows that this one may lead to
}

func (g *gen) container(i int) *flow.Container {
	c := &flow.Container{Kind: flow.Task, Name: fmt.Sprintf("container %d", i), Body: &flow.Block{}}
	switch k := g.r.IntN(8); {
	case k == 0 && !g.bounded:
		c.Kind, c.Body = flow.Menu, nil
	case k == 1:
		c.Kind = flow.State
	case k == 2 && i == 0 && !g.bounded:
		c.Kind = flow.LoopTask
	case k == 3 && !g.bounded:
		c.Kind, c.Recurring = flow.State, true
	}
	return c
}

func (g *gen) fill(c *flow.Container) {
	if c.Kind != flow.Menu {
		c.Body = g.block(0, 0)
		if (c.Kind == flow.LoopTask || c.Recurring) && len(c.Body.Actions) == 0 {
			c.Body.Actions = append(c.Body.Actions, g.action("playAudio")) // the platform demands one
		}
		return
	}
	for range 1 + g.r.IntN(3) {
		ch := &flow.Choice{Name: fmt.Sprintf("choice %d", len(c.Choices)), Global: g.r.IntN(6) == 0}
		switch g.r.IntN(8) {
		case 0:
			ch.Action = g.action("repeatMenu")
		case 4:
			ch.Action = g.action("previousMenu")
		case 5, 6:
			ch.Action = g.action("disconnect")
		case 1:
			ch.Action = g.action("jumpToTask")
			ch.Action.Target = g.f.Containers[g.r.IntN(len(g.f.Containers))]
		default:
			t := &flow.Container{Kind: flow.MenuTask, Owner: c, Name: "inline", Body: g.block(0, 0)}
			g.f.Containers = append(g.f.Containers, t)
			ch.Action = g.action("jumpToTask")
			ch.Action.Target = t
		}
		c.Choices = append(c.Choices, ch)
	}
}

func (g *gen) action(kind string) *flow.Action {
	g.names++
	return &flow.Action{Kind: Kind(kind), Name: fmt.Sprintf("%s %d", kind, g.names)}
}

func (g *gen) block(depth, loops int) *flow.Block {
	b := &flow.Block{}
	for range g.r.IntN(5) {
		if g.left <= 0 {
			break
		}
		g.left--
		a := g.pick(depth, loops)
		b.Actions = append(b.Actions, a)
		if a.Kind.Control == flow.Ends {
			break
		}
	}
	return b
}

func (g *gen) pick(depth, loops int) *flow.Action {
	kinds := []string{"callData", "callData", "playAudio", "decision", "loop", "callTask", "jumpToTask", "transferToAcd", "disconnect",
		"endTask", "switch", "loopUntil", "polishSilver"}
	if !g.bounded {
		kinds = append(kinds, "askForIntent", "callCommonModule")
	}
	if len(g.others) > 0 {
		kinds = append(kinds, "transferToFlow", "transferToFlow", "callBotFlow", "exitBotFlow")
	}
	if loops > 0 {
		kinds = append(kinds, "loopNext", "loopExit", "loopExit")
	}
	kind := kinds[g.r.IntN(len(kinds))]
	if depth > 4 {
		kind = "callData"
	}
	later := g.at + 1
	if (kind == "callTask" || kind == "jumpToTask") && g.bounded && later >= len(g.f.Containers) {
		kind = "playAudio"
	}
	a := g.action(kind)
	switch kind {
	case "callData":
		g.outputs(a, depth, loops, "success", "failure", "timeout")
	case "decision":
		g.outputs(a, depth, loops, "yes", "no")
	case "switch":
		g.outputs(a, depth, loops, "case:0", "case:1", "default")
	case "transferToAcd":
		g.outputs(a, depth, loops, "failure")
	case "transferToFlow":
		g.outputs(a, depth, loops, "failure")
		a.External = []flow.External{{Kind: flow.ExternalFlow, Name: g.others[g.r.IntN(len(g.others))]}}
	case "callBotFlow":
		a.External = []flow.External{{Kind: flow.ExternalBotFlow, Name: g.others[g.r.IntN(len(g.others))]}}
	case "askForIntent":
		g.outputs(a, depth, loops, "maxNoInputs")
	case "callCommonModule":
		g.outputs(a, depth, loops, "default")
		a.Target = g.module()
	case "polishSilver": // no kind of the table
		g.outputs(a, depth, loops, "success", "failure")
	case "loop", "loopUntil":
		g.loop(a, depth, loops)
		if kind == "loopUntil" && g.r.IntN(2) == 0 {
			g.outputs(a, depth, loops, "found", "given up")
		}
	case "endTask":
		a.TaskOutput = []string{"", "other", "unheard"}[g.r.IntN(3)]
	case "callTask":
		a.Target = g.target(later)
		g.outputs(a, depth, loops, "default", "other")
	case "jumpToTask":
		a.Target = g.target(later)
	}
	return a
}

func (g *gen) target(later int) *flow.Container {
	if g.bounded {
		return g.f.Containers[later+g.r.IntN(len(g.f.Containers)-later)]
	}
	return g.f.Containers[g.r.IntN(len(g.f.Containers))]
}

// module returns the entry of a common module that is embedded in the flow.
func (g *gen) module() *flow.Container {
	if n := len(g.f.Modules); n > 0 && g.r.IntN(2) == 0 {
		return g.f.Modules[g.r.IntN(n)].Entry
	}
	c := &flow.Container{Kind: flow.ModuleTask, Name: fmt.Sprintf("module %d", len(g.f.Modules))}
	g.f.Modules = append(g.f.Modules, &flow.Flow{Name: c.Name, Type: "commonmodule", Entry: c, Containers: []*flow.Container{c}})
	inside := &gen{r: g.r, f: &flow.Flow{}, left: min(g.left, 6), names: g.names, bounded: true}
	inside.f.Containers = []*flow.Container{c}
	c.Body = inside.block(0, 0)
	g.left, g.names = g.left-6, inside.names
	return c
}

func (g *gen) loop(a *flow.Action, depth, loops int) {
	text := fmt.Sprint(g.r.IntN(4))
	if !g.bounded && g.r.IntN(3) == 0 {
		text = "Count(Flow.list)"
	}
	a.Values = []flow.Binding{{Name: "loopCount", Value: &flow.Value{Kind: flow.Expression, Text: text}}}
	a.Outputs = []*flow.Output{{Name: "loop", State: flow.Connected, Block: g.block(depth+1, loops+1)}}
}

func (g *gen) outputs(a *flow.Action, depth, loops int, names ...string) {
	for _, n := range names {
		o := &flow.Output{Name: n, State: flow.Empty}
		switch g.r.IntN(5) {
		case 0:
			o.State = flow.OutOfService
		case 1, 2, 3:
			o.State, o.Block = flow.Connected, g.block(depth+1, loops)
		}
		a.Outputs = append(a.Outputs, o)
	}
}

// Kind returns the table's kind of that name.
func Kind(name string) *flow.Kind { return flow.KindByName(name) }
