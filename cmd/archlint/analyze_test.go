package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"archlint/analyzer"
	"archlint/analyzer/intake"
	"archlint/analyzer/judge"
	"archlint/analyzer/policy"
)

// An interrupt ends a review that waits for standard input.
func TestAnalyzeEndsWithItsContext(t *testing.T) {
	stdin, writer := io.Pipe() // nobody writes
	defer writer.Close()
	var stderr bytes.Buffer
	a := &app{stdin: stdin, stdout: io.Discard, stderr: &stderr, getenv: func(string) string { return "" }}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := a.analyze(ctx, []string{"-"}, &analysisFlags{}, analyzer.Options{Input: intake.Options{Stdin: stdin, StdinName: "stdin"},
			Rules: judge.Rules{NoBuiltin: true}})
		ended <- err
	}()
	select {
	case err := <-ended:
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the review goes on")
	}
}

const firstContact = "../../testdata/exports/first-contact"

func stdoutOf(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(args, strings.NewReader(""), &stdout, &stderr); code > exitFindings {
		t.Fatalf("archlint %s: exit code %d\n%s", strings.Join(args, " "), code, stderr.String())
	}
	return stdout.String()
}

// The facts that are printed keep the schema that policies are checked against, its closed
// sets of words too.
func TestFactsKeepTheSchema(t *testing.T) {
	for _, scope := range []policy.Scope{policy.FlowScope, policy.OrgScope} {
		schema := compile(t, policy.Described(scope))
		for _, dir := range []string{firstContact, "../../policies", "../../testdata"} {
			lines := strings.Split(strings.TrimSpace(stdoutOf(t, "facts", "--scope", string(scope), "--licences", "800", dir)), "\n")
			for _, line := range lines {
				doc, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(doc); err != nil {
					t.Errorf("%s, scope %s: %v", dir, scope, err)
				}
			}
		}
	}
}

func compile(t *testing.T, schema map[string]any) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(schema)
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
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// The JSON report has every key that schema version 1 promises. A map stands
// for an object, a slice for an array whose elements all have the keys of its one element.
func TestJSONKeepsTheContract(t *testing.T) {
	var doc any
	if err := json.Unmarshal([]byte(stdoutOf(t, "check", "--format", "json", "--licences", "800", firstContact)), &doc); err != nil {
		t.Fatal(err)
	}
	type obj = map[string]any
	counts := obj{"min": nil, "expected": nil, "max": nil}
	promise(t, "$", obj{
		"schemaVersion": nil, "tool": obj{"name": nil, "version": nil},
		"summary": obj{"flows": nil, "dataActionCalls": nil, "findings": obj{"error": nil, "warning": nil, "info": nil}, "waived": nil,
			"baselined": nil, "errors": nil, "modelledShare": nil},
		"flows": []any{obj{
			"name": nil, "type": nil, "file": nil, "line": nil, "format": nil, "actions": nil, "opaqueActions": nil, "perRun": counts,
			"perInteraction": counts,
			"calls": []any{obj{
				"node": nil, "name": nil, "dataAction": nil, "integration": nil, "file": nil, "line": nil, "column": nil,
				"container": nil, "perRun": counts,
				"boundedBy": nil, "hot": nil, "loopDepth": nil, "loop": nil, "ratePerMinute": nil, "timeoutSeconds": nil, "timeoutIsDefault": nil,
				"outputs": obj{"success": nil, "failure": nil, "timeout": nil},
				"witness": []any{obj{"name": nil, "output": nil, "file": nil, "line": nil}},
			}},
			"loops": []any{obj{"id": nil, "name": nil, "kind": nil, "count": nil, "bodyActions": nil, "calls": []any{}, "waitSeconds": nil,
				"file": nil, "line": nil}},
		}},
		"capacity": []any{obj{
			"limit":  obj{"namespace": nil, "key": nil, "value": nil, "unit": nil, "scope": nil, "source": nil},
			"demand": obj{"expected": nil, "peak": nil}, "utilisation": nil, "headroom": nil, "verdict": nil,
			"breakEven": obj{"interactionsPerMinute": nil, "licences": nil, "latencySeconds": nil},
		}},
		"findings": []any{obj{
			"rule": nil, "severity": nil, "message": nil, "remediation": nil, "flow": nil, "file": nil, "line": nil, "column": nil, "node": nil,
			"fingerprint": nil, "evidence": obj{}, "docs": nil,
		}},
		"errors": []any{},
	}, doc)
}

// promise reports what got lacks of want.
func promise(t *testing.T, at string, want, got any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s is no object: %v", at, got)
			return
		}
		for key, inner := range want {
			value, ok := object[key]
			if !ok {
				t.Errorf("%s.%s is missing", at, key)
				continue
			}
			promise(t, at+"."+key, inner, value)
		}
	case []any:
		array, ok := got.([]any)
		if !ok {
			t.Errorf("%s is no array: %v", at, got)
			return
		}
		if len(want) == 0 {
			return
		}
		for _, element := range array {
			promise(t, at+"[]", want[0], element)
		}
	}
}
