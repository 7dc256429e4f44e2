package dataflow

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// The tests write flows as sketches, one action a line, what follows an output
// indented below its name:
//
//	flow workflow
//	vars Flow.id Flow.ok=false
//	task Main(in Task.x, out Task.y)
//	  data Get(id=Flow.id) -> status=Flow.status ! code=Flow.code
//	    success:
//	      set Flow.ok = true
//	    failure: exit
//	  loop 5 index=Flow.i # a name
//	    loop:
//	      wait 5
//
// A name follows "#". The line number of an action is its position.
type sketcher struct {
	t     testing.TB
	lines []sketchLine
	at    int
	f     *flow.Flow
	jumps []func()
	box   *flow.Container
}

type sketchLine struct {
	number, indent int
	text, name     string
}

// sketch makes the flow that text describes.
func sketch(t testing.TB, text string) *flow.Flow {
	t.Helper()
	s := &sketcher{t: t, f: &flow.Flow{Name: "Sketch", Type: "workflow", Format: flow.Archy}}
	for i, line := range strings.Split(text, "\n") {
		body, name, _ := strings.Cut(line, " # ")
		trimmed := strings.TrimSpace(body)
		if trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		indent := len(body) - len(strings.TrimLeft(body, " \t"))
		indent += 7 * strings.Count(body[:indent], "\t")
		s.lines = append(s.lines, sketchLine{i + 1, indent, trimmed, strings.TrimSpace(name)})
	}
	for s.at < len(s.lines) {
		s.top()
	}
	for _, j := range s.jumps {
		j()
	}
	return s.f
}

// lower makes the graph of a sketch, and checks it.
func lower(t *testing.T, f *flow.Flow) *cfg.Graph {
	t.Helper()
	g := cfg.Lower(f, cfg.Options{Count: expr.Int})
	if err := g.Check(); err != nil {
		t.Fatal(err)
	}
	return g
}

func (s *sketcher) top() {
	line := s.lines[s.at]
	word, rest, _ := strings.Cut(line.text, " ")
	s.at++
	switch word {
	case "flow":
		s.f.Type = flow.Type(rest)
	case "vars":
		for _, v := range strings.Fields(rest) {
			s.f.Variables = append(s.f.Variables, variableOf(v))
		}
	case "task", "state", "loopTask", "menu", "bot":
		s.container(word, rest, line)
	default:
		s.t.Fatalf("line %d: %q is no part of a flow", line.number, line.text)
	}
}

func variableOf(text string) flow.Variable {
	name, initial, given := strings.Cut(text, "=")
	v := flow.Variable{Name: name}
	if given {
		v.Initial = &flow.Value{Kind: flow.Literal, Text: initial}
	}
	return v
}

func (s *sketcher) container(kind, rest string, line sketchLine) {
	name, parameters, _ := strings.Cut(rest, "(")
	if line.name != "" {
		name = line.name
	}
	c := &flow.Container{Kind: flow.ContainerKind(kind), Name: strings.TrimSpace(name), ID: strings.TrimSpace(strings.SplitN(rest, "(", 2)[0])}
	for _, p := range split(strings.TrimSuffix(parameters, ")")) {
		direction, name, _ := strings.Cut(p, " ")
		v := variableOf(name)
		v.IsInput, v.IsOutput = direction == "in", direction == "out"
		c.Variables = append(c.Variables, v)
	}
	s.f.Containers = append(s.f.Containers, c)
	if s.f.Entry == nil {
		s.f.Entry = c
	}
	s.box = c
	if kind != "menu" {
		c.Body = s.block(line.indent)
		return
	}
	c.Menu = &flow.MenuSettings{}
	for i, a := range s.block(line.indent).Actions {
		c.Choices = append(c.Choices, &flow.Choice{Name: strconv.Itoa(i + 1), Key: strconv.Itoa(i + 1), Action: a})
	}
}

