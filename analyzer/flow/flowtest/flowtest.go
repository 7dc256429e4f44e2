// Package flowtest makes organisations for benchmarks and tests from a seed:
// the flows that flowgen draws, as texts in the formats of the platform.
package flowtest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/flowtext"
	"archlint/analyzer/internal/flowgen"
)

// Org returns n flows with the size mix of real orgs (median 20 actions, a tail
// of 1,000). The same seed gives the same flows.
func Org(seed uint64, n int) []*flowtext.Flow {
	var out []*flowtext.Flow
	for i, tree := range flowgen.Org(seed, n) {
		out = append(out, Write(tree, seed+uint64(i)))
	}
	return out
}

// Write gives a tree of flowgen the settings that real flows have: prompts,
// expressions over variables, inputs and outputs of data actions.
func Write(tree *flow.Flow, seed uint64) *flowtext.Flow {
	w := &writer{r: rand.New(rand.NewPCG(seed, 11))}
	w.f = flowtext.New(guid(tree.Name), tree.Name, string(tree.Type), "Made up for measurements", seed)
	w.answer = w.f.Var("Flow.Answer", "str", false)
	w.round = w.f.Var("Flow.Round", "int", false)
	for i := range 4 {
		w.texts = append(w.texts, w.f.Var(fmt.Sprintf("Flow.Text%d", i), "str", false))
	}
	for _, c := range tree.Containers {
		w.container(c)
	}
	return w.f
}

type writer struct {
	r             *rand.Rand
	f             *flowtext.Flow
	answer, round *flowtext.Variable
	texts         []*flowtext.Variable
}

func (w *writer) container(c *flow.Container) {
	if c.Kind != flow.Menu {
		w.f.Container("Task", c.Name).Steps = w.block(c.Body)
		return
	}
	menu := w.f.Container("Menu", c.Name)
	menu.Prompt = "Please choose what your call is about, or stay on the line."
	for i, ch := range c.Choices {
		menu.Choices = append(menu.Choices, flowtext.Choice{Digit: i % 10, Name: ch.Name, Step: jump(ch.Name, ch.Action.Target)})
	}
}

func (w *writer) block(b *flow.Block) []flowtext.Step {
	if b == nil {
		return nil
	}
	var out []flowtext.Step
	for _, a := range b.Actions {
		out = append(out, w.step(a))
	}
	return out
}

func (w *writer) step(a *flow.Action) flowtext.Step {
	switch a.Kind.Name {
	case "callData":
		return w.data(a)
	case "decision":
		return flowtext.Decision(a.Name, w.condition(), w.after(a, "yes"), w.after(a, "no"))
	case "loop":
		var count int
		_, _ = fmt.Sscan(a.Values[0].Value.Text, &count)
		return flowtext.Loop(a.Name, flowtext.Number(count), w.round, w.after(a, "loop")...)
	case "callTask":
		return flowtext.CallTask(a.Name, a.Target.Name)
	case "jumpToTask":
		return jump(a.Name, a.Target)
	case "transferToAcd":
		return flowtext.ToQueue(a.Name, guid("Support"), "Support", true)
	case "transferToFlow":
		return flowtext.ToFlow(a.Name, guid(a.External[0].Name), a.External[0].Name)
	case "disconnect":
		return flowtext.Disconnect(a.Name)
	case "updateData":
		return flowtext.Set(a.Name, w.text(), w.value())
	case "setParticipantData":
		return flowtext.SetAttribute(a.Name, fmt.Sprintf("attribute%d", w.r.IntN(50)), w.value())
	default:
		return flowtext.Say(a.Name, fmt.Sprintf("Thank you for calling. This is announcement number %d; please stay on the line.",
			w.r.IntN(1000)))
	}
}

func (w *writer) after(a *flow.Action, output string) []flowtext.Step {
	return w.block(a.Output(output).Block)
}

func (w *writer) data(a *flow.Action) flowtext.Step {
	action := &flowtext.Action{ID: "custom_-_" + guid(a.DataAction.Name), Name: a.DataAction.Name, Integration: a.DataAction.Integration}
	inputs := map[string]flowtext.Expr{
		"phone": flowtext.Function("ToString", "str", flowtext.System("Call.Ani", "__CALL_ANI__", "phn")), "key": flowtext.Var(w.text()),
	}
	return flowtext.Data(a.Name, action, inputs, map[string]*flowtext.Variable{"state": w.answer}, flowtext.Outcomes{
		Success: w.after(a, "success"), Failure: w.after(a, "failure"), Timeout: w.after(a, "timeout"),
	})
}

func jump(name string, to *flow.Container) flowtext.Step {
	if to.Kind == flow.Menu {
		return flowtext.ToMenu(name, to.Name)
	}
	return flowtext.ToTask(name, to.Name)
}

func (w *writer) text() *flowtext.Variable { return w.texts[w.r.IntN(len(w.texts))] }

// condition asks in one case of three about the answer of a data action.
func (w *writer) condition() flowtext.Expr {
	asked := w.text()
	if w.r.IntN(3) == 0 {
		asked = w.answer
	}
	return flowtext.Binary("==", flowtext.Var(asked), flowtext.Text(fmt.Sprintf("case %d", w.r.IntN(20))))
}

func (w *writer) value() flowtext.Expr {
	if w.r.IntN(4) > 0 {
		return flowtext.Text(fmt.Sprintf("value %d", w.r.IntN(1000)))
	}
	return flowtext.Function("Append", "str", flowtext.Var(w.text()), flowtext.Text(" and more"))
}

// guid is the id of what has that name.
func guid(name string) string {
	h := fnv.New64a()
	h.Write([]byte(name))
	return flowtext.GUID(rand.New(rand.NewPCG(h.Sum64(), 5)))
}
