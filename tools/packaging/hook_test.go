package packaging

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// hook is an entry of .pre-commit-hooks.yaml: https://pre-commit.com/#new-hooks
type hook struct {
	ID, Name, Description, Language, Entry, Files string
	PassFilenames                                 bool `yaml:"pass_filenames"`
}

func theHook(t *testing.T) hook {
	t.Helper()
	var hooks []hook
	read(t, ".pre-commit-hooks.yaml", &hooks)
	if len(hooks) != 1 || hooks[0].ID != "archlint" || hooks[0].Entry == "" || hooks[0].Language != "system" || hooks[0].PassFilenames {
		t.Fatalf("hooks %+v", hooks)
	}
	return hooks[0]
}

func TestHookKnowsTheFilesOfFlows(t *testing.T) {
	files := regexp.MustCompile(theHook(t).Files)
	for name, want := range map[string]bool{
		"flows/main.yaml": true, "main.yml": true, "a.json": true, "main.i3InboundFlow": true, "main.i3": true,
		"action.tf": true, "rules/x.rego": true, "README.md": false, "main.go": false,
	} {
		if files.MatchString(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// TestHookStopsACommit commits to a real repository: by Git alone, and by
// pre-commit where it is installed.
func TestHookStopsACommit(t *testing.T) {
	unixOnly(t)
	needs(t, "git", "bash")
	entry := theHook(t).Entry
	t.Run("git", func(t *testing.T) {
		commit(t, func(repo string) {
			text := "#!/bin/sh\nexec " + entry + "\n"
			if err := os.WriteFile(filepath.Join(repo, ".git/hooks/pre-commit"), []byte(text), 0o777); err != nil {
				t.Fatal(err)
			}
		})
	})
	t.Run("pre-commit", func(t *testing.T) {
		needs(t, "pre-commit")
		source, err := filepath.Abs(root)
		if err != nil {
			t.Fatal(err)
		}
		hooks := t.TempDir()
		text, err := os.ReadFile(filepath.Join(source, ".pre-commit-hooks.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(hooks, ".pre-commit-hooks.yaml"), text, 0o666); err != nil {
			t.Fatal(err)
		}
		git(t, hooks, 0, "init", "-q")
		git(t, hooks, 0, "add", ".")
		git(t, hooks, 0, "commit", "-qm", "Hooks")
		t.Setenv("PRE_COMMIT_HOME", t.TempDir())
		commit(t, func(repo string) {
			config := fmt.Sprintf("repos:\n  - repo: %s\n    rev: %s\n    hooks:\n      - id: archlint\n", hooks,
				strings.TrimSpace(git(t, hooks, 0, "rev-parse", "HEAD")))
			if err := os.WriteFile(filepath.Join(repo, ".pre-commit-config.yaml"), []byte(config), 0o666); err != nil {
				t.Fatal(err)
			}
			git(t, repo, 0, "add", ".pre-commit-config.yaml")
			if code, out := script(t, repo, "pre-commit install"); code != 0 {
				t.Fatalf("pre-commit install ends with %d\n%s", code, out)
			}
		})
	})
}

// commit makes a repository with the hook, and commits a clean flow, which
// passes, and a bad one, which does not.
func commit(t *testing.T, install func(repo string)) {
	t.Helper()
	repo := flows(t, false)
	git(t, repo, 0, "init", "-q")
	install(repo)
	git(t, repo, 0, "add", ".")
	git(t, repo, 0, "commit", "-qm", "A clean flow")
	bad, err := os.ReadFile(filepath.Join(flows(t, true), "flow.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(repo, "bad.yaml"), bad, 0o666); err != nil {
		t.Fatal(err)
	}
	git(t, repo, 0, "add", ".")
	if out := git(t, repo, 1, "commit", "-qm", "A bad flow"); !strings.Contains(out, "[failure-unhandled]") {
		t.Errorf("the commit is refused without a reason:\n%s", out)
	}
	if n := strings.TrimSpace(git(t, repo, 0, "rev-list", "--count", "HEAD")); n != "1" {
		t.Errorf("%s commits", n)
	}
}

// git runs git as somebody, with archlint on PATH, whatever the machine's own
// settings are.
func git(t *testing.T, dir string, code int, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+archlint(t)+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
		"GIT_AUTHOR_NAME=Test", "GIT_AUTHOR_EMAIL=test@example.com", "GIT_COMMITTER_NAME=Test", "GIT_COMMITTER_EMAIL=test@example.com")
	cmd.Env = withoutOuter(cmd.Env)
	out, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("git %v ends with %d, want %d\n%s", args, got, code, out)
	}
	return string(out)
}

// withoutOuter drops the variables that lead to another repository, which are set
// when the tests themselves run in a hook.
func withoutOuter(env []string) []string {
	unset := map[string]bool{"GIT_DIR": true, "GIT_INDEX_FILE": true, "GIT_WORK_TREE": true, "GIT_PREFIX": true}
	var out []string
	for _, e := range env {
		if name, _, _ := strings.Cut(e, "="); !unset[name] {
			out = append(out, e)
		}
	}
	return out
}
