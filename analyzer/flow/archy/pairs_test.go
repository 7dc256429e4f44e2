package archy_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
)

// TestPairs holds flows that the corpus has in both notations against each
// other: the trees must be equal, container by container, action by action,
// output by output.
func TestPairs(t *testing.T) {
	dir := corpusDir(t)
	for _, row := range table(t, filepath.Join(dir, "PAIRS.tsv")) {
		t.Run(strings.TrimPrefix(row[0], "yaml/"), func(t *testing.T) {
			flows, err := archy.Decode(readFile(t, filepath.Join(dir, row[0])), archy.Options{})
			if err != nil || len(flows) != 1 {
				t.Fatalf("%d flows, %v", len(flows), err)
			}
			other, err := platform.Decode(readFile(t, filepath.Join(dir, row[1])), platform.Options{})
			if err != nil {
				t.Fatal(err)
			}
			c := &comparison{}
			c.flows(flows[0], other)
			want := revisions[filepath.Base(row[0])]
			for _, diff := range c.diffs {
				if !slices.Contains(want, diff.place) {
					t.Errorf("%s %s", diff.place, diff.detail)
				}
			}
			for _, place := range want {
				if !slices.ContainsFunc(c.diffs, func(d difference) bool { return d.place == place }) {
					t.Errorf("no longer different: %s", place)
				}
			}
		})
	}
}

// revisions are the true differences between the two files of a pair, by place:
// they were not exported from the same revision of their flow.
var revisions = map[string][]string{
	// Another default in an expression; the author's prefix before names was dropped.
	"GenesysCloudBlueprints__automated-callback-blueprint__Proactive_callback_offer.yaml": {
		"loopTask In-Queue Task/0 updateData input statement:0: text",
		"loopTask In-Queue Task/2 callData: data action",
	},
	"GenesysCloudBlueprints__automated-callback-blueprint__Proactive_callback_workbin.yaml": {
		"flow: name",
		"state Initial State/0 decision yes/0 callData: data action",
		"state Initial State/0 decision yes/3 callData: data action",
	},
	"GenesysCloudBlueprints__automated-callback-blueprint__Trigger_proactive_callback_workflow.yaml": {
		"task Put callback in proactive callback work bin/1 callData: name",
		"task Put callback in proactive callback work bin/1 callData: data action",
	},
	// Renamed.
	"GenesysCloudBlueprints__process-automation-trigger-with-salesforce__Conversation_Summary__2.yaml": {
		"flow: name",
	},
	// The state was made anew.
	"GenesysCloudBlueprints__web-messaging-chatbot-with-knowledge-base__DevOpsKnowledgeInbound_v1-0__hist.yaml": {
		"state Initial State: tracking id",
	},
}

// comparison collects the differences between an Archy and a Platform tree.
type comparison struct{ diffs []difference }

// difference is what differs where, and how.
type difference struct{ place, detail string }

func (c *comparison) differ(where, what, format string, args ...any) {
	c.diffs = append(c.diffs, difference{where + ": " + what, fmt.Sprintf(format, args...)})
}

var placeholder = regexp.MustCompile(`\{\{.*\}\}|\$\{.*\}|<[A-Za-z]+>`)

// text compares names. A placeholder in the Archy file stands for any text.
func (c *comparison) text(where, what, a, p string) {
	if a != p && !placeholder.MatchString(a) {
		c.differ(where, what, "is %q in Archy, %q in Platform", a, p)
	}
}

func (c *comparison) flows(a, p *flow.Flow) {
	c.text("flow", "name", a.Name, p.Name)
	c.text("flow", "type", string(a.Type), string(p.Type))
	if a.Errors.Kind != "" { // hand-written files leave it out; the platform has a default
		c.text("flow", "error handling", a.Errors.Kind, p.Errors.Kind)
	}
	c.text("flow", "entry", name(a.Entry), name(p.Entry))
	c.variables("flow", a.Variables, p.Variables)
	for _, x := range a.Containers {
		if i := slices.IndexFunc(p.Containers, func(y *flow.Container) bool { return name(x) == name(y) }); i >= 0 {
			c.container(x, p.Containers[i])
		} else {
			c.differ(name(x), "container", "only in Archy")
		}
	}
	if len(a.Containers) != len(p.Containers) {
		c.differ("flow", "containers", "%d in Archy, %d in Platform", len(a.Containers), len(p.Containers))
	}
}

func name(c *flow.Container) string {
	if c == nil {
		return "(none)"
	}
	return string(c.Kind) + " " + c.Name
}

