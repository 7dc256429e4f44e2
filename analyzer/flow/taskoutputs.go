package flow

import (
	"fmt"

	"archlint/analyzer/source"
)

// UndeclaredTaskOutputs returns a note for each task output that an endTask leaves by, or a
// call of a task goes on by, and that the task does not declare. Such a name is followed
// like any other: it is a slip in a file made by hand, not a reason to refuse the flow.
func UndeclaredTaskOutputs(f *Flow) []*source.Error {
	var notes []*source.Error
	note := func(pos source.Pos, output, task string) {
		notes = append(notes, &source.Error{File: f.File.Name, Pos: pos,
			Message: fmt.Sprintf("task %q declares no output %q: it is followed like any other", task, output)})
	}
	known := declaredOutputs{}
	f.Walk(func(a *Action, c *Container) {
		switch {
		case a.Kind.Control == EndsTask && a.TaskOutput != "" && !known.has(c, a.TaskOutput):
			note(a.Pos, a.TaskOutput, c.Name)
		case a.Kind.Control == Calls && a.Target != nil:
			for _, o := range a.Outputs {
				if !known.has(a.Target, o.Name) {
					note(a.Pos, o.Name, a.Target.Name)
				}
			}
		}
	})
	return notes
}

// declaredOutputs are the names and ids of the outputs of tasks, as they are asked for.
type declaredOutputs map[*Container]map[string]bool

// has reports whether a task has an output of that name or id. Where a file lists no
// outputs of a task at all, any may be one of it.
func (d declaredOutputs) has(task *Container, output string) bool {
	if d[task] == nil {
		d[task] = map[string]bool{"default": true}
		for _, o := range task.Outputs {
			d[task][o.ID], d[task][o.Name] = true, true
		}
	}
	return len(task.Outputs) == 0 || d[task][output]
}
