package archy

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
)

// angled is a placeholder of the kind <name>, as people write it into examples.
var angled = regexp.MustCompile(`^"?<[A-Za-z][\w .-]*>"?$`)

// value reads a setting. Most are wrapped in a mapping of one key that says
// how the setting is written: {lit: 3}, {exp: Flow.x}, {noValue: true}.
// The value's path is the setting's, its position that of what is inside.
// A nil node gives nil: the file does not mention the setting.
func (d *decoder) value(n *yaml.Node, path string) *flow.Value {
	n = target(n)
	if n == nil {
		return nil
	}
	d.model(n)
	v := &flow.Value{Kind: flow.NotSet, Path: path, Pos: d.pos(n)}
	switch {
	case isNull(n):
	case n.Kind == yaml.MappingNode:
		d.wrapped(v, n)
	default:
		d.literal(v, n)
	}
	return v
}

// wrapped reads the mapping around a setting.
func (d *decoder) wrapped(v *flow.Value, n *yaml.Node) {
	f, ok := onlyField(n)
	if !ok {
		return
	}
	v.Pos = d.pos(f.value)
	switch f.key {
	case "noValue", "noValueWithNoFallback", "none":
	case "now": // "evaluate at the present time": no date is set
	case "exp":
		d.expression(v, f.value)
	case "var":
		d.written(v, f.value)
	case "lit", "tts", "prompt", "json":
		d.literal(v, f.value)
	default:
		v.Pos = d.pos(n)
		d.literal(v, n)
	}
}

func (d *decoder) expression(v *flow.Value, n *yaml.Node) {
	text, templated := restore(n.Value)
	v.Kind, v.Text = flow.Expression, text
	if templated || n.Kind != yaml.ScalarNode || angled.MatchString(strings.TrimSpace(text)) {
		v.Kind = flow.Unknown
	}
	if v.Kind == flow.Expression && constant(v, strings.TrimSpace(text)) {
		return
	}
	v.Reads = d.reads(text)
}

var number = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// constant takes an expression that is one literal for that literal, as
// Platform configurations do: they hold the parsed expression.
func constant(v *flow.Value, text string) bool {
	switch lower := strings.ToLower(text); {
	case lower == "true" || lower == "false":
		v.Kind, v.Text, v.Type = flow.Literal, lower, "bln"
	case lower == "not_set":
		v.Kind, v.Text = flow.NotSet, ""
	case number.MatchString(text):
		v.Kind, v.Text, v.Type = flow.Literal, text, "int"
		if strings.Contains(text, ".") {
			v.Type = "dec"
		}
	case strings.HasPrefix(text, `"`):
		s := scanner{text: text}
		inner := s.quoted()
		if s.at < len(text) || !strings.HasSuffix(text, `"`) || len(text) < 2 {
			return false
		}
		v.Kind, v.Text, v.Type = flow.Literal, inner, "str"
	default:
		return false
	}
	return true
}

// written reads the name of a variable that something is written to.
func (d *decoder) written(v *flow.Value, n *yaml.Node) {
	text, templated := restore(n.Value)
	v.Kind, v.Text = flow.VariableIn, d.variable(strings.TrimSpace(text))
	switch {
	case templated:
		v.Kind = flow.Unknown
	case v.Text == "":
		v.Kind = flow.NotSet
	}
}

// literal reads a literal: a scalar, a duration, a resource's name, or a list
// or object (then Text is its JSON).
func (d *decoder) literal(v *flow.Value, n *yaml.Node) {
	v.Kind = flow.Literal
	templated := false
	switch {
	case n.Kind == yaml.ScalarNode:
		v.Text, templated = restore(n.Value)
	case d.duration(v, n):
		return
	case isScalar(lookup(n, "name")):
		v.Text, templated = restore(lookup(n, "name").Value)
	default:
		var text strings.Builder
		templated = d.render(&text, n)
		v.Text = text.String()
		v.Reads = d.readsIn(n)
	}
	if templated || angled.MatchString(v.Text) {
		v.Kind = flow.Unknown
	}
}

