package replay_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer/intake"
	"archlint/analyzer/replay"
	"archlint/analyzer/trace"
)

// writeAll writes files to a new directory.
func writeAll(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// lines are executions as a file of an export holds them.
func lines(t *testing.T, version string, all []trace.Trace) string {
	t.Helper()
	var out []byte
	for _, one := range all {
		var err error
		one.FlowVersion = version
		if out, err = trace.Append(out, one); err != nil {
			t.Fatal(err)
		}
	}
	return string(out)
}

const yamlFlow = `inboundCall:
  name: Calls
  startUpRef: /inboundCall/tasks/task[Main_1]
  tasks:
    - task:
        name: Main
        refId: Main_1
        actions:
          - disconnect: {name: Goodbye}
`

func TestRun(t *testing.T) {
	f := callFlow(t)
	played := runs(f, 20, rand.New(rand.NewPCG(3, 3)))
	manifest, list := `{"region": "mypurecloud.de"}`, fmt.Sprintf(`{"entities": [{"id": %q, "version": "7.0"}]}`, flowID)
	flowFile := "flows/inboundcall/calls~" + flowID
	tests := []struct {
		name    string
		version string // of the executions
		files   map[string]string
		fitness bool
		refused string
	}{
		{"the version at hand", "7", map[string]string{"org/flows.json": list, flowFile + ".json": string(f.File.Text)}, true, ""},
		{"another version", "6", map[string]string{"org/flows.json": list, flowFile + ".json": string(f.File.Text)}, false,
			"the export holds version 7"},
		{"a debug version", "debug", map[string]string{"org/flows.json": list, flowFile + ".json": string(f.File.Text)}, false,
			"the export holds version 7"},
		{"no list of versions", "7", map[string]string{flowFile + ".json": string(f.File.Text)}, false, "does not say which version"},
		{"no such flow", "7", map[string]string{"org/flows.json": list}, false, "the export does not hold the flow"},
		{"Archy YAML", "7", map[string]string{"org/flows.json": list, flowFile + ".yaml": yamlFlow}, false, "export it as JSON"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.files["archlint-export.json"] = manifest
			tt.files["executions/"+flowID+".jsonl"] = lines(t, tt.version, played)
			got, err := replay.Run(context.Background(), []string{writeAll(t, tt.files)}, intake.Options{}, 2, slog.New(slog.DiscardHandler))
			if err != nil || len(got.Errors) > 0 {
				t.Fatal(err, got.Errors)
			}
			if (got.Fitness != nil) != tt.fitness || tt.fitness && (*got.Fitness != 1 || got.Flows[0].Version != "7" || got.Differs()) {
				t.Errorf("%+v", got)
			}
			if (len(got.Refused) > 0) != (tt.refused != "") || tt.refused != "" && (got.Refused[0].Executions != 20 ||
				!strings.Contains(got.Refused[0].Reason, tt.refused)) {
				t.Errorf("refused %+v", got.Refused)
			}
			var text strings.Builder
			if err := replay.WriteText(&text, got); err != nil || !strings.Contains(text.String(), tt.refused) {
				t.Errorf("%v:\n%s", err, text.String())
			}
		})
	}
}
