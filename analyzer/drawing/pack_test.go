package drawing

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer/facts"
)

// A drawing that was packed is the drawing.
func TestPack(t *testing.T) {
	if Pack(&Drawing{}).Drawing() == nil || (Packed{}).Drawing() != nil {
		t.Error("a drawing of nothing is one, and the zero Packed is none")
	}
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.Make[*Drawing]().Filter(func(d *Drawing) bool { return d != nil }).Draw(t, "drawing")
		for i := range d.Nodes {
			d.Nodes[i].At = placeOf(d.Nodes[i].At)
		}
		d.Start = placeOf(d.Start)
		if len(d.Groups) == 0 {
			d.Groups = nil
		}
		if len(d.Nodes) == 0 {
			d.Nodes = nil
		}
		if len(d.Edges) == 0 {
			d.Edges = nil
		}
		if again := Pack(d).Drawing(); !reflect.DeepEqual(again, d) {
			t.Fatalf("%+v\nis not\n%+v", again, d)
		}
	})
}

// placeOf is what of a place a drawing sets.
func placeOf(at facts.Place) facts.Place {
	return facts.Place{File: at.File, Line: at.Line, Column: at.Column}
}
