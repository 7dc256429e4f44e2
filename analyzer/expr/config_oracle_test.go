package expr

import (
	"encoding/json"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// unmarshalled is FromConfig by way of encoding/json: slow and simple. It has no
// opinion (false) where a name stands twice in an object or bytes are not UTF-8.
func unmarshalled(config []byte) (*Node, bool) {
	if !jsontext.Value(config).IsValid() {
		return nil, false
	}
	var v any
	if err := json.Unmarshal(config, &v); err != nil {
		return nil, false
	}
	o := oracle{}
	n := o.tree(v)
	if o.odd {
		n = &Node{Kind: Unknown}
	}
	return n, true
}

type oracle struct{ odd bool }

func (o *oracle) tree(v any) *Node {
	for what, b := range take[map[string]any](o, v) {
		if len(v.(map[string]any)) != 1 {
			for key, other := range v.(map[string]any) {
				o.body(key, other)
			}
			break
		}
		return o.body(what, b)
	}
	return &Node{Kind: Unknown}
}

func (o *oracle) body(what string, v any) *Node {
	m := take[map[string]any](o, v)
	b := body{text: take[string](o, m["text"]), typ: take[string](o, m["type"])}
	b.val, _ = m["val"].(string)
	switch {
	case what == "lit":
		items := take[[]any](o, m["items"])
		b.list = items != nil
		for _, i := range items {
			b.args = append(b.args, o.tree(take[map[string]any](o, i)["config"]))
		}
	case !isLeaf(what):
		for _, operand := range take[[]any](o, m["operands"]) {
			b.args = append(b.args, o.tree(operand))
		}
	}
	if v == nil {
		return &Node{Kind: Unknown}
	}
	return b.node(what)
}

// take returns v as a T; null and what is missing as none, anything else as odd.
func take[T any](o *oracle, v any) T {
	t, ok := v.(T)
	o.odd = o.odd || !ok && v != nil
	return t
}

func sameTree(a, b *Node) bool {
	if len(a.Args) != len(b.Args) {
		return false
	}
	for i := range a.Args {
		if !sameTree(a.Args[i], b.Args[i]) {
			return false
		}
	}
	x, y := *a, *b
	x.Args, y.Args = nil, nil
	return reflect.DeepEqual(x, y)
}
