package policy

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"archlint/analyzer/facts"
)

func compileSchema(t *testing.T, scope Scope) *jsonschema.Schema {
	t.Helper()
	raw, err := json.Marshal(Schema(scope))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// inputs are the documents that policies see, once with everything set and
// once with nothing.
func inputs(scope Scope) []any {
	set := &Set{encoders: newEncoders()}
	var org facts.Org
	var limits []facts.Limit
	fill(reflect.ValueOf(&org).Elem(), 5)
	fill(reflect.ValueOf(&limits).Elem(), 5)
	var outages []facts.Outage
	fill(reflect.ValueOf(&outages).Elem(), 5)
	var values []ast.Value
	if scope == FlowScope {
		values = []ast.Value{set.flowInput(facts.FlowInput{Flow: fullFlow(), Org: org, Capacity: limits}), set.flowInput(facts.FlowInput{})}
	} else {
		values = []ast.Value{set.orgInput(facts.OrgInput{Flows: []facts.Flow{fullFlow()}, Org: org, Capacity: limits, Outages: outages}),
			set.orgInput(facts.OrgInput{})}
	}
	var out []any
	for _, v := range values {
		plain, err := ast.JSON(v)
		if err != nil {
			panic(err)
		}
		out = append(out, plain)
	}
	return out
}

func TestInputsMatchTheirSchema(t *testing.T) {
	for _, scope := range []Scope{FlowScope, OrgScope} {
		s := compileSchema(t, scope)
		for i, doc := range inputs(scope) {
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s input %d: %v", scope, i, err)
			}
		}
	}
}

func TestSchemaRefusesUnknownFields(t *testing.T) {
	s := compileSchema(t, FlowScope)
	doc := inputs(FlowScope)[0].(map[string]any)
	doc["flow"].(map[string]any)["surprise"] = true
	if err := s.Validate(doc); err == nil {
		t.Error("an unknown field is let through")
	}
}

// TestEveryListIsOfRecords keeps the promise that policies find arrays of
// records, never maps by id.
func TestEveryListIsOfRecords(t *testing.T) {
	for _, scope := range []Scope{FlowScope, OrgScope} {
		for name, d := range Schema(scope)["definitions"].(map[string]any) {
			for field, p := range d.(map[string]any)["properties"].(map[string]any) {
				if kind := fmt.Sprint(p.(map[string]any)["type"]); kind == "object" {
					t.Errorf("%s.%s is a map", name, field)
				}
			}
		}
	}
}
