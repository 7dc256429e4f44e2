package flow

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// DumpOptions choose what a dump shows beside the structure.
type DumpOptions struct {
	IDs       bool // ids and tracking numbers
	Positions bool // line:column of containers, actions and outputs
	Values    bool // settings, inputs, results, failures
}

// Dump writes the tree of f to w for people and golden files: a line a node,
// indented by depth, without ids, positions or values.
func Dump(w io.Writer, f *Flow) error { return DumpWith(w, f, DumpOptions{}) }

// DumpWith writes the tree of f with what opts choose.
func DumpWith(w io.Writer, f *Flow, opts DumpOptions) error {
	d := &dumper{w: bufio.NewWriter(w), opts: opts}
	d.flow(f)
	return d.w.Flush()
}

type dumper struct {
	w     *bufio.Writer
	opts  DumpOptions
	depth int
}

// line writes one line; empty parts leave no gap.
func (d *dumper) line(parts ...string) {
	d.w.WriteString(strings.Repeat("  ", d.depth))
	sep := ""
	for _, part := range parts {
		if part != "" {
			d.w.WriteString(sep + part)
			sep = " "
		}
	}
	d.w.WriteByte('\n')
}

// under writes what belongs one level deeper.
func (d *dumper) under(write func()) {
	d.depth++
	write()
	d.depth--
}

func (d *dumper) pos(pos fmt.Stringer) string {
	if !d.opts.Positions {
		return ""
	}
	return "@" + pos.String()
}

func (d *dumper) id(id string, tracking int) string {
	if !d.opts.IDs {
		return ""
	}
	if tracking != 0 {
		id += "#" + strconv.Itoa(tracking)
	}
	return "id=" + id
}

func (d *dumper) flow(f *Flow) {
	d.line("flow", strconv.Quote(f.Name), string(f.Type), d.id(f.ID, 0), d.pos(f.Pos))
	d.under(func() {
		d.line("entry:", containerRef(f.Entry))
		d.errors(f.Errors)
		for _, v := range f.Variables {
			d.variable(v)
		}
		for _, it := range f.IntentTasks {
			d.line("intent", strconv.Quote(it.Intent), "->", containerRef(it.Task))
		}
		if f.KnowledgeTask != nil {
			d.line("knowledge ->", containerRef(f.KnowledgeTask))
		}
		for _, c := range f.Containers {
			d.container(c)
		}
		for _, module := range f.Modules {
			d.line("module:")
			d.under(func() { d.flow(module) })
		}
		for _, p := range f.Problems {
			d.line("problem", p.Pos.String()+":", p.Message)
		}
	})
}

func (d *dumper) errors(e ErrorHandling) {
	if e.Kind == "" {
		return
	}
	target := ""
	if e.Target != nil {
		target = "-> " + containerRef(e.Target)
	}
	d.line("on error:", e.Kind, target)
}

func (d *dumper) variable(v Variable) {
	d.line("variable", v.Name, v.Type, flag(v.IsInput, "input"), flag(v.IsOutput, "output"), flag(v.IsSecure, "secure"), d.pos(v.Pos))
}

func flag(set bool, word string) string {
	if set {
		return word
	}
	return ""
}

// containerRef names a container where it is referred to.
func containerRef(c *Container) string {
	if c == nil {
		return "none"
	}
	return string(c.Kind) + " " + strconv.Quote(c.Name)
}

func (d *dumper) container(c *Container) {
	owner := ""
	if c.Owner != nil {
		owner = "of " + containerRef(c.Owner)
	}
	d.line(containerRef(c), owner, flag(c.Recurring, "recurring"), d.id(c.ID, c.TrackingID), d.pos(c.Pos))
	d.under(func() {
		for _, v := range c.Variables {
			d.variable(v)
		}
		for _, out := range c.Outputs {
			d.line("declares output", out.ID)
		}
		d.menu(c.Menu)
		for _, ch := range c.Choices {
			d.choice(c, ch)
		}
		d.block(c.Body)
	})
}

