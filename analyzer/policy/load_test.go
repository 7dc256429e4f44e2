package policy

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer/finding"
	"archlint/analyzer/policy/policytest"
	"archlint/analyzer/source"
)

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	return policytest.Write(t, files)
}

func rule(custom, body string) string { return policytest.Rule(custom, body) }

const (
	someMeta = policytest.Meta
	someBody = policytest.Body
)

func TestLoadErrors(t *testing.T) {
	tests := []struct {
		name string
		rego string
		want string // file:line:column: message, without the directory
	}{
		{"syntax", "package ours\n\nfindings contains {", "x.rego:3:19: "},
		{"misspelt field", rule(someMeta, "findings contains {\"at\": call} if {\n\tsome call in input.flow.cals\n}\n"),
			`x.rego:9:15: undefined field "cals" in input.flow.cals; did you mean "calls"?`},
		{"misspelt field of a record", rule(someMeta, "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n"+
			"\tcall.outputs.sucess == \"empty\"\n}\n"),
			`x.rego:10:2: undefined field "sucess" in call.outputs.sucess; did you mean "success"?`},
		{"field of a nullable record", rule(someMeta, "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n"+
			"\tcall.definition.uri == \"\"\n}\n"),
			`x.rego:10:2: undefined field "uri" in call.definition.uri; did you mean "url"?`},
		{"other scope", rule(someMeta+"\nscope: org", someBody), `x.rego:10:15: undefined field "flow" in input.flow; did you mean "flows"?`},
		{"no metadata", "package ours\n\nfindings contains {\"at\": input.flow}\n",
			"x.rego:3:1: package ours defines findings but has no METADATA at package scope with custom.id and custom.severity"},
		{"no id", rule("severity: error", someBody), "x.rego:1:1: METADATA: custom.id is missing"},
		{"no severity", rule("id: our-calls", someBody), "x.rego:1:1: METADATA: custom.severity is missing: want error, warning or info"},
		{"wrong severity", rule("id: our-calls\nseverity: fatal", someBody), `x.rego:1:1: METADATA: custom.severity is "fatal": want ` +
			`error, warning, info`},
		{"wrong scope", rule(someMeta+"\nscope: node", someBody), `x.rego:1:1: METADATA: custom.scope is "node": want flow, org`},
		{"unknown key", rule(someMeta+"\nremedation: do it", someBody), `x.rego:1:1: METADATA: custom.remedation is unknown; did you ` +
			`mean "remediation"?`},
		{"bad id", rule("id: Our Calls\nseverity: error", someBody), `x.rego:1:1: METADATA: custom.id "Our Calls": want lower-case ` +
			`words joined by hyphens`},
		{"no findings", rule(someMeta, "calls := 1\n"), "x.rego:6:1: rule our-calls: package ours.calls does not define findings"},
		{"findings not a set", rule(someMeta, "findings := []\n"), "x.rego:8:1: findings of package ours.calls: want a set: findings " +
			"contains {...} if { ... }"},
		{"unused variable is strict", rule(someMeta, "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n\tx := 1\n}\n"),
			"x.rego:10:2: assigned var x unused"},
		{"network", rule(someMeta, "findings contains {\"at\": input.flow} if {\n\thttp.send({\"url\": \"x\"})\n}\n"),
			"x.rego:9:2: http.send is not available: policies run without network, files, environment, clock or chance"},
		{"clock", rule(someMeta, "findings contains {\"at\": input.flow} if {\n\ttime.now_ns() > 0\n}\n"),
			"x.rego:9:2: time.now_ns is not available"},
		{"chance", rule(someMeta, "findings contains {\"at\": input.flow} if {\n\trand.intn(\"a\", 2) > 0\n}\n"),
			"x.rego:9:2: rand.intn is not available"},
		{"environment", rule(someMeta, "findings contains {\"at\": input.flow} if {\n\topa.runtime().env.HOME\n}\n"),
			"x.rego:9:2: opa.runtime is not available"},
		{"parameter type", rule(someMeta+"\nparams:\n  most: {type: integer, default: many}", someBody),
			"x.rego:1:1: METADATA: custom.params.most.default: want an integer, not many"},
		{"undeclared parameter", rule(someMeta+"\nparams:\n  most: {type: integer, default: 3}", "findings contains {\"at\": input.flow} if {\n"+
			"\tinput.flow.actions > input.params.mots\n}\n"),
			`x.rego:11:23: rule our-calls declares no parameter "mots" in its METADATA; did you mean "most"?`},
		{"built-in id", rule("id: polling\nseverity: error", someBody),
			"x.rego:1:1: rule id polling is taken by policies/volume/polling/rule.rego"},
		{"rego v0", "package ours\n\ndeny[msg] { msg := \"x\" }\n", "x.rego:3:1: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, map[string]string{"x.rego": tt.rego})
			set, err := Load(t.Context(), Options{Builtin: true, Sources: []string{dir}})
			var errs LoadErrors
			if !errors.As(err, &errs) {
				t.Fatalf("got %v, want LoadErrors", err)
			}
			got := strings.ReplaceAll(err.Error(), filepath.ToSlash(dir)+"/", "")
			if !strings.HasPrefix(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			for _, r := range set.Rules() {
				if r.Source != BuiltinSource {
					t.Errorf("rule %s was kept", r.ID)
				}
			}
			if len(set.Rules()) == 0 {
				t.Error("the built-in rules are gone too")
			}
		})
	}
}

