package policy

import (
	"reflect"
	"slices"
	"strings"

	catalogue "archlint/analyzer/capacity/limits"
	"archlint/analyzer/flow"
	"archlint/analyzer/policy/fields"
)

// words are the texts that fields of the input take, by "Record.field".
type words map[string][]string

// closedWords are the texts of fields that take no others: the tag enum of the facts, and the
// limits of the catalogue.
func closedWords() words {
	out, seen := words{}, map[reflect.Type]bool{}
	var visit func(t reflect.Type)
	visit = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || seen[t] {
			return
		}
		seen[t] = true
		for _, f := range fields.Of(t) {
			if enum, ok := t.FieldByIndex(f.Index).Tag.Lookup("enum"); ok {
				out[t.Name()+"."+f.Name] = strings.Split(enum, ",")
			}
			visit(f.Type)
		}
	}
	visit(inputType(FlowScope))
	visit(inputType(OrgScope))
	out["LimitID.namespace"], out["LimitID.key"] = limitWords()
	return out
}

// limitWords are the namespaces and the keys of the limits that demand is held against: those
// of the catalogue.
func limitWords() (namespaces, keys []string) {
	c, err := catalogue.Load()
	if err != nil {
		return nil, nil // a test of the catalogue fails then
	}
	for _, e := range c.Entries {
		namespaces, keys = append(namespaces, e.Namespace), append(keys, e.Key)
	}
	slices.Sort(namespaces)
	slices.Sort(keys)
	return slices.Compact(namespaces), slices.Compact(keys)
}

// usualWords are the texts that fields take as a rule, where others can come from a file: a
// flow type or a kind of action that archlint does not know.
func usualWords() words {
	var types, kinds []string
	for _, t := range flow.Types() {
		types = append(types, string(t.Type))
	}
	for _, k := range flow.Kinds() {
		kinds = append(kinds, k.Name)
	}
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	return words{"Flow.type": types, "Node.kind": kinds, "Decider.kind": kinds}
}
