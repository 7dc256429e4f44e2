package dataflow

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// Declared is a variable that the flow itself or one of its containers declares, with the
// number of places that write it and that read it.
type Declared struct {
	Variable *flow.Variable
	Owner    *flow.Container // nil: of the flow
	Writes   int             // an initial value is none
	Reads    int             // a question whether it is set is none
	// ReadAt are the first nodes that read it, in the order of nodes.
	ReadAt []cfg.NodeID
	// Unsure is set where something may write the variable that is not followed: a setting
	// that decoders do not keep, an action of an unknown kind, a bot, a dynamic lookup.
	Unsure bool
}

// Declared returns the variables that f's flow declares, in their order: those of the flow,
// then those of its containers.
func (f *Flow) Declared() []Declared {
	id := make(map[*flow.Variable]varID, len(f.vars.all))
	for v := range f.vars.all {
		if d := f.vars.all[v].declared; d != nil {
			id[d] = varID(v)
		}
	}
	var out []Declared
	at := make(map[varID]int)
	take := func(variables []flow.Variable, owner *flow.Container) {
		for i := range variables {
			if v, known := id[&variables[i]]; known {
				at[v] = len(out)
				out = append(out, Declared{Variable: &variables[i], Owner: owner})
			}
		}
	}
	take(f.g.Flow.Variables, nil)
	for _, c := range f.g.Flow.Containers {
		take(c.Variables, c)
	}
	f.countUses(out, at)
	return out
}

func (f *Flow) countUses(out []Declared, at map[varID]int) {
	for i := range f.code.defs {
		if d := &f.code.defs[i]; d.origin != initial {
			if k, ours := at[d.v]; ours {
				out[k].Writes++
			}
		}
	}
	for i := range f.code.uses {
		u := &f.code.uses[i]
		k, ours := at[u.v]
		switch {
		case !ours:
		case u.role == asAlso && !f.onlySpeaks(u.node):
			out[k].Unsure = true
		case !u.harmless && u.role != asReturn:
			out[k].Reads++
			out[k].readAt(cfg.NodeID(u.node))
		}
	}
	opaque := f.code.hasOpaque()
	for k := range out {
		out[k].Unsure = out[k].Unsure || opaque
	}
}

// mostReaders is how many nodes that read a variable are named.
const mostReaders = 3

// readAt keeps the first nodes, each once.
func (d *Declared) readAt(n cfg.NodeID) {
	if i, known := slices.BinarySearch(d.ReadAt, n); !known {
		d.ReadAt = slices.Insert(d.ReadAt, i, n)
		d.ReadAt = d.ReadAt[:min(len(d.ReadAt), mostReaders)]
	}
}

// onlySpeaks reports whether the action at n only plays or writes something, so that what
// decoders do not keep of it is read.
func (f *Flow) onlySpeaks(n int32) bool {
	if int(n) >= len(f.g.Nodes) || f.g.Nodes[n].Action == nil {
		return false
	}
	switch f.g.Nodes[n].Action.Kind.Name {
	case "communicate", "playAudio", "playAudioOnSilence", "sendResponse":
		return true
	}
	return false
}

// hasOpaque reports whether the flow has an action of an unknown kind.
func (c *code) hasOpaque() bool {
	for _, ops := range c.node {
		for _, o := range ops {
			if o.kind == opOpaque {
				return true
			}
		}
	}
	return false
}