// block reads the actions that are indented deeper than indent.
func (s *sketcher) block(indent int) *flow.Block {
	b := &flow.Block{}
	for s.at < len(s.lines) && s.lines[s.at].indent > indent {
		b.Actions = append(b.Actions, s.action())
	}
	return b
}

func (s *sketcher) action() *flow.Action {
	line := s.lines[s.at]
	s.at++
	a := s.one(line, line.text)
	a.Pos.Line, a.Path = line.number, fmt.Sprintf("line %d", line.number)
	if line.name != "" {
		a.Name = line.name
	}
	for s.at < len(s.lines) && s.lines[s.at].indent > line.indent {
		s.output(a)
	}
	s.complete(a)
	return a
}

// output reads "name:" and the block below it, or "name: action".
func (s *sketcher) output(a *flow.Action) {
	line := s.lines[s.at]
	name, inline, found := strings.Cut(line.text, ":")
	if strings.HasPrefix(line.text, "case ") {
		at := strings.LastIndex(line.text, ":")
		name, inline = line.text[:at], line.text[at+1:]
		a.Cases = append(a.Cases, value(strings.TrimPrefix(name, "case ")))
		name = flow.CaseOutput(len(a.Cases) - 1)
	}
	if !found {
		s.t.Fatalf("line %d: %q is no output", line.number, line.text)
	}
	s.at++
	o := &flow.Output{Name: name, State: flow.Connected, Block: &flow.Block{}}
	if inline = strings.TrimSpace(inline); inline != "" {
		only := s.one(line, inline)
		only.Pos.Line = line.number
		s.complete(only)
		o.Block.Actions = append(o.Block.Actions, only)
	}
	o.Block.Actions = append(o.Block.Actions, s.block(line.indent).Actions...)
	a.Outputs = append(a.Outputs, o)
}

// complete adds the outputs that the kind always has.
func (s *sketcher) complete(a *flow.Action) {
	names := a.Kind.Outputs
	for _, name := range names {
		if a.Output(name) == nil {
			a.Outputs = append(a.Outputs, &flow.Output{Name: name, State: flow.Empty})
		}
	}
}

