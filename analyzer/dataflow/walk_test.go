package dataflow

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"

	"pgregory.net/rapid"
)

// TestClaimsHold walks through random flows as a run would, with a call stack,
// and holds what is seen on the way against what Analyze claims: nothing seen
// may be missing from a "may", nothing claimed for every path may be broken.
// The walker knows actions, not the analysis: it reads the tree.
func TestClaimsHold(t *testing.T) {
	seen := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		text := randomSketch(rt)
		g := lower(t, sketch(t, text))
		f := Analyze(g)
		for _, v := range append(Views(g), jumpCycles(g)...) {
			f.Loop(v) // must end, whatever the flow
		}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "walk"), 1))
		for range 30 {
			w := &walker{g: g, f: f, random: random, seen: seen}
			if broken := w.run(300); broken != "" {
				rt.Fatalf("%s\nin\n%s", broken, text)
			}
		}
	})
	t.Log(seen)
	for _, what := range []string{"read after failure", "repeat", "return after failure", "read", "redundant"} {
		if seen[what] == 0 {
			t.Errorf("no walk saw a %s", what)
		}
	}
}

// randomSketch draws a flow of three tasks.
func randomSketch(t *rapid.T) string {
	var b strings.Builder
	b.WriteString("vars Flow.a Flow.b Flow.c\n")
	for _, task := range []string{"Main", "Sub(out Task.x)", "Other"} {
		fmt.Fprintf(&b, "task %s\n", task)
		randomBlock(t, &b, 1, 0)
	}
	return b.String()
}

func randomBlock(t *rapid.T, b *strings.Builder, indent, loops int) {
	vars := []string{"Flow.a", "Flow.b", "Flow.c", "Task.x", "Task.y"}
	any := func() string { return rapid.SampledFrom(vars).Draw(t, "var") }
	pad := strings.Repeat("  ", indent)
	branch := func(outputs ...string) {
		for _, o := range outputs {
			if indent < 5 && rapid.IntRange(0, 2).Draw(t, "branch") == 0 {
				fmt.Fprintf(b, "%s  %s:\n", pad, o)
				randomBlock(t, b, indent+2, loops)
			}
		}
	}
	for range rapid.IntRange(1, 3).Draw(t, "actions") {
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0, 1, 2:
			fmt.Fprintf(b, "%sdata %s(id=%s) -> out=%s\n", pad, rapid.SampledFrom([]string{"A", "B"}).Draw(t, "action"), any(), any())
			branch("success", "failure", "timeout")
		case 3:
			fmt.Fprintf(b, "%sset %s = %s\n", pad, any(), any())
		case 4:
			fmt.Fprintf(b, "%splay %s\n", pad, any())
		case 5:
			fmt.Fprintf(b, "%sdecision Random(%s)\n", pad, any())
			branch("yes", "no")
		case 6:
			fmt.Fprintf(b, "%scall Sub() -> Task.x=%s\n", pad, any())
		case 7:
			fmt.Fprintf(b, "%scall Other()\n", pad)
		case 8:
			if indent < 5 {
				fmt.Fprintf(b, "%sloop 5\n%s  loop:\n", pad, pad)
				randomBlock(t, b, indent+2, loops+1)
			}
		case 9:
			fmt.Fprintf(b, "%s%s\n", pad, rapid.SampledFrom([]string{"jump Main", "jump Other", "exit", "next", "end"}).Draw(t, "leave"))
			return
		}
	}
}

// walker is one run. Task variables live in the frame of their task.
type walker struct {
	g      *cfg.Graph
	f      *Flow
	random *rand.Rand
	seen   map[string]int

	frames    []frame
	unwritten map[string][]miss     // by variable: the calls that should have written it
	answered  map[string]cfg.NodeID // question to the last call that it was answered by
	wrote     map[string]written    // by variable: the call output that it holds
	failed    []failure
}

type frame struct {
	caller cfg.NodeID
	task   string
	number int
}

type miss struct {
	call    cfg.NodeID
	timeout bool
	name    string
}

type written struct {
	call cfg.NodeID
	name string
}

// failure is a call that went wrong in the frame of that number.
type failure struct {
	call   cfg.NodeID
	number int
}

func (w *walker) run(steps int) string {
	w.unwritten, w.answered, w.wrote = make(map[string][]miss), make(map[string]cfg.NodeID), make(map[string]written)
	w.frames = []frame{{cfg.None, w.g.Flow.Entry.ID, 0}}
	at := w.g.Entry
	for i := range steps {
		node := &w.g.Nodes[at]
		switch {
		case node.Kind == cfg.End:
			return ""
		case node.Kind == cfg.Start:
			w.begin(node.Container)
		case node.Kind == cfg.Return:
			if len(w.frames) == 1 {
				return ""
			}
			at = w.comeBack()
			continue
		}
		if node.Callee != cfg.None {
			w.frames = append(w.frames, frame{at, w.g.Nodes[node.Callee].Container.ID, i + 1})
			at = node.Callee
			continue
		}
		e := node.Out[w.random.IntN(len(node.Out))]
		if node.Action != nil {
			if broken := w.act(at, node.Action, e.Output); broken != "" {
				return broken
			}
		}
		at = e.To
	}
	return ""
}

