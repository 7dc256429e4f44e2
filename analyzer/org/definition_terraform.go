package org

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"archlint/analyzer/source"
	"archlint/analyzer/terraform"
)

// actionResource is the resource type of a data action in the provider
// mypurecloud/genesyscloud, integrationResource that of an integration.
const (
	actionResource      = "genesyscloud_integration_action"
	integrationResource = "genesyscloud_integration"
)

// decodeTerraform reads the data actions of one Terraform file. Names may come
// from variables' defaults and locals of the same file and from integrations
// declared in it; what another file or a module says is unknown. An action
// without a known name, as modules have them, is read all the same: that no
// call site can be joined to it is told where one is missing.
func decodeTerraform(file *source.File, text []byte, parse func([]byte, string) (*hcl.File, hcl.Diagnostics)) (DefinitionFile, error) {
	parsed, diags := parse(text, file.Name)
	if parsed == nil || parsed.Body == nil {
		return DefinitionFile{}, hclError(file, diags)
	}
	body := parsed.Body
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "resource", LabelNames: []string{"type", "name"}},
		{Type: "data", LabelNames: []string{"type", "name"}},
		{Type: "variable", LabelNames: []string{"name"}},
		{Type: "locals"},
	}})
	module := newTerraformModule(content)
	var out DefinitionFile
	for _, block := range content.Blocks {
		if block.Type != "resource" || block.Labels[0] != actionResource {
			continue
		}
		out.Definitions = append(out.Definitions, module.action(file, block))
	}
	if diags.HasErrors() {
		return out, hclError(file, diags)
	}
	return out, nil
}

func parseHCL(text []byte, name string) (*hcl.File, hcl.Diagnostics) {
	return hclsyntax.ParseConfig(text, name, hcl.InitialPos)
}

// hclError turns the first error of diags into one of ours.
func hclError(file *source.File, diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		e := &source.Error{File: file.Name, Message: "not Terraform: " + d.Summary}
		if d.Detail != "" {
			e.Message += ": " + d.Detail
		}
		if d.Subject != nil {
			e.Pos = source.Pos{Line: d.Subject.Start.Line, Column: d.Subject.Start.Column}
		}
		return e
	}
	return &source.Error{File: file.Name, Message: "not Terraform"}
}

// terraformModule is what one file lets us evaluate expressions with.
type terraformModule struct {
	variables, locals map[string]cty.Value
	integrations      map[string]integration // by Terraform address
}

// integration is an integration as a resource or data block declares it.
type integration struct{ name, typ string }

func newTerraformModule(content *hcl.BodyContent) *terraformModule {
	m := &terraformModule{variables: map[string]cty.Value{}, locals: map[string]cty.Value{}, integrations: map[string]integration{}}
	for _, block := range content.Blocks {
		if block.Type == "variable" {
			m.variables[block.Labels[0]] = m.attribute(block.Body, "default")
		}
	}
	m.addLocals(content)
	for _, block := range content.Blocks {
		if (block.Type == "resource" || block.Type == "data") && block.Labels[0] == integrationResource {
			m.addIntegration(block)
		}
	}
	return m
}

// localRounds is how many steps of locals that refer to locals are followed.
const localRounds = 4

func (m *terraformModule) addLocals(content *hcl.BodyContent) {
	for range localRounds {
		for _, block := range content.Blocks {
			if block.Type != "locals" {
				continue
			}
			attributes, _ := block.Body.JustAttributes()
			for _, name := range slices.Sorted(maps.Keys(attributes)) {
				m.locals[name] = m.value(attributes[name].Expr)
			}
		}
	}
}

func (m *terraformModule) addIntegration(block *hcl.Block) {
	address := block.Labels[1]
	i := integration{name: m.text(block.Body, "intended_name"), typ: m.text(block.Body, "integration_type")}
	if block.Type == "data" {
		address = "data." + address
		i.name = m.text(block.Body, "name")
	}
	for _, config := range m.blocks(block.Body, "config") {
		if name := m.text(config, "name"); name != "" {
			i.name = name
		}
	}
	m.integrations[address] = i
}

