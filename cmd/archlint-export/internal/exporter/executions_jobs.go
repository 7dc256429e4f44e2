package exporter

import (
	"context"
	"encoding/json"
	"errors"

	"archlint/cmd/archlint-export/internal/api"
)

// gather has a job prepare executions, and downloads them.
func (x *run) gather(ctx context.Context, ids []string, got *gathered) error {
	request := api.Get(api.StartExecutionJob)
	var err error
	if request.Body, err = json.Marshal(map[string][]string{"ids": ids}); err != nil {
		return err
	}
	body, err := x.ask(ctx, request)
	if err != nil {
		return err
	}
	prepared, err := x.awaitExecutions(ctx, body)
	if err != nil {
		return err
	}
	for _, p := range prepared {
		if p.Failed || p.Address == "" {
			got.failed++
			continue
		}
		text, err := x.downloadExecution(ctx, p.Address)
		if err != nil {
			if x.stops(ctx, err) || api.Refused(err) && refusedRoute(err).Name != "download" {
				return err
			}
			got.lost = err
			continue
		}
		got.take(text)
	}
	return nil
}

// prepared is an execution that a job has made ready.
type prepared struct {
	Address string `json:"downloadUri"`
	Failed  bool   `json:"failed"`
}

// awaitExecutions waits until a job has ended.
func (x *run) awaitExecutions(ctx context.Context, body []byte) ([]prepared, error) {
	for range jobLooks {
		var job struct {
			ID       string     `json:"id"`
			State    string     `json:"jobState"`
			Entities []prepared `json:"entities"`
		}
		if err := json.Unmarshal(body, &job); err != nil || job.ID == "" {
			return nil, errors.New("the job for executions was not accepted")
		}
		switch job.State {
		case "Success":
			return job.Entities, nil
		case "Failed":
			return nil, errors.New("the job for executions failed")
		}
		if err := pause(ctx, x.JobPoll); err != nil {
			return nil, err
		}
		var err error
		if body, err = x.ask(ctx, api.Get(api.ExecutionJob, job.ID)); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("the job for executions did not end")
}

// downloadExecution fetches a signed address without a token. An address of the API
// itself has to be turned into one first.
func (x *run) downloadExecution(ctx context.Context, address string) ([]byte, error) {
	id, own := api.DownloadID(address, x.Region)
	if !own {
		return x.client.Download(ctx, address)
	}
	body, err := x.ask(ctx, api.Get(api.SignedAddress, id).With("issueRedirect", "false"))
	if err != nil {
		return nil, err
	}
	var signed struct {
		URL string `json:"url"`
	}
	if err := json.Unmarshal(body, &signed); err != nil || signed.URL == "" {
		return nil, errors.New("a download has no address")
	}
	return x.client.Download(ctx, signed.URL)
}
