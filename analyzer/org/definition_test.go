package org

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

func decodeText(t *testing.T, name, text string) DefinitionFile {
	t.Helper()
	out, err := DecodeDefinitions(source.NewFile(name, []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestExportedAction(t *testing.T) {
	out := decodeText(t, "lookup.custom.json", "\xef\xbb\xbf"+`
{ "name": "Find customer", "integrationType": "custom-rest-actions", "actionType": "custom",
  "config": {"timeoutSeconds": 7, "request": {"requestUrlTemplate": "https://crm.example.com/c/${input.id}", "requestType": "get"}},
  "contract": {}, "secure": true }`)
	if len(out.Definitions) != 1 {
		t.Fatalf("%d definitions", len(out.Definitions))
	}
	d := out.Definitions[0]
	if d.Name != "Find customer" || d.Method != "GET" || d.URL != "https://crm.example.com/c/${input.id}" ||
		d.TimeoutSeconds == nil || *d.TimeoutSeconds != 7 || !d.Secure || d.PlatformAPI != "no" || d.Line != 2 || d.Auth {
		t.Errorf("%+v", d)
	}
}

func TestListingOfActions(t *testing.T) {
	out := decodeText(t, "actions.json", `{
  "pageSize": 2,
  "entities": [
    {"id": "custom_-_1", "name": "A", "integrationId": "i1", "category": "Ours", "secure": false,
     "config": {"request": {"requestUrlTemplate": "/api/v2/users/me", "requestType": "GET"}}},
    {"id": "custom_-_2", "name": "B", "category": "Ours", "selfUri": "/api/v2/integrations/actions/custom_-_2"}
  ],
  "total": 2 }`)
	if len(out.Definitions) != 2 {
		t.Fatalf("%d definitions", len(out.Definitions))
	}
	a, b := out.Definitions[0], out.Definitions[1]
	if a.ID != "custom_-_1" || a.Integration != "Ours" || a.IntegrationID != "i1" || a.PlatformAPI != "yes" ||
		a.Line != 4 || a.Pos.Column != 5 {
		t.Errorf("%+v", a)
	}
	if b.ID != "custom_-_2" || b.Line != 6 || b.PlatformAPI != "unknown" || b.TimeoutSeconds != nil {
		t.Errorf("%+v", b)
	}
}

func TestOtherFilesHoldNoActions(t *testing.T) {
	for name, text := range map[string]string{
		"package.json":      `{"name": "x", "config": {"request": {}}, "contract": {}}`,
		"integration.json":  `{"name": "x", "integrationType": {"id": "custom-rest-actions"}}`,
		"broken.json":       `{"name": `,
		"flow.yaml":         "inboundCall:\n  name: x\n",
		"main.tf":           `resource "aws_lambda_function" "f" {`,
		"types.tf.json":     `[1, 2`,
		"requestUrl.md":     `"requestUrlTemplate"`,
		"numbers.json":      `[1, 2, 3]`,
		"empty.json":        ``,
		"integrationtypes.": `{"entities": [{"name": "requestUrlTemplate"}]}`,
	} {
		out, err := DecodeDefinitions(source.NewFile(name, []byte(text)))
		if err != nil || len(out.Definitions) > 0 || len(out.Problems) > 0 {
			t.Errorf("%s: %v, %v", name, out, err)
		}
	}
}

func TestBrokenActionFile(t *testing.T) {
	_, err := DecodeDefinitions(source.NewFile("a.custom.json", []byte("{\n \"integrationType\": \"x\",\n \"name\": }")))
	var at *source.Error
	if !errors.As(err, &at) || at.Pos != (source.Pos{Line: 3, Column: 10}) {
		t.Errorf("error %v", err)
	}
	_, err = DecodeDefinitions(source.NewFile("a.tf", []byte("resource \"genesyscloud_integration_action\" \"a\" {\n  name = \n}\n")))
	if !errors.As(err, &at) || at.Pos.Line != 2 {
		t.Errorf("error %v", err)
	}
}

const actionsInTerraform = `
variable "name" { default = "From variable" }
variable "unset" {}
locals {
  second = "${local.first} action"
  first  = "Local"
}
resource "genesyscloud_integration" "ours" {
  integration_type = "purecloud-data-actions"
  config { name = "Our Actions" }
}
data "genesyscloud_integration" "theirs" { name = "Their Actions" }

resource "genesyscloud_integration_action" "a" {
  name                   = var.name
  category               = "Billing"
  integration_id         = genesyscloud_integration.ours.id
  secure                 = true
  config_timeout_seconds = 20
  config_request {
    request_url_template = "https://billing.example.com/$${input.id}"
    request_type         = "POST"
  }
}
resource "genesyscloud_integration_action" "b" {
  name     = local.second
  category = data.genesyscloud_integration.theirs.name
}
resource "genesyscloud_integration_action" "c" {
  name     = var.unset
  category = module.x.name
  function_config { handler = "h" }
}
resource "genesyscloud_integration_action" "d" {
  name     = "${var.unset}-lookup"
  category = genesyscloud_integration.ours.config[0].name
}
`

func TestTerraform(t *testing.T) {
	out := decodeText(t, "actions.tf", actionsInTerraform)
	if len(out.Definitions) != 4 || len(out.Problems) != 0 {
		t.Fatalf("%d definitions, problems %v", len(out.Definitions), out.Problems)
	}
	a, b, c, d := out.Definitions[0], out.Definitions[1], out.Definitions[2], out.Definitions[3]
	if a.Name != "From variable" || a.Integration != "Billing" || a.IntegrationType != "purecloud-data-actions" || !a.Secure ||
		*a.TimeoutSeconds != 20 || a.URL != "https://billing.example.com/${input.id}" || a.Method != "POST" || a.Line != 14 ||
		a.PlatformAPI != "yes" {
		t.Errorf("a: %+v", a)
	}
	if b.Name != "Local action" || b.Integration != "Their Actions" || b.PlatformAPI != "unknown" {
		t.Errorf("b: %+v", b)
	}
	if c.Name != "" || c.Integration != "" || c.IntegrationType != "function-data-actions" {
		t.Errorf("c: %+v", c)
	}
	if d.Name != "" || d.Integration != "Our Actions" {
		t.Errorf("d: %+v", d)
	}
}

func TestTerraformJSON(t *testing.T) {
	out := decodeText(t, "actions.tf.json", `{
  "resource": {"genesyscloud_integration_action": {
    "a": {"name": "A", "category": "Ours", "config_timeout_seconds": 5,
          "config_request": {"request_url_template": "/api/v2/users/$${input.id}", "request_type": "GET"}}}}}`)
	if len(out.Definitions) != 1 {
		t.Fatalf("%d definitions", len(out.Definitions))
	}
	if d := out.Definitions[0]; d.Name != "A" || *d.TimeoutSeconds != 5 || d.URL != "/api/v2/users/${input.id}" ||
		d.PlatformAPI != "yes" || d.Line != 3 {
		t.Errorf("%+v", d)
	}
}

func TestPlatformAPI(t *testing.T) {
	for _, test := range []struct{ typ, url, want string }{
		{"purecloud-data-actions", "/api/v2/users/me", "yes"},
		{"custom-rest-actions", "https://api.mypurecloud.com.au/api/v2/quality/surveys", "yes"},
		{"custom-rest-actions", "https://api.usw2.pure.cloud/api/v2/users", "yes"},
		{"custom-rest-actions", "https://crm.example.com/api/v2/users", "no"},
		{"custom-rest-actions", "https://apps.mypurecloud.com/x", "no"},
		{"custom-rest-actions", "https://api.mypurecloud.com.evil.example/", "no"},
		{"custom-rest-actions", "${credentials.loginUrl}", "unknown"},
		{"custom-rest-actions", "https://${input.host}/x", "unknown"},
		{"custom-rest-actions", "ENTER_YOUR_URL", "unknown"},
		{"aws-lambda-data-actions", "arn:aws:lambda:x", "no"},
		{"salesforce-datadip", "/services/data/v37.0/search", "no"},
		{"function-data-actions", "", "unknown"},
		{"", "/api/v2/users/me", "yes"},
		{"", "/services/data/v37.0", "unknown"},
		{"", "https://crm.example.com", "no"},
		{"", "", "unknown"},
	} {
		if got := platformAPI(test.typ, test.url); got != test.want {
			t.Errorf("platformAPI(%q, %q) = %q, want %q", test.typ, test.url, got, test.want)
		}
	}
}

func defined(id, name, integration, url string) Definition {
	var d Definition
	d.ID, d.Name, d.Integration, d.URL, d.Method = id, name, integration, url, "GET"
	return d
}

func TestFindDefinition(t *testing.T) {
	auth := defined("", "Login", "CRM", "/login")
	auth.Auth = true
	index := NewDefinitionIndex([]Definition{
		defined("custom_-_1", "Find", "CRM", "/crm"),
		defined("custom_-_2", "Find", "Billing", "/billing"),
		defined("", "Exported ", "", "/exported"),
		defined("", "Copied", "", "/copied"),
		defined("", "Copied", "", "/copied"),
		defined("", "Twice", "", "/one"),
		defined("", "Twice", "", "/two"),
		auth,
	})
	for _, test := range []struct {
		call  flow.DataAction
		state MatchState
		url   string
	}{
		{flow.DataAction{ID: "custom_-_2", Name: "Renamed", Integration: "CRM"}, Found, "/billing"},
		{flow.DataAction{Name: "Find", Integration: "CRM"}, Found, "/crm"},
		{flow.DataAction{ID: "custom_-_9", Name: "Find", Integration: "CRM"}, Found, "/crm"}, // exported from another organisation
		{flow.DataAction{Name: "Find", Integration: "Other"}, Missing, ""},
		{flow.DataAction{Name: "Find", Integration: "{{crm}}"}, Ambiguous, ""},
		{flow.DataAction{Name: "{{find}}", Integration: "CRM"}, Undetermined, ""},
		{flow.DataAction{Name: "Exported", Integration: "Whatever"}, Found, "/exported"},
		{flow.DataAction{Name: "Copied", Integration: "Whatever"}, Found, "/copied"},
		{flow.DataAction{Name: "Twice", Integration: "Whatever"}, Ambiguous, ""},
		{flow.DataAction{Name: "Login", Integration: "CRM"}, Missing, ""},
	} {
		got := index.Find(&test.call)
		if got.State != test.state {
			t.Errorf("%+v: %s, want %s", test.call, got.State, test.state)
			continue
		}
		if got.State == Found && got.Definition.URL != test.url {
			t.Errorf("%+v: %s, want %s", test.call, got.Definition.URL, test.url)
		}
		if told := got.Explain(&test.call); (told == "") != (got.State == Found) {
			t.Errorf("%+v: explained as %q", test.call, told)
		}
	}
}

// TestDefinitionCorpus reads every public definition: each file gives at least
// one action with an URL, an authentication action, or a function.
func TestDefinitionCorpus(t *testing.T) {
	dir := os.Getenv("ARCHLINT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "actions", "*"))
	if len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("the corpus is missing")
		}
		t.Skip("no corpus")
	}
	actions, auth := 0, 0
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out, err := DecodeDefinitions(source.NewFile(filepath.Base(path), text))
		if err != nil {
			t.Errorf("%v", err)
		}
		if len(out.Definitions) == 0 {
			t.Errorf("%s: no definition", path)
		}
		for _, d := range out.Definitions {
			actions++
			if d.Auth {
				auth++
			}
			complete := d.Name != "" && d.IntegrationType != "" || strings.HasSuffix(path, ".tf") || d.IntegrationID != "" || d.Integration != ""
			if function := d.IntegrationType == "function-data-actions"; !complete || !function && (d.URL == "" || d.Method == "") {
				t.Errorf("%s: incomplete: %+v", path, d)
			}
			if relative := strings.HasPrefix(d.URL, "/api/v2/"); relative != (d.PlatformAPI == "yes") && !strings.Contains(d.URL, "mypurecloud") {
				t.Errorf("%s: %s calls the platform's API: %s", path, d.URL, d.PlatformAPI)
			}
		}
	}
	if want := strings.Count(strings.Join(files, "\n"), ".customAuth.json"); auth != want {
		t.Errorf("%d authentication actions, want %d", auth, want)
	}
	if actions < len(files) {
		t.Errorf("%d actions in %d files", actions, len(files))
	}
}

// TestFirstContactDefinitions joins the calls of the export that the README
// begins with: by the platform's id, and by names where the flow is YAML.
func TestFirstContactDefinitions(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/exports/first-contact/actions/*.json")
	var all []Definition
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out, err := DecodeDefinitions(source.NewFile(path, text))
		if err != nil || len(out.Definitions) != 1 || len(out.Problems) > 0 {
			t.Fatalf("%s: %+v, %v", path, out, err)
		}
		all = append(all, out.Definitions...)
	}
	index := NewDefinitionIndex(all)
	for _, test := range []struct {
		call     flow.DataAction
		platform string
	}{
		{flow.DataAction{Name: "Find Customer by Phone Number", Integration: "CRM Web Services"}, "no"},
		{flow.DataAction{ID: "custom_-_939ae232-588e-4bce-b71e-d78a1dc02e27", Name: "Renamed since"}, "yes"},
		{flow.DataAction{Name: "Get Conversation State", Integration: "Genesys Cloud Data Actions"}, "yes"},
	} {
		got := index.Find(&test.call)
		if got.State != Found || got.Definition.PlatformAPI != test.platform {
			t.Errorf("%s: %s, %+v", test.call.Name, got.State, got.Definition)
		}
	}
}

// TestTerraformByAnyName: what a file is follows from its content.
func TestTerraformByAnyName(t *testing.T) {
	for name, text := range map[string]string{
		"main.tf.json": `{"resource": {"genesyscloud_integration_action": {"a": {"name": "Find"}}}}`,
		"stdin":        `{"resource": {"genesyscloud_integration_action": {"a": {"name": "Find"}}}}`,
		"main.tftpl":   "resource \"genesyscloud_integration_action\" \"a\" {\n  name = \"Find\"\n}\n",
	} {
		if out := decodeText(t, name, text); len(out.Definitions) != 1 || out.Definitions[0].Name != "Find" {
			t.Errorf("%s: %+v", name, out)
		}
	}
	_, err := DecodeDefinitions(source.NewFile("a.tf.json", []byte(`{"resource":{"genesyscloud_integration_action":{"a":{"name":`)))
	if err == nil {
		t.Error("a file that is cut off gives no error")
	}
}

func TestNameIntegration(t *testing.T) {
	d := defined("custom_-_1", "Find", "", "/services/data/v37.0")
	d.NameIntegration("Our CRM", "salesforce-datadip")
	if d.Integration != "Our CRM" || d.IntegrationType != "salesforce-datadip" || d.PlatformAPI != "no" {
		t.Errorf("%+v", d)
	}
	d.NameIntegration("Our CRM", "purecloud-data-actions")
	if d.IntegrationType != "salesforce-datadip" {
		t.Errorf("%+v", d)
	}
}
