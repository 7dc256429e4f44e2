package facts

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var updating = flag.Bool("update", false, "write descriptions.json anew")

// TestEveryFieldIsDescribed takes the description of every field of every record from its
// comment, and holds descriptions.json, which the schema shows, to them.
func TestEveryFieldIsDescribed(t *testing.T) {
	found := commented(t)
	for name, text := range found {
		if text == "" {
			t.Errorf("%s has no comment: say what it is, with its unit", name)
		}
	}
	want, err := json.MarshalIndent(found, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if got, err := os.ReadFile("descriptions.json"); err != nil || !bytes.Equal(got, want) {
		t.Error("descriptions.json is stale: run go test ./analyzer/facts -run Described -update")
		if *updating {
			if err := os.WriteFile("descriptions.json", want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// commented returns the comments of the fields by "Record.field", those that JSON shows.
func commented(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if record, ok := spec.Type.(*ast.StructType); ok {
				fieldsOf(spec.Name.Name, record, found)
			}
			return false
		})
	}
	return found
}

// fieldsOf takes the comment above a field, which may speak of those below it as well, or the
// one at the end of its line.
func fieldsOf(record string, s *ast.StructType, found map[string]string) {
	above := ""
	for _, f := range s.Fields.List {
		if f.Doc != nil {
			above = f.Doc.Text()
		}
		if f.Tag == nil || len(f.Names) == 0 {
			continue
		}
		name, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		text := f.Comment.Text()
		if f.Doc != nil || text == "" && slices.Contains(strings.Fields(strings.NewReplacer(",", " ", ".", " ", ";", " ").Replace(above)),
			f.Names[0].Name) {
			text = strings.TrimSpace(above + " " + text)
		}
		found[record+"."+name] = asJSON(s, strings.Join(strings.Fields(text), " "))
	}
}

// asJSON calls the fields of a record in a comment as JSON does, in backquotes.
func asJSON(s *ast.StructType, text string) string {
	for _, f := range s.Fields.List {
		if f.Tag == nil || len(f.Names) == 0 || f.Names[0].Name == strings.ToUpper(f.Names[0].Name) {
			continue // URL and ID are words of their own
		}
		name, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json"), ",")
		text = regexp.MustCompile(`\b`+f.Names[0].Name+`\b`).ReplaceAllLiteralString(text, "`"+name+"`")
	}
	return text
}
