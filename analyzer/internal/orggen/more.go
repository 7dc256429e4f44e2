package orggen

import "fmt"

// More are the organisations that do more work: with a further call of a data
// action somewhere, or with a further round of a loop that nothing but its count
// and its exits ends. (A loop that lets time pass slows what is around it.)
func (o Org) More() []Change {
	var out []Change
	for at := range o.lists() {
		f, list := o.list(at)
		for i := range len(*list) + 1 {
			if i > 0 && ends((*list)[i-1], f.Type) {
				break
			}
			for _, a := range o.Actions {
				if a.Launches == "" {
					out = append(out, o.addCall(at, i, a.Name, f.Name))
				}
			}
		}
		for i, s := range *list {
			if s.Do == Loop && s.Number > 0 && !has(s.Yes, Hangup, ToQueue, ToFlow, JumpTo, Bot, DigitalBot, CallTask, End, ExitBot, Hold, Wait) {
				c := o.Clone()
				_, l := c.list(at)
				(*l)[i].Number++
				out = append(out, Change{What: "one more round of " + s.Name, Org: c})
			}
		}
	}
	return out
}

// ends reports whether nothing runs after a step in a flow of that type.
func ends(s Step, flowType string) bool {
	last := func(steps []Step) bool { return len(steps) > 0 && ends(steps[len(steps)-1], flowType) }
	switch s.Do {
	case Hangup, ExitBot, End, Exit, JumpTo:
		return true
	case ToQueue, ToFlow: // only calls have a failed transfer
		return flowType != "inboundcall" || last(s.No)
	case Decide:
		return last(s.Yes) && last(s.No)
	}
	return false
}

func (o Org) addCall(at, i int, action, flow string) Change {
	c := o.Clone()
	_, list := c.list(at)
	more := Step{Do: Call, Name: "more", To: action, Number: 60}
	*list = append((*list)[:i:i], append([]Step{more}, (*list)[i:]...)...)
	return Change{What: fmt.Sprintf("a further call of %s in %s, as step %d of list %d", action, flow, i, at), Org: c}
}

// Halved is the organisation in which half of the interactions hang up at once,
// wherever they enter.
func (o Org) Halved() Org {
	o = o.Clone()
	for i := range o.Flows {
		f := &o.Flows[i]
		if mediumOf[f.Type] == "" {
			continue
		}
		leave := Step{Do: Decide, Name: "leave " + f.Name, Yes: []Step{{Do: Hangup, Name: "left " + f.Name}}}
		f.Tasks[0].Steps = append([]Step{leave}, f.Tasks[0].Steps...)
	}
	return o
}
