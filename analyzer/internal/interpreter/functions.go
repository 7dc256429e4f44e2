package interpreter

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"archlint/analyzer/expr"
)

// call evaluates a function. One that is not known here gives any value, each time
// another one.
func (r *run) call(n *expr.Node, typ string) (value, error) {
	if n.Is("If") && len(n.Args) == 3 {
		return r.choice(n.Args, typ)
	}
	f, known := functions[strings.ToLower(n.Name)]
	if !known {
		return r.anything(typ), nil
	}
	args, err := r.all(n.Args)
	if err != nil {
		return value{}, err
	}
	if len(args) < f.least {
		return value{}, errFault
	}
	return f.of(r, args)
}

type function struct {
	least int // arguments
	of    func(*run, []value) (value, error)
}

var functions = map[string]function{
	"count":           {1, count},
	"length":          {1, length},
	"min":             {1, extreme(math.Min)},
	"max":             {1, extreme(math.Max)},
	"makelist":        {0, func(_ *run, a []value) (value, error) { return listed(a...), nil }},
	"additem":         {2, addItem},
	"append":          {1, appendAll},
	"getat":           {2, getAt},
	"toint":           {1, toInt},
	"todecimal":       {1, toInt},
	"tostring":        {1, func(_ *run, a []value) (value, error) { return textual(a[0].String()), nil }},
	"isset":           {1, func(_ *run, a []value) (value, error) { return truth(a[0].kind != notSet), nil }},
	"isnotsetorempty": {1, isNotSetOrEmpty},
	"areequal":        {2, areEqual},
	"abs":             {1, onNumber(math.Abs)},
	"floor":           {1, onNumber(math.Floor)},
	"ceiling":         {1, onNumber(math.Ceil)},
	"round":           {1, onNumber(math.Round)},
	"split":           {2, split},
	"contains":        {2, contains},
	"removeitem":      {2, removeItem},
}

func count(r *run, a []value) (value, error) {
	switch a[0].kind {
	case list:
		return numeric(float64(len(a[0].items))), nil
	case notSet: // no elements, or no list
		if r.o.Choose(2) == 0 {
			return numeric(0), nil
		}
	}
	return value{}, errFault
}

func length(_ *run, a []value) (value, error) {
	if a[0].kind != text {
		return value{}, errFault
	}
	return numeric(float64(len(a[0].text))), nil
}

func extreme(of func(a, b float64) float64) func(*run, []value) (value, error) {
	return func(_ *run, a []value) (value, error) {
		if len(a) == 1 && a[0].kind == list {
			a = a[0].items
		}
		if len(a) == 0 {
			return value{}, errFault
		}
		best := a[0]
		for _, v := range a {
			if v.kind != number {
				return value{}, errFault
			}
			best.num = of(best.num, v.num)
		}
		return best, nil
	}
}

func addItem(_ *run, a []value) (value, error) {
	if a[0].kind != list {
		return value{}, errFault
	}
	return listed(append(slices.Clip(a[0].items), a[1])...), nil
}

// appendAll joins lists, or texts, where NOT_SET counts as the empty text.
func appendAll(_ *run, a []value) (value, error) {
	if a[0].kind == list {
		items := slices.Clip(a[0].items)
		for _, v := range a[1:] {
			if v.kind != list {
				return value{}, errFault
			}
			items = append(items, v.items...)
		}
		return listed(items...), nil
	}
	all := ""
	for _, v := range a {
		if v.kind != text && v.kind != notSet {
			return value{}, errFault
		}
		all += v.text
	}
	return textual(all), nil
}

func getAt(_ *run, a []value) (value, error) {
	if i := int(a[1].num); a[0].kind == list && a[1].isWhole() && i >= 0 && i < len(a[0].items) {
		return a[0].items[i], nil
	}
	return value{}, errFault
}

// toInt makes a number of a text; NOT_SET stays so, or fails.
func toInt(r *run, a []value) (value, error) {
	switch a[0].kind {
	case number:
		return a[0], nil
	case boolean:
		return numeric(a[0].num), nil
	case text:
		if x, err := strconv.ParseFloat(strings.TrimSpace(a[0].text), 64); err == nil {
			return numeric(x), nil
		}
	case notSet:
		if r.o.Choose(2) == 0 {
			return value{}, nil
		}
	}
	return value{}, errFault
}

func isNotSetOrEmpty(_ *run, a []value) (value, error) {
	return truth(a[0].kind == notSet || a[0].kind == text && a[0].text == "" || a[0].kind == list && len(a[0].items) == 0), nil
}

func areEqual(r *run, a []value) (value, error) {
	same, alike := equal(a[0], a[1])
	if alike {
		same = r.o.Choose(2) == 1
	}
	return truth(same), nil
}

func onNumber(of func(float64) float64) func(*run, []value) (value, error) {
	return func(_ *run, a []value) (value, error) {
		if a[0].kind != number {
			return value{}, errFault
		}
		return numeric(of(a[0].num)), nil
	}
}

func split(_ *run, a []value) (value, error) {
	if a[0].kind != text || a[1].kind != text || a[1].text == "" {
		return value{}, errFault
	}
	var items []value
	for _, part := range strings.Split(a[0].text, a[1].text) {
		items = append(items, textual(part))
	}
	return listed(items...), nil
}

func contains(r *run, a []value) (value, error) {
	if a[0].kind == list {
		for _, x := range a[0].items {
			if same, _ := equal(x, a[1]); same {
				return truth(true), nil
			}
		}
		return truth(false), nil
	}
	if a[0].kind != text || a[1].kind != text {
		return value{}, errFault
	}
	return truth(strings.Contains(a[0].text, a[1].text)), nil
}

func removeItem(_ *run, a []value) (value, error) {
	if a[0].kind != list {
		return value{}, errFault
	}
	for i, x := range a[0].items {
		if same, _ := equal(x, a[1]); same {
			return listed(slices.Delete(slices.Clone(a[0].items), i, i+1)...), nil
		}
	}
	return a[0], nil
}
