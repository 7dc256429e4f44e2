// Command archlint-export takes an organisation's flows, and the facts that a
// review needs, out of Genesys Cloud into a directory. It reads only.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	// An interrupt ends the export in order; further ones change nothing. The
	// program archlint passes an interrupt on that the terminal has sent too.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{ctx: ctx, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv}
	return a.run(args)
}
