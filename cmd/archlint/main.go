// Command archlint reviews Genesys Cloud Architect flows before go-live.
package main

import (
	"os"
	"runtime"
	"runtime/debug"

	"archlint/analyzer/policy"
)

// The collector waits until the heap has grown by a share of itself. Left alone that
// is all of it: too early for the review of a few flows, which could end before the
// first collection, and late for that of thousands, which holds as much garbage as
// facts.
const (
	// ballast counts as heap and is never touched, so that it takes no memory:
	// with it the first 32 MB are not collected.
	ballast = 53 << 20
	// growth in percent, unless GOGC says otherwise. 5,000 flows take 285 MB with
	// it, and 330 MB with the usual 100 and 32 MB of ballast, in the same time.
	growth = 60
)

func main() {
	held := make([]byte, ballast)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(growth)
	}
	if len(os.Args) == 2 && os.Args[1] == policy.WorkerArgument {
		os.Exit(policy.Work(os.Stdin, os.Stdout))
	}
	code := run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	runtime.KeepAlive(held)
	os.Exit(code)
}
