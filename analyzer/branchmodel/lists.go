package branchmodel

import (
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// lengths are the greatest lengths of lists, by their names in lower case, in the flow
// itself (nil) and in each common module.
type lengths map[*flow.Flow]map[string]int64

// Length returns the greatest length that the profile gives a list which node n of the
// graph reads by that name.
func (b *Profiled) Length(n *cfg.Node, list string) (int64, bool) {
	most, ok := b.lists[n.Module][strings.ToLower(list)]
	return most, ok
}

// HasLists reports whether the profile gives the length of some list of the flow.
func (b *Profiled) HasLists() bool { return len(b.lists) > 0 }

// bindLists ties the lengths of lists to the parts of the flow that in selects.
// A list is one that is declared or that a loop counts there.
func (b *binder) bindLists(
	lists []config.ListLength, in func(*cfg.Node) bool, found func(config.ListLength), lost func(config.ListLength, []string),
) {
	if len(lists) == 0 {
		return
	}
	parts := make(map[*flow.Flow]map[string]string) // names in lower case, and as written
	for i := range b.g.Nodes {
		if n := &b.g.Nodes[i]; in(n) {
			if parts[n.Module] == nil {
				parts[n.Module] = declared(n.Module, b.g.Flow)
			}
			countedLists(n, parts[n.Module])
		}
	}
	for _, l := range lists {
		known, met := []string{}, false
		for part, names := range parts {
			for lower, name := range names {
				known = append(known, name)
				if lower == strings.ToLower(l.List) {
					met = true
					b.setLength(part, lower, l.Length)
				}
			}
		}
		if met {
			found(l)
		} else {
			lost(l, known)
		}
	}
}

func (b *binder) setLength(part *flow.Flow, list string, most int64) {
	if b.lists == nil {
		b.lists = lengths{}
	}
	if b.lists[part] == nil {
		b.lists[part] = map[string]int64{}
	}
	b.lists[part][list] = most
}

// declared are the variables of a module, or of the flow where that is nil.
func declared(module, f *flow.Flow) map[string]string {
	if module != nil {
		f = module
	}
	out := make(map[string]string)
	for i := range f.Variables {
		out[strings.ToLower(f.Variables[i].Name)] = f.Variables[i].Name
	}
	for _, c := range f.Containers {
		for i := range c.Variables {
			out[strings.ToLower(c.Variables[i].Name)] = c.Variables[i].Name
		}
	}
	return out
}

// countedLists adds the lists whose length the count of a loop reads.
func countedLists(n *cfg.Node, names map[string]string) {
	if n.Head == cfg.NoLoop || n.Action == nil {
		return
	}
	expr.Walk(expr.Of(n.Action.Value("loopCount")), func(e *expr.Node) bool {
		if e.Is("Count") && len(e.Args) == 1 && e.Args[0].Kind == expr.Reference {
			names[strings.ToLower(e.Args[0].Name)] = e.Args[0].Name
		}
		return true
	})
}
