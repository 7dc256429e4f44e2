package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// HTTPClient is the plainest Client: net/http over whatever transport it is
// given. The exporter's own tests use it, so that they need no SDK; what goes
// over the wire is the same.
type HTTPClient struct {
	// Base is the API's address without a path: https://api.mypurecloud.de.
	Base string
	HTTP *http.Client
}

// Do implements Client.
func (c *HTTPClient) Do(ctx context.Context, r Request) ([]byte, error) {
	query := url.Values{}
	for name, value := range r.Query {
		query.Set(name, value)
	}
	address := c.Base + r.EscapedPath()
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.Route.Method, address, bytes.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	if len(r.Body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	return Send(c.HTTP, req, r.Route)
}

// Download implements Client.
func (c *HTTPClient) Download(ctx context.Context, address string) ([]byte, error) {
	return Download(ctx, c.HTTP, address)
}

// downloading marks the context of a request for a signed address, which is the
// only kind that may go to another path than those of the routes.
type downloading struct{}

// IsDownload reports whether a request was made by Download.
func IsDownload(ctx context.Context) bool { return ctx.Value(downloading{}) != nil }

// Download fetches a signed address through client.
func Download(ctx context.Context, client *http.Client, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(context.WithValue(ctx, downloading{}, true), http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("the export job gave an address that is none") // and the address is a secret
	}
	return Send(client, req, Route{Name: "download", Method: http.MethodGet, Path: "(signed address)", Part: PartFlows})
}

// maxAnswer bounds an answer, in bytes, whatever transport it comes by.
const maxAnswer = 64 << 20

// Send sends a request and reads the answer to its end.
func Send(client *http.Client, req *http.Request, route Route) ([]byte, error) {
	resp, err := client.Do(req)
	if err != nil {
		if inner := (*url.Error)(nil); asURLError(err, &inner) {
			err = inner.Err // its text would repeat the address, which may be signed
		}
		return nil, fmt.Errorf("%s %s: %w", route.Method, route.Path, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s %s: answer was cut: %w", route.Method, route.Path, err)
	case len(body) > maxAnswer:
		return nil, fmt.Errorf("%w: %s %s: the answer is larger than %d MB", ErrStop, route.Method, route.Path, maxAnswer>>20)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 || resp.StatusCode == http.StatusPartialContent {
		return nil, ErrorOf(route, resp.StatusCode, resp.Header, body)
	}
	return body, nil
}

func asURLError(err error, target **url.Error) bool {
	e, ok := err.(*url.Error)
	if ok {
		*target = e
	}
	return ok
}
