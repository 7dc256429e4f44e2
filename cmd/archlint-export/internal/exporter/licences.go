package exporter

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

// licenceCount is how many there are of a licence.
type licenceCount struct {
	Type  string `json:"type"`
	Count int    `json:"count"`
}

// licences counts licences: by the billing report of the last whole month where
// the client may read it, since it names products as contracts do, else by the
// licences that users hold. Only counts are kept; both answers name people.
func (x *run) licences(ctx context.Context) error {
	counts, err := x.billedLicences(ctx)
	route, source := api.BillableUsage, "billable usage of the last whole month"
	if err != nil && !x.stops(ctx, err) {
		x.lack(route, err)
		route, source = api.LicenceUsers, "licences held by users"
		counts, err = x.heldLicences(ctx)
	}
	route.Part = api.PartLicences // however they were counted
	return x.fact(ctx, route, "licences.json", len(counts), err, func() ([]byte, error) {
		list := []licenceCount{}
		for name, n := range counts {
			list = append(list, licenceCount{name, n})
		}
		slices.SortFunc(list, func(a, b licenceCount) int { return strings.Compare(a.Type, b.Type) })
		return layout.JSON(map[string]any{"source": source, "licences": list})
	})
}

// reportLooks is how often a report that is being made is looked at.
const reportLooks = 5

func (x *run) billedLicences(ctx context.Context) (map[string]int, error) {
	year, month, _ := x.Now().UTC().Date()
	end := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	request := api.Get(api.BillableUsage).
		With("startDate", end.AddDate(0, -1, 0).Format(apiTime)).With("endDate", end.Format(apiTime))
	for range reportLooks {
		body, err := x.ask(ctx, request)
		if err != nil {
			return nil, err
		}
		counts, err := readUsage(body)
		if err != errNotYet {
			return counts, err
		}
		if err := pause(ctx, x.JobPoll); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("the billing report is still being made")
}

func readUsage(body []byte) (map[string]int, error) {
	var report struct {
		Status string `json:"status"`
		Usages []struct {
			Name      string            `json:"name"`
			Total     string            `json:"totalUsage"`
			Resources []json.RawMessage `json:"resources"`
		} `json:"usages"`
	}
	if err := json.Unmarshal(body, &report); err != nil {
		return nil, err
	}
	if report.Status == "InProgress" {
		return nil, errNotYet
	}
	counts := map[string]int{}
	for _, u := range report.Usages {
		n, err := strconv.Atoi(strings.TrimSpace(u.Total))
		if err != nil {
			n = len(u.Resources)
		}
		counts[u.Name] += n
	}
	return counts, nil
}

func (x *run) heldLicences(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{}
	_, err := x.numbered(ctx, api.Get(api.LicenceUsers), func(data json.RawMessage) error {
		var user struct {
			Licences []string `json:"licenses"`
		}
		if err := json.Unmarshal(data, &user); err != nil {
			return err
		}
		for _, l := range user.Licences {
			counts[l]++
		}
		return nil
	})
	return counts, err
}

// apiTime is how the API writes times.
const apiTime = "2006-01-02T15:04:05.000Z"

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
