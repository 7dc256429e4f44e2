package expr

import "archlint/analyzer/flow"

// Fill keeps in each setting of a flow, and of the common modules embedded in it, the
// expression that it holds, so that Of reads none of them twice. Nobody else may use the
// flow meanwhile.
func Fill(f *flow.Flow) {
	fillVariables(f.Variables)
	for _, c := range f.Containers {
		fillVariables(c.Variables)
	}
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		fillBindings(a.Inputs)
		fillBindings(a.Values)
		for _, v := range a.Cases {
			fill(v)
		}
	})
	for _, m := range f.Modules {
		Fill(m)
	}
}

func fillVariables(all []flow.Variable) {
	for i := range all {
		fill(all[i].Initial)
	}
}

func fillBindings(all []flow.Binding) {
	for _, b := range all {
		fill(b.Value)
	}
}

func fill(v *flow.Value) {
	if v != nil && v.Kind != flow.Unknown && v.Tree == nil {
		v.Tree = Of(v)
	}
}
