package draw

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/cfg"
	"archlint/analyzer/drawing"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

// example is a menu-less flow: a loop of three rounds around a data action
// that leaves on success, then a call of a task, then the end; one action
// stands behind an end and is never reached.
func example(name string) (*cfg.Graph, facts.Flow) {
	at := func(line int) source.Pos { return source.Pos{Line: line, Column: 1} }
	call := &flow.Action{Kind: flow.KindByName("callData"), Name: name, Pos: at(4), DataAction: &flow.DataAction{Name: "Get status"}}
	for _, o := range []string{"success", "failure", "timeout"} {
		call.Outputs = append(call.Outputs, &flow.Output{Name: o, State: flow.Empty})
	}
	call.Outputs[0].State = flow.Connected
	call.Outputs[0].Block = &flow.Block{Actions: []*flow.Action{{Kind: flow.KindByName("loopExit"), Name: "Done", Pos: at(5)}}}
	loop := &flow.Action{Kind: flow.KindByName("loop"), Name: "Try", Pos: at(3),
		Values:  []flow.Binding{{Name: "loopCount", Value: &flow.Value{Kind: flow.Literal, Text: "3", Type: "int"}}},
		Outputs: []*flow.Output{{Name: "loop", State: flow.Connected, Block: &flow.Block{Actions: []*flow.Action{call}}}}}
	bye := &flow.Container{Kind: flow.Task, Name: "Bye", Pos: at(9),
		Body: &flow.Block{Actions: []*flow.Action{{Kind: flow.KindByName("playAudio"), Name: "Say", Pos: at(10)}}}}
	main := &flow.Container{Kind: flow.Task, Name: "Main", Pos: at(2), Body: &flow.Block{Actions: []*flow.Action{
		loop,
		{Kind: flow.KindByName("callTask"), Name: "Call Bye", Pos: at(6), Target: bye},
		{Kind: flow.KindByName("disconnect"), Name: "Hang up", Pos: at(7)},
		{Kind: flow.KindByName("playAudio"), Name: "Never", Pos: at(8)},
	}}}
	f := &flow.Flow{Name: name, Type: "inboundcall", Entry: main, Containers: []*flow.Container{main, bye}, Pos: at(1)}
	return cfg.Lower(f, cfg.Options{}), facts.Flow{
		Name: name,
		Calls: []facts.Call{{Place: facts.Place{Line: 4, Column: 1}, Name: name, PerRun: facts.Range{Min: 1, Expected: 1.34, Max: 3},
			BoundedBy: "loopCount", Hot: true}},
		Loops: []facts.Loop{{Place: facts.Place{Line: 3, Column: 1}, Kind: "retry"}},
	}
}

var formats = []struct {
	name  string
	write func(io.Writer, *drawing.Drawing) error
}{{"dot", DOT}, {"mermaid", Mermaid}, {"svg", func(w io.Writer, d *drawing.Drawing) error { return SVG(context.Background(), w, d) }}}

func TestGolden(t *testing.T) {
	for _, f := range formats {
		var buf bytes.Buffer
		if err := f.write(&buf, drawing.Flow(example("Get status"))); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", "example."+f.name)
		if *update {
			if err := os.WriteFile(path, buf.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), buf.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

// What a flow is called changes labels and nothing else.
func TestHostileNames(t *testing.T) {
	const hostile = "a\"]; x -> y {}\n|end `b` <script> #quot; \\N \x00\xff\r"
	for _, f := range formats[:2] { // in SVG a name decides about sizes: see below
		var plain, wild bytes.Buffer
		if err := f.write(&plain, drawing.Flow(example("NAME"))); err != nil {
			t.Fatal(err)
		}
		if err := f.write(&wild, drawing.Flow(example(hostile))); err != nil {
			t.Fatal(err)
		}
		quoted := dotText(hostile)
		if f.name == "mermaid" {
			quoted = mermaidText(hostile)
		}
		inner := strings.Trim(quoted, "\"")
		if diff := cmp.Diff(plain.String(), strings.ReplaceAll(wild.String(), inner, "NAME")); diff != "" {
			t.Errorf("%s (-plain +hostile):\n%s", f.name, diff)
		}
		if strings.ContainsAny(strings.NewReplacer("\\\"", "", "\\\\", "").Replace(inner), "\"\n\x00\r") {
			t.Errorf("%s: %q can end its quotes", f.name, inner)
		}
	}
}

// What a flow is called is text in an SVG, and stays so.
func TestHostileNamesInSVG(t *testing.T) {
	const hostile = "a\"]; <script>alert(1)</script> ]]> <!-- &lt; ' onload=x \x00\xff\r\n \u202e \ufffe"
	count := func(name string) (elements map[string]int) {
		var buf bytes.Buffer
		if err := SVG(context.Background(), &buf, drawing.Flow(example(name))); err != nil {
			t.Fatal(err)
		}
		elements = map[string]int{}
		dec := xml.NewDecoder(&buf)
		for {
			token, err := dec.Token()
			if err == io.EOF {
				return elements
			}
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := token.(xml.StartElement); ok && e.Name.Local != "text" { // a long name takes more lines
				elements[e.Name.Local]++
				for _, a := range e.Attr {
					if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Value, "alert") {
						t.Errorf("attribute %s=%q", a.Name.Local, a.Value)
					}
				}
			}
		}
	}
	if diff := cmp.Diff(count("NAME"), count(hostile)); diff != "" {
		t.Errorf("(-plain +hostile):\n%s", diff)
	}
}

// A layout ends when nobody waits for it any more.
func TestSVGEndsEarly(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := SVG(ctx, io.Discard, drawing.Flow(example("x"))); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestEveryEdgeAndGroupIsThere(t *testing.T) {
	d := drawing.Flow(example("Get status"))
	for _, e := range d.Edges {
		if e.From >= len(d.Nodes) || e.To >= len(d.Nodes) {
			t.Errorf("edge %+v leads nowhere", e)
		}
	}
	dead, hot := 0, 0
	for _, n := range d.Nodes {
		if n.Dead {
			dead++
		}
		if n.Hot {
			hot++
		}
	}
	if dead != 1 || hot != 1 {
		t.Errorf("%d unreachable and %d hot nodes, want one of each", dead, hot)
	}
	for i, g := range d.Groups {
		if g.Parent >= i {
			t.Errorf("group %d stands before its parent", i)
		}
	}
}
