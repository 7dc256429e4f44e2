package policy

import (
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// records are the places of the records of an input. A user's rule may point at
// no other: a place that it made up would put a finding into a file that nobody
// reviewed, or hide it from the waivers, budgets and owners of the right one.
type records struct {
	input   func() ast.Value
	current string // name of the flow under evaluation, "" at org scope
	once    sync.Once
	places  map[place]bool
}

// newRecords returns the records of an input, which is looked through when the
// first is asked for.
func newRecords(input func() ast.Value, current string) *records {
	return &records{input: input, current: current}
}

// has reports whether a record of the input has that place.
func (r *records) has(p place) bool {
	r.once.Do(func() {
		r.places = map[place]bool{}
		r.collect(r.input())
	})
	return r.places[p]
}

// collect adds the places of all records in v.
func (r *records) collect(v ast.Value) {
	switch v := v.(type) {
	case ast.Object:
		if p, ok := placeOf(v, r.current); ok {
			r.places[p] = true
		}
		v.Foreach(func(_, member *ast.Term) { r.collect(member.Value) })
	case *ast.Array:
		v.Foreach(func(item *ast.Term) { r.collect(item.Value) })
	case ast.Set:
		v.Foreach(func(item *ast.Term) { r.collect(item.Value) })
	}
}
