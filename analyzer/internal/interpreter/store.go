package interpreter

import (
	"maps"
	"math"
	"slices"
	"strings"

	"archlint/analyzer/flow"
)

// read returns what a variable holds; a run that has not learnt it learns it now.
func (r *run) read(name string) value {
	key := r.p.key(r.at, name)
	v, ok := r.vars[key]
	if !ok {
		v = r.p.outside(key)
	}
	v = r.drawn(v)
	r.vars[key] = v
	return v
}

// write gives a variable a value, converted to its type.
func (r *run) write(name string, v value) error {
	key := r.p.key(r.at, name)
	v, err := r.converted(v, r.p.types[key])
	if err == nil {
		r.vars[key] = v
	}
	return err
}

// converted is a value as a variable of a type takes it. Which way an integer takes a
// fraction is not documented, nor whether it takes one.
func (r *run) converted(v value, typ string) (value, error) {
	if v.kind == pending || v.kind == notSet {
		return v, nil
	}
	switch {
	case typ == "integer" && v.kind == number && !v.isWhole():
		whole := numeric(math.Floor(v.num))
		switch r.o.Choose(3) {
		case 0:
			return value{}, errFault
		case 1:
			return whole, nil
		}
		return numeric(whole.num + 1), nil
	case (typ == "integer" || typ == "decimal") && v.kind != number,
		typ == "boolean" && v.kind != boolean,
		strings.HasSuffix(typ, "Collection") && v.kind != list:
		return value{}, errFault
	case typ == "string" && v.kind != text:
		return textual(v.String()), nil
	}
	return v, nil
}

// receive gives a variable a value from outside.
func (r *run) receive(name string) {
	key := r.p.key(r.at, name)
	r.vars[key] = r.p.outside(key)
}

// mayReceive leaves a variable as it is or gives it a value from outside, at choice.
func (r *run) mayReceive(name string) {
	if r.o.Choose(2) == 1 {
		r.receive(name)
	}
}

// begin sets up the flow's own variables. Inputs and secure ones come from outside.
func (r *run) begin() error {
	for i := range r.p.f.Variables {
		if err := r.initialise(nil, &r.p.f.Variables[i]); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) initialise(c *flow.Container, v *flow.Variable) error {
	key := r.p.key(c, v.Name)
	if v.IsInput || v.IsSecure || !v.Initial.IsSet() {
		delete(r.vars, key)
		return nil
	}
	x, err := r.setting(v.Initial, v.Type)
	if err == nil {
		x, err = r.converted(x, v.Type)
	}
	if err == nil {
		r.vars[key] = x
	}
	return err
}

// enter starts a container with arguments that its caller evaluated. One that ran
// before finds each of its variables as it was, or as at the first start.
func (r *run) enter(c *flow.Container, with []argument) error {
	r.at = c
	if r.started[c] {
		r.mayForget(c)
	}
	for i := range c.Variables {
		v := &c.Variables[i]
		key := r.p.key(c, v.Name)
		old, held := r.vars[key]
		if err := r.initialise(c, v); err != nil {
			return err
		}
		if r.started[c] && held && !r.holds(key, old) && r.o.Choose(2) == 1 {
			r.vars[key] = old
		}
	}
	r.started[c] = true
	for _, a := range with {
		if err := r.write(a.name, a.v); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) holds(key string, old value) bool {
	now, ok := r.vars[key]
	if !ok || now.kind == pending || old.kind == pending {
		return false
	}
	same, _ := equal(now, old)
	return same
}

// mayForget forgets undeclared variables of a container, at choice.
func (r *run) mayForget(c *flow.Container) {
	for _, key := range slices.Sorted(maps.Keys(r.vars)) {
		_, declared := r.p.types[key]
		if strings.HasPrefix(key, r.p.prefix(c)) && !declared && r.vars[key].kind != pending && r.o.Choose(2) == 1 {
			delete(r.vars, key)
		}
	}
}

// argument is a value that a caller hands over.
type argument struct {
	name string
	v    value
}