// action reads one data action resource.
func (m *terraformModule) action(file *source.File, block *hcl.Block) Definition {
	var d Definition
	d.Name, d.Integration = m.text(block.Body, "name"), m.text(block.Body, "category")
	d.Secure = m.isTrue(block.Body, "secure")
	d.Contract = contractInputs([]byte(m.text(block.Body, "contract_input")))
	m.timeout(&d, block.Body, "config_timeout_seconds")
	for _, request := range m.blocks(block.Body, "config_request") {
		d.URL, d.Method = m.text(request, "request_url_template"), m.text(request, "request_type")
		d.Body, d.Headers = m.text(request, "request_template"), m.headers(request)
	}
	for _, function := range m.blocks(block.Body, "function_config") {
		d.IntegrationType = functionType
		m.timeout(&d, function, "timeout_seconds")
	}
	for _, attribute := range []string{"category", "integration_id"} {
		if i, found := m.referredIntegration(block.Body, attribute); found {
			if d.IntegrationType == "" {
				d.IntegrationType = i.typ
			}
			if d.Integration == "" {
				d.Integration = i.name
			}
		}
	}
	start := block.DefRange.Start
	d.finish(file, source.Pos{Line: start.Line, Column: start.Column})
	return d
}

// referredIntegration finds the integration of this file that an attribute
// refers to, as data.genesyscloud_integration.x.name does.
func (m *terraformModule) referredIntegration(body hcl.Body, attribute string) (integration, bool) {
	expression := m.expression(body, attribute)
	if expression == nil {
		return integration{}, false
	}
	for _, traversal := range expression.Variables() {
		path, prefix := traversal, ""
		if path.RootName() == "data" && len(path) > 1 {
			path, prefix = path[1:], "data."
		}
		if len(path) < 2 || terraform.StepName(path[0]) != integrationResource {
			continue
		}
		i, found := m.integrations[prefix+terraform.StepName(path[1])]
		return i, found
	}
	return integration{}, false
}

func (m *terraformModule) blocks(body hcl.Body, name string) []hcl.Body {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: name}}})
	var out []hcl.Body
	for _, b := range content.Blocks {
		out = append(out, b.Body)
	}
	return out
}

func (m *terraformModule) expression(body hcl.Body, name string) hcl.Expression {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
	if a := content.Attributes[name]; a != nil {
		return a.Expr
	}
	return nil
}

func (m *terraformModule) attribute(body hcl.Body, name string) cty.Value {
	if e := m.expression(body, name); e != nil {
		return m.value(e)
	}
	return cty.DynamicVal
}

// value evaluates an expression; what cannot be known is cty's unknown value.
func (m *terraformModule) value(e hcl.Expression) cty.Value {
	ctx := &hcl.EvalContext{
		Variables: map[string]cty.Value{},
		Functions: map[string]function.Function{"jsonencode": stdlib.JSONEncodeFunc},
	}
	for _, traversal := range e.Variables() {
		ctx.Variables[traversal.RootName()] = m.root(traversal)
	}
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	return v
}

// root is the value of a name that expressions begin with.
func (m *terraformModule) root(traversal hcl.Traversal) cty.Value {
	var known map[string]cty.Value
	switch traversal.RootName() {
	case "var":
		known = m.variables
	case "local":
		known = m.locals
	default:
		return cty.DynamicVal
	}
	if len(traversal) < 2 || len(known) == 0 {
		return cty.DynamicVal
	}
	if _, found := known[terraform.StepName(traversal[1])]; !found {
		return cty.DynamicVal
	}
	return cty.ObjectVal(known)
}

func (m *terraformModule) text(body hcl.Body, name string) string {
	return knownText(m.attribute(body, name))
}

// knownText is a text value, "" where it is no text or cannot be known.
func knownText(v cty.Value) string {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}

func (m *terraformModule) isTrue(body hcl.Body, name string) bool {
	v, _ := m.attribute(body, name).Unmark()
	return !v.IsNull() && v.IsKnown() && v.Type() == cty.Bool && v.True()
}

// timeout reads a timeout in seconds, where the body sets one.
func (m *terraformModule) timeout(d *Definition, body hcl.Body, name string) {
	if m.expression(body, name) == nil {
		return
	}
	d.TimeoutSeconds = m.number(body, name)
	d.TimeoutUnknown = d.TimeoutSeconds == nil && !m.attribute(body, name).IsNull()
}

func (m *terraformModule) number(body hcl.Body, name string) *float64 {
	v, _ := m.attribute(body, name).Unmark()
	if v.IsNull() || !v.IsKnown() || v.Type() != cty.Number {
		return nil
	}
	f, _ := v.AsBigFloat().Float64()
	return &f
}
