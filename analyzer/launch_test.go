package analyzer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A data action that asks the Platform API to run a workflow leads an
// interaction on to it, if its input says which; else that is an open end.
func TestWorkflowsThatAreLaunched(t *testing.T) {
	const (
		action = `{"id": "custom_-_1", "name": "Start work", "integrationId": "i", "actionType": "custom", "category": "Web",
			"contract": {"input": {}, "output": {}},
			"config": {"request": {"requestType": "POST", "requestUrlTemplate": "/api/v2/flows/executions", "requestTemplate": "{}"},
				"response": {}}}`
		work = "workflow:\n  name: Work\n  startUpRef: /workflow/states/state[S_1]\n  states:\n    - state:\n        name: S\n        refId: " +
			"S_1\n        actions:\n" +
			"          - callData: {name: one, category: {Shop: {dataAction: {Get: {inputs: {}}}}}}\n" +
			"          - callData: {name: two, category: {Shop: {dataAction: {Put: {inputs: {}}}}}}\n          - endWorkflow: {none: true}\n"
		call = "inboundCall:\n  name: Main\n  startUpRef: /inboundCall/tasks/task[T_1]\n  tasks:\n    - task:\n        name: T\n        refId: " +
			"T_1\n        actions:\n" +
			"          - callData: {name: start, category: {Web: {dataAction: {Start work: {inputs: {flowId: VALUE}}}}}}\n" +
			"          - disconnect: {none: true}\n"
	)
	for _, c := range []struct {
		value string
		max   int64
		open  string
	}{
		{"{lit: Work}", 3, ""},
		{`{exp: '"Work"'}`, 3, ""},
		{"{exp: Flow.which}", 1, "workflow chosen at run time"},
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{"a.json": action, "work.yaml": work, "main.yaml": strings.ReplaceAll(call, "VALUE", c.value)} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range analyze(t, dir).Flows {
			if f.Name != "Main" {
				continue
			}
			open := ""
			if len(f.OpenEnds) > 0 {
				open = f.OpenEnds[0].String()
			}
			if f.PerInteraction.Max != c.max || open != c.open || f.PerRun.Max != 1 {
				t.Errorf("%s: %+v, open %v; want at most %d, open %q", c.value, f.PerInteraction, f.OpenEnds, c.max, c.open)
			}
		}
	}
}
