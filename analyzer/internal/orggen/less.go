package orggen

import (
	"fmt"
	"slices"
)

// Less are the organisations of which one fact is not known: a definition or its
// timeout, an integration's type, a queue, an entry point, a trigger, how long
// something lasts, or a flow that another leads to.
func (o Org) Less() []Change {
	var out []Change
	forget := func(change func(*Org), format string, args ...any) {
		c := o.Clone()
		change(&c)
		out = append(out, Change{What: "without " + fmt.Sprintf(format, args...), Org: c})
	}
	for i, a := range o.Actions {
		if a.Unread {
			continue
		}
		forget(func(o *Org) { o.Actions[i].Unread = true }, "the definition of %s", a.Name)
		out[len(out)-1].More = a.Launches != ""
		if a.Timeout != NotSet {
			forget(func(o *Org) { o.Actions[i].Timeout = NotSet }, "the timeout of %s", a.Name)
		}
	}
	for i, in := range o.Integrations {
		if in.Type != "" {
			forget(func(o *Org) { o.Integrations[i].Type = "" }, "the type of %s", in.Name)
		}
	}
	for i, q := range o.Queues {
		forget(func(o *Org) { o.Queues = slices.Delete(o.Queues, i, i+1) }, "queue %s", q.Name)
	}
	for i, e := range o.Entries {
		if len(o.Entries) == 1 {
			break // without any, interactions are taken to enter everywhere
		}
		forget(func(o *Org) { o.Entries = slices.Delete(o.Entries, i, i+1) }, "entry point %q", e.Name)
	}
	for i, t := range o.Triggers {
		forget(func(o *Org) { o.Triggers = slices.Delete(o.Triggers, i, i+1) }, "trigger %q", t.Name)
	}
	for i, f := range o.Flows {
		if o.refersTo(f.Name) {
			forget(func(o *Org) { o.Flows = slices.Delete(o.Flows, i, i+1) }, "flow %s", f.Name)
		}
	}
	for at := range o.lists() {
		_, list := o.list(at)
		for i, s := range *list {
			if s.Number > 0 && (s.Do == Hold || s.Do == Wait || s.Do == Loop || s.Do == Call) {
				forget(func(o *Org) { _, l := o.list(at); (*l)[i].Number = AtRunTime }, "the number of %s", s.Name)
				out[len(out)-1].Assumed = s.Do == Loop
			}
		}
	}
	return out
}