func TestLoadNothing(t *testing.T) {
	empty := write(t, map[string]string{"readme.txt": "no policy", "only_test.rego": "package x_test\n\ntest_x if true\n"})
	for _, name := range []string{empty, filepath.Join(empty, "missing")} {
		_, err := Load(t.Context(), Options{Sources: []string{name}})
		var one *source.Error
		if !errors.As(err, &one) || one.File != filepath.ToSlash(name) {
			t.Errorf("%s: got %v, want an error that names it", name, err)
		}
	}
}

func TestSourcesKeepTheirNames(t *testing.T) {
	// Both use one package name; each means its own.
	one := write(t, map[string]string{"a.rego": rule("id: ours-a\nseverity: info", someBody)})
	two := write(t, map[string]string{"deep/er/b.rego": rule("id: ours-b\nseverity: error", someBody), ".git/c.rego": "nonsense"})
	set, err := Load(t.Context(), Options{Sources: []string{one, filepath.Join(two, "deep", "er", "b.rego")}})
	if err != nil {
		t.Fatal(err)
	}
	rules := set.Rules()
	if len(rules) != 2 || rules[0].ID != "ours-a" || rules[1].ID != "ours-b" || rules[0].Source != filepath.ToSlash(one) {
		t.Errorf("got %+v", rules)
	}
	if rules[0].Category != "custom" || rules[0].Confidence != "likely" || rules[0].Scope != FlowScope || rules[0].Docs != "" {
		t.Errorf("defaults: %+v", rules[0])
	}
}

func TestConfiguration(t *testing.T) {
	dir := write(t, map[string]string{"x.rego": rule(someMeta+"\naliases: [old-calls]\nparams:\n  most: {type: integer, default: 3}",
		someBody)})
	load := func(o Options) (*Set, error) {
		o.Sources = []string{dir}
		return Load(t.Context(), o)
	}
	set, err := load(Options{
		Levels: map[string]finding.Severity{"old-calls": finding.Error},
		Params: map[string]map[string]any{"our-calls": {"most": 7}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if r := set.Rules()[0]; r.Severity != finding.Error || r.Default != finding.Warning || r.Params[0].Value != int64(7) ||
		r.Params[0].Default != int64(3) {
		t.Errorf("got %+v", r)
	}
	for want, o := range map[string]Options{
		`severity of rule "our-cals": no such rule; did you mean "our-calls"?`: {
			Levels: map[string]finding.Severity{"our-cals": finding.Off}},
		`severity of rule "our-calls": "fatal" is none: want error`: {Levels: map[string]finding.Severity{"our-calls": "fatal"}},
		`rule our-calls has no parameter "mots"; did you mean "most"?`: {
			Params: map[string]map[string]any{"our-calls": {"mots": 1}}},
		`parameter most of rule our-calls: want an integer, not 1.5`: {
			Params: map[string]map[string]any{"our-calls": {"most": 1.5}}},
		`parameters of rule "nobody": no such rule; known are old-calls, our-calls`: {Params: map[string]map[string]any{"nobody": {"most": 1}}},
	} {
		if _, err := load(o); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
