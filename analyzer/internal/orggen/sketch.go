package orggen

import (
	"fmt"
	"strings"
)

// Text is the organisation as a txtar archive: a sketch of it, and its files.
func (o Org) Text() string {
	var b strings.Builder
	b.WriteString(o.sketch())
	for _, f := range o.Files() {
		fmt.Fprintf(&b, "-- %s --\n%s", f.Name, f.Text)
	}
	return b.String()
}

// sketch is a line for everything in the organisation.
func (o Org) sketch() string {
	var b strings.Builder
	for _, f := range o.Flows {
		for _, t := range f.Tasks {
			fmt.Fprintf(&b, "%s (%s) %s: %s\n", f.Name, f.Type, t.Name, sketched(t.Steps))
		}
	}
	for _, q := range o.Queues {
		fmt.Fprintf(&b, "queue %s: %s\n", q.Name, q.CallFlow+q.MessageFlow+q.EmailFlow)
	}
	for _, e := range o.Entries {
		fmt.Fprintf(&b, "entry (%s): %s\n", e.Medium, e.Flow)
	}
	for _, t := range o.Triggers {
		fmt.Fprintf(&b, "trigger: %s\n", t.Flow)
	}
	for _, a := range o.Actions {
		fmt.Fprintf(&b, "data action %s of %s, timeout %s\n", a.Name, a.Integration, number(a.Timeout))
	}
	return b.String()
}

func sketched(steps []Step) string {
	var out []string
	for _, s := range steps {
		text := strings.TrimSpace(s.Name + " " + string(s.Do) + " " + s.To)
		if s.Number != NotSet {
			text += " " + number(s.Number)
		}
		if len(s.Yes) > 0 {
			text += " {" + sketched(s.Yes) + "}"
		}
		if len(s.No) > 0 {
			text += " else {" + sketched(s.No) + "}"
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

func number(n int) string {
	switch n {
	case NotSet:
		return "not set"
	case AtRunTime:
		return "at run time"
	default:
		return fmt.Sprint(n)
	}
}
