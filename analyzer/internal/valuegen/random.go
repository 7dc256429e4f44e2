package valuegen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Random returns the flow of a seed: a frame that goes round by a counter, a flag or
// a list, filled with steps at random, which may spoil the frame's bound or not.
func Random(seed uint64) Flow {
	r := rand.New(rand.NewPCG(seed, 18))
	g := &gen{r: r, left: 3 + r.IntN(9)}
	g.f = Flow{Name: "made", Type: "inboundcall"}
	g.declare()
	frames := []func(){
		g.retryByJump, g.loopUntilCounter, g.nested, g.states, g.menu, g.queue, g.calledTask, g.plain, g.plain, g.lists, g.failover,
	}
	frames[r.IntN(len(frames))]()
	if c := g.f.Containers[len(g.f.Containers)-1]; c.Kind == "task" && rand.New(rand.NewPCG(seed, 29)).IntN(4) == 0 {
		g.f.Handler = c.Name
	}
	return g.f
}

type gen struct {
	r     *rand.Rand
	f     Flow
	left  int // steps that may still be added
	names int
	at    *Container
	loops []string // indexes of the loops around, "" where one has none
	local []string // integer variables of the container at hand
}

// declare makes the flow's variables: integers, flags, a list, and what comes from outside.
func (g *gen) declare() {
	for _, name := range []string{"Flow.n", "Flow.m", "Flow.k"} {
		v := Var{Name: name, Type: "integer", Initial: fmt.Sprint(g.r.IntN(4))}
		switch g.r.IntN(16) {
		case 0:
			v.Initial = ""
		case 1:
			v.Input = true
		case 2:
			v.Initial = "-1"
		}
		g.f.Vars = append(g.f.Vars, v)
	}
	for _, name := range []string{"Flow.f", "Flow.g"} {
		g.f.Vars = append(g.f.Vars, Var{Name: name, Type: "boolean", Initial: g.pick("false", "true", "false", "false")})
	}
	g.f.Vars = append(g.f.Vars,
		Var{Name: "Flow.l", Type: "stringCollection", Initial: g.pick(`MakeList("a", "b")`, `MakeList("a")`, `MakeList()`, "")},
		Var{Name: "Flow.answer", Type: "integer"}, Var{Name: "Flow.ok", Type: "boolean"},
		Var{Name: "Flow.text", Type: "string", Initial: g.pick(`"0"`, `"1"`)}, Var{Name: "Flow.i", Type: "integer"})
	if g.r.IntN(8) == 0 {
		g.f.Vars[g.r.IntN(3)].Secure = true
	}
}

func (g *gen) pick(options ...string) string { return options[g.r.IntN(len(options))] }

func (g *gen) name(kind string) string {
	g.names++
	return fmt.Sprintf("%s%d", kind, g.names)
}

// spelt is a variable's name in one letter case or another.
func (g *gen) spelt(name string) string {
	if g.r.IntN(8) == 0 {
		return strings.ToLower(name)
	}
	return name
}

func (g *gen) integer() string {
	names := append([]string{"Flow.n", "Flow.n", "Flow.n", "Flow.m", "Flow.k"}, g.local...)
	for _, i := range g.loops {
		if i != "" {
			names = append(names, i, i)
		}
	}
	return g.spelt(names[g.r.IntN(len(names))])
}

func (g *gen) flag() string { return g.spelt(g.pick("Flow.f", "Flow.f", "Flow.g", "Flow.ok")) }

// condition asks for what the flow holds, or for what it does not.
func (g *gen) condition(depth int) string {
	switch k := g.r.IntN(14); {
	case k < 6:
		return fmt.Sprintf("%s %s %d", g.integer(), g.pick("<", "<=", "==", ">=", ">", "!=", "<"), g.r.IntN(5))
	case k < 8:
		return g.flag()
	case k < 9 && depth < 2:
		return fmt.Sprintf("(%s) %s (%s)", g.condition(depth+1), g.pick("and", "or"), g.condition(depth+1))
	case k < 10 && depth < 2:
		return fmt.Sprintf("!(%s)", g.condition(depth+1))
	case k < 11:
		return fmt.Sprintf("Flow.answer %s %d", g.pick("<", "==", ">="), g.r.IntN(3))
	case k < 12:
		return fmt.Sprintf("%s %s %s", g.integer(), g.pick("<", "==", ">="), g.integer())
	case k < 13:
		return fmt.Sprintf("Count(Flow.l) %s %d", g.pick("<", "==", ">"), g.r.IntN(4))
	}
	return g.pick(`Call.Ani == "1"`, "IsNotSetOrEmpty(Flow.text)", `Flow.text == "1"`, "IsSet(Flow.answer)", "Flow.m + 1 < Flow.n")
}

