package policy

import (
	"flag"
	"maps"
	"os"
	"slices"
	"testing"
)

var updating = flag.Bool("update", false, "write docs/policy-input.md anew")

// TestEveryFieldOfTheInputIsDescribed rejects a field of the schema without a description.
func TestEveryFieldOfTheInputIsDescribed(t *testing.T) {
	for _, scope := range []Scope{FlowScope, OrgScope} {
		schema := Described(scope)
		records := maps.Clone(schema["definitions"].(map[string]any))
		records["input"] = schema
		for name, record := range records {
			properties := record.(map[string]any)["properties"].(map[string]any)
			for _, field := range slices.Sorted(maps.Keys(properties)) {
				if text, _ := properties[field].(map[string]any)["description"].(string); text == "" {
					t.Errorf("%s: %s.%s has no description", scope, name, field)
				}
			}
		}
	}
}

func TestInputPageIsCurrent(t *testing.T) {
	const page = "../../docs/policy-input.md"
	want := InputPage()
	if got, err := os.ReadFile(page); err != nil || string(got) != want {
		t.Errorf("%s is stale: run go test ./analyzer/policy -run InputPage -update", page)
		if *updating {
			if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
