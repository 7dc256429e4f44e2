package calls_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/source"
)

// TestBounds holds single claims; the notation of the flows is lower's.
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		want map[string]string // call -> "min..max ground"
	}{
		{"straight", "call x; end", want("x", "1..1 acyclic")},
		{"after an unconnected failure", "call x {failure: {say}}; call y; end", want("x", "1..1 acyclic", "y", "1..1 acyclic")},
		{"one branch", "if {yes: {call x}}; call y; end", want("x", "0..1 acyclic", "y", "1..1 acyclic")},
		{"a branch that ends", "if {yes: {end}}; call x; end", want("x", "0..1 acyclic")},
		{"a constant loop", "loop 5 {loop: {call x}}; end", want("x", "5..5 loopCount")},
		{"nested loops", "loop 5 {loop: {loop 3 {loop: {call x}}}}; end", want("x", "15..15 loopCount")},
		{"a loop that is left on success", "loop 5 {loop: {call x {success: {exit}}}}; end", want("x", "1..5 loopCount")},
		{"a call that always leaves its loop", "loop 5 {loop: {if {yes: {call x; exit}}}}; end", want("x", "0..1 acyclic")},
		{"a call that ends the run in a loop", "loop 5 {loop: {call x {success: {end}}; call y}}; end",
			want("x", "1..5 loopCount", "y", "0..5 loopCount")},
		{"next skips the rest", "loop 4 {loop: {if {yes: {next}}; call x}}; end", want("x", "0..4 loopCount")},
		{"no rounds", "loop 0 {loop: {call x}}; end", want("x", "0..0 acyclic")},
		{"an unknown count", "loop Count(Flow.l) {loop: {call x}}; end", want("x", "0..9999 platformLimit")},
		{"an unknown count that is left at once", "loop Count(Flow.l) {loop: {call x; exit}}; end", want("x", "0..1 acyclic")},
		{"a constant loop in an unknown one", "loop Count(Flow.l) {loop: {loop 3 {loop: {call x}}; say}}; end",
			want("x", "0..6000 platformLimit")},
		{"loops beyond the cap", "loop 99 {loop: {loop 99 {loop: {loop 99 {loop: {call x; say}}}}}}; end", want("x", "4974..4974 platformLimit")},
		{"a failed transfer goes on", "transfer; call x; end", want("x", "0..1 acyclic")},
		{"a task that starts over", "call x; say; jump Main", want("x", "1..3334 platformLimit")},
		{"a task that is called", "do Sub; do Sub; end\ntask Sub: call x", want("x", "2..2 acyclic")},
		{"called in a loop", "loop 4 {loop: {do Sub}}; end\ntask Sub: loop 2 {loop: {call x}}", want("x", "8..8 loopCount")},
		{"a task that calls itself", "do Sub; end\ntask Sub: call x; if {yes: {do Sub}}", want("x", "1..3333 platformLimit")},
		{"a kind that is not known", "mars; call x; end", want("x", "0..1 acyclic")},
		{"after a call of a task that may end", "do Sub; call x; end\ntask Sub: mars; call y", want("x", "0..1 acyclic", "y", "0..1 acyclic")},
		{"before what may end in a loop", "loop 3 {loop: {call x; mars}}; call y; end", want("x", "1..3 loopCount", "y", "0..1 acyclic")},
		{"what may end in a cycle", "call x; mars; jump Main", want("x", "1..3334 platformLimit")},
		{"a bot of which nothing is known", "bot; call x; end", want("x", "0..1 acyclic")},
		{"a guide", "guide {success: {call x}}; call y; end", want("x", "0..1 acyclic", "y", "0..1 acyclic")},
		{"an audio connector", "ears {failure: {end}}; call x; end", want("x", "0..1 acyclic")},
		{"conditions that end a loop", "until 6 {loop: {call x} found: {call y}}; end", want("x", "0..6 loopCount", "y", "0..1 acyclic")},
		{"a dead task", "end\ntask Dead: call x; end", want("x", "0..0 acyclic")},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := map[string]string{}
			a := calls.New(lower(t, c.text), calls.DefaultModel())
			for i := range a.Graph.Nodes {
				if n := &a.Graph.Nodes[i]; n.Kind == cfg.Act && n.Action.DataAction != nil {
					count := a.Node(cfg.NodeID(i))
					got[n.Action.Name] = fmt.Sprintf("%d..%d %s", count.Min, count.Max, count.BoundedBy)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%s\n got %v\nwant %v", c.text, got, c.want)
			}
		})
	}
}

