package policy

import (
	"reflect"

	"archlint/analyzer/policy/fields"
)

// Schema returns the JSON Schema (draft 7) of the input document of a scope,
// derived from the facts structs. No object takes a property that it does not
// name, so that a misspelt field in a policy is a compile error. Fields that
// can be null have the type ["...", "null"].
func Schema(scope Scope) map[string]any {
	w := schemaWriter{definitions: map[string]any{}}
	doc := w.object(inputType(scope))
	doc["$schema"] = "http://json-schema.org/draft-07/schema#"
	doc["title"] = "archlint policy input, scope " + string(scope)
	doc["definitions"] = w.definitions
	return doc
}

// schemaWriter collects one definition a struct type, by the type's name.
type schemaWriter struct {
	definitions map[string]any
}

func (w *schemaWriter) schema(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return w.nullable(t.Elem())
	case reflect.Struct:
		w.define(t)
		return map[string]any{"$ref": "#/definitions/" + t.Name()}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": w.schema(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Map:
		return map[string]any{"type": "object"}
	}
	return map[string]any{} // anything
}

// nullable writes a record in place, under its name as title, since a $ref takes no
// sibling; the type checker reads the two types as the one that is not null.
func (w *schemaWriter) nullable(t reflect.Type) map[string]any {
	s := w.schema(t)
	if t.Kind() == reflect.Struct {
		s = w.object(t)
		s["title"] = t.Name()
	}
	s["type"] = []any{s["type"], "null"}
	return s
}

func (w *schemaWriter) define(t reflect.Type) {
	if _, done := w.definitions[t.Name()]; !done {
		w.definitions[t.Name()] = nil // a type may hold itself
		w.definitions[t.Name()] = w.object(t)
	}
}

func (w *schemaWriter) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []any{}
	for _, f := range fields.Of(t) {
		properties[f.Name] = w.schema(f.Type)
		if !f.OmitEmpty {
			required = append(required, f.Name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
