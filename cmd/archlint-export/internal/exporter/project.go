package exporter

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"archlint/cmd/archlint-export/internal/layout"
)

// object is a JSON object whose members are kept as they came.
type object map[string]json.RawMessage

func parseObject(data []byte) (object, error) {
	var o object
	if err := json.Unmarshal(data, &o); err != nil || o == nil {
		return nil, fmt.Errorf("a record is no JSON object")
	}
	return o, nil
}

func (o object) text(member string) string {
	var s string
	if json.Unmarshal(o[member], &s) != nil {
		return ""
	}
	return s
}

// keep returns an object with only those members. Records of the API carry
// people's names, counters that change by the minute, and settings that may
// hold secrets; an export takes what a review needs and names it.
func (o object) keep(members ...string) object {
	kept := object{}
	for _, m := range members {
		if v, ok := o[m]; ok && !bytes.Equal(v, []byte("null")) {
			kept[m] = v
		}
	}
	return kept
}

// reduce replaces a member that is an object by one with only those members.
func (o object) reduce(member string, members ...string) object {
	if inner, err := parseObject(o[member]); err == nil {
		if data, err := json.Marshal(inner.keep(members...)); err == nil {
			o[member] = data
			return o
		}
	}
	delete(o, member)
	return o
}

// reference reduces members that refer to something to its id and name.
func (o object) reference(members ...string) object {
	for _, m := range members {
		if _, ok := o[m]; ok {
			o.reduce(m, "id", "name")
		}
	}
	return o
}

// listing is the file of a part: its records by name and id.
func listing(records []object) ([]byte, error) {
	slices.SortFunc(records, func(a, b object) int {
		return cmp.Or(cmp.Compare(a.text("name"), b.text("name")), cmp.Compare(a.text("id"), b.text("id")))
	})
	records = slices.CompactFunc(records, func(a, b object) bool { return a.text("id") != "" && a.text("id") == b.text("id") })
	if records == nil {
		records = []object{}
	}
	return layout.JSON(map[string]any{"entities": records})
}

// tidy rewrites a JSON text with its members in order, numbers as they were.
func tidy(data []byte) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	return layout.JSON(v)
}
