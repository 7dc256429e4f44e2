package packaging

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"gopkg.in/yaml.v3"
)

const root = "../.."

// read decodes a YAML file of the repository, strictly: no key stands twice.
func read(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// needs skips the test where a program is missing.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("no %s on this machine", p)
		}
	}
}

var (
	buildOnce sync.Once
	builtDir  string
	buildErr  error
)

// archlint is a directory that holds the program, as it would be on PATH.
func archlint(t *testing.T) string {
	t.Helper()
	buildOnce.Do(func() {
		if builtDir, buildErr = os.MkdirTemp("", "archlint-packaging-"); buildErr != nil {
			return
		}
		cmd := exec.Command("go", "build", "-o", builtDir+string(filepath.Separator), "./cmd/archlint")
		cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0") // as everything here builds it: compiled once
		buildErr = cmd.Run()
	})
	if buildErr != nil {
		t.Fatal(buildErr)
	}
	return builtDir
}

func TestMain(m *testing.M) {
	code := m.Run()
	if builtDir != "" {
		_ = os.RemoveAll(builtDir)
	}
	os.Exit(code)
}

// script runs a shell script in dir and returns its exit code and what it wrote.
func script(t *testing.T, dir, text string, env ...string) (int, string) {
	t.Helper()
	needs(t, "bash")
	cmd := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", text)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "PATH="+archlint(t)+string(os.PathListSeparator)+os.Getenv("PATH")), env...)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// The flows that the tests review: one that is clean, one with errors.
const clean = `inboundCall:
  name: Greeting
  startUpRef: /inboundCall/tasks/task[Start_1]
  tasks:
    - task:
        name: Start
        refId: Start_1
        actions:
          - disconnect: {name: Goodbye}
`

// flows is a directory of its own with a flow in it.
func flows(t *testing.T, bad bool) string {
	t.Helper()
	dir := t.TempDir()
	text := []byte(clean)
	if bad {
		var err error
		if text, err = os.ReadFile(filepath.Join(root, "testdata/readme/where-is-my-order.yaml")); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "flow.yaml"), text, 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

func mustExist(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s was not written", name)
		}
	}
}

// TestNothingCaches holds every file for CI to building from source alone.
func TestNothingCaches(t *testing.T) {
	for _, file := range []string{"action.yml", ".github/workflows/release.yml"} {
		text, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "actions/cache") ||
			strings.Count(string(text), "setup-go@") != strings.Count(string(text), "cache: false") {
			t.Errorf("%s uses a cache", file)
		}
	}
}

func unixOnly(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a shell script")
	}
}
