package intake

import (
	"archive/zip"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/flow"
)

// What an archive holds cannot be read again from disk, so it is held for
// excerpts: but only what findings can stand in, and that compressed. An archive
// of files that are refused takes no memory after each was read.
func TestFilesHeldOfAnArchive(t *testing.T) {
	const text = "inboundCall:\n  name: Main\n  startUpRef: /inboundCall/tasks/task[T_1]\n  tasks:\n    - task:\n        name: T\n" +
		"        refId: T_1\n        actions:\n          - disconnect: {none: true}\n"
	padding := strings.Repeat("# one of many lines that say little\n", 20_000)
	archive := zipOf(t, map[string]string{
		"broken.yaml":  "inboundCall:\n  name: [" + padding,
		"refused.yaml": "inboundCall:\n  name: x\n" + strings.Repeat(padding, 30),
		"flow.yaml":    text + padding,
		"action.json": `{"id": "custom_-_1", "name": "Start", "integrationId": "i", "actionType": "custom", "category": "Web",
			"config": {"request": {"requestType": "POST", "requestUrlTemplate": "/x"}}}`,
	})
	flows, in := Read(t.Context(), []string{archive}, Options{}, 2, slog.New(slog.DiscardHandler), func(f *flow.Flow) *flow.Flow { return f })
	if len(flows) != 1 || in.FlowCount != 1 || len(in.Definitions) != 1 || len(in.Errors) != 2 {
		t.Fatalf("%d flows, %d definitions, errors %v; want 1, 1 and 2", len(flows), len(in.Definitions), in.Errors)
	}
	name := flows[0].File.Name
	got := slices.Sorted(maps.Keys(in.Sources.held))
	if want := []string{filepath.ToSlash(filepath.Join(filepath.Dir(name), "action.json")), name}; !slices.Equal(got, want) {
		t.Errorf("held: %v, want %v", got, want)
	}
	if size := len(in.Sources.held[name]); size > len(padding)/20 {
		t.Errorf("%d bytes are held of a text of %d", size, len(text)+len(padding))
	}
	for line, want := range map[int]string{2: "  name: Main", 10: "# one of many lines that say little", 99_999: ""} {
		if got, ok := in.Sources.SourceLine(name, line); got != want || ok != (want != "") {
			t.Errorf("line %d: %q, %v; want %q", line, got, ok, want)
		}
	}
	if text, ok := in.Sources.SourceLine("nowhere.yaml", 1); ok {
		t.Errorf("a file that was never read has the line %q", text)
	}
}

// zipOf writes an archive of these files.
func zipOf(t *testing.T, texts map[string]string) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "a.zip"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	for name, text := range texts {
		entry, err := w.Create(name)
		if err == nil {
			_, err = fmt.Fprint(entry, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

// What is passed over is named, and why.
func TestPassedOver(t *testing.T) {
	archive := zipOf(t, map[string]string{"a.yaml": "inboundCall: {}"})
	if err := os.WriteFile(filepath.Join(filepath.Dir(archive), "notes.txt"), []byte("notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	Read(t.Context(), []string{filepath.Dir(archive)}, Options{}, 2, slog.New(slog.NewTextHandler(&log, nil)),
		func(*flow.Flow) bool { return true })
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	for i, want := range []string{"an archive is opened only where it is a path itself", "not a flow"} {
		if len(lines) != 2 || !strings.Contains(lines[i], want) || !strings.Contains(lines[i], []string{"a.zip", "notes.txt"}[i]) {
			t.Errorf("line %d should say %q:\n%s", i+1, want, log.String())
		}
	}
}
