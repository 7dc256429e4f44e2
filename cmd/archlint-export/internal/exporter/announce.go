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
	x.note("organisation %s: %d flows, %d without a %s version; %d data actions",
		x.manifest.Organization.Name, len(x.flows.wanted), len(x.manifest.NeverPublished), x.Version, len(x.actions.wanted))
	fetch, facts, days := flows*requestsPerFlow(x.Format)+actions, x.factRequests(), x.trafficRequests()
	line := fmt.Sprintf("to fetch: %d flows and %d data actions in %d requests, facts in about %d", flows, actions, fetch, facts)
	if days > 0 {
		line += fmt.Sprintf(", traffic in %d", days)
	}
	records := x.executionRequests()
	if records > 0 {
		line += fmt.Sprintf(", executions in up to %d, and as many downloads as there are executions", records)
	}
	if x.RequestsPerMinute > 0 {
		requests := fetch + facts + days + records
		line += fmt.Sprintf("; %d requests take about %s at %g a minute", requests, x.takes(requests, flows), x.RequestsPerMinute)
	}
	if unchanged := len(x.flows.wanted) - flows - len(x.manifest.NeverPublished); unchanged > 0 {
		line += fmt.Sprintf("; %d flows are unchanged", unchanged)
	}
	x.note("%s", line)
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

// factRequests are those for the parts beside flows, data actions and traffic, at
// a page each: how many pages there are shows only when they are asked for.
func (x *run) factRequests() int {
	const licences = 1
	return len(factsOf) + len(x.integrationsUsed) + len(limitNamespaces) + licences
}

// takes returns how long that many requests take; those of flows may wait for export
// jobs.
func (x *run) takes(requests, flows int) time.Duration {
	asking := Estimate(requests, x.RequestsPerMinute)
	if x.Format != FormatYAML {
		return asking
	}
	return max(asking, (time.Duration(flows) * x.JobPoll / jobsAtATime).Round(time.Second))
}

// Estimate is how long that many requests take at a rate, to the second.
func Estimate(requests int, perMinute float64) time.Duration {
	return time.Duration(float64(requests) / perMinute * float64(time.Minute)).Round(time.Second)
}
