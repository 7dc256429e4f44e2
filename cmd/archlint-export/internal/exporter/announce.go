package exporter

import (
	"context"
	"fmt"
	"time"
)

// announce says what is about to happen and how long it takes.
func (x *run) announce(context.Context) error {
	x.Progress.End()
	flows, actions := len(x.flows.toFetch()), len(x.actions.toFetch())
	x.Progress.Note(fmt.Sprintf("organisation %s: %d flows, %d without a %s version; %d data actions",
		x.manifest.Organization.Name, len(x.flows.wanted), len(x.manifest.NeverPublished), x.Version, len(x.actions.wanted)))
	requests := flows*requestsPerFlow(x.Format) + actions
	line := fmt.Sprintf("to fetch: %d flows and %d data actions, %d requests", flows, actions, requests)
	if x.RequestsPerMinute > 0 {
		line += fmt.Sprintf(", about %s at %g requests a minute", Estimate(requests, x.RequestsPerMinute), x.RequestsPerMinute)
	}
	if unchanged := len(x.flows.wanted) - flows - len(x.manifest.NeverPublished); unchanged > 0 {
		line += fmt.Sprintf("; %d flows are unchanged", unchanged)
	}
	x.Progress.Note(line)
	return nil
}

// requestsPerFlow: a configuration is one request; an export job is made, looked
// at two times as a rule, and fetched.
func requestsPerFlow(format string) int {
	if format == FormatYAML {
		return 4
	}
	return 1
}

// Estimate is how long that many requests take at a rate, to the second.
func Estimate(requests int, perMinute float64) time.Duration {
	return time.Duration(float64(requests) / perMinute * float64(time.Minute)).Round(time.Second)
}
