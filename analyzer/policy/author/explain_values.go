package author

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"archlint/analyzer/policy"
)

// seenValues are the references of a condition with what they stand for.
func seenValues(expr *ast.Expr, e topdown.Event) []SeenValue {
	out := []SeenValue{}
	ast.WalkRefs(expr, func(ref ast.Ref) bool {
		head, ok := ref[0].Value.(ast.Var)
		if !ok || !ref.IsGround() && len(ref) > 1 && !ref[1:].IsGround() {
			return false
		}
		base, shown := valueOf(head, e)
		if base == nil {
			return false
		}
		ref, text := valueAt(base, ref)
		seen := SeenValue{Ref: strings.Replace(ref.String(), string(head), shown, 1), Value: text}
		if !strings.Contains(seen.Ref, "__local") { // made by the compiler
			out = append(out, seen)
		}
		return false
	})
	return out
}

// valueAt follows a reference into a value. Where it leads through a part that
// is null, that part is the answer.
func valueAt(base ast.Value, ref ast.Ref) (ast.Ref, string) {
	for i := 1; i <= len(ref); i++ {
		v, err := base.Find(ref[1:i])
		_, null := v.(ast.Null)
		switch {
		case err != nil:
			return ref, "undefined"
		case null || i == len(ref):
			return ref[:i], shortened(v)
		}
	}
	return ref, "undefined"
}

// shortened shows a value; of a record that has a name, the name.
func shortened(v ast.Value) string {
	if object, ok := v.(ast.Object); ok {
		if r := (policy.InputRecord{Object: object}); r.Text("name") != "" && r.Has("line") {
			return fmt.Sprintf("%q (line %d)", r.Text("name"), r.Number("line"))
		}
	}
	text := v.String()
	if len(text) > 120 {
		text = strings.ToValidUTF8(text[:117], "") + "..."
	}
	return text
}

// valueOf returns what a variable stands for, and its name as the author wrote it.
func valueOf(v ast.Var, e topdown.Event) (ast.Value, string) {
	if v.Equal(ast.InputRootDocument.Value) {
		if in := e.Input(); in != nil {
			return in.Value, string(v)
		}
		return nil, ""
	}
	if e.Locals == nil {
		return nil, ""
	}
	shown := string(v)
	if meta, ok := e.LocalMetadata[v]; ok {
		shown = string(meta.Name)
	}
	return e.Locals.Get(v), shown
}
