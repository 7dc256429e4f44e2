package main

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"archlint/analyzer/policy"
	"archlint/analyzer/policy/author"
)

var update = flag.Bool("update", false, "write expected outputs anew")

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == policy.WorkerArgument {
		os.Exit(policy.Work(os.Stdin, os.Stdout, author.Tasks{})) // of a test that runs commands in this process
	}
	testscript.Main(m, map[string]func(){"archlint": main})
}

// day is the day on which the scenarios run, in seconds since 1970: early in
// the first year of the limits catalogue.
const day = 1_796_000_000

// TestScripts runs the scenarios in testdata: files in, commands, what they
// print, how they end, and the files after.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("ROOT", root)
			env.Setenv(epochName, strconv.FormatInt(day, 10))
			for _, name := range []string{"NO_COLOR", "GITHUB_STEP_SUMMARY"} {
				env.Setenv(name, "")
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "copies": copies},
	})
}

// exits runs a command and holds it to an exit code: exits CODE COMMAND ARG...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = exitStatus(err)
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

func exitStatus(err error) string {
	type coder interface{ ExitCode() int }
	if c, ok := err.(coder); ok {
		return strconv.Itoa(c.ExitCode())
	}
	return err.Error()
}

// copies writes COUNT flows made of one, in which NUMBER stands for the number
// of each: copies COUNT FILE DIR.
func copies(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: copies COUNT FILE DIR")
	}
	count, err := strconv.Atoi(args[0])
	ts.Check(err)
	text := ts.ReadFile(args[1])
	dir := ts.MkAbs(args[2])
	ts.Check(os.MkdirAll(dir, 0o777))
	stem := strings.TrimSuffix(filepath.Base(args[1]), ".yaml")
	for i := 1; i <= count; i++ {
		name := filepath.Join(dir, stem+"-"+strconv.Itoa(i)+".yaml")
		ts.Check(os.WriteFile(name, []byte(strings.ReplaceAll(text, "NUMBER", strconv.Itoa(i))), 0o666))
	}
}
