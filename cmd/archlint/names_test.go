package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/visible"
)

// hostileNames are what somebody may call a flow, an action, a data action or a
// file to command whoever reads the report.
var hostileNames = map[string]string{
	"a command to GitHub":          "::error file=f,line=1::PWNED",
	"behind a blank":               "  ::error::PWNED",
	"behind a line's end":          "x\n::error::PWNED",
	"behind CR":                    "x\r::error::PWNED",
	"behind NEL":                   "x\u0085::error::PWNED",
	"behind a line separator":      "x\u2028::error::PWNED\u2029::stop",
	"behind another blank":         "\u00a0\u3000::error::PWNED",
	"after many words":             strings.Repeat("word ", 40) + "::error::PWNED",
	"encoded":                      "%0A::error::PWNED%0D%0A::x",
	"a command to Azure":           "##vso[task.complete result=Succeeded;]x",
	"a command's variable":         "x ##vso[task.setvariable variable=A]b",
	"a group of Azure":             "##[error]x ###[group]",
	"a message to TeamCity":        "##teamcity[buildStatus status='SUCCESS']",
	"colours":                      "\x1b[31mRED\x1b[0m\x1b]0;title\x07\x1b[2J",
	"colours in one byte":          "\u009b31mRED\u009d0;title\u009c",
	"a bell and a backspace":       "a\x07b\x08c\x7f",
	"text turned around":           "\u202eevil\u202c \u2066x\u2069",
	"marks without width":          "a\u200bb\ufeffc\u2060d\u00ad\U000E0041",
	"Markdown":                     "`code` | cell | **x** [y](http://e) @team #1 ![z](http://e)",
	"HTML":                         "<script>alert(1)</script><img src=x onerror=alert(1)>",
	"the end of CDATA":             "]]>--><!-- ?>",
	"quotation marks":              `"'\"\'` + "`",
	"backslashes":                  `\n\N\G\\`,
	"what Mermaid reads":           `end; click n0 "javascript:alert(1)" #quot; %%{init: {}}%%`,
	"a name of a spreadsheet cell": "=cmd|' /C calc'!A0",
}

// hostileFlow is a flow in which everything bears the name.
func hostileFlow(name string) []byte {
	quoted, _ := json.Marshal(name) // a JSON string is a YAML one
	return []byte(strings.ReplaceAll(`inboundCall:
  name: NAME
  description: NAME
  startUpRef: /inboundCall/tasks/task[T]
  tasks:
    - task:
        name: NAME
        refId: T
        actions:
          - loop:
              name: NAME
              loopCount: {lit: 20}
              outputs:
                loop:
                  actions:
                    - callData:
                        name: NAME
                        category: {NAME: {dataAction: {NAME: {successOutputs: {state: {var: Task.State}}}}}}
                    - decision:
                        name: NAME
                        condition: {exp: NAME}
                        outputs: {yes: {actions: [{loopExit: {name: NAME}}]}}
          - NAME: {name: NAME}
          - transferToFlow: {name: NAME, targetFlow: {name: NAME}}
          - disconnect: {name: G}
# archlint: NAME
`, "NAME", string(quoted)))
}

// logCommands are what a CI system takes for commands, as its runner finds them.
var logCommands = regexp.MustCompile(`##[A-Za-z0-9._-]*\[|(?:^|[\r\n])[\s\p{Z}\x{85}]*::`)

