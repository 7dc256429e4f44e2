package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// slowly hands on what it reads a little at a time, with pauses.
type slowly struct{ from io.Reader }

func (s slowly) Read(p []byte) (int, error) {
	time.Sleep(200 * time.Microsecond)
	return s.from.Read(p[:min(len(p), 512)])
}

// The report depends on the input alone: not on the memory that is left, the
// number of processors and jobs, or who reads how fast.
func TestNothingButTheInputCounts(t *testing.T) {
	program, err := exec.LookPath("archlint") // this test's program, as the scenarios have it
	if err != nil {
		t.Fatal(err)
	}
	input, err := filepath.Abs("../../policies/volume")
	if err != nil {
		t.Fatal(err)
	}
	check := func(slow bool, env []string, args ...string) []byte {
		cmd := exec.Command(program, append([]string{"check", ".", "--config", "none", "--fail-on", "none", "--format", "json", "--interactions-per-minute", "100"}, args...)...)
		cmd.Dir, cmd.Env = input, append(os.Environ(), env...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var from io.Reader = out
		if slow {
			from = slowly{out}
		}
		text, err := io.ReadAll(from)
		if err := errors.Join(err, cmd.Wait()); err != nil {
			t.Fatalf("%v %v: %v\n%s", env, args, err, errs.String())
		}
		return text
	}
	want := check(false, nil)
	if len(want) < 100_000 {
		t.Fatalf("only %d bytes", len(want))
	}
	for what, got := range map[string][]byte{
		"little memory":      check(false, []string{"GOMEMLIMIT=40MiB"}),
		"no collection":      check(false, []string{"GOGC=off"}),
		"much collection":    check(false, []string{"GOGC=5"}),
		"one processor":      check(false, []string{"GOMAXPROCS=1"}),
		"one job":            check(false, nil, "--jobs", "1"),
		"many jobs":          check(false, nil, "--jobs", "64"),
		"a slow reader":      check(true, nil),
		"all of it together": check(true, []string{"GOMEMLIMIT=40MiB", "GOMAXPROCS=1"}, "--jobs", "3"),
	} {
		if !bytes.Equal(got, want) {
			t.Errorf("%s changes the report: %d bytes, else %d", what, len(got), len(want))
		}
	}
}
