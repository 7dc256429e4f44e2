// Package flowtext writes flows as the platform does: the same steps as
// configuration JSON of the Platform API and as Archy YAML. It is for made-up
// organisations only.
package flowtext

import (
	"fmt"
	"strconv"
)

// Variable is a variable of a flow or container, named with its scope.
type Variable struct {
	Name, Type string // Type: str, int, bln
	Input      bool
	id         string
}

// Expr is a value of a setting.
type Expr struct {
	config map[string]any // as operand; nil: not set
	text   string
	typ    string
	mode   int // 0 expression, 1 literal, 2 variable, 3 not set
	refs   []*Variable
	yaml   any
}

// Text is a string, in quotes where it is an operand.
func Text(s string) Expr {
	return Expr{config: map[string]any{"lit": map[string]any{"pos": 1, "text": s, "type": "str"}}, text: s, typ: "str", mode: 1, yaml: lit(s)}
}

// Number is an integer.
func Number(n int) Expr {
	s := strconv.Itoa(n)
	return Expr{config: map[string]any{"lit": map[string]any{"pos": 1, "text": s, "type": "int"}}, text: s, typ: "int", mode: 1, yaml: lit(n)}
}

// Seconds is a duration.
func Seconds(n int) Expr {
	s := fmt.Sprintf("P0D0H%dM%dS0F", n/60, n%60)
	parts := map[string]any{"seconds": n}
	if n%60 == 0 {
		parts = map[string]any{"minutes": n / 60}
	}
	return Expr{config: map[string]any{"lit": map[string]any{"pos": 1, "text": s, "type": "dur"}}, text: s, typ: "dur",
		mode: 1, yaml: lit(parts)}
}

// Var reads a variable.
func Var(v *Variable) Expr {
	return Expr{
		config: map[string]any{"ref": map[string]any{"pos": 1, "text": v.Name, "type": v.Type, "val": v.id}},
		text:   v.Name, typ: v.Type, mode: 2, refs: []*Variable{v}, yaml: map[string]any{"exp": v.Name},
	}
}

// System reads a built-in variable; id is the platform's name for it.
func System(name, id, typ string) Expr {
	return Expr{
		config: map[string]any{"sysref": map[string]any{"pos": 1, "text": name, "type": typ, "val": id}},
		text:   name, typ: typ, yaml: map[string]any{"exp": name},
	}
}

// Queue names a queue.
func Queue(id, name string) Expr {
	return Expr{
		config: map[string]any{"lit": map[string]any{"pos": 1, "text": name, "type": "que", "val": id}},
		text:   name, typ: "que", mode: 1, yaml: lit(map[string]any{"name": name}),
	}
}

// Binary is a comparison or another operation of two operands.
func Binary(op string, a, b Expr) Expr {
	text := a.operand() + " " + op + " " + b.operand()
	return Expr{
		config: map[string]any{op: map[string]any{"pos": len(a.operand()) + 2, "operands": []any{a.config, b.config}, "type": "bln"}},
		text:   text, typ: "bln", refs: append(append([]*Variable{}, a.refs...), b.refs...), yaml: map[string]any{"exp": text},
	}
}

// Function is a call of one of the platform's functions.
func Function(name, typ string, args ...Expr) Expr {
	e := Expr{typ: typ}
	var operands []any
	e.text = name + "("
	for i, a := range args {
		if i > 0 {
			e.text += ", "
		}
		e.text += a.operand()
		e.refs = append(e.refs, a.refs...)
		operands = append(operands, a.config)
	}
	e.text += ")"
	e.config = map[string]any{name: map[string]any{"pos": 1, "operands": operands, "text": e.text, "type": typ}}
	e.yaml = map[string]any{"exp": e.text}
	return e
}

// None is a setting that is not set.
func None(typ string) Expr {
	return Expr{config: map[string]any{"emp": map[string]any{"pos": 1, "text": "", "type": typ}}, typ: typ, mode: 3,
		yaml: map[string]any{"noValue": true}}
}

func (e Expr) operand() string {
	if e.mode == 1 && e.typ == "str" {
		return strconv.Quote(e.text)
	}
	return e.text
}

// json is the value as configurations hold it.
func (e Expr) json() map[string]any {
	meta := map[string]any{}
	var refs []any
	for _, v := range e.refs {
		refs = append(refs, map[string]any{"id": v.id, "type": v.Type, "isSysRef": false, "name": v.Name})
	}
	if refs != nil {
		meta["references"] = refs
	}
	return map[string]any{
		"config": e.config, "text": e.text, "type": e.typ, "uiMetaData": map[string]any{"mode": e.mode}, "metaData": meta, "version": 2,
	}
}

func lit(v any) map[string]any { return map[string]any{"lit": v} }
