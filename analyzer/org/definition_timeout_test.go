package org

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A function's own timeout stands in its function_config, in Terraform and in its
// JSON form; one that a variable gives is unknown, which is not the same as none.
func TestFunctionTimeout(t *testing.T) {
	for name, tt := range map[string]struct {
		file, text string
		want       *float64
		unknown    bool
	}{
		"block": {"a.tf", `resource "genesyscloud_integration_action" "a" {
			name = "A"
			category = "F"
			function_config {
				handler = "h"
				timeout_seconds = 12
			}
		}`, ptr(12.0), false},
		"JSON": {"a.tf.json", `{"resource": {"genesyscloud_integration_action": {"a": {"name": "A", "category": "F", "function_config": ` +
			`[{"timeout_seconds": 30}]}}}}`, ptr(30.0), false},
		"none": {"a.tf", `resource "genesyscloud_integration_action" "a" {
			name = "A"
			function_config { handler = "h" }
		}`, nil, false},
		"API": {"a.json", `{"id": "custom_-_1", "name": "A", "integrationType": "function-data-actions", "category": "F", "contract": {},
			"config": {"request": {}}, "function": {"handler": "h", "timeoutSeconds": 9}}`, ptr(9.0), false},
		"listing without configuration": {"a.json", `{"id": "custom_-_1", "name": "A", "category": "F", "selfUri": ` +
			`"/api/v2/integrations/actions/custom_-_1"}`, nil, true},
		"variable": {"a.tf", `variable "t" {}
		resource "genesyscloud_integration_action" "a" {
			name = "A"
			config_timeout_seconds = var.t
		}`, nil, true},
	} {
		got := decodeText(t, tt.file, tt.text)
		if len(got.Definitions) != 1 {
			t.Fatalf("%s: %+v", name, got)
		}
		d := got.Definitions[0]
		if diff := cmp.Diff(tt.want, d.TimeoutSeconds); diff != "" || d.TimeoutUnknown != tt.unknown {
			t.Errorf("%s: unknown %t, %s", name, d.TimeoutUnknown, diff)
		}
	}
}

func ptr[T any](x T) *T { return &x }
