package org

import (
	"os"
	"path/filepath"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// FuzzDecodeDefinitions: no panic in any notation, and what is found has a
// place in the file and can be indexed.
func FuzzDecodeDefinitions(f *testing.F) {
	names := []string{"a.json", "a.tf", "a.tf.json"}
	f.Add(1, []byte(actionsInTerraform))
	f.Add(2, []byte(`{"resource": {"genesyscloud_integration_action": {"a": [{"name": "A", "config_request": {}}, {"name": ["${var.x}"]}]}}}`))
	f.Add(0, []byte(`[{"entities": [{"name": "a", "integrationType": "x", "contract": {}}]}, {"requestUrlTemplate": 1}]`))
	actions, _ := filepath.Glob("../../testdata/exports/first-contact/actions/*.json")
	for _, path := range actions {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(0, text)
	}
	f.Fuzz(func(t *testing.T, kind int, text []byte) {
		file := source.NewFile(names[uint(kind)%uint(len(names))], text)
		out, _ := DecodeDefinitions(file)
		index := NewDefinitionIndex(out.Definitions)
		for _, d := range out.Definitions {
			if d.Line < 1 || d.File != file.Name || d.PlatformAPI == "" {
				t.Fatalf("incomplete: %+v", d)
			}
			call := flow.DataAction{ID: d.ID, Name: d.Name, Integration: d.Integration}
			if match := index.Find(&call); match.State == Missing && !d.Auth && d.Name != "" && !isPlaceholder(d.Name) {
				t.Fatalf("%+v does not find itself", d)
			}
		}
	})
}
