package policies_test

import (
	"io/fs"
	"maps"
	"slices"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"

	"archlint/analyzer/policy"
	"archlint/policies"
)

// TestFixturesFollowTheSchema holds the records that unit tests are made of
// against the input's schema: a test with a field that real input does not
// have proves nothing. Fields that no rule reads may be missing.
func TestFixturesFollowTheSchema(t *testing.T) {
	text, err := fs.ReadFile(policies.FS, "lib/fixtures_test.rego")
	if err != nil {
		t.Fatal(err)
	}
	schema := policy.Schema(policy.OrgScope)["definitions"].(map[string]any)
	for expression, record := range map[string]string{
		"flow({})": "Flow", "call({})": "Call", "sum({})": "Sum", "loop({})": "Loop", "node({})": "Node", "value({})": "Value",
		`read("x")`: "Read", "definition({})": "Definition", "limit({})": "Limit", "org": "Org", "alternative({})": "Alternative",
	} {
		query := rego.New(rego.Query("data.archlint.fixtures."+expression), rego.Module("fixtures.rego", string(text)))
		if expression != "org" {
			query = rego.New(rego.Query("x := data.archlint.fixtures."+expression), rego.Module("fixtures.rego", string(text)))
		}
		result, err := query.Eval(t.Context())
		if err != nil || len(result) == 0 {
			t.Fatalf("%s: %v, %v", expression, result, err)
		}
		value := result[0].Bindings["x"]
		if expression == "org" {
			value = result[0].Expressions[0].Value
		}
		definition, known := schema[record].(map[string]any)
		if !known {
			continue // only ever null: written in place
		}
		fields := definition["properties"].(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(value.(map[string]any))) {
			if _, has := fields[key]; !has {
				t.Errorf("fixtures.%s has the field %q, which facts.%s has not", expression, key, record)
			}
		}
	}
}