// one reads an action without its outputs.
func (s *sketcher) one(line sketchLine, text string) *flow.Action {
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	a := &flow.Action{Name: text}
	kind := func(name string) { a.Kind, a.RawKind = flow.KindByName(name), name }
	to := func(name string, target string) {
		kind(name)
		a.TargetRef = target
		s.jumps = append(s.jumps, func() { a.Target = s.find(line, target) })
	}
	setting := func(name, text string) {
		if text != "" {
			a.Values = append(a.Values, flow.Binding{Name: name, Value: value(text)})
		}
	}
	switch word {
	case "data", "table", "call", "module":
		head, results, failures := signature(rest)
		called, inputs, _ := strings.Cut(strings.TrimSuffix(head, ")"), "(")
		a.Inputs, a.Results, a.Failures = bindings(inputs, value), bindings(results, target), bindings(failures, target)
		switch word {
		case "data":
			kind("callData")
			a.DataAction = &flow.DataAction{Name: called, Integration: "Service"}
			a.Name = called
		case "table":
			kind("dataTableLookup")
		case "call":
			to("callTask", called)
		}
	case "find":
		kind("findQueue")
		head, results, _ := signature(rest)
		a.Inputs = []flow.Binding{{Name: "findName", Value: value(head)}}
		a.Results = []flow.Binding{{Name: "findResult", Value: target(results)}}
	case "set":
		kind("updateData")
		for i, statement := range strings.Split(rest, ";") {
			v, e, _ := strings.Cut(statement, " = ")
			name := "statement:" + strconv.Itoa(i)
			a.Results = append(a.Results, flow.Binding{Name: name, Value: target(v)})
			a.Inputs = append(a.Inputs, flow.Binding{Name: name, Value: value(e)})
		}
	case "decision":
		kind("decision")
		setting("condition", rest)
	case "switch":
		kind("switch")
		setting("expression", rest)
	case "loop":
		kind("loop")
		count, counter, _ := strings.Cut(rest, "index=")
		setting("loopCount", strings.TrimSpace(count))
		if counter != "" {
			v := target(counter)
			a.Values = append(a.Values, flow.Binding{Name: "currentIndex", Value: v})
			a.Results = append(a.Results, flow.Binding{Name: "currentIndex", Value: v})
		}
	case "wait", "hold":
		kind(map[string]string{"wait": "wait", "hold": "holdMusic"}[word])
		if _, err := strconv.Atoi(rest); err == nil {
			rest = "MakeDuration(0,0,0," + rest + ",0)"
		}
		setting("duration", rest)
	case "play":
		kind("playAudio")
		a.AlsoReads = strings.Fields(rest)
	case "ask", "slot":
		kind(map[string]string{"ask": "collectInput", "slot": "askForSlot"}[word])
		_, results, _ := signature(rest)
		if results != "" {
			a.Results = []flow.Binding{{Name: map[string]string{"ask": "inputData", "slot": "askResult"}[word], Value: target(results)}}
		}
	case "setdata":
		kind("setParticipantData")
		a.Inputs = bindings(rest, value)
	case "getdata":
		kind("getParticipantData")
		a.Results = bindings(rest, target)
	case "jump":
		to("jumpToTask", rest)
	case "state":
		to("changeState", rest)
	case "menu":
		to("jumpToMenu", rest)
	case "exit":
		kind("loopExit")
	case "next":
		kind("loopNext")
	case "end":
		kind("endTask")
		a.TaskOutput = rest
	case "disconnect":
		kind("disconnect")
	case "transfer":
		kind("transferToAcd")
	case "schedule":
		kind("evaluateSchedule")
	case "mystery":
		kind("somethingNew")
	case "bot":
		kind("callBotFlow")
		_, results, _ := signature(rest)
		a.Results = bindings(results, target)
	default:
		s.t.Fatalf("line %d: %q is no action", line.number, text)
	}
	return a
}

func (s *sketcher) find(line sketchLine, id string) *flow.Container {
	for _, c := range s.f.Containers {
		if c.ID == id {
			return c
		}
	}
	s.t.Fatalf("line %d: there is no %q", line.number, id)
	return nil
}

// signature cuts "f(a) -> b ! c".
func signature(text string) (head, results, failures string) {
	head, failures, _ = strings.Cut(text, " ! ")
	head, results, _ = strings.Cut(head, "-> ")
	return strings.TrimSpace(head), strings.TrimSpace(results), strings.TrimSpace(failures)
}

func bindings(text string, make func(string) *flow.Value) []flow.Binding {
	var bound []flow.Binding
	for _, part := range split(text) {
		name, v, _ := strings.Cut(part, "=")
		bound = append(bound, flow.Binding{Name: strings.TrimSpace(name), Value: make(v)})
	}
	return bound
}

// split cuts at commas outside of brackets and quotes.
func split(text string) []string {
	var parts []string
	depth, quoted, from := 0, false, 0
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth--
		case r == ',' && depth == 0:
			parts = append(parts, strings.TrimSpace(text[from:i]))
			from = i + 1
		}
	}
	if last := strings.TrimSpace(text[from:]); last != "" {
		parts = append(parts, last)
	}
	return parts
}

func value(text string) *flow.Value {
	text = strings.TrimSpace(text)
	switch {
	case text == "" || text == "NOT_SET":
		return &flow.Value{Kind: flow.NotSet}
	case strings.Contains(text, "{{"):
		return &flow.Value{Kind: flow.Unknown, Text: text}
	}
	return &flow.Value{Kind: flow.Expression, Text: text}
}

func target(text string) *flow.Value {
	if text = strings.TrimSpace(text); text == "" || text == "_" {
		return &flow.Value{Kind: flow.NotSet}
	}
	return &flow.Value{Kind: flow.VariableIn, Text: text}
}
