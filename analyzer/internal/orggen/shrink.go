package orggen

import "slices"

// Shrink returns a small organisation of which fails is still true, made of o by
// leaving things out. It looks at no more organisations than mostTries.
func Shrink(o Org, mostTries int, fails func(Org) bool) Org {
	tries := 0
	for {
		smaller, found := firstOf(o.smaller(), func(c Org) bool {
			tries++
			return tries <= mostTries && fails(c)
		})
		if !found {
			return o
		}
		o = smaller
	}
}

func firstOf(all []Org, holds func(Org) bool) (Org, bool) {
	for _, c := range all {
		if holds(c) {
			return c, true
		}
	}
	return Org{}, false
}

// smaller are the organisations with one thing less, large things first.
func (o Org) smaller() []Org {
	var out []Org
	without := func(change func(*Org)) {
		c := o.Clone()
		change(&c)
		c.dropUnused()
		if slices.ContainsFunc(c.Flows, func(f Flow) bool { return mediumOf[f.Type] != "" }) {
			out = append(out, c)
		}
	}
	for i, f := range o.Flows {
		if len(o.Flows) > 1 && !o.refersTo(f.Name) {
			without(func(c *Org) { c.dropFlow(i) })
		}
	}
	for i := range o.Triggers {
		without(func(c *Org) { c.Triggers = slices.Delete(c.Triggers, i, i+1) })
	}
	for i := range o.Actions {
		if len(o.Actions) > 1 && !o.calls(o.Actions[i].Name) {
			without(func(c *Org) { c.Actions = slices.Delete(c.Actions, i, i+1) })
		}
	}
	for at := range o.lists() {
		f, list := o.list(at)
		for i, s := range *list {
			if s.Do == Exit || i == len(*list)-1 && ends(s, f.Type) {
				continue
			}
			if !has([]Step{s}, Hold, Wait) { // they pace a queue
				without(func(c *Org) { c.replace(at, i, nil) })
			}
			for _, inner := range [][]Step{s.Yes, s.No} {
				if len(inner) > 0 && !(s.Do == Loop && exits(inner)) {
					without(func(c *Org) { c.replace(at, i, cloned(inner)) })
				}
			}
			if s.Do == Call && s.Number != 60 {
				without(func(c *Org) { _, l := c.list(at); (*l)[i].Number = 60 })
			}
		}
	}
	return out
}

// replace puts other steps in the place of one.
func (o *Org) replace(at, i int, by []Step) {
	f, list := o.list(at)
	*list = live(slices.Concat((*list)[:i], by, (*list)[i+1:]), f.Type)
}

// dropFlow removes a flow that no step leads to, with what starts it.
func (o *Org) dropFlow(i int) {
	name := o.Flows[i].Name
	o.Flows = slices.Delete(o.Flows, i, i+1)
	o.dropQueueFlow(name)
	o.Entries = slices.DeleteFunc(o.Entries, func(e EntryPoint) bool { return e.Flow == name })
	o.Triggers = slices.DeleteFunc(o.Triggers, func(t Trigger) bool { return t.Flow == name })
}

func (o *Org) dropQueueFlow(name string) {
	for i := range o.Queues {
		q := &o.Queues[i]
		for _, at := range []*string{&q.CallFlow, &q.MessageFlow, &q.EmailFlow} {
			if *at == name {
				*at = ""
			}
		}
	}
}

// calls reports whether some step calls the data action.
func (o *Org) calls(action string) bool {
	found := false
	o.visit(func(_ *Flow, list *[]Step) {
		for _, s := range *list {
			found = found || s.Do == Call && s.To == action
		}
	})
	return found
}