func want(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// lower decodes a flow in the tests' own short notation:
//
//	action ; action ...           and, in further lines, "task Name: actions"
//	action {output: {actions}}    call NAME, if, loop COUNT, say, exit, next,
//	                              jump TASK, do TASK, transfer, end
func lower(t *testing.T, text string) *cfg.Graph {
	t.Helper()
	var y strings.Builder
	y.WriteString("inboundCall:\n  name: Test\n  startUpRef: /inboundCall/tasks/task[Main_1]\n  tasks:\n")
	for i, line := range strings.Split(text, "\n") {
		name := "Main"
		if rest, ok := strings.CutPrefix(line, "task "); ok {
			name, line, _ = strings.Cut(rest, ": ")
		}
		fmt.Fprintf(&y, "    - task:\n        name: %s\n        refId: %s_%d\n        actions:\n", name, name, i+1)
		p := &short{text: line, names: text}
		y.WriteString(p.actions("          "))
	}
	flows, err := archy.Decode(source.NewFile("test.yaml", []byte(y.String())), archy.Options{})
	if err != nil || len(flows) != 1 || len(flows[0].Problems) > 0 {
		t.Fatalf("%v %v\n%s", err, flows, y.String())
	}
	g := cfg.Lower(flows[0], cfg.Options{})
	if err := g.Check(); err != nil {
		t.Fatal(err)
	}
	return g
}

// short parses the notation.
type short struct{ text, names string }

func (p *short) word() string {
	p.text = strings.TrimLeft(p.text, " ;")
	i := strings.IndexAny(p.text, " ;{}")
	if i < 0 {
		i = len(p.text)
	}
	w := p.text[:i]
	p.text = p.text[i:]
	return w
}

func (p *short) actions(indent string) string {
	var b strings.Builder
	for {
		kind := p.word()
		if kind == "" {
			return b.String()
		}
		b.WriteString(p.action(kind, indent))
	}
}

var kinds = map[string]string{
	"call": "callData", "if": "decision", "loop": "loop", "say": "playAudio", "exit": "loopExit", "next": "loopNext",
	"jump": "jumpToTask", "do": "callTask", "transfer": "transferToAcd", "end": "disconnect",
	"mars": "transferToMars", "until": "loopUntil", "bot": "callBotFlow", "guide": "callGuide", "ears": "callAudioConnector",
}

func (p *short) action(kind, indent string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s- %s:\n", indent, kinds[kind])
	in := indent + "    "
	name := kind
	switch kind {
	case "call":
		name = p.word()
		fmt.Fprintf(&b, "%scategory: {Web: {dataAction: {Get %s: {inputs: {}}}}}\n", in, name)
	case "if":
		fmt.Fprintf(&b, "%scondition: {exp: Flow.c}\n", in)
	case "loop":
		fmt.Fprintf(&b, "%sloopCount: {exp: %q}\n", in, p.word())
	case "until":
		fmt.Fprintf(&b, "%smaxLoopCount: {lit: %s}\n", in, p.word())
	case "jump", "do":
		to := p.word()
		fmt.Fprintf(&b, "%stargetTaskRef: /inboundCall/tasks/task[%s_%d]\n", in, to, p.number(to))
	}
	fmt.Fprintf(&b, "%sname: %s\n", in, name)
	if p.text = strings.TrimLeft(p.text, " "); strings.HasPrefix(p.text, "{") {
		p.text = p.text[1:]
		b.WriteString(in + "outputs:\n" + p.outputs(in+"  "))
	}
	return b.String()
}

func (p *short) number(task string) int {
	lines := strings.Split(p.names, "\n")
	return 1 + max(0, slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "task "+task+":") }))
}