// begin gives the task's variables their fresh values. Answers that rest on
// them are no longer claimed, whatever a fresh variable holds.
func (w *walker) begin(c *flow.Container) {
	w.frames[len(w.frames)-1].task = c.ID
	for _, name := range []string{"Task.x", "Task.y"} {
		w.assign(w.name(name))
	}
}

func (w *walker) name(v string) string {
	if strings.HasPrefix(v, "Task.") {
		return w.frames[len(w.frames)-1].task + " " + v
	}
	return v
}

func (w *walker) assign(v string) {
	delete(w.unwritten, v)
	delete(w.wrote, v)
	for q := range w.answered {
		if strings.HasSuffix(q, "="+v) {
			delete(w.answered, q)
		}
	}
}

// comeBack leaves the task, hands its output over and goes on after the call.
func (w *walker) comeBack() cfg.NodeID {
	top := w.frames[len(w.frames)-1]
	w.frames = w.frames[:len(w.frames)-1]
	call := w.g.Nodes[top.caller]
	inner := w.g.Nodes[call.Callee].Container.ID + " Task.x"
	for _, b := range call.Action.Results {
		misses := slices.Clone(w.unwritten[inner])
		delete(w.wrote, inner) // handed back: read
		v := w.name(b.Value.Text)
		w.assign(v)
		if len(misses) > 0 {
			w.unwritten[v] = misses
		}
	}
	return call.Out[w.random.IntN(len(call.Out))].To
}

func (w *walker) act(n cfg.NodeID, a *flow.Action, output string) string {
	for _, v := range readBy(a) {
		if broken := w.read(n, w.name(v)); broken != "" {
			return broken
		}
	}
	switch a.Kind.Name {
	case "updateData":
		w.assign(w.name(a.Results[0].Value.Text))
	case "callData":
		return w.data(n, a, output)
	}
	return ""
}

func readBy(a *flow.Action) []string {
	reads := slices.Clone(a.AlsoReads)
	for _, b := range slices.Concat(a.Inputs, a.Values) {
		for _, ref := range expr.References(expr.Of(b.Value)) {
			reads = append(reads, ref.Name)
		}
	}
	return reads
}

func (w *walker) read(n cfg.NodeID, v string) string {
	for _, m := range w.unwritten[v] {
		w.seen["read after failure"]++
		c, _ := w.f.Call(m.call)
		list := c.ReadAfterFailure
		if m.timeout {
			list = c.ReadAfterTimeout
		}
		if !slices.ContainsFunc(list, func(r Read) bool { return r.Node == n }) {
			return fmt.Sprintf("%s at node %d was read at node %d after the call at %d went wrong: not claimed", v, n, n, m.call)
		}
	}
	if from, ok := w.wrote[v]; ok {
		w.seen["read"]++
		if c, _ := w.f.Call(from.call); slices.Contains(c.Unread, from.name) {
			return fmt.Sprintf("output %s of the call at %d was read at node %d: claimed to be unread", from.name, from.call, n)
		}
	}
	return ""
}

func (w *walker) data(n cfg.NodeID, a *flow.Action, output string) string {
	c, _ := w.f.Call(n)
	number := w.frames[len(w.frames)-1].number
	if slices.Contains(w.failed, failure{n, number}) {
		w.seen["return after failure"]++
		if !c.RepeatsAfterFailure {
			return fmt.Sprintf("control came back to the call at %d after a failure: not claimed", n)
		}
	}
	question := a.DataAction.Name + " id=" + w.name(a.Inputs[0].Value.Text)
	earlier, answered := w.answered[question]
	if answered && earlier != n {
		w.seen["repeat"]++
		if !slices.ContainsFunc(c.RepeatOf, func(r Repeat) bool { return r.Of == earlier }) {
			return fmt.Sprintf("the call at %d repeated the one at %d: not claimed", n, earlier)
		}
	}
	if c.Redundant {
		w.seen["redundant"]++
	}
	if !answered && c.Redundant {
		return fmt.Sprintf("the call at %d asked something new: claimed to be redundant", n)
	}
	v := w.name(a.Results[0].Value.Text)
	if output != "success" {
		w.unwritten[v] = append(w.unwritten[v], miss{n, output == "timeout", a.Results[0].Name})
		w.failed = append(w.failed, failure{n, number})
		return ""
	}
	w.answered[question] = n
	w.assign(v)
	w.wrote[v] = written{n, a.Results[0].Name}
	return ""
}
