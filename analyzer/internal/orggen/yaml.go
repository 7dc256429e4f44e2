package orggen

import (
	"fmt"
	"strings"
)

// shapes are how the types of flow hold what they start with: their key in Archy
// YAML and the collection of it, "" for a start-up task at the root.
var shapes = map[string]struct{ root, start string }{
	"inboundcall": {"inboundCall", "task"}, "inboundshortmessage": {"inboundShortMessage", "state"}, "inboundemail": {"inboundEmail", "state"},
	"inqueuecall": {"inqueueCall", ""}, "inqueueshortmessage": {"inqueueShortMessage", "state"}, "inqueueemail": {"inqueueEmail", "state"},
	"bot": {"botFlow", "task"}, "digitalbot": {"digitalBot", "task"}, "commonmodule": {"commonModule", ""}, "workflow": {"workflow", "state"},
}

// yaml writes a flow, a step a line.
func (o Org) yaml(f Flow) string {
	w := &writer{org: &o, flow: &f, root: shapes[f.Type].root}
	start := shapes[f.Type].start
	w.line(0, "%s:", w.root)
	w.line(1, "name: %s", f.Shown())
	tasks := f.Tasks
	if start == "" {
		w.line(1, "startUpTaskActions:")
		w.steps(2, f.Tasks[0].Steps)
		tasks = tasks[1:]
	} else {
		w.line(1, "startUpRef: /%s/%ss/%s[%s_1]", w.root, start, start, tasks[0].Name)
	}
	if start == "state" {
		w.collection("state", tasks[:1])
		tasks = tasks[1:]
	}
	w.collection("task", tasks)
	return w.String()
}

type writer struct {
	strings.Builder
	org  *Org
	flow *Flow
	root string
}

func (w *writer) line(depth int, format string, args ...any) {
	w.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

func (w *writer) collection(kind string, tasks []Task) {
	if len(tasks) == 0 {
		return
	}
	w.line(1, "%ss:", kind)
	for _, t := range tasks {
		w.line(2, "- %s:", kind)
		w.line(4, "name: %s", t.Name)
		w.line(4, "refId: %s_1", t.Name)
		w.list(4, "actions", t.Steps)
	}
}

// list writes steps under a key; an empty list of a container has no lines of its own.
func (w *writer) list(depth int, key string, steps []Step) {
	if len(steps) == 0 {
		w.line(depth, "%s: []", key)
		return
	}
	w.line(depth, "%s:", key)
	w.steps(depth+1, steps)
}

func (w *writer) steps(depth int, steps []Step) {
	for _, s := range steps {
		w.line(depth, "- %s:", s.Do)
		w.line(depth+2, "name: %s", s.Name)
		for _, setting := range w.settings(s) {
			w.line(depth+2, "%s", setting)
		}
		yes, no := outputs(s)
		if len(s.Yes)+len(s.No) > 0 {
			w.line(depth+2, "outputs:")
		}
		w.output(depth+3, yes, s.Yes)
		w.output(depth+3, no, s.No)
	}
}

// output writes what follows an output; one that leads nowhere is left out.
func (w *writer) output(depth int, name string, steps []Step) {
	if len(steps) > 0 {
		w.line(depth, "'%s':", name)
		w.list(depth+1, "actions", steps)
	}
}

// outputs are the names of the outputs that Yes and No stand for, "" for none. A
// transfer has a failure output where the cut that made it gave it one.
func outputs(s Step) (yes, no string) {
	switch s.Do {
	case Decide:
		return "yes", "no"
	case Loop:
		return "loop", ""
	case Call, Press:
		return "success", "failure"
	case ToFlow:
		if len(s.No) > 0 {
			return "", "failure"
		}
	}
	return "", ""
}

// settings are the lines that make a step what it is.
func (w *writer) settings(s Step) []string {
	switch s.Do {
	case Call:
		return w.call(s)
	case Hold:
		return []string{"prompt: {exp: Flow.HoldPrompt}", "playStyle: {duration: " + duration(s) + "}"}
	case Wait:
		return []string{"duration: " + duration(s)}
	case Press:
		return []string{"digits: {exact: 1}", "inputAudio: {tts: Press a key}"}
	case Decide:
		return []string{"condition: {exp: " + variable(s) + "}"}
	case Loop:
		if s.Number == AtRunTime {
			return []string{"loopCount: {exp: Count(" + variable(s) + ")}"}
		}
		return []string{fmt.Sprintf("loopCount: {lit: %d}", s.Number)}
	case Say:
		return []string{"audio: {tts: Please wait}"}
	default:
		return w.leads(s)
	}
}

// leads are the lines that say where a step leads.
func (w *writer) leads(s Step) []string {
	switch s.Do {
	case CallTask, JumpTo:
		return []string{fmt.Sprintf("targetTaskRef: /%s/tasks/task[%s_1]", w.root, s.To)}
	case Module:
		return []string{"commonModule: {" + w.org.shown(s.To) + ": {ver_latestPublished: {inputs: {}, outputs: {}}}}"}
	case Bot:
		return []string{"botFlow: {" + w.org.shown(s.To) + ": {ver_latestPublished: {none: true}}}"}
	case DigitalBot:
		return []string{"digitalBotFlow: {" + w.org.shown(s.To) + ": {ver_latestPublished: {none: true}}}"}
	case ToFlow:
		return []string{"targetFlow: {name: " + w.org.shown(s.To) + "}"}
	case ToQueue:
		return []string{"targetQueue: {lit: {name: " + s.To + "}}"}
	default:
		return []string{"none: true"}
	}
}

func (w *writer) call(s Step) []string {
	integration, inputs := "", ""
	for _, a := range w.org.Actions {
		if a.Name != s.To {
			continue
		}
		integration = a.Integration
		if a.Launches != "" {
			inputs = "inputs: {flowId: {lit: " + ID(a.Launches) + "}}"
		}
	}
	lines := []string{"category: {" + integration + ": {dataAction: {" + s.To + ": {" + inputs + "}}}}"}
	switch s.Number {
	case NotSet:
	case AtRunTime:
		lines = append(lines, "timeout: {exp: 'MakeDuration(0, 0, 0, Flow.t, 0)'}")
	default:
		lines = append(lines, fmt.Sprintf("timeout: {lit: {seconds: %d}}", s.Number))
	}
	return lines
}

func duration(s Step) string {
	if s.Number == AtRunTime {
		return "{exp: 'MakeDuration(0, 0, 0, Flow.seconds, 0)'}"
	}
	return fmt.Sprintf("{lit: {seconds: %d}}", s.Number)
}

// variable is what the step asks for: nothing else reads it, and nothing writes it.
func variable(s Step) string { return "Flow." + strings.ReplaceAll(s.Name, " ", "_") }
