package exporter

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

const (
	// jobsAtATime: export jobs are throttled apart from the API, and fail when
	// they are many.
	jobsAtATime = 2
	jobTries    = 4
	// jobLooks bounds how long a job is waited for: 10 minutes at the default.
	jobLooks = 300
	// maxYAML bounds what a zipped flow unpacks to.
	maxYAML = 64 << 20
)

// jobError is a job that ended in failure.
type jobError struct{ said string }

func (e *jobError) Error() string { return "its export job failed: " + e.said }

// archy is a flow as Archy writes it, by an export job of its own.
func (x *run) archy(ctx context.Context, e layout.Entry) ([]byte, error) {
	for try := 1; ; try++ {
		address, err := x.job(ctx, e)
		if err == nil {
			return x.download(ctx, address)
		}
		var failed *jobError
		if !errors.As(err, &failed) || try == jobTries {
			return nil, err
		}
		// A job that does not find a flow which was just listed is one that was
		// throttled; which failures are of that kind is not documented.
		if err := pause(ctx, x.JobRetry); err != nil {
			return nil, err
		}
	}
}

// job has the flow exported and returns the address of the result.
func (x *run) job(ctx context.Context, e layout.Entry) (string, error) {
	request := api.Get(api.StartExportJob)
	var err error
	request.Body, err = json.Marshal(map[string]any{"flows": []any{map[string]any{
		"flow": map[string]string{"id": e.ID, "version": e.Version}, "exportType": "Yaml",
	}}})
	if err != nil {
		return "", err
	}
	body, err := x.ask(ctx, request)
	if err != nil {
		return "", err
	}
	var job struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(body, &job); err != nil || job.ID == "" {
		return "", &jobError{"it was not accepted"}
	}
	return x.await(ctx, job.ID)
}

func (x *run) await(ctx context.Context, id string) (string, error) {
	for range jobLooks {
		body, err := x.ask(ctx, api.Get(api.ExportJob, id).With("expand", "messages"))
		if err != nil {
			return "", err
		}
		var state struct {
			Status   string `json:"status"`
			URL      string `json:"downloadUrl"`
			Messages []struct {
				Type string `json:"type"`
				Text string `json:"text"`
			} `json:"messages"`
		}
		if err := json.Unmarshal(body, &state); err != nil {
			return "", fmt.Errorf("its export job's state is not JSON")
		}
		switch {
		case state.Status == "Success" && state.URL != "":
			return state.URL, nil
		case state.Status == "Success", state.Status == "Failure", state.Status == "OutdatedSdkVersion":
			said := state.Status
			for _, m := range state.Messages {
				if strings.EqualFold(m.Type, "error") {
					said = m.Text
				}
			}
			return "", &jobError{api.OneLine(said)}
		}
		if err := pause(ctx, x.JobPoll); err != nil {
			return "", err
		}
	}
	return "", &jobError{"it did not end"}
}

// download fetches the result: YAML, or an archive with one file of it.
func (x *run) download(ctx context.Context, address string) ([]byte, error) {
	data, err := x.client.Download(ctx, address)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		if data, err = unzip(data); err != nil {
			return nil, fmt.Errorf("its export job gave a broken archive: %w", err)
		}
	}
	if len(bytes.TrimSpace(data)) == 0 || !utf8.Valid(data) || data[0] == '<' {
		return nil, errors.New("its export job gave no YAML")
	}
	return data, nil
}

func unzip(data []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var files []*zip.File
	for _, f := range archive.File {
		if f.Mode().IsRegular() {
			files = append(files, f)
		}
	}
	if len(files) != 1 {
		return nil, fmt.Errorf("it holds %d files in place of one", len(files))
	}
	in, err := files[0].Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, maxYAML+1))
	if err == nil && len(text) > maxYAML {
		err = errors.New("it is too large")
	}
	return text, err
}
