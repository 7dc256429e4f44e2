package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// TestPoliciesCompile parses and compiles what conftest is given.
func TestPoliciesCompile(t *testing.T) {
	for _, format := range []string{"json", "yaml"} {
		for _, how := range []style{shared, alone} {
			dir := t.TempDir()
			if err := writePolicies(dir, format, how); err != nil {
				t.Fatal(err)
			}
			files, _ := filepath.Glob(filepath.Join(dir, "*.rego"))
			modules := map[string]string{}
			for _, f := range files {
				text, _ := os.ReadFile(f)
				modules[f] = string(text)
			}
			if len(modules) != policyCount+1 {
				t.Errorf("%s, %s: %d files", format, how, len(modules))
			}
			if _, err := ast.CompileModules(modules); err != nil {
				t.Errorf("%s, %s: %v", format, how, err)
			}
		}
	}
}

// TestFloorsReadEverything fails when a floor skips files or overlooks errors.
func TestFloorsReadEverything(t *testing.T) {
	for name, d := range decoders {
		dir := t.TempDir()
		if err := writeExport(d.format, "4", dir); err != nil {
			t.Fatal(err)
		}
		if err := floor(name, dir); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, "broken."+d.format), []byte(`{"a": [}`), 0o666); err != nil {
			t.Fatal(err)
		}
		if floor(name, dir) == nil {
			t.Errorf("%s: a broken file is read without an error", name)
		}
	}
	if floor("toml", t.TempDir()) == nil {
		t.Error("a floor that there is not reads files")
	}
}

// TestMeasure runs a real process and looks at what was measured of it.
func TestMeasure(t *testing.T) {
	r := &runner{name: "go", command: []string{"go", "version"}}
	u, err := measure(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if u.wall <= 0 || u.cpu <= 0 || u.cpu > time.Minute {
		t.Errorf("used %+v", u)
	}
	if _, err := measure(context.Background(), &runner{command: []string{"go", "nonsense"}}); err == nil {
		t.Error("a failing command is measured without an error")
	}
}

func TestMedianIsByFigure(t *testing.T) {
	r := &runner{used: []usage{{wall: 3, cpu: 10, peak: 5}, {wall: 1, cpu: 30, peak: 7}, {wall: 2, cpu: 20, peak: 6}}}
	if m := r.median(); m != (usage{wall: 2, cpu: 20, peak: 6}) {
		t.Errorf("median %+v", m)
	}
	r.used = r.used[:2]
	if m := r.median(); m != (usage{wall: 2, cpu: 20, peak: 6}) {
		t.Errorf("median of two %+v", m)
	}
}

func TestReplaceKeepsWhatStandsAround(t *testing.T) {
	file := filepath.Join(t.TempDir(), "performance.md")
	if err := os.WriteFile(file, []byte("# Title\n"+begin+"old\n"+end+"After\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := replace(file, "new\n"); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(file); string(text) != "# Title\n"+begin+"new\n"+end+"After\n" {
		t.Errorf("%s", text)
	}
	if err := os.WriteFile(file, []byte("# Title\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if replace(file, "new\n") == nil {
		t.Error("a file without the marks is replaced")
	}
}

func TestTableNamesEveryCommand(t *testing.T) {
	c := &benchCase{name: "50 flows, json", bytes: 2e6, runners: []*runner{
		{name: "archlint check", used: []usage{{wall: time.Second, cpu: 2 * time.Second, peak: 1e8}}},
		{name: "bare tokens", used: []usage{{wall: time.Second, cpu: time.Second}}},
	}}
	text := table(settings{date: "2026-01-02", rounds: 1}, tools{}, []*benchCase{c})
	for _, want := range []string{"2026-01-02", "conftest was not installed", "| 50 flows, json | 2.0 MB | bare tokens | 1.00 s | 1.00 s | " +
		"- | 0.50 |", "100.0 MB | 1 |"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
