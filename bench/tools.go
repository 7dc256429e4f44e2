package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// conftestVersion is the version that the published figures are of.
const conftestVersion = "v0.71.1"

// tools are the programs that are measured.
type tools struct {
	self, archlint  string
	conftest        string            // "" when it is not installed
	policies        map[string]string // directories, by format and style
	conftestVersion string
}

// prepare builds archlint as a user would, finds conftest, and writes policies
// for it.
func prepare(ctx context.Context, dir string) (tools, error) {
	t := tools{archlint: filepath.Join(dir, "archlint"), policies: map[string]string{}}
	if runtime.GOOS == "windows" {
		t.archlint += ".exe"
	}
	var err error
	if t.self, err = os.Executable(); err != nil {
		return t, err
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", t.archlint, "archlint/cmd/archlint")
	if out, err := build.CombinedOutput(); err != nil {
		return t, fmt.Errorf("building archlint: %w\n%s", err, out)
	}
	for _, format := range []string{"json", "yaml"} {
		for _, how := range []style{shared, alone} {
			t.policies[format+string(how)] = filepath.Join(dir, "policy-"+format+"-"+string(how))
			if err := writePolicies(t.policies[format+string(how)], format, how); err != nil {
				return t, err
			}
		}
	}
	t.findConftest(ctx)
	return t, nil
}

// findConftest looks on PATH and where go install puts programs.
func (t *tools) findConftest(ctx context.Context) {
	path, err := exec.LookPath("conftest")
	if err != nil {
		root, _ := exec.CommandContext(ctx, "go", "env", "GOPATH").Output()
		path, err = exec.LookPath(filepath.Join(strings.TrimSpace(string(root)), "bin", "conftest"))
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "conftest is not installed and left out; go install github.com/open-policy-agent/conftest@%s\n", conftestVersion)
		return
	}
	t.conftest = path
	info, _ := exec.CommandContext(ctx, "go", "version", "-m", path).Output()
	for _, line := range strings.Split(string(info), "\n") {
		if f := strings.Fields(line); len(f) > 2 && f[0] == "mod" {
			t.conftestVersion = f[2]
		}
	}
}

func (t tools) check(export string) *runner {
	return &runner{name: "archlint check", command: []string{t.archlint, "check", "--format", "json", "--fail-on", "none", export}}
}

// floors are the bare decodes of an export, by name.
func (t tools) floors(format, export string) []*runner {
	var out []*runner
	for _, name := range slices.Sorted(maps.Keys(decoders)) {
		if d := decoders[name]; d.format == format {
			out = append(out, &runner{name: d.name, command: []string{t.self, floorCommand, name, export}})
		}
	}
	return out
}

func (t tools) test(format, export string, how style) *runner {
	return &runner{
		name:    "conftest test, " + string(how),
		command: []string{t.conftest, "test", "--no-fail", "--output", "json", "--policy", t.policies[format+string(how)], export},
	}
}
