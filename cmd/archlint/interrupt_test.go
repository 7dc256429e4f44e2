package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// signals end a run in order.
var signals = map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}

// interrupt starts the program of this test as archlint, waits until ready says
// that it is where it is to be interrupted, and returns what it says at its end.
func interrupt(t *testing.T, signal os.Signal, ready func() bool, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	program, err := exec.LookPath("archlint") // as the scenarios have it
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	stdin, err := cmd.StdinPipe() // open, so that reading it waits
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() }).Stop()
	for end := time.Now().Add(30 * time.Second); !ready() && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(100 * time.Millisecond)
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	ended := (*exec.ExitError)(nil)
	if err := cmd.Wait(); err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// after is ready once that much time has gone by: a read shows nowhere.
func after(d time.Duration) func() bool {
	end := time.Now().Add(d)
	return func() bool { return time.Now().After(end) }
}

// An interrupted run says so, ends with 3, and leaves every file as it was: none
// is half written, none is new, and no draft is left. The flow from standard
// input never comes; the report that goes to a pipe is never read.
func TestInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such signals")
	}
	for name, signal := range signals {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			write(t, "flow.yaml", oneCall)
			write(t, "report.json", "of an earlier run")
			if err := exec.Command("mkfifo", "pipe").Run(); err != nil {
				t.Skipf("no mkfifo: %v", err)
			}
			outs := []string{"--format", "text", "--format", "json=report.json", "--format", "sarif=new.sarif", "--write-baseline", "baseline.json"}
			drafted := func() bool { found, _ := filepath.Glob(".report.json.*"); return len(found) > 0 }
			for what, run := range map[string]struct {
				paths, outs []string
				ready       func() bool
			}{
				"reading": {[]string{"check", "flow.yaml", "-"}, nil, after(1500 * time.Millisecond)},
				"writing": {[]string{"check", "flow.yaml"}, []string{"--format", "checkstyle=pipe"}, drafted},
			} {
				args := slices.Concat(run.paths, outs, run.outs)
				code, stdout, stderr := interrupt(t, signal, run.ready, args...)
				if code != exitTrouble || stdout != "" || !strings.HasSuffix(stderr, "archlint: interrupted\n") {
					t.Errorf("%s: exit code %d, stdout %q, stderr %q", what, code, stdout, stderr)
				}
				if diff := cmp.Diff([]string{"flow.yaml", "pipe", "report.json"}, names(t, dir)); diff != "" {
					t.Errorf("%s: files are left (-want +got):\n%s", what, diff)
				}
				if read(t, "report.json") != "of an earlier run" {
					t.Errorf("%s: the report was replaced", what)
				}
			}
		})
	}
}
