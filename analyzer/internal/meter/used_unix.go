//go:build unix

package meter

import (
	"syscall"
	"time"
)

// used is the processor time that the process has taken.
func used() (time.Duration, bool) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), err == nil
}