func (d *dumper) menu(m *MenuSettings) {
	if m != nil && m.Repeat.IsSet() {
		d.line("repeat:", valueText(m.Repeat))
	}
}

func (d *dumper) choice(c *Container, ch *Choice) {
	isDefault := c.Menu != nil && c.Menu.Default == ch
	d.line("choice", strconv.Quote(ch.Name), flag(ch.Key != "", "key="+ch.Key), flag(ch.Global, "global"),
		flag(isDefault, "default"), d.pos(ch.Pos))
	if ch.Action != nil {
		d.under(func() { d.action(ch.Action) })
	}
}

func (d *dumper) block(b *Block) {
	if b == nil {
		return
	}
	for _, a := range b.Actions {
		d.action(a)
	}
}

func (d *dumper) action(a *Action) {
	d.line(a.Kind.Name, strconv.Quote(a.Name), flag(a.Kind.Opaque, "opaque"), flag(a.Disabled, "disabled"), callee(a), target(a),
		d.id(a.ID, a.TrackingID), d.pos(a.Pos))
	d.under(func() {
		d.values(a)
		for _, out := range a.Outputs {
			d.output(out)
		}
	})
}

func callee(a *Action) string {
	if a.DataAction == nil {
		return ""
	}
	return "calls " + strconv.Quote(a.DataAction.Integration) + "/" + strconv.Quote(a.DataAction.Name)
}

func target(a *Action) string {
	switch {
	case a.TaskOutput != "":
		return "by " + a.TaskOutput
	case a.Target != nil:
		return "-> " + containerRef(a.Target)
	case a.TargetRef != "":
		return "-> nothing"
	default:
		return ""
	}
}

func (d *dumper) values(a *Action) {
	for _, e := range a.External {
		d.line("names", e.Kind, strconv.Quote(e.Name), d.id(e.ID, 0), valueText(e.Value))
	}
	if !d.opts.Values {
		return
	}
	for _, list := range []struct {
		word     string
		bindings []Binding
	}{{"set", a.Values}, {"in", a.Inputs}, {"out", a.Results}, {"error", a.Failures}} {
		for _, b := range list.bindings {
			d.line(list.word, b.Name, "=", valueText(b.Value), d.valuePos(b.Value))
		}
	}
	for i, v := range a.Cases {
		d.line(CaseOutput(i), "=", valueText(v), d.valuePos(v))
	}
	if a.DataAction != nil && a.DataAction.Timeout != nil {
		d.line("timeout =", valueText(a.DataAction.Timeout), d.valuePos(a.DataAction.Timeout))
	}
	if len(a.AlsoReads) > 0 {
		d.line("also reads", strings.Join(a.AlsoReads, ", "))
	}
}

func (d *dumper) valuePos(v *Value) string {
	if v == nil {
		return ""
	}
	return d.pos(v.Pos)
}

// valueText prints a value by its kind: "literal", =expression, >variable.
func valueText(v *Value) string {
	if v == nil {
		return ""
	}
	switch v.Kind {
	case Literal:
		return strconv.Quote(v.Text)
	case Expression:
		return "=" + oneLine(v.Text) + reads(v)
	case VariableIn:
		return ">" + v.Text
	default:
		return string(v.Kind)
	}
}

func reads(v *Value) string {
	if len(v.Reads) == 0 {
		return ""
	}
	return " reads(" + strings.Join(v.Reads, ", ") + ")"
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (d *dumper) output(out *Output) {
	state := ""
	if out.State != Connected {
		state = string(out.State)
	}
	label := ""
	if out.Label != "" && !strings.EqualFold(out.Label, out.Name) {
		label = strconv.Quote(out.Label)
	}
	d.line(out.Name+":", label, state, flag(out.Disabled, "disabled"), d.pos(out.Pos))
	d.under(func() { d.block(out.Block) })
}
