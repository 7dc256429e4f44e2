package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// writeFiles writes files into a directory of their own and goes there.
func writeFiles(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// Two bases may build on the same file: it is read once, and what it adds to lists
// stands there once, where the stronger of the two has it.
func TestSharedBaseIsReadOnce(t *testing.T) {
	writeFiles(t, map[string]string{
		"top.yaml": "extends: [a.yaml, b.yaml]\n",
		"a.yaml":   "extends: common.yaml\njobs: 1\npolicies: {sources: [ours]}\noverrides: [{paths: ['*'], rules: {polling: error}}]\n",
		"b.yaml":   "extends: common.yaml\npolicies: {sources: [./ours]}\nprofile: profile.yaml\n",
		"common.yaml": "jobs: 3\npolicies: {sources: [rules]}\nprofile: profile.yaml\nwaivers: [{rule: polling, flow: X, reason: because}]\n" +
			"overrides: [{paths: ['*'], rules: {polling: info}}]\n",
		"profile.yaml": "partial: true\n",
	})
	c, err := Load("top.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := c.all()
	if want := []string{"top.yaml", "a.yaml", "common.yaml", "profile.yaml", "b.yaml"}; !slices.Equal(c.Files, want) {
		t.Errorf("read %v, want %v", c.Files, want)
	}
	if got := all.get("policies", "sources").texts(); !slices.Equal(got, []string{"rules", "ours"}) {
		t.Errorf("sources %v", got)
	}
	if got := len(all.get("waivers").itemsOf()); got != 1 {
		t.Errorf("%d waivers", got)
	}
	if got := all.get("jobs").str(); got != "3" {
		t.Errorf("jobs %s: b.yaml beats a.yaml with what it builds on", got)
	}
	var levels []string
	for _, o := range all.get("overrides").itemsOf() {
		levels = append(levels, o.get("rules", "polling").str())
	}
	if !slices.Equal(levels, []string{"error", "info"}) { // of several the last holds
		t.Errorf("overrides %v", levels)
	}
}

// A base that each of many files builds on, level by level, costs no more than its
// files: without this, what is read and kept grows by a factor on each level.
func TestExtendsByLevels(t *testing.T) {
	const levels, wide = 7, 8
	files := map[string]string{}
	for level := range levels {
		var bases []string
		for i := range wide {
			bases = append(bases, fmt.Sprintf("l%d-%d.yaml", level+1, i))
		}
		for i := range wide {
			files[fmt.Sprintf("l%d-%d.yaml", level, i)] = fmt.Sprintf("extends: [%s]\npolicies: {sources: [rules]}\nwaivers: [{rule: polling, "+
				"flow: X, reason: because}]\n", strings.Join(bases, ", "))
		}
	}
	for i := range wide {
		files[fmt.Sprintf("l%d-%d.yaml", levels, i)] = "jobs: 2\n"
	}
	writeFiles(t, files)
	c, err := Load("l0-0.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.all().get("waivers").itemsOf(); len(got) != (levels-1)*wide+1 || len(c.Files) != levels*wide+1 {
		t.Errorf("%d waivers of %d files", len(got), len(c.Files))
	}
}

// How long a chain is does not depend on where a file was met first.
func TestChainThroughSharedBase(t *testing.T) {
	files := map[string]string{"top.yaml": "extends: [6.yaml, 0.yaml]\n"}
	for i := range 8 {
		files[fmt.Sprintf("%d.yaml", i)] = fmt.Sprintf("extends: %d.yaml\n", i+1)
	}
	files["8.yaml"] = "jobs: 1\n"
	for _, order := range []string{"extends: [6.yaml, 0.yaml]\n", "extends: [0.yaml, 6.yaml]\n"} {
		files["top.yaml"] = order
		writeFiles(t, files)
		if _, err := Load("top.yaml"); err == nil || !strings.Contains(err.Error(), "more than 8 files build on one another") {
			t.Errorf("%s: %v", order, err)
		}
		if _, err := Load("0.yaml"); err != nil {
			t.Error(err)
		}
	}
}

// A mistake of a shared base is told once.
func TestMistakeOfSharedBase(t *testing.T) {
	writeFiles(t, map[string]string{"top.yaml": "extends: [a.yaml, b.yaml]\n", "a.yaml": "extends: c.yaml\n", "b.yaml": "extends: c.yaml\n",
		"c.yaml": "job: 1\nextends: gone.yaml\n"})
	_, err := Load("top.yaml")
	if err == nil || strings.Count(err.Error(), "unknown key") != 1 || strings.Count(err.Error(), "cannot read gone.yaml") != 1 {
		t.Errorf("got %v", err)
	}
}
