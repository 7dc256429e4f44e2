package main

import (
	"io"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkVersion starts the built program: what every use of it pays. Most
// of the time is the policy engine's initialisation.
//
//	2 cores, Go 1.26: 15 ms (limit 30 ms)
func BenchmarkVersion(b *testing.B) {
	program := filepath.Join(b.TempDir(), "archlint")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for b.Loop() {
		if err := exec.Command(program, "--version").Run(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVersionInProcess is the part of it that is ours: building the
// command tree.
//
//	2 cores, Go 1.26: 0.4 ms
func BenchmarkVersionInProcess(b *testing.B) {
	for b.Loop() {
		if code := run([]string{"--version"}, nil, io.Discard, io.Discard); code != exitOK {
			b.Fatal(code)
		}
	}
}
