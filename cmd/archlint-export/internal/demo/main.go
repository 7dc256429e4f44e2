// Command demo serves a made-up organisation as Genesys Cloud would, on the
// loopback, and runs a command that finds it there by its environment:
//
//	go run ./cmd/archlint-export/internal/demo go run ./cmd/archlint-export -o demo/
//
// Without a command it prints the environment and serves until it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"archlint/cmd/archlint-export/internal/genesysfake"
	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
)

func main() {
	code, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// settings are the command line.
type settings struct {
	region       string
	flows, bytes int
	measured     uint64
	latency      time.Duration
	denied       string
	perMinute    int
	command      []string
}

func parse() settings {
	var s settings
	flag.StringVar(&s.region, "region", "mypurecloud.de", "region to be")
	flag.IntVar(&s.flows, "flows", 0, "serve that many flows in place of the demo organisation")
	flag.IntVar(&s.bytes, "bytes", 100_000, "about how large those are")
	flag.Uint64Var(&s.measured, "measured", 0, "serve an organisation whose callers choose by the hidden shares of that seed")
	flag.DurationVar(&s.latency, "latency", 0, "time before each answer")
	flag.StringVar(&s.denied, "denied", "", "permissions that the client lacks, with commas")
	flag.IntVar(&s.perMinute, "rate", 0, "requests a minute above which 429 is answered; 0: none")
	flag.Parse()
	s.command = flag.Args()
	return s
}

func run() (int, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := parse()
	org := demoorg.Demo()
	if s.measured > 0 {
		org = demoorg.Measured(s.measured)
	}
	if s.flows > 0 {
		org = demoorg.Large(s.flows, s.bytes, 1)
	}
	dir, err := os.MkdirTemp("", "archlint-demo-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	const id, secret = "demo-client", "demo-secret"
	fake, err := genesysfake.New(genesysfake.Options{
		Org: org, Region: s.region, ClientID: id, ClientSecret: secret, Latency: s.latency, PerMinute: s.perMinute,
		Denied: strings.FieldsFunc(s.denied, func(r rune) bool { return r == ',' }),
	}).Start(dir)
	if err != nil {
		return 1, err
	}
	defer fake.Close()
	environment := []string{
		"GENESYSCLOUD_OAUTHCLIENT_ID=" + id, "GENESYSCLOUD_OAUTHCLIENT_SECRET=" + secret, "GENESYSCLOUD_REGION=" + s.region,
		"ARCHLINT_EXPORT_LOOPBACK=" + fake.Address, "ARCHLINT_EXPORT_CA_FILE=" + fake.CAFile,
	}
	if len(s.command) == 0 {
		fmt.Println(strings.Join(environment, "\n"))
		<-ctx.Done()
		return 0, nil
	}
	return command(ctx, s.command, environment)
}

func command(ctx context.Context, words, environment []string) (int, error) {
	child := exec.CommandContext(ctx, words[0], words[1:]...)
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	child.Env = append(os.Environ(), environment...)
	// An interrupt of the terminal reaches the child by itself; it ends in order.
	child.Cancel = func() error { return child.Process.Signal(os.Interrupt) }
	err := child.Run()
	if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
		return max(ended.ExitCode(), 1), nil
	}
	return 0, err
}
