// Command archlint-export takes an organisation's flows, and the facts that a
// review needs, out of Genesys Cloud into a directory. It reads only.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"archlint/analyzer/visible"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	// An interrupt ends the export in order; further ones change nothing. The
	// program archlint passes an interrupt on that the terminal has sent too.
	endings := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup ignores it, and so does the export then
		endings = append(endings, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), endings...)
	defer stop()
	// Names of flows and words of servers go to a log that a CI system reads.
	out, errs := visible.NewWriter(os.Stdout), visible.NewWriter(os.Stderr)
	defer errs.Flush()
	defer out.Flush()
	a := &app{ctx: ctx, stdin: os.Stdin, stdout: out, stderr: errs, terminal: os.Stderr, getenv: os.Getenv}
	return a.run(args)
}
