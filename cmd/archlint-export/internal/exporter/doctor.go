package exporter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"archlint/cmd/archlint-export/internal/api"
)

// What a route may be needed for; "" stands for every export.
const (
	ForYAML    = "--format yaml"
	ForTraffic = "--traffic"
	ForRecords = "--executions"
	// ForLicences: without it, licences are counted as users hold them, which
	// says nothing of concurrent ones.
	ForLicences = "billed licences"
)

// Check is what doctor found out about one route.
type Check struct {
	Route api.Route
	// For says which choice of the export needs it, "" for every export.
	For string
	Err error // nil: the client may ask
	// Untried says why the route was not tried, "" when it was.
	Untried string
}

// Allowed reports whether the answer shows that the client may ask. That
// something does not exist is an answer, too.
func (c Check) Allowed() bool { return c.Untried == "" && (c.Err == nil || api.Gone(c.Err)) }

// Refused reports whether the client lacks the permission.
func (c Check) Refused() bool { return api.Refused(c.Err) }

// probe is how a route is tried: with the least that can be asked of it.
type probe struct {
	request api.Request
	need    string // "" for every export
	// find takes an id from the listing for the probe of the next route.
	next func(body []byte) (api.Request, bool)
}

// Diagnose tries every route that an export can use, and changes nothing: no job
// is made. An error means that nothing could be tried.
func Diagnose(ctx context.Context, client api.Client, now time.Time) ([]Check, error) {
	var checks []Check
	for _, p := range probes(now) {
		found, err := tryOut(ctx, client, p)
		checks = append(checks, found...)
		if err != nil {
			return checks, err
		}
	}
	checks = append(checks, Check{Route: api.StartExportJob, For: ForYAML, Untried: "trying it would make a job"},
		Check{Route: api.StartExecutionJob, For: ForRecords, Untried: "trying it would make a job"})
	return checks, nil
}

func tryOut(ctx context.Context, client api.Client, p probe) ([]Check, error) {
	body, err := client.Do(ctx, p.request)
	if err != nil && (errors.Is(err, api.ErrStop) || ctx.Err() != nil) {
		return nil, err
	}
	checks := []Check{{Route: p.request.Route, For: p.need, Err: err}}
	if err != nil || p.next == nil {
		return checks, nil
	}
	request, ok := p.next(body)
	if !ok {
		return append(checks, Check{Route: request.Route, For: p.need, Untried: "there is nothing to try it with"}), nil
	}
	further, err := tryOut(ctx, client, probe{request: request, need: p.need})
	return append(checks, further...), err
}

func probes(now time.Time) []probe {
	one := func(r api.Route, params ...string) api.Request { return api.Get(r, params...).Page(1, 1) }
	none := "00000000-0000-0000-0000-000000000000"
	month := time.Date(now.UTC().Year(), now.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
	list := []probe{
		{request: api.Get(api.Organization)},
		{request: one(api.Divisions)},
		{request: api.Get(api.Flows).Page(1, pageSize), next: nextFlow},
		{request: one(api.Actions), next: first(func(id string) api.Request { return api.Get(api.Action, id) })},
		{request: one(api.Integrations), next: first(func(id string) api.Request { return api.Get(api.IntegrationConfig, id) })},
		{request: one(api.Queues)},
		{request: one(api.IVRs)},
		{request: one(api.MessageRecipients)},
		{request: one(api.EmailDomains), next: first(func(id string) api.Request { return one(api.EmailRoutes, id) })},
		{request: api.Get(api.Triggers).With("pageSize", "1")},
		{request: api.Get(api.Limits, "dataactions")},
		{request: api.Get(api.BillableUsage).With("startDate", month.AddDate(0, -1, 0).Format(apiTime)).With("endDate", month.Format(apiTime)),
			need: ForLicences},
		{request: one(api.LicenceUsers)},
		{request: api.Get(api.ExportJob, none), need: ForYAML},
	}
	search := api.Get(api.Executions).With("pageSize", "1")
	search.Body = searchFor(none, window{now.UTC().Add(-time.Minute), now.UTC()})
	list = append(list, probe{request: api.Get(api.ExecutionSetting), need: ForRecords}, probe{request: search, need: ForRecords},
		probe{request: api.Get(api.ExecutionJob, none), need: ForRecords})
	hour := now.UTC().Truncate(time.Hour)
	for i, q := range queries {
		if slices.ContainsFunc(queries[:i], func(other query) bool { return other.route.Name == q.route.Name }) {
			continue
		}
		request := api.Get(q.route)
		request.Body = q.body(hour.Add(-time.Hour).Format(apiTime) + "/" + hour.Format(apiTime))
		list = append(list, probe{request: request, need: ForTraffic})
	}
	return list
}

// first makes a request from the id of a listing's first entity.
func first(request func(id string) api.Request) func([]byte) (api.Request, bool) {
	return func(body []byte) (api.Request, bool) {
		var p struct {
			Entities []struct {
				ID string `json:"id"`
			} `json:"entities"`
		}
		if json.Unmarshal(body, &p) != nil || len(p.Entities) == 0 || p.Entities[0].ID == "" {
			return request("none"), false
		}
		return request(p.Entities[0].ID), true
	}
}

func nextFlow(body []byte) (api.Request, bool) {
	var p struct {
		Entities []flowRecord `json:"entities"`
	}
	if json.Unmarshal(body, &p) == nil {
		for _, f := range p.Entities {
			if f.Published != nil {
				return api.Get(api.FlowConfiguration, f.ID, f.Published.ID), true
			}
		}
	}
	return api.Get(api.FlowConfiguration, "none", "none"), false
}

// LeastRole lists the permissions that an export with everything needs, sorted,
// by the choice that needs them ("" for every export).
func LeastRole() map[string][]string {
	need := map[string][]string{}
	for _, r := range api.Routes() {
		if len(r.Permissions) == 0 {
			continue
		}
		choice := ""
		switch {
		case r.Part == api.PartTraffic || r.Part == api.PartBotTraffic:
			choice = ForTraffic
		case r.Part == api.PartExecutions:
			choice = ForRecords
		case r.Name == api.BillableUsage.Name:
			choice = ForLicences
		case r.Name == api.StartExportJob.Name || r.Name == api.ExportJob.Name:
			choice = ForYAML
		}
		if !slices.Contains(need[choice], r.Permissions[0]) && !slices.Contains(need[""], r.Permissions[0]) {
			need[choice] = append(need[choice], r.Permissions[0])
		}
	}
	for choice := range need {
		slices.Sort(need[choice])
	}
	return need
}

// Explain says of a check in a few words how it went.
func (c Check) Explain() string {
	switch {
	case c.Untried != "":
		return "not tried: " + c.Untried
	case c.Allowed():
		return "ok"
	case c.Refused():
		return "refused: the client lacks " + c.Route.Permission()
	default:
		return fmt.Sprintf("no telling: %v", c.Err)
	}
}
