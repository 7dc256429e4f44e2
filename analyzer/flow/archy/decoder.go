package archy

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// decoder builds one flow.
type decoder struct {
	file *source.File
	text prepared
	flow *flow.Flow
	root *yaml.Node // the flow's mapping
	path string     // of root

	// declared are the variables known so far, by lower-case name, in the
	// letter case of their declaration.
	declared map[string]string
	refs     references
	// modelled are the nodes of actions that go into the model by name; of all others
	// only the variables that they read are noted.
	modelled map[*yaml.Node]bool
}

func newDecoder(file *source.File, text prepared, typ flow.Type) *decoder {
	return &decoder{
		file:     file,
		text:     text,
		flow:     &flow.Flow{Type: typ, Format: flow.Archy, File: file},
		declared: map[string]string{},
		modelled: map[*yaml.Node]bool{},
	}
}

// model notes that a node goes into the model by name.
func (d *decoder) model(n *yaml.Node) { d.modelled[n] = true }

func (d *decoder) pos(n *yaml.Node) source.Pos { return d.text.pos(n.Line, n.Column) }

// problem reports something that was survived.
func (d *decoder) problem(at *yaml.Node, format string, args ...any) {
	d.flow.Problems = append(d.flow.Problems, &source.Error{
		File: d.file.Name, Pos: d.pos(at), Message: fmt.Sprintf(format, args...),
	})
}

// note is problem for an oddity that loses nothing.
func (d *decoder) note(at *yaml.Node, format string, args ...any) {
	d.flow.Notes = append(d.flow.Notes, &source.Error{
		File: d.file.Name, Pos: d.pos(at), Message: fmt.Sprintf(format, args...),
	})
}

// noteOnce is note for what a flow may hold many times: only the first is reported.
func (d *decoder) noteOnce(at *yaml.Node, text string) {
	if !slices.ContainsFunc(d.flow.Notes, func(n *source.Error) bool { return n.Message == text }) {
		d.note(at, "%s", text)
	}
}

// declare notes a variable's name, so that expressions which spell it
// otherwise are understood.
func (d *decoder) declare(name string) { d.declared[strings.ToLower(name)] = name }

// variable returns the name as declared, or as it is when nobody declares it.
func (d *decoder) variable(name string) string {
	if declared, ok := d.declared[strings.ToLower(name)]; ok {
		return declared
	}
	return name
}

// reads are the variables of an expression, as declared.
func (d *decoder) reads(expression string) []string {
	names := reads(expression)
	for i, name := range names {
		names[i] = d.variable(name)
	}
	return names
}
