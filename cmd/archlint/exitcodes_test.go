package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// oneRule fires once in every flow with a data action call.
const oneRule = `# METADATA
# title: A call
# custom: {id: a-call, severity: warning}
package mine

findings contains {"at": call} if some call in input.flow.calls
`

const oneCall = `inboundCall:
  name: A flow
  startUpRef: /inboundCall/tasks/task[Main_1]
  tasks:
    - task:
        name: Main
        refId: Main_1
        actions:
          - callData: {name: Get, category: {Shop: {dataAction: {Get: {}}}}}
          - disconnect: {name: Goodbye}
`

// TestExitCodes holds check to the table of exit codes in every combination:
// the gravity of what is found, --fail-on, what could not be read, and who
// accepted what was found. Nothing but the result goes to stdout.
func TestExitCodes(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"rules/a.rego": oneRule, "whole/flow.yaml": oneCall, "partly/flow.yaml": oneCall, "partly/broken.yaml": "inboundCall:\n  name: [\n",
		"nothing/README.md": "nothing", "register.yaml": "waivers: [{rule: a-call, flow: '*', reason: because}]\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	check := func(args ...string) (int, string) {
		var out strings.Builder
		code := run(append([]string{"check", "--no-builtin-policies", "--policy", "rules", "--rule", "waiver-unused=off", "--rule",
			"baseline-stale=off", "-q"}, args...), strings.NewReader(""), &out, io.Discard)
		return code, out.String()
	}
	if code, _ := check("whole", "--write-baseline", "baseline.json"); code != exitOK {
		t.Fatalf("writing a baseline: exit code %d", code)
	}
	rank := map[string]int{"off": 0, "info": 1, "warning": 2, "error": 3, "none": 4}
	accepted := map[string][]string{"nobody": nil, "a waiver": {"--waivers", "register.yaml"}, "the baseline": {"--baseline", "baseline.json"}}
	seen := map[int]int{}
	for _, severity := range []string{"off", "info", "warning", "error"} {
		for _, failOn := range []string{"error", "warning", "info", "none"} {
			for _, input := range []string{"whole", "partly", "nothing"} {
				for by, flags := range accepted {
					want := exitOK
					switch {
					case input != "whole":
						want = exitTrouble
					case by == "nobody" && severity != "off" && rank[severity] >= rank[failOn]:
						want = exitFindings
					}
					args := append([]string{input, "--rule", "a-call=" + severity, "--fail-on", failOn}, flags...)
					got, out := check(args...)
					if got != want {
						t.Errorf("%s found, --fail-on %s, %s read, accepted by %s: exit code %d, want %d", severity, failOn, input, by, got, want)
					}
					if lines := strings.Split(strings.TrimSpace(out), "\n"); input == "whole" && !strings.Contains(lines[len(lines)-1],
						"1 flow, 1 data action call") {
						t.Errorf("%v: stdout ends with %q", args, lines[len(lines)-1])
					}
					seen[got]++
				}
			}
		}
	}
	if seen[exitOK] == 0 || seen[exitFindings] == 0 || seen[exitTrouble] == 0 {
		t.Errorf("codes seen: %v", seen)
	}
}

// Wrong usage is 2 whatever else is the matter, and prints nothing on stdout.
func TestWrongUsage(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"flow.yaml": oneCall, "wrong.yaml": "fail-on: never\n", "register.yaml": "waivers: [{rule: polling, flow: '*'}]\n",
		"broken.yaml": "inboundCall:\n  name: [\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range []string{
		"check --no-such-flag", "check --fail-on never", "check --format none", "check --rule polling", "check --rule polling=loud",
		"check --rule no-such=off",
		"check --config gone.yaml", "check --config wrong.yaml", "check --waivers register.yaml", "check --waivers gone.yaml",
		"check --today soon",
		"check --jobs -1", "check --licence-type gold", "check --format json --format sarif",
		"diff flow.yaml", "diff flow.yaml flow.yaml --format sarif", "diff flow.yaml flow.yaml --fail-on never", "no-such-command", "",
	} {
		for _, input := range []string{"", " broken.yaml"} {
			if strings.HasPrefix(args, "check") {
				args += input
			}
			var out, errs strings.Builder
			code := run(strings.Fields(args), strings.NewReader(""), &out, &errs)
			if code != exitUsage || out.Len() > 0 || errs.Len() == 0 {
				t.Errorf("archlint %s: exit code %d, stdout %q, stderr %q", args, code, out.String(), errs.String())
			}
		}
	}
}

// A report that cannot be written is 3 whatever was found, and keeps no other
// from being written; a baseline is left as it is then.
func TestUnwritableReports(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "flow.yaml", oneCall)
	write(t, "rules/a.rego", oneRule)
	write(t, "directory/x", "")
	for _, bad := range []string{"gone/report.json", "directory", "flow.yaml/report.json"} {
		for _, command := range [][]string{{"check", "--fail-on", "none"}, {"check", "--fail-on", "warning"}, {"review", "-o", "review.html"}} {
			var out, errs strings.Builder
			args := append(command, "flow.yaml", "--no-builtin-policies", "--policy", "rules", "--write-baseline", "baseline.json", "--format",
				"json="+bad, "--format", "sarif=good.sarif", "--format", "text")
			code := run(args, strings.NewReader(""), &out, &errs)
			if code != exitTrouble || !strings.Contains(errs.String(), bad) || !strings.Contains(out.String(), "1 flow, 1 data action call") {
				t.Errorf("%v: exit code %d, stdout %q, stderr %q", args, code, out.String(), errs.String())
			}
			if text := read(t, "good.sarif"); !strings.Contains(text, `"a-call"`) {
				t.Errorf("%v: the other report: %q", args, text)
			}
			if _, err := os.Stat("baseline.json"); err == nil {
				t.Errorf("%v: a baseline was written", args)
			}
			_ = os.Remove("good.sarif")
		}
	}
	for _, args := range [][]string{{"check", "flow.yaml", "--fail-on", "none"}, {"check", "flow.yaml", "--format", "github"},
		{"facts", "flow.yaml"}, {"limits"}, {"graph", "flow.yaml"}, {"explain", "polling"}, {"version"}} {
		if code := run(args, strings.NewReader(""), full{}, io.Discard); code != exitTrouble {
			t.Errorf("%v to a full disk: exit code %d", args, code)
		}
	}
	if code := run([]string{"check", "flow.yaml", "--format", "github"}, strings.NewReader(""), full{}, io.Discard); code != exitTrouble {
		t.Errorf("exit code %d", code)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
