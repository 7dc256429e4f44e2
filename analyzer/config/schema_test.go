package config

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write the published schemas anew")

// The published schemas are the ones that the program prints.
func TestPublishedSchemas(t *testing.T) {
	for name, schema := range map[string]func() ([]byte, error){"config": JSONSchema, "profile": ProfileJSONSchema,
		"waivers": WaiversJSONSchema} {
		got, err := schema()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("..", "..", "docs", "schema", name+".schema.json")
		if *update {
			if err := os.WriteFile(file, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got; go test ./analyzer/config -update writes it anew):\n%s", file, diff)
		}
	}
}

func compiled(t *testing.T, schema func() ([]byte, error)) *jsonschema.Schema {
	t.Helper()
	text, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
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

// beyond are files that say more wrong than a JSON schema can tell.
var beyond = map[string]string{"config_errors/week.yaml": "an hour that is given twice"}

// Every configuration and profile of the scenario tests, right or wrong, gets
// the same verdict from the program and from the published schema: an editor
// underlines what the program refuses, and nothing else.
func TestSchemaAgreesWithTheCheck(t *testing.T) {
	whole, profile := compiled(t, JSONSchema), compiled(t, ProfileJSONSchema)
	verdicts := map[bool]int{}
	for name, text := range testConfigs(t) {
		v, errs := parse(name, text)
		if len(errs) > 0 {
			continue // no YAML: no schema is asked
		}
		s, published := root(), whole
		if v.get("flows") != nil || v.get("partial") != nil {
			s, published = profileSchema(), profile
		}
		err := published.Validate(jsonOf(v))
		if p := v.get("profile"); p != nil && p.shape == scalar {
			v.remove("profile") // a path, which the loader replaces by what is there
		}
		var c checker
		c.check(v, s, "")
		if _, more := beyond[name]; more {
			if len(c.errs) == 0 || err != nil {
				t.Errorf("%s is no exception: check %v, schema %v", name, c.errs, err)
			}
			continue
		}
		if (len(c.errs) == 0) != (err == nil) {
			t.Errorf("%s: the check says %v, the schema %v", name, c.errs, err)
		}
		verdicts[err == nil]++
	}
	if verdicts[true] < 15 || verdicts[false] < 3 {
		t.Errorf("only %v configurations were found", verdicts)
	}
}

// testConfigs are the configurations and profiles in the scenario tests.
func testConfigs(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	names, err := filepath.Glob("../../cmd/archlint/testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenario tests: %v", err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(filepath.Base(name), ".txtar")
		if !strings.HasPrefix(base, "config") && !strings.HasPrefix(base, "waivers") && base != "profile" &&
			base != "scenarios" && base != "init" {
			continue
		}
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".yaml") && !bytes.Contains(f.Data, []byte("inboundCall:")) {
				out[base+"/"+f.Name] = f.Data
			}
		}
	}
	return out
}

// jsonOf is v as a JSON document.
func jsonOf(v *value) any {
	switch v.shape {
	case object:
		out := map[string]any{}
		for _, k := range v.keys {
			out[k] = jsonOf(v.members[k])
		}
		return out
	case list:
		out := []any{}
		for _, item := range v.items {
			out = append(out, jsonOf(item))
		}
		return out
	}
	if v.tag == "!!null" {
		return nil
	}
	return v.plain()
}

// Small texts, one point each: both sides agree.
func TestSchemaAgreesOnSmallThings(t *testing.T) {
	whole := compiled(t, JSONSchema)
	for text, good := range map[string]bool{
		"":                                       true,
		"traffic:":                               true,
		"rules:\n  # nothing":                    true,
		"traffic: {licences: 800}":               true,
		"traffic: {licences: '800'}":             false,
		"traffic: {licences: -1}":                false,
		"traffic: {licences: }":                  false,
		"traffic: {aht: 5m}":                     true,
		"traffic: {aht: 1h2m3.5s}":               true,
		"traffic: {aht: 0s}":                     true, // a schema cannot tell; the check can
		"traffic: {aht: 5 min}":                  false,
		"traffic: {occupancy: 85%}":              true,
		"traffic: {occupancy: 0}":                false,
		"traffic: {licence-type: cx2}":           true,
		"traffic: {licence-type: cx9}":           false,
		"traffic: {licence-mix: {cx2: 3}}":       true,
		"traffic: {entries: {A: 3}}":             true,
		"traffic: {entries: {A: {share: 1}}}":    true,
		"traffic: {weekly: [1, 2]}":              false,
		"traffic: {weekly: {mon: 3}}":            true,
		"traffic: {weekly: {mo: 3}}":             false,
		"rules: {polling: off}":                  true,
		"rules: {polling: true}":                 false,
		"rules: {a: {params: {x: [a, 1]}}}":      true,
		"rules: {a: {params: {x: {a: 1}}}}":      false,
		"format: text":                           true,
		"format: [json=a.json, text]":            true,
		"format: pdf":                            false,
		"jobs: 2.5":                              false,
		"quiet: yes":                             false,
		"quiet: true":                            true,
		"profile: profile.yaml":                  true,
		"profile: {flows: {A: {loops: {B: 3}}}}": true,
		"profile: {flows: {A: {loops: {B: x}}}}": false,
		"extends: a.yaml":                        true,
		"extends: []":                            true,
		"[]":                                     false,
		"x":                                      false,
	} {
		v, errs := parse("c.yaml", []byte(text))
		if len(errs) > 0 {
			t.Errorf("%q: %v", text, errs)
			continue
		}
		if p := v.get("profile"); p == nil || p.shape != scalar { // the loader takes a path out
			var c checker
			if c.check(v, root(), ""); (len(c.errs) == 0) != good && text != "traffic: {aht: 0s}" {
				t.Errorf("%q: the check says %v", text, c.errs)
			}
		}
		if err := whole.Validate(jsonOf(v)); (err == nil) != good {
			t.Errorf("%q: the schema says %v", text, err)
		}
	}
}
