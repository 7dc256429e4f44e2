package org

import (
	"encoding/json"
	"maps"
	"slices"

	"archlint/analyzer/facts"
)

// contractInputs reads the inputs that a JSON Schema declares, in order of name. A schema
// that cannot be read declares none.
func contractInputs(schema []byte) []facts.ContractInput {
	var read struct {
		Properties map[string]struct {
			Type any `json:"type"`
		} `json:"properties"`
	}
	if json.Unmarshal(schema, &read) != nil {
		return nil
	}
	var out []facts.ContractInput
	for _, name := range slices.Sorted(maps.Keys(read.Properties)) {
		kind, _ := read.Properties[name].Type.(string) // a list of types stays unknown
		out = append(out, facts.ContractInput{Name: name, Type: kind})
	}
	return out
}

// inputSchema returns the schema of the inputs of a contract as the integrations API has it.
func inputSchema(contract []byte) []byte {
	var read struct {
		Input struct {
			Schema json.RawMessage `json:"inputSchema"`
		} `json:"input"`
	}
	if json.Unmarshal(contract, &read) != nil {
		return nil
	}
	return read.Input.Schema
}