func (c *comparison) container(a, p *flow.Container) {
	where := name(a)
	if a.TrackingID != 0 { // hand-written refIds carry none, start-up tasks have no refId
		c.text(where, "tracking id", fmt.Sprint(a.TrackingID), fmt.Sprint(p.TrackingID))
	}
	if len(a.Variables) > 0 || a.Kind != flow.LoopTask { // some exports leave a start-up task's variables out
		c.variables(where, a.Variables, p.Variables)
	}
	c.text(where, "declared outputs", outputIDs(a), outputIDs(p))
	if len(a.Choices) != len(p.Choices) {
		c.differ(where, "choices", "%d in Archy, %d in Platform", len(a.Choices), len(p.Choices))
		return
	}
	for i := range a.Choices {
		x, y := a.Choices[i], p.Choices[i]
		at := fmt.Sprintf("%s, choice %q", where, x.Name)
		c.text(at, "name", x.Name, y.Name)
		c.text(at, "key", x.Key, y.Key)
		c.text(at, "global", fmt.Sprint(x.Global), fmt.Sprint(y.Global))
		c.action(at, x.Action, y.Action)
	}
	c.block(where, a.Body, p.Body)
}

// outputIDs are a task's ways out; the platform localises their names.
func outputIDs(c *flow.Container) string {
	var ids []string
	for _, o := range c.Outputs {
		ids = append(ids, o.ID)
	}
	return strings.Join(ids, " ")
}

