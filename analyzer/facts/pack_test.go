package facts

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPackedFlowComesBackWhole fills every field there is, so that a new one
// which the packing forgets is missed.
func TestPackedFlowComesBackWhole(t *testing.T) {
	n := 0
	var flow Flow
	fill(t, reflect.ValueOf(&flow).Elem(), &n, 0)
	flow.Nodes = append(flow.Nodes, Node{}, flow.Nodes[0])
	flow.Calls = append(flow.Calls, Call{}, flow.Calls[0])
	for name, f := range map[string]Flow{"full": flow, "empty": {}, "no calls": {Nodes: flow.Nodes}, "calls alone": {Calls: flow.Calls}} {
		outline, details := Pack(f)
		if diff := cmp.Diff(f, details.Whole(outline)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		without := f
		without.Nodes = nil
		if diff := cmp.Diff(without, details.WithoutNodes(outline)); diff != "" {
			t.Errorf("%s, without nodes: %s", name, diff)
		}
	}
	if diff := cmp.Diff(flow, (Packed{}).Whole(flow)); diff != "" {
		t.Errorf("no details: %s", diff)
	}
}

// TestOutlineLacksDetails holds Pack to what it says of outlines, and to leave the
// flow as it was.
func TestOutlineLacksDetails(t *testing.T) {
	n := 0
	var flow Flow
	fill(t, reflect.ValueOf(&flow).Elem(), &n, 0)
	before := slices.Clone(flow.Calls)
	outline, details := Pack(flow)
	details.Whole(outline)
	for _, c := range outline.Calls {
		if len(c.Witness)+len(c.Inputs)+len(c.SuccessOutputs)+len(c.FailureOutputs) > 0 || c.Name == "" {
			t.Errorf("call in the outline: %+v", c)
		}
	}
	if len(outline.Nodes)+len(outline.Worst)+len(outline.Likely) > 0 || len(outline.Loops) == 0 {
		t.Errorf("outline: %+v", outline)
	}
	if diff := cmp.Diff(before, flow.Calls); diff != "" {
		t.Errorf("the flow changed: %s", diff)
	}
}

// deepest is how often a record may stand in one of its own kind.
const deepest = 9

// fill gives every field a value of its own.
func fill(t *testing.T, v reflect.Value, n *int, depth int) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n, depth+1)
		}
	case reflect.Slice:
		if depth > deepest {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0), n, depth+1)
		fill(t, v.Index(1), n, depth+1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n, depth+1)
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n*31 - 500))
	case reflect.Float64:
		v.SetFloat(float64(*n) / 2)
	case reflect.Bool:
		v.SetBool(true)
	default:
		t.Fatalf("no value for %s", v.Type())
	}
}
