package platform

import (
	"cmp"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// resolveFlow resolves what the flow as a whole names: its entry, the error
// handler's target, the tasks of intents and of knowledge answers.
func (d *decoder) resolveFlow() {
	if d.entry != "" {
		d.flow.Entry = d.find(d.entry, d.entryPos, "the flow's initial sequence")
	}
	if d.errorRef != "" {
		d.flow.Errors.Target = d.find(d.errorRef, d.flow.Errors.Pos, "the flow's error handling")
	}
	for _, ref := range d.intents {
		if task := d.find(ref.task, ref.pos, "intent \""+ref.intent+"\""); task != nil {
			d.flow.IntentTasks = append(d.flow.IntentTasks, flow.IntentTask{Intent: ref.intent, Task: task})
		}
	}
	if d.knowledge.task != "" {
		d.flow.KnowledgeTask = d.find(d.knowledge.task, d.knowledge.pos, "the knowledge follow-up")
	}
}

// find returns the container of that id and counts the reference, or nil and a
// problem.
func (d *decoder) find(id string, pos source.Pos, from string) *flow.Container {
	c := d.byID[id]
	if c == nil {
		d.problem(pos, "%s names a container that does not exist: %s", from, id)
		return nil
	}
	d.counts[c]++
	return c.flow
}

// nodesInOrder calls visit for every action of the file, in document order.
func (d *decoder) nodesInOrder(visit func(*node)) {
	for _, c := range d.containers {
		for _, n := range c.nodes {
			visit(n)
		}
		for _, ch := range c.choices {
			if ch.node != nil {
				visit(ch.node)
			}
		}
	}
}

func (d *decoder) resolveTargets() {
	d.nodesInOrder(func(n *node) {
		if n.action.Kind.Control == flow.EndsTask {
			n.action.TaskOutput = d.endedBy(n)
		}
		if n.target == "" {
			return
		}
		n.action.TargetRef = n.target
		n.action.Target = d.find(n.target, n.pos(), "action \""+n.action.Name+"\"")
		if n.action.Kind.Control == flow.Calls {
			d.nameCallOutputs(n)
		}
	})
}

// endedBy returns which declared output an endTask takes. One that names none
// takes the default.
func (d *decoder) endedBy(n *node) string {
	if n.output == "" {
		return cmp.Or(n.outputBy, "default")
	}
	if name, ok := flow.ReservedOutput(n.output); ok {
		return name
	}
	if name, ok := d.taskOutputs[outputKey{n.owner, n.output}]; ok {
		return name
	}
	d.problem(n.pos(), "action %q takes an output that its task does not declare: %s", n.action.Name, cmp.Or(n.outputBy, n.output))
	return cmp.Or(n.outputBy, n.output)
}

// nameCallOutputs names a call's outputs as the called task declares them.
func (d *decoder) nameCallOutputs(n *node) {
	called := d.byID[n.target]
	if called == nil {
		return
	}
	declared := map[source.Pos]string{}
	for _, p := range n.paths {
		if name, ok := d.taskOutputs[outputKey{called, p.id}]; ok {
			declared[p.pos] = name
		}
	}
	for _, out := range n.action.Outputs {
		out.Name = cmp.Or(declared[out.Pos], out.Name)
	}
	flow.NameApart(n.action.Outputs)
	flow.SortOutputs(n.action.Kind, n.action.Outputs)
}

// adoptMenuTasks finds the tasks that Architect shows inside a menu choice: a
// task that nothing but one choice leads to. The same holds for a menu that
// nothing but one choice of another menu opens.
func (d *decoder) adoptMenuTasks() {
	for _, menu := range d.containers {
		for _, ch := range menu.choices {
			if ch.node == nil {
				continue
			}
			target := d.byID[ch.node.target]
			if target == nil || target == menu || d.counts[target] != 1 {
				continue
			}
			switch {
			case ch.node.action.Kind.Name == "menuTask" && target.flow.Kind == flow.Task:
				target.flow.Kind, target.flow.Owner = flow.MenuTask, menu.flow
			case ch.node.action.Kind.Name == "menuSubMenu" && target.flow.Kind == flow.Menu:
				target.flow.Owner = menu.flow
			}
		}
	}
}

// resolveModules leads calls of common modules to the embedded copies.
func (d *decoder) resolveModules() {
	byCaller, byFlow := map[string]*flow.Flow{}, map[string]*flow.Flow{}
	for _, m := range d.modules {
		byFlow[m.flow.ID] = m.flow
		for caller := range m.callers {
			byCaller[caller] = m.flow
		}
	}
	d.nodesInOrder(func(n *node) {
		if n.action.Kind.Control != flow.CallsModule {
			return
		}
		if called := cmp.Or(byCaller[n.action.ID], byFlow[n.flowID]); called != nil {
			n.action.Target = called.Entry
		}
	})
}
