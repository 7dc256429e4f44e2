package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestMemoryFor(t *testing.T) {
	for used, want := range map[uint64]int64{
		0: usualMemory, 50 << 20: usualMemory, 100 << 20: usualMemory, 1000 << 20: 2000 << 20, math.MaxUint64: 1 << 62,
	} {
		if got := memoryFor(used); got != want {
			t.Errorf("%d MB in use: %d MB, want %d MB", used>>20, got>>20, want>>20)
		}
	}
}

// TestBoundMemory bounds it, sees what is in use, and leaves nothing behind.
func TestBoundMemory(t *testing.T) {
	t.Setenv("GOGC", "")
	before := runtime.NumGoroutine()
	stop := boundMemory()
	if got := debug.SetMemoryLimit(-1); got != usualMemory {
		t.Errorf("the limit is %d", got)
	}
	runtime.GC()
	if n := inUse(); n == 0 || n > 1<<40 {
		t.Errorf("%d bytes in use", n)
	}
	stop()
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("the limit stays %d", got)
	}
	if got := runtime.NumGoroutine(); got > before {
		t.Errorf("%d goroutines, %d before", got, before)
	}
}

// TestOthersBoundMemory leaves what the user set.
func TestOthersBoundMemory(t *testing.T) {
	t.Setenv("GOGC", "50")
	boundMemory()()
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("the limit is %d although GOGC is set", got)
	}
	t.Setenv("GOGC", "")
	debug.SetMemoryLimit(1 << 40)
	defer debug.SetMemoryLimit(math.MaxInt64)
	boundMemory()()
	if got := debug.SetMemoryLimit(-1); got != 1<<40 {
		t.Errorf("the limit is %d although somebody set it", got)
	}
}
