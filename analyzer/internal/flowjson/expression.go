package flowjson

import "archlint/analyzer/expr"

// Config writes an expression as the platform's tree of it. refer writes a reference, which
// takes the id of the variable.
func Config(n *expr.Node, refer func(*expr.Node) map[string]any) map[string]any {
	switch n.Kind {
	case expr.Literal:
		return fields{"lit": fields{"text": n.Text, "type": n.Type}}
	case expr.NotSet:
		return fields{"nul": fields{}}
	case expr.Reference:
		return refer(n)
	}
	operands := []any{}
	for _, a := range n.Args {
		operands = append(operands, Config(a, refer))
	}
	switch n.Kind {
	case expr.Index: // the index first
		return operation("[", operands[1], operands[0])
	case expr.Member: // its name first
		return operation(".", fields{"lit": fields{"text": n.Name, "type": "str"}}, operands[0])
	}
	if n.Name == "neg" {
		return operation("-", operands...)
	}
	return operation(n.Name, operands...)
}

func operation(name string, operands ...any) fields {
	if operands == nil {
		operands = []any{}
	}
	return fields{name: fields{"operands": operands, "type": ""}}
}

// Refer writes a reference to a declared variable.
func Refer(name, typ, id string) map[string]any {
	return fields{"ref": fields{"text": name, "type": typ, "val": id}}
}

// ReferSystem writes a reference to what the platform provides.
func ReferSystem(name string) map[string]any {
	return fields{"sysref": fields{"text": name, "type": "str", "val": "__" + name + "__"}}
}
