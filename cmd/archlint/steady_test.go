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

	"archlint/analyzer/report/formats"
)

// slowly hands on what it reads a little at a time, with pauses.
type slowly struct{ from io.Reader }

func (s slowly) Read(p []byte) (int, error) {
	time.Sleep(200 * time.Microsecond)
	return s.from.Read(p[:min(len(p), 512)])
}

// The reports depend on the input alone: not on the memory that is left, the number
// of processors and jobs, or who reads how fast. This holds for every format, and for
// flows that lead back to one another.
func TestNothingButTheInputCounts(t *testing.T) {
	program, err := exec.LookPath("archlint") // this test's program, as the scenarios have it
	if err != nil {
		t.Fatal(err)
	}
	for _, input := range []string{"../../policies/volume", "testdata/round"} {
		s := steadily{t: t, program: program, input: abs(t, input), dir: t.TempDir()}
		want := s.review(false, nil)
		for what, got := range map[string]map[string][]byte{
			"little memory":      s.review(false, []string{"GOMEMLIMIT=40MiB"}),
			"no collection":      s.review(false, []string{"GOGC=off"}),
			"much collection":    s.review(false, []string{"GOGC=5"}),
			"one processor":      s.review(false, []string{"GOMAXPROCS=1"}),
			"one job":            s.review(false, nil, "--jobs", "1"),
			"many jobs":          s.review(false, nil, "--jobs", "64"),
			"a slow reader":      s.review(true, nil),
			"all of it together": s.review(true, []string{"GOMEMLIMIT=40MiB", "GOMAXPROCS=1"}, "--jobs", "3"),
		} {
			for name, text := range want {
				if !bytes.Equal(got[name], text) {
					t.Errorf("%s: %s changes %s: %d bytes, else %d", input, what, name, len(got[name]), len(text))
				}
			}
		}
	}
}

func abs(t *testing.T, name string) string {
	t.Helper()
	full, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return full
}

// steadily reviews the same input again and again.
type steadily struct {
	t                   *testing.T
	program, input, dir string
}

// review returns every report on the input, by format, and what stands on stdout.
func (s steadily) review(slow bool, env []string, args ...string) map[string][]byte {
	s.t.Helper()
	all := []string{"review", ".", "--config", "none", "--fail-on", "none", "--interactions-per-minute", "100", "-v", "-o",
		filepath.Join(s.dir, "review.md"), "--format", "json"}
	files := map[string]string{"the review's Markdown": filepath.Join(s.dir, "review.md")}
	for _, format := range formats.Names() {
		if format != "json" { // on stdout
			files[format] = filepath.Join(s.dir, "report."+format)
			all = append(all, "--format", format+"="+files[format])
		}
	}
	out := map[string][]byte{"json": s.run(slow, env, append(all, args...))}
	for format, name := range files {
		text, err := os.ReadFile(name)
		if err != nil || len(text) < 1000 {
			s.t.Fatalf("%s: %d bytes, %v", format, len(text), err)
		}
		out[format] = text
	}
	return out
}

// run returns what a command prints.
func (s steadily) run(slow bool, env, args []string) []byte {
	s.t.Helper()
	cmd := exec.Command(s.program, args...)
	cmd.Dir, cmd.Env = s.input, append(os.Environ(), env...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	var from io.Reader = out
	if slow {
		from = slowly{out}
	}
	text, err := io.ReadAll(from)
	if err := errors.Join(err, cmd.Wait()); err != nil {
		s.t.Fatalf("%v %v: %v\n%s", env, args, err, errs.String())
	}
	return text
}