// durationUnits are the units of a duration literal, in the order of the
// platform's form P<d>D<h>H<m>M<s>S<ms>F, with the spellings that occur or
// that an author would try.
var durationUnits = [][]string{
	{"days", "day"}, {"hours", "hour"}, {"minutes", "minute"}, {"seconds", "second"},
	{"ms", "milliseconds", "millisecond"},
}

// duration reads {seconds: 10} and reports whether n is a duration at all.
func (d *decoder) duration(v *flow.Value, n *yaml.Node) bool {
	fields := fieldsOf(n)
	if len(fields) == 0 {
		return false
	}
	var amounts [5]int64
	known := true
	for _, f := range fields {
		unit := slices.IndexFunc(durationUnits, func(names []string) bool { return slices.Contains(names, f.key) })
		if unit < 0 {
			return false
		}
		amount, err := strconv.ParseInt(textOf(f.value), 10, 64)
		known = known && err == nil && amount >= 0
		amounts[unit] = amount
	}
	v.Type = "dur"
	v.Text = fmt.Sprintf("P%dD%dH%dM%dS%dF", amounts[0], amounts[1], amounts[2], amounts[3], amounts[4])
	if !known {
		v.Kind, v.Text = flow.Unknown, textOf(fields[0].value)
	}
	return true
}

// render writes a list or an object as JSON and reports whether a placeholder
// is in it.
func (d *decoder) render(b *strings.Builder, n *yaml.Node) (templated bool) {
	switch n = target(n); {
	case n == nil:
		b.WriteString("null")
	case n.Kind == yaml.MappingNode:
		b.WriteByte('{')
		for i, f := range fieldsOf(n) {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(strconv.Quote(f.key) + ":")
			templated = d.render(b, f.value) || templated
		}
		b.WriteByte('}')
	case n.Kind == yaml.SequenceNode:
		b.WriteByte('[')
		for i, item := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			templated = d.render(b, item) || templated
		}
		b.WriteByte(']')
	default:
		var text string
		text, templated = restore(n.Value)
		if n.Tag == "!!str" {
			text = strconv.Quote(text)
		}
		b.WriteString(text)
	}
	return templated
}

// readsIn lists the variables that the expressions below n read.
func (d *decoder) readsIn(n *yaml.Node) []string {
	var names []string
	n = target(n)
	for _, f := range fieldsOf(n) {
		if f.key == "exp" && f.value.Kind == yaml.ScalarNode {
			names = union(names, d.reads(textOf(f.value)))
		} else {
			names = union(names, d.readsIn(f.value))
		}
	}
	for _, item := range itemsOf(n) {
		names = union(names, d.readsIn(item))
	}
	return names
}

// union appends those of more that names lacks.
func union(names, more []string) []string {
	for _, name := range more {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// variables reads a list of declarations: {stringVariable: {name: Flow.x, ...}}.
func (d *decoder) variables(n *yaml.Node, path string) []flow.Variable {
	var out []flow.Variable
	for i, entry := range itemsOf(n) {
		f, ok := onlyField(entry)
		if !ok {
			continue
		}
		body, bodyPath := f.value, item(path, i, f.key)
		v := flow.Variable{
			Name:     textOf(lookup(body, "name")),
			Type:     strings.TrimSuffix(f.key, "Variable"),
			IsInput:  isWordTrue(lookup(body, "isInput")),
			IsOutput: isWordTrue(lookup(body, "isOutput")),
			IsSecure: isWordTrue(lookup(body, "isSecure")),
			Initial:  d.value(lookup(body, "initialValue"), childPath(bodyPath, "initialValue")),
			Pos:      d.pos(f.keyNode),
		}
		if v.Name == "" {
			d.problem(f.keyNode, "a variable without a name")
			continue
		}
		d.declare(v.Name)
		out = append(out, v)
	}
	return out
}