func (c *comparison) variables(where string, a, p []flow.Variable) {
	render := func(vars []flow.Variable) string {
		var all []string
		for _, v := range vars {
			all = append(all, fmt.Sprintf("%s in=%v out=%v", v.Name, v.IsInput, v.IsOutput))
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	}
	c.text(where, "variables", render(a), render(p))
}

func (c *comparison) block(where string, a, p *flow.Block) {
	if a == nil || p == nil {
		if a != p {
			c.differ(where, "block", "%v in Archy, %v in Platform", a, p)
		}
		return
	}
	for i := range max(len(a.Actions), len(p.Actions)) {
		at := fmt.Sprintf("%s/%d", where, i)
		switch {
		case i >= len(a.Actions):
			c.differ(at, "action", "%s %q only in Platform", p.Actions[i].Kind.Name, p.Actions[i].Name)
		case i >= len(p.Actions):
			c.differ(at, "action", "%s %q only in Archy", a.Actions[i].Kind.Name, a.Actions[i].Name)
		default:
			c.action(at, a.Actions[i], p.Actions[i])
		}
	}
}

func (c *comparison) action(where string, a, p *flow.Action) {
	if a.Kind != p.Kind {
		c.differ(where, "kind", "%s in Archy, %s in Platform", a.Kind.Name, p.Kind.Name)
		return
	}
	where += " " + a.Kind.Name
	if a.Name != "" { // hand-written files leave names out; the platform gives the kind's
		c.text(where, "name", a.Name, p.Name)
	}
	if a.Kind.Control != flow.CallsModule { // only Platform configurations embed modules
		c.text(where, "target", name(a.Target), name(p.Target))
	}
	c.text(where, "task output", a.TaskOutput, p.TaskOutput)
	c.dataAction(where, a.DataAction, p.DataAction)
	c.bindings(where, "input", a.Inputs, p.Inputs)
	c.bindings(where, "result", a.Results, p.Results)
	c.bindings(where, "failure", a.Failures, p.Failures)
	c.bindings(where, "value", a.Values, applicable(a, p))
	c.cases(where, a.Cases, p.Cases)
	c.externals(where, a.External, p.External)
	c.alsoReads(where, a, p)
	c.outputs(where, a, p)
}

// applicable leaves out the duration of hold music that plays its whole
// prompt: Platform configurations keep one all the same, Archy does not.
func applicable(a, p *flow.Action) []flow.Binding {
	return slices.DeleteFunc(slices.Clone(p.Values), func(b flow.Binding) bool {
		return a.Kind.Name == "holdMusic" && b.Name == "duration" && a.Value("duration") == nil
	})
}

// alsoReads leaves out the slot that askForSlot asks for: Platform mentions it
// in a second setting, and it is written, not read.
func (c *comparison) alsoReads(where string, a, p *flow.Action) {
	other := slices.DeleteFunc(slices.Clone(p.AlsoReads), func(name string) bool {
		return a.Kind.Name == "askForSlot" && len(a.Results) > 0 && name == a.Results[0].Value.Text
	})
	c.reads(where, "also reads", a.AlsoReads, other)
}

func (c *comparison) cases(where string, a, p []*flow.Value) {
	if len(a) != len(p) {
		c.differ(where, "cases", "%d in Archy, %d in Platform", len(a), len(p))
		return
	}
	for i := range a {
		c.value(fmt.Sprintf("%s case %d", where, i), a[i], p[i])
	}
}

func (c *comparison) externals(where string, a, p []flow.External) {
	if len(a) != len(p) {
		c.differ(where, "external", "%v in Archy, %v in Platform", a, p)
		return
	}
	for i := range a {
		c.text(where, "external kind", a[i].Kind, p[i].Kind)
		c.text(where, "external", a[i].Name, p[i].Name)
	}
}

func (c *comparison) dataAction(where string, a, p *flow.DataAction) {
	if a == nil || p == nil {
		if a != p {
			c.differ(where, "data action", "%v in Archy, %v in Platform", a, p)
		}
		return
	}
	c.text(where, "data action", a.Name, p.Name)
	c.text(where, "integration", a.Integration, p.Integration)
	if p.ProcessingPrompt { // of the flow's default prompt the Platform decoder does not know
		c.text(where, "prompt", fmt.Sprint(a.ProcessingPrompt), "true")
	}
	if a.Timeout != nil { // Archy leaves the timeout out where it is not in use
		c.value(where+" timeout", a.Timeout, p.Timeout)
	}
}

// bindings compares by name. One that is not set says the same as none: Archy
// leaves out what Platform lists, and the other way round.
func (c *comparison) bindings(where, what string, a, p []flow.Binding) {
	set := func(list []flow.Binding) (out []flow.Binding) {
		for _, b := range list {
			if b.Value.IsSet() {
				out = append(out, b)
			}
		}
		slices.SortStableFunc(out, func(x, y flow.Binding) int { return strings.Compare(x.Name, y.Name) })
		return out
	}
	a, p = set(a), set(p)
	if len(a) != len(p) {
		c.differ(where, what+"s", "%s in Archy, %s in Platform", names(a), names(p))
		return
	}
	for i := range a {
		c.text(where, what, a[i].Name, p[i].Name)
		c.value(where+" "+what+" "+a[i].Name, a[i].Value, p[i].Value)
	}
}

func names(list []flow.Binding) string {
	var all []string
	for _, b := range list {
		all = append(all, b.Name)
	}
	return "[" + strings.Join(all, " ") + "]"
}

func (c *comparison) value(where string, a, p *flow.Value) {
	if a != nil && a.Kind == flow.Unknown {
		return // a placeholder
	}
	if a == nil || p == nil {
		if a.IsSet() || p.IsSet() {
			c.differ(where, "value", "%+v in Archy, %+v in Platform", a, p)
		}
		return
	}
	c.text(where, "kind", string(a.Kind), string(p.Kind))
	c.text(where, "text", strings.TrimSpace(a.Text), strings.TrimSpace(p.Text))
	c.reads(where, "reads", a.Reads, p.Reads)
}

// reads compares as sets: the two notations write settings in different order.
func (c *comparison) reads(where, what string, a, p []string) {
	a, p = slices.Clone(a), slices.Clone(p)
	slices.Sort(a)
	slices.Sort(p)
	c.text(where, what, strings.Join(a, " "), strings.Join(p, " "))
}

// outputs compares by name, leaving out what Archy cannot say: outputs out of
// service are not written, and an open kind's outputs without actions are one
// output "other".
func (c *comparison) outputs(where string, a, p *flow.Action) {
	for _, y := range p.Outputs {
		x := a.Output(y.Name)
		switch {
		case x == nil && y.State == flow.OutOfService:
		case x == nil && y.State == flow.Empty && a.Output(flow.OtherOutput) != nil:
		case x == nil:
			c.differ(where, "output "+y.Name, "(%s) only in Platform", y.State)
		case x.State == flow.Empty && y.State == flow.OutOfService: // Archy writes neither
		case x.State != y.State:
			c.differ(where, "output "+y.Name, "is %s in Archy, %s in Platform", x.State, y.State)
		default:
			c.block(where+" "+y.Name, x.Block, y.Block)
		}
	}
	for _, x := range a.Outputs {
		if p.Output(x.Name) == nil && x.Name != flow.OtherOutput {
			c.differ(where, "output "+x.Name, "(%s) only in Archy", x.State)
		}
	}
}
