package interpreter

import (
	"errors"
	"math"

	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// errFault is a run-time error of the flow.
var errFault = errors.New("run-time error")

// setting evaluates a setting where a value of a type is wanted, "" for any.
func (r *run) setting(v *flow.Value, typ string) (value, error) {
	switch {
	case v == nil || v.Kind == flow.NotSet:
		return value{}, nil
	case v.Kind == flow.Literal:
		if v.Type != "" {
			return parsed(v.Text, v.Type), nil
		}
		return parsed(v.Text, typ), nil
	case v.Kind == flow.Unknown:
		return r.drawn(r.p.outside("")), nil
	}
	return r.evaluate(r.p.tree(v), typ)
}

// drawn makes a pending value what it turns out to be.
func (r *run) drawn(v value) value {
	for v.kind == pending {
		v = v.among[r.o.Choose(len(v.among))]
	}
	return v
}

// evaluate returns the value of an expression. typ is what the place wants; it tells
// what a call of a function that is not known here may give.
func (r *run) evaluate(n *expr.Node, typ string) (value, error) {
	switch n.Kind {
	case expr.Literal:
		if n.Type != "" {
			return parsed(n.Text, n.Type), nil
		}
		return parsed(n.Text, ""), nil
	case expr.NotSet:
		return value{}, nil
	case expr.Reference:
		return r.read(n.Name), nil
	case expr.List:
		items, err := r.all(n.Args)
		return listed(items...), err
	case expr.Index:
		return r.element(n.Args[0], n.Args[1])
	case expr.Operator:
		return r.operator(n)
	case expr.Call:
		return r.call(n, typ)
	}
	return r.anything(typ), nil
}

func (r *run) all(nodes []*expr.Node) ([]value, error) {
	out := make([]value, len(nodes))
	for i, n := range nodes {
		v, err := r.evaluate(n, "")
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// anything is what an expression gives of which nothing is known; each time another.
func (r *run) anything(typ string) value {
	if typ == "boolean" {
		return truth(r.o.Choose(2) == 1)
	}
	return r.drawn(oneOf(r.p.world.numbers...))
}

func (r *run) operator(n *expr.Node) (value, error) {
	switch {
	case n.Name == "and" || n.Name == "or":
		return r.logic(n)
	case n.Name == "!" && len(n.Args) == 1:
		v, err := r.condition(n.Args[0])
		return truth(!v), err
	case n.Name == "?" && len(n.Args) == 3:
		return r.choice(n.Args, "")
	case n.Name == "neg" && len(n.Args) == 1:
		v, err := r.evaluate(n.Args[0], "")
		if err == nil && v.kind != number {
			err = errFault
		}
		return numeric(-v.num), err
	case len(n.Args) != 2:
		return value{}, errFault
	}
	args, err := r.all(n.Args)
	if err != nil {
		return value{}, err
	}
	switch n.Name {
	case "==", "!=":
		same, err := r.same(args[0], args[1])
		return truth(same == (n.Name == "==")), err
	case "<", "<=", ">", ">=":
		return compare(n.Name, args[0], args[1])
	}
	return r.arithmetic(n.Name, args[0], args[1])
}

// condition evaluates what is asked yes or no.
func (r *run) condition(n *expr.Node) (bool, error) {
	v, err := r.evaluate(n, "boolean")
	if err == nil && v.kind != boolean {
		err = errFault
	}
	return v.isTrue(), err
}

// logic evaluates "and" and "or". Whether the right side is looked at when the left
// one decides is not documented: if it would fail, both are possible.
func (r *run) logic(n *expr.Node) (value, error) {
	decisive := n.Name == "or"
	left, err := r.condition(n.Args[0])
	if err != nil {
		return value{}, err
	}
	right, err := r.condition(n.Args[1])
	switch {
	case err != nil && left == decisive && r.o.Choose(2) == 0:
		return truth(decisive), nil
	case err != nil:
		return value{}, err
	case left == decisive || right == decisive:
		return truth(decisive), nil
	}
	return truth(!decisive), nil
}

func (r *run) choice(args []*expr.Node, typ string) (value, error) {
	yes, err := r.condition(args[0])
	switch {
	case err != nil:
		return value{}, err
	case yes:
		return r.evaluate(args[1], typ)
	}
	return r.evaluate(args[2], typ)
}

// same compares for equality. The operators do not take NOT_SET, says the vendor;
// whether they fail or tell it from all other values is left open.
func (r *run) same(a, b value) (bool, error) {
	if (a.kind == notSet || b.kind == notSet) && r.o.Choose(2) == 0 {
		return false, errFault
	}
	same, alike := equal(a, b)
	if alike {
		return r.o.Choose(2) == 1, nil
	}
	return same, nil
}

func compare(symbol string, a, b value) (value, error) {
	if a.kind != number || b.kind != number {
		return value{}, errFault
	}
	switch symbol {
	case "<":
		return truth(a.num < b.num), nil
	case "<=":
		return truth(a.num <= b.num), nil
	case ">":
		return truth(a.num > b.num), nil
	}
	return truth(a.num >= b.num), nil
}

func (r *run) arithmetic(symbol string, a, b value) (value, error) {
	if symbol == "+" && a.kind == text && b.kind == text {
		return textual(a.text + b.text), nil
	}
	if a.kind != number || b.kind != number {
		return value{}, errFault
	}
	x := 0.0
	switch symbol {
	case "+":
		x = a.num + b.num
	case "-":
		x = a.num - b.num
	case "*":
		x = a.num * b.num
	case "/", "%":
		if b.num == 0 {
			return value{}, errFault
		}
		if x = a.num / b.num; symbol == "%" {
			x = math.Mod(a.num, b.num)
		}
	default:
		return value{}, errFault
	}
	return numeric(r.decimal(x)), nil
}

// decimal is a number as the platform keeps it: a decimal fraction exactly, or the
// binary fraction next to it. Which one a run decides at the first fraction.
func (r *run) decimal(x float64) float64 {
	if x == math.Trunc(x*1024)/1024 {
		return x
	}
	if r.fractions == 0 {
		r.fractions = 1 + r.o.Choose(2)
	}
	if r.fractions == 1 {
		return math.Round(x*1e9) / 1e9
	}
	return x
}

func (r *run) element(of, at *expr.Node) (value, error) {
	args, err := r.all([]*expr.Node{of, at})
	if err != nil || args[0].kind != list || !args[1].isWhole() {
		return value{}, errors.Join(err, errFault)
	}
	i := int(args[1].num)
	if i < 0 || i >= len(args[0].items) {
		return value{}, errFault
	}
	return args[0].items[i], nil
}
