package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/credentials"
	"archlint/cmd/archlint-export/internal/genesys"
	"archlint/cmd/archlint-export/internal/region"
	"archlint/cmd/archlint-export/internal/transport"
)

// envLoopback sends everything to a stand-in for the platform on this machine:
// for tests and demonstrations. It is no flag, so that no habit of typing one
// can form, and it takes nothing but an address on the loopback.
const envLoopback = "ARCHLINT_EXPORT_LOOPBACK"

// client finds region and credentials and makes the client. It sends nothing.
func (a *app) client() (api.Client, region.Region, error) {
	f := &a.flags
	found, err := credentials.Sources{
		Getenv: a.getenv, File: f.credentials, Ask: credentials.Prompt(a.stdin, a.stderr),
	}.Find()
	if err != nil {
		return nil, region.Region{}, err
	}
	where, err := region.Parse(cmp.Or(f.region, found.Region, a.getenv(credentials.EnvRegion)))
	if err != nil {
		return nil, where, err
	}
	loopback := a.getenv(envLoopback)
	if loopback != "" {
		fmt.Fprintf(a.stderr, "%s is set: %s stands in for Genesys Cloud\n", envLoopback, loopback)
	}
	t, err := transport.New(transport.Options{
		Region: where, Client: found.Client, RequestsPerMinute: f.perMinute,
		FirstWait: f.retryWait, LongestWait: max(transport.DefaultLongestWait*cmp.Or(f.retryWait,
			transport.DefaultFirstWait)/transport.DefaultFirstWait, 1),
		Wire: transport.Wire{Loopback: loopback, CAFile: f.caFile, Connections: f.concurrency + 1},
		Log:  a.log(),
	})
	if err != nil {
		return nil, where, err
	}
	return genesys.New("https://"+where.APIHost(), t.HTTPClient()), where, nil
}

func (a *app) log() *slog.Logger {
	if !a.flags.verbose {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (a *app) withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if a.flags.deadline <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, a.flags.deadline)
}
