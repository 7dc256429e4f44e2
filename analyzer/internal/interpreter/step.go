package interpreter

import (
	"archlint/analyzer/flow"
)

// step does what an action does to variables and takes one of its outputs.
func (r *run) step(a *flow.Action) signal {
	var s signal
	var err error
	switch a.Kind.Name {
	case "decision":
		s, err = r.decision(a)
	case "switch":
		s, err = r.cases(a)
	case "updateData":
		err = r.update(a)
	case "setParticipantData":
		err = r.setAttributes(a)
	case "getParticipantData":
		err = r.getAttributes(a)
	default:
		s, err = r.outside(a)
	}
	if err != nil {
		return signal{kind: errs}
	}
	return s
}

func (r *run) decision(a *flow.Action) (signal, error) {
	v, err := r.setting(a.Value("condition"), "boolean")
	switch {
	case err != nil:
		return signal{}, err
	case v.kind != boolean:
		return signal{}, errFault
	case v.isTrue():
		return r.by(a, "yes"), nil
	}
	return r.by(a, "no"), nil
}

// by leaves an action by the output of a name; one out of service is none.
func (r *run) by(a *flow.Action, output string) signal {
	if o := a.Output(output); o != nil && o.State != flow.OutOfService {
		r.takes(o)
		return r.block(o.Block)
	}
	return signal{}
}

// cases takes the first case that is true, or equal to the switch's expression.
func (r *run) cases(a *flow.Action) (signal, error) {
	var subject value
	matched := a.Value("expression")
	if matched.IsSet() {
		var err error
		if subject, err = r.setting(matched, ""); err != nil {
			return signal{}, err
		}
	} else {
		matched = nil
	}
	for i, c := range a.Cases {
		holds, err := r.caseHolds(c, matched != nil, subject)
		if err != nil {
			return signal{}, err
		}
		if o := a.Output(flow.CaseOutput(i)); holds && o != nil && o.State != flow.OutOfService {
			r.takes(o)
			return r.block(o.Block), nil
		}
	}
	return r.by(a, "default"), nil
}

func (r *run) caseHolds(c *flow.Value, matched bool, subject value) (bool, error) {
	typ := "boolean"
	if matched {
		typ = ""
		if subject.kind == text {
			typ = "string"
		}
	}
	v, err := r.setting(c, typ)
	switch {
	case err != nil:
		return false, err
	case matched:
		same, alike := equal(v, subject)
		if alike {
			same = r.o.Choose(2) == 1
		}
		return same, nil
	case v.kind != boolean:
		return false, errFault
	}
	return v.isTrue(), nil
}

// update assigns statement after statement: a later one reads what an earlier one wrote.
func (r *run) update(a *flow.Action) error {
	for i, to := range a.Results {
		if to.Value == nil || to.Value.Kind != flow.VariableIn || i >= len(a.Inputs) {
			continue
		}
		v, err := r.setting(a.Inputs[i].Value, r.p.types[r.p.key(r.at, to.Value.Text)])
		if err != nil {
			return err
		}
		if err := r.write(to.Value.Text, v); err != nil {
			return err
		}
	}
	return nil
}

// setAttributes writes attributes of the participant: texts, which others can read.
func (r *run) setAttributes(a *flow.Action) error {
	for _, in := range a.Inputs {
		v, err := r.setting(in.Value, "string")
		if err != nil {
			return err
		}
		if v.kind != notSet {
			v = textual(v.String())
		}
		r.attrs[in.Name] = v
	}
	return nil
}

// getAttributes reads them. What this run did not set, somebody else may have set.
func (r *run) getAttributes(a *flow.Action) error {
	for _, out := range a.Results {
		if out.Value == nil || out.Value.Kind != flow.VariableIn {
			continue
		}
		v, ok := r.attrs[out.Name]
		if !ok {
			v = r.drawn(oneOf(append([]value{{}}, r.p.world.texts...)...))
			r.attrs[out.Name] = v
		}
		if err := r.write(out.Value.Text, v); err != nil {
			return err
		}
	}
	return nil
}

// outside takes an output whose choice is not the flow's. Success writes the
// results, failure the error's details; where it is not clear which outputs write,
// each of them may.
func (r *run) outside(a *flow.Action) (signal, error) {
	for _, in := range a.Inputs {
		if _, err := r.setting(in.Value, ""); err != nil {
			return signal{}, err
		}
	}
	ways := open(a)
	if len(ways) == 0 {
		r.outcome(a, "")
		return signal{}, nil
	}
	o := ways[r.o.Choose(len(ways))]
	r.outcome(a, o.Name)
	r.takes(o)
	return r.block(o.Block), nil
}

func (r *run) outcome(a *flow.Action, output string) {
	for _, out := range a.Results {
		if out.Value == nil || out.Value.Kind != flow.VariableIn {
			continue
		}
		switch {
		case output == "" || output == "success" || output == "found" || output == "yes":
			r.receive(out.Value.Text)
		case a.DataAction == nil:
			r.mayReceive(out.Value.Text)
		}
	}
	for _, out := range a.Failures {
		switch {
		case out.Value == nil || out.Value.Kind != flow.VariableIn || output == "success":
		case output == "failure":
			r.receive(out.Value.Text)
		default:
			r.mayReceive(out.Value.Text)
		}
	}
}
