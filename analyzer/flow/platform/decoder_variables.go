package platform

import (
	"strings"

	"archlint/analyzer/flow"
)

// variables reads a list of declared variables.
func (d *decoder) variables() ([]flow.Variable, error) {
	var all []flow.Variable
	err := d.array(false, func(int) error {
		v, err := d.variable()
		if v.Name != "" {
			all = append(all, v)
		}
		return err
	})
	return all, err
}

func (d *decoder) variable() (v flow.Variable, err error) {
	begin, err := d.object(false, func(key string) (err error) {
		switch key {
		case "__type":
			v.Type, err = d.string()
			v.Type = lowerFirst(strings.TrimSuffix(v.Type, "Variable"))
		case "id":
			v.ID, err = d.string()
		case "name":
			v.Name, err = d.string()
		case "isInput":
			v.IsInput, err = d.bool()
		case "isOutput":
			v.IsOutput, err = d.bool()
		case "isSecure":
			v.IsSecure, err = d.bool()
		case "initialValue":
			v.Initial, err = d.value()
		default:
			err = d.skip()
		}
		return err
	})
	v.Pos = d.posAt(begin)
	if v.ID != "" {
		d.declared[v.ID] = v.Name
		d.ids[v.ID] = true
	}
	return v, err
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
