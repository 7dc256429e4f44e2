package org

import (
	"fmt"
	"testing"

	"archlint/analyzer/facts"

	"github.com/google/go-cmp/cmp"
)

func TestHeadersAndBodyOfARequest(t *testing.T) {
	const inJSON = `{"name": "Get", "integrationType": "custom-rest-actions", "contract": {}, "config": {"request": {
  "requestUrlTemplate": "/a", "requestType": "POST", "requestTemplate": "{\"a\": 1}", "headers": %s}}}`
	const inTerraform = `
variable "open" { default = "from here" }
variable "secret" {}
resource "genesyscloud_integration_action" "a" {
  name = "Get"
  config_request {
    request_url_template = "/a"
    request_type         = "POST"
    request_template     = "{\"a\": 1}"
    headers = %s
  }
}`
	both := []facts.Header{{Name: "Authorization", Value: "Bearer ${credentials.token}"}, {Name: "x-key", Value: "k"}}
	for name, tt := range map[string]struct {
		file, text, headers string
		want                []facts.Header
	}{
		"as the API has them": {"a.json", inJSON, `{"x-key": "k", "Authorization": "Bearer ${credentials.token}"}`,
			both},
		"no texts":  {"a.json", inJSON, `{"a": 1, "b": null}`, []facts.Header{{Name: "a"}, {Name: "b"}}},
		"no object": {"a.json", inJSON, `[]`, nil},
		"null":      {"a.json", inJSON, `null`, []facts.Header{}},
		"Terraform": {"a.tf", inTerraform, `{ x-key = "k", "Authorization" = "Bearer $${credentials.token}" }`, both},
		"variables": {"a.tf", inTerraform, `{ a = var.open, b = var.secret, c = "x ${var.secret}" }`,
			[]facts.Header{{Name: "a", Value: "from here"}, {Name: "b"}, {Name: "c"}}},
		"a variable": {"a.tf", inTerraform, `var.secret`, nil},
		"a text":     {"a.tf", inTerraform, `"x"`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := decodeText(t, tt.file, fmt.Sprintf(tt.text, tt.headers)).Definitions[0]
			if diff := cmp.Diff(tt.want, d.Headers); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if d.Body != `{"a": 1}` {
				t.Errorf("body %q", d.Body)
			}
		})
	}
}
