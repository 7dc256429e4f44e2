package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"archlint/analyzer/flow/flowtest"
)

// seed makes every run of the program measure the same flows.
const seed = 1

// writeCommand makes the program write an export and end. The program that
// measures stays small that way: the peak memory of a process that it starts
// counts from its own.
const writeCommand = "write"

// export writes n generated flows to dir, a file each, and returns how many
// bytes they are.
func (t tools) export(ctx context.Context, dir string, n int, format string) (int64, error) {
	write := exec.CommandContext(ctx, t.self, writeCommand, format, strconv.Itoa(n), dir)
	write.Stderr = os.Stderr
	if err := write.Run(); err != nil {
		return 0, fmt.Errorf("writing an export: %w", err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	var size int64
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			return 0, err
		}
		size += info.Size()
	}
	return size, nil
}

func writeExport(format, count, dir string) error {
	n, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	return flowtest.WriteOrg(dir, format, seed, n)
}
