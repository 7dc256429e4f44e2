package flow

import "archlint/analyzer/source"

// ValueKind tells how a value is written.
type ValueKind string

// The kinds of value.
const (
	NotSet     ValueKind = "notSet"
	Literal    ValueKind = "literal"
	Expression ValueKind = "expression"
	VariableIn ValueKind = "variable" // an output binding: the variable that is written
	// Unknown stands for a template's placeholder, or for anything that could
	// not be read: nothing is known of it, and no rule may fire on it.
	Unknown ValueKind = "unknown"
)

// Value is a setting as written: a literal, an expression, a variable to
// write to, or nothing. A nil *Value means that the file does not mention it.
type Value struct {
	Kind ValueKind
	// Text is the literal's text, the expression's source, or the variable's
	// name. For durations in Archy it is the scalar as normalised by the
	// decoder to the platform's form "P0D0H1M0S0F".
	Text string
	// Type is the platform's short type name ("str", "int", "dur", "bln", ...)
	// where the format tells, else "".
	Type string
	// Reads are the variables an expression refers to, by name with scope, in
	// order of first appearance, letter case as declared where known.
	Reads []string
	// Tree is the parsed expression where the format or the parser gives one.
	// Its type is *expr.Node; it is nil until package expr fills it.
	Tree any
	// Config is the raw JSON of the platform's own parsed expression (the
	// value's "config" object) where the format has it, else nil. It is a part
	// of the file's text, not a copy: read only.
	Config []byte
	Path   string
	Pos    source.Pos
}

// IsSet reports whether v holds something.
func (v *Value) IsSet() bool { return v != nil && v.Kind != NotSet }