func (p *short) outputs(indent string) string {
	var b strings.Builder
	for {
		p.text = strings.TrimLeft(p.text, " ")
		if strings.HasPrefix(p.text, "}") {
			p.text = p.text[1:]
			return b.String()
		}
		name, rest, _ := strings.Cut(p.text, ":")
		p.text = strings.TrimLeft(rest, " ")[1:]
		fmt.Fprintf(&b, "%s%s:\n%s  actions:\n%s", indent, name, indent, p.actions(indent+"    "))
		p.text = strings.TrimLeft(p.text, " ")[1:]
	}
}

// TestWorstRun holds the run that is shown against the greatest count: as often
// as it passes the calls, loops unfolded, they can run.
func TestWorstRun(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"call x; end", "x"},
		{"if {yes: {call x; call y} no: {call z}}; end", "if yes, x, y"},
		{"loop 5 {loop: {call x {success: {exit}}}}; end", "5 times (x failure)"},
		{"loop 3 {loop: {if {yes: {call x}}}}; say; call y; end", "3 times (if yes, x), y"},
		{"do Sub; call y; end\ntask Sub: call x; if {yes: {call z}}", "do, x, if yes, z, y"},
	} {
		a := calls.New(lower(t, c.text), calls.DefaultModel())
		var sites []cfg.NodeID
		for i := range a.Graph.Nodes {
			if n := &a.Graph.Nodes[i]; n.Kind == cfg.Act && n.Action.DataAction != nil {
				sites = append(sites, cfg.NodeID(i))
			}
		}
		steps := a.WorstRun(sites)
		if got := spell(a.Graph, steps); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
		if n := passes(a.Graph, steps); n != a.Group(sites).Max {
			t.Errorf("%s\nshown %d, greatest %d", c.text, n, a.Group(sites).Max)
		}
	}
}

