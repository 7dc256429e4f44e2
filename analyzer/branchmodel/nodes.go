package branchmodel

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/flow"
)

// branches reports whether runs part at n by its own outputs. Those of a called
// task follow from what happens in it, those of a loop from its rounds.
func branches(n *cfg.Node) bool {
	return (n.Kind == cfg.Act || n.Kind == cfg.Menu) && len(n.Out) > 1 && n.Head == cfg.NoLoop && n.Callee == cfg.None
}

// find returns the node that ref names: by its identity, else by a name that
// only one has.
func (b *binder) find(ref string, in, want func(*cfg.Node) bool, what string) (cfg.NodeID, string) {
	var byName []cfg.NodeID
	var known []string
	for i := range b.g.Nodes {
		n := &b.g.Nodes[i]
		if !in(n) || !want(n) {
			continue
		}
		tracking, id, path, name := identify(n)
		if ref == flow.Identity(tracking, id, path) || ref == id && id != "" || ref == path && path != "" {
			return cfg.NodeID(i), ""
		}
		if strings.EqualFold(ref, name) {
			byName = append(byName, cfg.NodeID(i))
		}
		known = append(known, name)
	}
	switch len(byName) {
	case 1:
		return byName[0], ""
	case 0:
		return cfg.None, fmt.Sprintf("no %s %q%s", what, ref, config.Candidates(ref, known))
	}
	var ids []string
	for _, n := range byName {
		tracking, id, path, _ := identify(&b.g.Nodes[n])
		ids = append(ids, flow.Identity(tracking, id, path))
	}
	return cfg.None, fmt.Sprintf("%d are called %q: name one by its id, %s", len(byName), ref, strings.Join(ids, " or "))
}

// identify returns by what a node can be named.
func identify(n *cfg.Node) (tracking int, id, path, name string) {
	switch {
	case n.Kind == cfg.Act:
		name = n.Action.Name
		if name == "" {
			name = n.Action.Kind.Name
		}
		return n.Action.TrackingID, n.Action.ID, n.Action.Path, name
	case n.Container != nil:
		return n.Container.TrackingID, n.Container.ID, n.Container.Path, n.Container.Name
	}
	return 0, "", "", ""
}

// outputOf finds an output by its name, by what its author calls it, or by the
// key of a menu's choice.
func outputOf(n *cfg.Node, ref string) (string, bool) {
	for _, e := range n.Out {
		if e.Output == ref {
			return ref, true
		}
	}
	found := func(name string) (string, bool) {
		return name, slices.ContainsFunc(n.Out, func(e cfg.Edge) bool { return e.Output == name })
	}
	if n.Action != nil {
		for _, o := range n.Action.Outputs {
			if strings.EqualFold(ref, o.Name) || o.Label != "" && strings.EqualFold(ref, o.Label) {
				return found(o.Name)
			}
		}
	}
	if n.Kind == cfg.Menu {
		for _, ch := range n.Container.Choices {
			if ch.Key == ref || strings.EqualFold(ch.Name, ref) {
				return found(cmp.Or(ch.Name, ch.Key))
			}
		}
	}
	return "", false
}

// outputsOf lists the outputs as people know them.
func outputsOf(n *cfg.Node) []string {
	var out []string
	for _, e := range n.Out {
		name := e.Output
		if n.Action != nil {
			if o := n.Action.Output(name); o != nil && o.Label != "" {
				name = o.Label
			}
		}
		out = append(out, name)
	}
	return out
}
