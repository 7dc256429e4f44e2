package org

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
	"archlint/analyzer/source"
)

// TestContractInputs reads the declared inputs of one data action in both notations.
func TestContractInputs(t *testing.T) {
	want := []facts.ContractInput{{Name: "any"}, {Name: "page", Type: "integer"}, {Name: "q", Type: "string"}}
	for name, text := range map[string]string{
		"a.json": `{"id": "custom_-_1", "name": "A", "integrationType": "x", "category": "C", "config": {"request": {}},
			"contract": {"input": {"inputSchema":
			{"type": "object", "properties": {"q": {"type": "string"}, "page": {"type": "integer"}, "any": {"type": ["string", "null"]}}}}}}`,
		"a.tf": `resource "genesyscloud_integration_action" "a" {
  name = "A"
  contract_input = jsonencode({ type = "object", properties = { q = { type = "string" }, page = { type = "integer" }, any = {} } })
}`,
	} {
		got, err := DecodeDefinitions(source.NewFile(name, []byte(text)))
		if err != nil || len(got.Definitions) != 1 {
			t.Fatalf("%s: %v, %v", name, got, err)
		}
		if diff := cmp.Diff(want, got.Definitions[0].Contract); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