// spell writes steps, leaving out which of a call's equal outputs is taken.
func spell(g *cfg.Graph, steps []calls.Step) string {
	var out []string
	for _, s := range steps {
		name := g.Nodes[s.Node].Action.Name
		switch {
		case s.Times > 0:
			out = append(out, fmt.Sprintf("%d times (%s)", s.Times, spell(g, s.Rounds)))
		case s.Output == "yes" || s.Output == "no" || s.Output == "failure":
			out = append(out, name+" "+s.Output)
		case name != "loop" && name != "end" && name != "exit":
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

func passes(g *cfg.Graph, steps []calls.Step) int64 {
	n := int64(0)
	for _, s := range steps {
		if s.Times > 0 {
			n += s.Times * passes(g, s.Rounds)
		} else if g.Nodes[s.Node].Action.DataAction != nil {
			n++
		}
	}
	return n
}

// TestCycleTimes holds the least time from a call, or a loop, back to itself;
// each "say" takes ten seconds.
func TestCycleTimes(t *testing.T) {
	for _, c := range []struct {
		text string
		want map[string]int64
	}{
		{"loop 3 {loop: {say; call x}}; end", map[string]int64{"loop": 10, "x": 10}},
		{"loop 3 {loop: {say; loop 2 {loop: {say; call x}}}}; end", map[string]int64{"loop": 10, "x": 10}},
		{"loop 3 {loop: {if {yes: {say; say} no: {say; say; say}}; call x}}; end", map[string]int64{"loop": 20, "x": 20}},
		{"call x; say; jump Main", map[string]int64{"x": 10}},
		{"loop 3 {loop: {say; exit}}; call x; say; jump Main", map[string]int64{"loop": 10, "x": 10}},
		{"loop 3 {loop: {do Sub; call x}}; end\ntask Sub: say; if {yes: {say}}", map[string]int64{"x": 10}},
		{"call x; end", map[string]int64{"x": -1}},
	} {
		g := lower(t, c.text)
		times := make([]int64, len(g.Nodes))
		for i := range g.Nodes {
			if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.Name == "say" {
				times[i] = 10
			}
		}
		got := calls.New(g, calls.DefaultModel()).CycleTimes(times)
		for i := range g.Nodes {
			if n := &g.Nodes[i]; n.Kind == cfg.Act {
				if want, ok := c.want[n.Action.Name]; ok && got[i] != want && (n.Action.Name != "loop" || n.Loop == cfg.NoLoop) {
					t.Errorf("%s: %s comes back after %d, want %d", c.text, n.Action.Name, got[i], want)
				}
			}
		}
	}
}

// TestRates holds how often calls can run in a minute, each "say" ten seconds.
func TestRates(t *testing.T) {
	for _, c := range []struct {
		text string
		want map[string]float64
	}{
		{"call x; say; jump Main", map[string]float64{"x": 6}},
		{"do Sub; say; jump Main\ntask Sub: call x", map[string]float64{"x": 6}},
		{"do Sub; do Sub; say; jump Main\ntask Sub: call x", map[string]float64{"x": 12}},
		{"loop 9 {loop: {do Sub; say}}; end\ntask Sub: do More\ntask More: call x; say", map[string]float64{"x": 3}},
		{"do Sub; say; jump Main\ntask Sub: loop 2 {loop: {say; call x}}", map[string]float64{"x": 12}}, // a bound: 4 is the rate
		{"loop 3 {loop: {call x}}; say; jump Main", map[string]float64{"x": 18}},
		{"loop 3 {loop: {loop 2 {loop: {call x}}; call y}}; say; jump Main", map[string]float64{"x": 36, "y": 18}},
		{"loop 3 {loop: {do Sub}}; say; jump Main\ntask Sub: call x", map[string]float64{"x": 18}},
		{"do Sub; end\ntask Sub: call x", map[string]float64{"x": 0}},
		{"call x; jump Main", map[string]float64{"x": 0}}, // as often as it likes: no figure
	} {
		g := lower(t, c.text)
		times := make([]int64, len(g.Nodes))
		for i := range g.Nodes {
			if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.Name == "say" {
				times[i] = 10_000
			}
		}
		rates := calls.New(g, calls.DefaultModel()).Rates(times)
		for i := range g.Nodes {
			if n := &g.Nodes[i]; n.Kind == cfg.Act {
				got, _ := calls.PerMinute(rates[i])
				if want, ok := c.want[n.Action.Name]; ok && math.Abs(got-want) > 1e-9 {
					t.Errorf("%s: %s runs %g times a minute, want %g", c.text, n.Action.Name, got, want)
				}
			}
		}
	}
}

// TestHandlerSharesTheCap: what runs before an error and what handles it execute
// no more actions together than the cap and what the platform grants the handler.
func TestHandlerSharesTheCap(t *testing.T) {
	g := lower(t, "loop 4500 {loop: {call x; say}}; end\ntask Sorry: loop 4500 {loop: {call y; say}}; end")
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Kind == cfg.Start && n.Container.Name == "Sorry" {
			g.Handler = cfg.NodeID(i)
		}
	}
	sites := make(map[cfg.NodeID]int64)
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Kind == cfg.Act && n.Action.DataAction != nil {
			sites[cfg.NodeID(i)] = 1
		}
	}
	// 9,001 actions with 4,500 calls, then 1,999 more, the loop's own included.
	if c := calls.New(g, calls.DefaultModel()).Sum(sites); c.Max < 5499 || c.Max > 5500 {
		t.Errorf("%d calls (%s), want 5499 or 5500", c.Max, c.BoundedBy)
	}
}
