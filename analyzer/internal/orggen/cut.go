package orggen

import (
	"fmt"
	"slices"
)

// Cuts are the organisations in which a piece of some flow's work stands
// somewhere else: in a task, a common module, a bot, or in a flow that the rest is
// transferred to. Each does what o does, as often.
func (o Org) Cuts() []Change {
	var out []Change
	for at := range o.lists() {
		f, list := o.list(at)
		for from := range *list {
			for to := from + 1; to <= len(*list); to++ {
				for _, into := range ways(*f, (*list)[from:to], to == len(*list)) {
					out = append(out, o.cut(at, from, to, into))
				}
			}
		}
	}
	return out
}

// lists is how many lists of steps there are.
func (o *Org) lists() int {
	n := 0
	o.visit(func(*Flow, *[]Step) { n++ })
	return n
}

// list is the list of steps of that number, in the order of visit, and its flow.
func (o *Org) list(at int) (f *Flow, list *[]Step) {
	n := 0
	o.visit(func(in *Flow, found *[]Step) {
		if n == at {
			f, list = in, found
		}
		n++
	})
	return f, list
}

// ways are the kinds of step that can lead to a piece of a flow elsewhere.
func ways(f Flow, piece []Step, tail bool) []Kind {
	if exits(piece) || has(piece, JumpTo) {
		return nil
	}
	var out []Kind
	if f.Type != "commonmodule" {
		out = append(out, CallTask)
	}
	own := !has(piece, CallTask, Hangup, ToQueue, ToFlow, Bot, DigitalBot, Module, Hold, Wait, Press, ExitBot, End)
	if own && f.Type != "commonmodule" {
		out = append(out, Module)
	}
	if own && f.Type == "inboundcall" {
		out = append(out, Bot)
	}
	if own && f.Type == "inboundshortmessage" {
		out = append(out, DigitalBot)
	}
	ends := piece[len(piece)-1].Do == Hangup
	if tail && ends && mediumOf[f.Type] != "" && !has(piece, CallTask) {
		out = append(out, ToFlow)
	}
	if tail && ends {
		out = append(out, JumpTo)
	}
	return out
}

// exits reports whether a piece leaves a loop that is not in it.
func exits(piece []Step) bool {
	return slices.ContainsFunc(piece, func(s Step) bool {
		return s.Do == Exit || s.Do != Loop && exits(s.Yes) || exits(s.No)
	})
}

// cut moves steps from..to of a list to where a step of that kind leads.
func (o Org) cut(at, from, to int, into Kind) Change {
	o = o.Clone()
	f, list := o.list(at)
	piece := slices.Clone((*list)[from:to])
	what := fmt.Sprintf("%s..%s of %s moved behind a %s", piece[0].Name, piece[len(piece)-1].Name, f.Name, into)
	lead := Step{Do: into, Name: "cut", To: "Piece"}
	if into == ToFlow && f.Type == "inboundcall" {
		lead.No = renamed(piece) // a failed transfer does the same here
	}
	*list = slices.Concat((*list)[:from], []Step{lead}, (*list)[to:])
	switch into {
	case CallTask, JumpTo:
		f.Tasks = append(f.Tasks, Task{"Piece", piece})
		return Change{What: what, Org: o}
	case Bot, DigitalBot:
		piece = append(piece, Step{Do: ExitBot, Name: "cut back"})
	}
	flowType := flowKinds[into]
	if into == ToFlow {
		flowType = f.Type
	}
	o.Flows = append(o.Flows, Flow{Name: "Piece", Type: flowType, Tasks: []Task{{"Start", piece}}})
	return Change{What: what, Org: o}
}

// renamed is a copy of steps under names of their own.
func renamed(steps []Step) []Step {
	steps = cloned(steps)
	visitSteps(&steps, func(list *[]Step) {
		for i := range *list {
			(*list)[i].Name += " again"
		}
	})
	return steps
}
