package packaging

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// action is action.yml, as GitHub documents it: "Metadata syntax for GitHub
// Actions", runs for composite actions.
type action struct {
	Name, Description, Author string
	Branding                  map[string]string
	Inputs                    map[string]struct{ Description, Default string }
	Outputs                   map[string]struct{ Description, Value string }
	Runs                      struct {
		Using string
		Steps []step
	}
}

type step struct {
	ID, Uses, Shell, Run string
	With, Env            map[string]string
}

func (a *action) step(t *testing.T, id string) step {
	t.Helper()
	for _, s := range a.Runs.Steps {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("action.yml has no step %s", id)
	return step{}
}

func TestActionIsComplete(t *testing.T) {
	var a action
	read(t, "action.yml", &a)
	if a.Runs.Using != "composite" || a.Name == "" || len([]rune(a.Description)) > 125 { // what the marketplace takes
		t.Errorf("using %q, name %q, description of %d characters", a.Runs.Using, a.Name, len(a.Description))
	}
	var known []string
	for name := range a.Inputs {
		known = append(known, "inputs."+name)
	}
	for _, s := range a.Runs.Steps {
		if s.Run != "" && s.Shell == "" {
			t.Errorf("step %s names no shell, which composite actions must", s.ID)
		}
		if strings.Contains(s.Run, "${{") {
			t.Errorf("step %s puts an expression into its script, where it can be read as commands", s.ID)
		}
		for name, value := range s.Env {
			for _, use := range regexp.MustCompile(`inputs\.[\w-]+`).FindAllString(value, -1) {
				if !slices.Contains(known, use) {
					t.Errorf("step %s: %s uses %s, which is no input", s.ID, name, use)
				}
			}
		}
	}
}

// TestActionRuns runs the scripts of the action as GitHub does: inputs in the
// environment, outputs through a file.
func TestActionRuns(t *testing.T) {
	unixOnly(t)
	needs(t, "bash")
	var a action
	read(t, "action.yml", &a)
	temp := t.TempDir()
	source, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	if code, out := script(t, temp, a.step(t, "build").Run, "RUNNER_TEMP="+temp, "ACTION_PATH="+source); code != 0 {
		t.Fatalf("build ends with %d\n%s", code, out)
	}
	for _, c := range []struct {
		name, paths, args, failOn, sarif string
		bad                              bool
		code                             int
		says                             string
	}{
		{name: "clean", paths: ".", failOn: "error", sarif: "archlint.sarif", code: 0},
		{name: "findings", paths: ".", failOn: "error", sarif: "archlint.sarif", bad: true, code: 1, says: "::error file=flow.yaml,line=15"},
		{name: "findings that do not fail", paths: "flow.yaml", failOn: "none", bad: true, code: 0, says: "::error file=flow.yaml,line=15"},
		{name: "arguments and paths by line", paths: "flow.yaml\n.", args: "--licences=800\n--rule\nfailure-unhandled=off\n--rule\npolling=error",
			failOn: "error", bad: true, code: 1},
		{name: "no command in an input", paths: "$(touch pwned)", args: "", failOn: "error", code: 3, says: "$(touch pwned)"},
		{name: "no flag in a path", paths: "--help", failOn: "error", code: 3},
		{name: "wrong usage", paths: ".", args: "--no-such-flag", failOn: "error", code: 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := flows(t, c.bad)
			output := filepath.Join(t.TempDir(), "output")
			code, out := script(t, dir, a.step(t, "check").Run,
				"RUNNER_TEMP="+temp, "GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+filepath.Join(t.TempDir(), "summary"),
				"PATHS="+c.paths, "ARGS="+c.args, "FAIL_ON="+c.failOn, "SARIF="+c.sarif)
			if code != c.code || !strings.Contains(out, c.says) {
				t.Errorf("exit code %d, want %d, and %q in\n%s", code, c.code, c.says, out)
			}
			said, _ := os.ReadFile(output)
			if want := "exit-code=" + string(rune('0'+c.code)) + "\n"; !strings.Contains(string(said), want) {
				t.Errorf("outputs %q, want %q", said, want)
			}
			if c.sarif != "" {
				mustExist(t, dir, c.sarif)
			}
			if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
				t.Error("an input was run as a command")
			}
		})
	}
}
