package packaging

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestPublishedSchemas holds files to the schemas that their readers publish
// (testdata/schema says where each is from).
func TestPublishedSchemas(t *testing.T) {
	for file, schema := range map[string]string{
		".goreleaser.yaml":               "goreleaser.json",
		"docs/ci/archlint.gitlab-ci.yml": "gitlab-ci.json",
	} {
		t.Run(file, func(t *testing.T) {
			compiled := compile(t, schema)
			var doc any
			read(t, file, &doc)
			if err := compiled.Validate(plain(t, doc)); err != nil {
				t.Error(err)
			}
			doc.(map[string]any)["before"] = 7 // a key of both formats
			doc.(map[string]any)["stages"] = map[string]any{"a": []any{}}
			if compiled.Validate(plain(t, doc)) == nil {
				t.Error("the schema takes anything")
			}
		})
	}
}

func compile(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata/schema", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// plain is what was read from YAML as JSON has it.
func plain(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
