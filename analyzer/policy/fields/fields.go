// Package fields tells how the fields of a record are named in JSON: what the
// documents that policies see, their schema, and what is worked out from rules
// have in common.
package fields

import (
	"reflect"
	"strings"
)

// Field is a field of a record as JSON shows it.
type Field struct {
	Name      string
	Index     []int // for reflect.Value.FieldByIndex
	Type      reflect.Type
	OmitEmpty bool
}

// Of lists the fields of a struct by their json tags, with those of embedded
// structs among them, as encoding/json does.
func Of(t reflect.Type) []Field {
	var out []Field
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		out = append(out, Field{Name: name, Index: f.Index, Type: f.Type, OmitEmpty: strings.Contains(options, "omitempty")})
	}
	return out
}
