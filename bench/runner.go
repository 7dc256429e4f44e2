package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"time"
)

// runner is a command and what its runs took.
type runner struct {
	name    string
	command []string
	used    []usage
}

// usage is what one run of a process took.
type usage struct {
	wall, cpu time.Duration // cpu: user and system
	peak      int64         // bytes of memory, 0 where the system does not tell
}

// measure runs a command to its end. Findings are no failure (exit code 1).
func measure(ctx context.Context, r *runner) (usage, error) {
	cmd := exec.CommandContext(ctx, r.command[0], r.command[1:]...)
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &stderr
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if code := (*exec.ExitError)(nil); errors.As(err, &code) && code.ExitCode() == 1 && stderr.Len() == 0 {
		err = nil
	}
	if err != nil {
		return usage{}, fmt.Errorf("%v: %w\n%s", r.command, err, stderr.Bytes())
	}
	state := cmd.ProcessState
	return usage{wall: wall, cpu: state.UserTime() + state.SystemTime(), peak: peakOf(state)}, nil
}

// median is the middle of each figure by itself, of an even number of runs the
// mean of the two in the middle.
func (r *runner) median() usage {
	middle := func(figure func(usage) int64) int64 {
		all := make([]int64, len(r.used))
		for i, u := range r.used {
			all[i] = figure(u)
		}
		slices.Sort(all)
		return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
	}
	return usage{
		wall: time.Duration(middle(func(u usage) int64 { return int64(u.wall) })),
		cpu:  time.Duration(middle(func(u usage) int64 { return int64(u.cpu) })),
		peak: middle(func(u usage) int64 { return u.peak }),
	}
}
