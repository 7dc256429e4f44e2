package facts

import (
	"fmt"
	"reflect"
	"testing"
)

// TestPackedNodesComeBackWhole fills every field there is, so that a new one
// which the packing forgets is missed.
func TestPackedNodesComeBackWhole(t *testing.T) {
	n := 0
	var nodes []Node
	for range 3 {
		var node Node
		fill(t, reflect.ValueOf(&node).Elem(), &n)
		nodes = append(nodes, node)
	}
	nodes = append(nodes, Node{}, nodes[0])
	if got := PackNodes(nodes).Nodes(); !reflect.DeepEqual(got, nodes) {
		t.Errorf("packed\n%+v\ncame back as\n%+v", nodes, got)
	}
	if got := PackNodes(nil).Nodes(); got != nil {
		t.Errorf("nothing came back as %+v", got)
	}
	if got := (PackedNodes{}).Nodes(); got != nil {
		t.Errorf("the zero value came back as %+v", got)
	}
}

// fill gives every field a value of its own.
func fill(t *testing.T, v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0), n)
		fill(t, v.Index(1), n)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Int:
		v.SetInt(int64(*n - 5))
	case reflect.Bool:
		v.SetBool(true)
	default:
		t.Fatalf("no value for %s", v.Type())
	}
}
