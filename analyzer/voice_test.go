package analyzer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/judge"
)

// TestMediumOfCalledFlows: a bot has a listener if one of its callers has, and what its type
// says where nothing calls it.
func TestMediumOfCalledFlows(t *testing.T) {
	const bot = "botFlow:\n  name: Bot\n  startUpRef: /botFlow/bots/bot[M_1]\n  bots:\n    - bot:\n        name: M\n        refId: M_1\n" +
		"        actions:\n          - exitBotFlow: {name: x}\n"
	caller := func(root, containers, container, name string) string {
		return fmt.Sprintf("%s:\n  name: %s\n  startUpRef: /%s/%s/%s[S_1]\n  %s:\n    - %s:\n        name: S\n        refId: "+
			"S_1\n        actions:\n"+
			"          - callBotFlow: {name: c, botFlow: {Bot: {ver_latestPublished: {none: true}}}}\n          - disconnect: {name: d}\n", root,
			name, root, containers, container, containers, container)
	}
	message, call := caller("inboundShortMessage", "states", "state", "Messages"), caller("inboundCall", "tasks", "task", "Calls")
	for name, test := range map[string]struct {
		files []string
		voice bool
	}{
		"alone": {nil, true}, "messages": {[]string{message}, false}, "calls": {[]string{call}, true}, "both": {[]string{message, call}, true},
	} {
		dir := t.TempDir()
		for i, text := range append([]string{bot}, test.files...) {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.yaml", i)), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		review, err := analyzer.Analyze(t.Context(), []string{dir}, analyzer.Options{Rules: judge.Rules{NoBuiltin: true}})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range review.Flows {
			if f.Name == "Bot" && f.Voice != test.voice {
				t.Errorf("%s: voice %v, want %v", name, f.Voice, test.voice)
			}
		}
	}
}
