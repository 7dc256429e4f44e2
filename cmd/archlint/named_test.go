package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// within runs archlint and fails where it does not end: what a configuration
// names must not hang whoever reviews it.
func within(t *testing.T, most time.Duration, args ...string) (code int, stderr string) {
	t.Helper()
	type ended struct {
		code int
		errs string
	}
	done := make(chan ended, 1)
	go func() {
		var out, errs strings.Builder
		code := run(args, strings.NewReader(""), &out, &errs)
		done <- ended{code, errs.String()}
	}()
	select {
	case e := <-done:
		return e.code, e.errs
	case <-time.After(most):
		t.Fatalf("archlint %s does not end", strings.Join(args, " "))
		return 0, ""
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// Whatever names a file to be read, on the command line or in a configuration,
// a pipe and a device are refused, and a file without end is not read to it.
func TestNamedFilesAreRegularAndBounded(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no pipes and devices in directories")
	}
	t.Chdir(t.TempDir())
	write(t, "flow.yaml", oneCall)
	if err := exec.Command("mkfifo", "pipe").Run(); err != nil {
		t.Skipf("no mkfifo: %v", err)
	}
	for _, name := range []string{"pipe", "/dev/zero"} {
		link := "rules-" + strings.ReplaceAll(name, "/", "-")
		if err := os.MkdirAll(link, 0o777); err != nil {
			t.Fatal(err)
		}
		target := name
		if !filepath.IsAbs(name) {
			target = "../" + name
		}
		if err := os.Symlink(target, filepath.Join(link, "x.rego")); err != nil {
			t.Fatal(err)
		}
		for key, text := range map[string]string{
			"extends": "extends: [%s]\n", "profile": "profile: %s\n", "limits": "limits: {file: %s}\n", "waiver-files": "waiver-files: [%s]\n",
			"baseline": "baseline: %s\n", "policies": "policies: {sources: [%s]}\n", "conftest": "policies: {conftest: [%s]}\n",
		} {
			file := key + ".yaml"
			write(t, file, fmt.Sprintf(text, name))
			if code, errs := within(t, 20*time.Second, "check", "--no-builtin-policies", "--config", file, "flow.yaml"); code < exitUsage ||
				!strings.Contains(errs, "not a regular file") {
				t.Errorf("%s: %s: exit code %d, %s", key, name, code, errs)
			}
		}
		for _, args := range [][]string{
			{"check", name}, {"check", "--config", name, "flow.yaml"}, {"check", "--profile", name, "flow.yaml"},
			{"check", "--limits", name, "flow.yaml"}, {"check", "--waivers", name, "flow.yaml"},
			{"check", "--baseline", name, "flow.yaml"}, {"check", "--policy", name, "flow.yaml"}, {"check", "--conftest-policy", name, "flow.yaml"},
			{"diff", name, "flow.yaml"}, {"graph", name}, {"limits", name}, {"policy", "test", name},
		} {
			if code, errs := within(t, 20*time.Second, append(args, "--no-builtin-policies")...); code < exitUsage ||
				!strings.Contains(errs, "not a regular file") {
				if code2, errs2 := within(t, 20*time.Second, args...); code2 < exitUsage || !strings.Contains(errs2, "not a regular file") {
					t.Errorf("%q: exit code %d, %s, without the flag %d, %s", args, code, errs, code2, errs2)
				}
			}
		}
		if code, errs := within(t, 20*time.Second, "check", "--no-builtin-policies", "--policy", link, "flow.yaml"); code < exitUsage ||
			!strings.Contains(errs, "leads out of the directory") {
			t.Errorf("a rule that is a link to %s: exit code %d, %s", name, code, errs)
		}
	}
}

// A configuration that builds on twelve others, each of which does, ends.
func TestExtendsEnds(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "flow.yaml", oneCall)
	for level := range 8 {
		text := ""
		for i := range 12 {
			text += fmt.Sprintf("  - level%d-%d.yaml\n", level+1, i%12)
		}
		for i := range 12 {
			write(t, fmt.Sprintf("level%d-%d.yaml", level, i), "extends:\n"+text+"rules: {polling: off}\n")
		}
	}
	for i := range 12 {
		write(t, fmt.Sprintf("level8-%d.yaml", i), "rules: {polling: off}\n")
	}
	code, errs := within(t, 20*time.Second, "check", "--config", "level0-0.yaml", "flow.yaml")
	if code != exitUsage || !strings.Contains(errs, "more than 64 files") || strings.Count(errs, "\n") != 1 {
		t.Errorf("exit code %d, %s", code, errs)
	}
	if code, errs := within(t, 20*time.Second, "check", "--config", "level7-0.yaml", "flow.yaml", "--fail-on", "none"); code != exitOK {
		t.Errorf("twelve files in two levels: exit code %d, %s", code, errs)
	}
}