// moved is a new value of an integer.
func (g *gen) moved(v string) string {
	switch g.r.IntN(12) {
	case 0, 1, 2, 3:
		return g.spelt(v) + " + 1"
	case 4:
		return g.spelt(v) + " - 1"
	case 5:
		return g.spelt(v) + " + 2"
	case 6:
		return fmt.Sprint(g.r.IntN(4))
	case 7:
		return g.integer()
	case 8:
		return fmt.Sprintf("Min(%s + 1, %d)", v, 1+g.r.IntN(3))
	case 9:
		return fmt.Sprintf("If(%s, %s + 1, %d)", g.condition(1), v, g.r.IntN(3))
	case 10:
		return fmt.Sprintf("%s + %s", g.integer(), g.integer())
	}
	return g.pick("ToInt(Flow.text)", "Count(Flow.l)", "Flow.answer", "Max(Flow.n, Flow.m)")
}

// count is the number of rounds of a loop.
func (g *gen) count() string {
	switch g.r.IntN(10) {
	case 0, 1, 2:
		return fmt.Sprint(g.r.IntN(5))
	case 3, 4:
		return g.integer()
	case 5:
		return "Count(Flow.l)"
	case 6:
		return fmt.Sprintf("Min(%s, 3)", g.integer())
	case 7:
		return "Min(Count(Flow.l), 2)"
	case 8:
		if len(g.loops) > 0 && g.loops[len(g.loops)-1] != "" {
			return g.loops[len(g.loops)-1] + g.pick("", " + 1")
		}
		return "3"
	}
	return g.pick("Flow.n - 1", "Flow.answer", "4", "Min(Flow.answer, 2)")
}

// set assigns once, or more than once in one step.
func (g *gen) set() Step {
	s := Step{Do: "updateData", Name: g.name("set")}
	for range 1 + g.r.IntN(8)/7 {
		switch g.r.IntN(8) {
		case 0, 1:
			s.Sets = append(s.Sets, Assign{g.flag(), "boolean", g.pick("true", "false", "true", g.condition(1))})
		case 2:
			exp := g.pick(`AddItem(Flow.l, "x")`, `AddItem(Flow.l, "x")`, `MakeList("a", "b")`, `MakeList()`)
			s.Sets = append(s.Sets, Assign{g.spelt("Flow.l"), "stringCollection", exp})
		case 3:
			s.Sets = append(s.Sets, Assign{"Flow.text", "string", g.pick(`"1"`, "ToString(Flow.n)", `"0"`)})
		default:
			v := g.integer()
			s.Sets = append(s.Sets, Assign{v, "integer", g.moved(v)})
		}
	}
	return s
}

func (g *gen) assign(v, exp string) Step {
	return Step{Do: "updateData", Name: g.name("set"), Sets: []Assign{{g.spelt(v), "integer", exp}}}
}

func (g *gen) data() Step {
	s := Step{Do: "callData", Name: g.name("Get")}
	switch g.r.IntN(6) {
	case 0:
		s.Sets = []Assign{{g.pick("Flow.answer", "Flow.answer", "Flow.n"), "integer", "v"}}
	case 1:
		s.Sets = []Assign{{g.spelt("Flow.ok"), "boolean", "v"}}
	}
	return s
}

func (g *gen) decide(condition string, yes, no []Step) Step {
	return Step{Do: "decision", Name: g.name("if"), Exp: condition, Branches: branches("yes", yes, "no", no)}
}

func branches(pairs ...any) []Branch {
	var out []Branch
	for i := 0; i < len(pairs); i += 2 {
		if steps := pairs[i+1].([]Step); len(steps) > 0 {
			out = append(out, Branch{pairs[i].(string), steps})
		}
	}
	return out
}

func (g *gen) repeat(count, index string, body ...Step) Step {
	return Step{Do: "loop", Name: g.name("loop"), Exp: count, Index: index, Branches: branches("loop", body)}
}

func simple(do string) Step { return Step{Do: do, Name: do} }

func (g *gen) end() Step {
	if g.f.Type == "workflow" {
		return simple("endWorkflow")
	}
	return simple("disconnect")
}