// TestNamesCommandNobody prints a flow with each hostile name in every format and
// graph: nothing moves the cursor or the text, nothing is a command to a CI
// system, nothing breaks the format.
func TestNamesCommandNobody(t *testing.T) {
	commands := [][]string{{"capacity", "flow.yaml"}, {"capacity", "flow.yaml", "--format", "json"}, {"facts", "flow.yaml"}}
	for _, judged := range [][]string{
		{"diff", "good.yaml", "flow.yaml"}, {"diff", "flow.yaml", "good.yaml", "--format", "markdown"}, {"check", "broken.yaml", "-v"},
		{"check", "flow.yaml", "-vv"},
		{"explain", "a-call", "flow.yaml", "--at", "flow.yaml:17"}, {"explain", "a-call", "flow.yaml", "--at", "flow.yaml:9"},
	} {
		commands = append(commands, append(judged, "--policy", "rules", "--no-builtin-policies"))
	}
	for _, format := range []string{"text", "json", "sarif", "junit", "github", "gitlab", "checkstyle", "markdown", "html"} {
		commands = append(commands, []string{"check", "flow.yaml", "--policy", "rules", "--no-builtin-policies", "--format", format})
	}
	for _, format := range []string{"dot", "mermaid", "svg"} {
		commands = append(commands, []string{"graph", "flow.yaml", "--format", format})
	}
	for what, name := range hostileNames {
		t.Run(what, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.Mkdir("rules", 0o777); err != nil {
				t.Fatal(err)
			}
			flow := hostileFlow(name)
			for file, text := range map[string][]byte{"flow.yaml": flow, "good.yaml": []byte(oneCall), "rules/a.rego": []byte(oneRule),
				"broken.yaml": append(bytes.Clone(flow), "  x: [\n  ::error::x\n  \x1b[31m##vso[x]: }\n"...)} {
				if err := os.WriteFile(file, text, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			for _, args := range commands {
				var out, errs bytes.Buffer
				code := run(append(args, "--config", "none"), strings.NewReader(""), &out, &errs)
				if code == exitUsage {
					t.Fatalf("%v: %s", args, errs.String())
				}
				holdPrinted(t, args, out.String())
				holdPrinted(t, append([]string{"stderr of"}, args...), errs.String())
			}
		})
	}
}

// holdPrinted holds what a command prints against what may be printed.
func holdPrinted(t *testing.T, args []string, text string) {
	t.Helper()
	what := strings.Join(args, " ")
	format := args[len(args)-1]
	if i := slices.Index(args, "--format"); i > 0 {
		format = args[i+1]
	}
	if found := logCommands.FindString(text); found != "" && format != "github" {
		t.Errorf("%s prints the command %q", what, found)
	}
	isJSON := format == "json" || format == "sarif" || format == "gitlab" || args[0] == "facts"
	for _, r := range text {
		if r == '\x01' && format == "html" {
			continue // dagre's, between two names of its own
		}
		if r != '\n' && visible.Hidden(r) && (!isJSON || r < ' ') {
			t.Errorf("%s prints %U", what, r)
			break
		}
	}
	switch {
	case isJSON:
		for dec := json.NewDecoder(strings.NewReader(text)); ; {
			var value any
			if err := dec.Decode(&value); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s prints no JSON: %v", what, err)
				break
			}
		}
	case format == "junit" || format == "checkstyle" || format == "svg":
		for dec := xml.NewDecoder(strings.NewReader(text)); ; {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s prints no XML: %v", what, err)
				break
			}
		}
	case format == "github":
		for line := range strings.Lines(text) {
			if !regexp.MustCompile(`^::(error|warning|notice) (file=[^,:]+(,line=\d+(,col=\d+)?)?,)?title=[^,:]+::\S`).MatchString(line) {
				t.Errorf("%s prints %q", what, line)
			}
		}
	case format == "html" || format == "markdown":
		if strings.Contains(text, "<script>alert") || strings.Contains(text, "<img src=x") {
			t.Errorf("%s prints markup of a name", what)
		}
	}
}

// A file's name commands nobody either, nor does what a command line holds.
func TestFileNamesCommandNobody(t *testing.T) {
	for what, name := range hostileNames {
		t.Run(what, func(t *testing.T) {
			t.Chdir(t.TempDir())
			file := strings.Map(func(r rune) rune {
				if r == '/' || r == '\\' {
					return '_'
				}
				return r
			}, name) + ".yaml"
			if len(file) > 200 || os.WriteFile(filepath.Join("./", file), []byte("inboundCall: [\n"), 0o666) != nil {
				t.Skip("no name for a file here")
			}
			for _, args := range [][]string{{"check", "."}, {"check", "./" + file}, {"check", "gone" + file}, {"check", "--limits", file},
				{"check", "--waivers", file}, {"check", "--profile", file},
				{"check", "--config", file}, {"check", "--policy", file}, {"check", "--rule", file}, {"explain", file},
				{"graph", ".", "--flow", file}, {file}} {
				var out, errs bytes.Buffer
				if args[0] == "check" || args[0] == "explain" {
					args = append(args, "--no-builtin-policies")
				}
				if code := run(args, strings.NewReader(""), &out, &errs); code == exitOK {
					t.Errorf("%q: no error", args)
				}
				holdPrinted(t, []string{args[0], "text"}, out.String())
				holdPrinted(t, []string{"stderr of", args[0], "text"}, errs.String())
			}
		})
	}
}

// A rule of a pull request commands nobody by its metadata, its messages or what
// it prints, and an organisation's limits do not by their names.
func TestRulesCommandNobody(t *testing.T) {
	for what, name := range hostileNames {
		t.Run(what, func(t *testing.T) {
			t.Chdir(t.TempDir())
			quoted, _ := json.Marshal(name)
			write(t, "flow.yaml", oneCall)
			write(t, "limits.json", `{"namespace":`+string(quoted)+`,"limits":[{"key":`+string(quoted)+`,"value":1}]}`)
			write(t, "rules/a.rego", strings.NewReplacer("NAME", string(quoted)).Replace(`# METADATA
# title: NAME
# description: NAME
# custom: {id: a-call, severity: warning, category: NAME, remediation: NAME}
package mine

findings contains {"at": call, "message": NAME} if {
	some call in input.flow.calls
	print(NAME)
}
`))
			write(t, "rules/b_test.rego", "package mine_test\n\ntest_x if {\n\tprint("+string(quoted)+")\n\tfalse\n}\n")
			for _, args := range [][]string{
				{"explain", "a-call", "--policy", "rules"}, {"policy", "list", "--policy", "rules"}, {"policy", "check", "rules"},
				{"policy", "test", "rules"},
				{"check", "flow.yaml", "--no-builtin-policies", "--policy", "rules", "-v"}, {"check", "flow.yaml", "--no-builtin-policies", "--policy",
					"rules", "--trace", "a-call"},
				{"limits", "--limits", "limits.json"}, {"limits", "--limits", "limits.json", "-v"},
			} {
				var out, errs bytes.Buffer
				run(args, strings.NewReader(""), &out, &errs)
				holdPrinted(t, append(args, "text"), out.String())
				holdPrinted(t, append(append([]string{"stderr of"}, args...), "text"), errs.String())
			}
		})
	}
}
