// Package genesys is the exporter's api.Client on Genesys' own SDK. It is the only
// package that imports the SDK, which is one package of a million lines: whatever
// does not need it stays outside.
//
// The SDK builds requests and knows the API's types. Everything that makes an
// export safe lies below it, in the http.Client that it is given: of the SDK's own
// means of sending, trying again, renewing tokens and logging, none is used. Nor is
// its way of making a configuration, which reads a file in the home directory and
// starts a watcher.
package genesys

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	sdk "github.com/mypurecloud/platform-client-sdk-go/v157/platformclientv2"

	"archlint/cmd/archlint-export/internal/api"
)

// Client is an api.Client. It is safe for concurrent use.
type Client struct {
	base string
	http *http.Client
}

// New returns a client of the API at base (https://api.mypurecloud.de) that sends
// through httpClient.
func New(base string, httpClient *http.Client) *Client { return &Client{base, httpClient} }

// Do implements api.Client.
func (c *Client) Do(ctx context.Context, r api.Request) ([]byte, error) {
	call, ok := calls[r.Route.Name]
	if !ok {
		return nil, fmt.Errorf("route %s is not known to the client", r.Route.Name)
	}
	wire := &wire{ctx: ctx, http: c.http, route: r.Route}
	err := call(c.configuration(wire), r)
	if !wire.sent {
		return nil, fmt.Errorf("%s %s was not sent: %w", r.Route.Method, r.Route.Path, err)
	}
	// What the SDK makes of an answer does not matter: it has its own ideas of
	// errors, and its types lag behind the platform. The answer itself does.
	return wire.body, wire.err
}

// Download implements api.Client.
func (c *Client) Download(ctx context.Context, address string) ([]byte, error) {
	return api.Download(ctx, c.http, address)
}

// configuration is one for a single call, so that the call's context goes with it:
// the SDK's methods take none.
func (c *Client) configuration(w *wire) *sdk.Configuration {
	config := &sdk.Configuration{
		BasePath: c.base,
		// It must not be nil, and it writes nothing as long as nobody configures it.
		LoggingConfiguration: &sdk.LoggingConfiguration{LogLevel: sdk.LNone},
		DefaultHeader:        map[string]string{},
	}
	config.APIClient = sdk.APIClient{}
	if err := config.APIClient.SetHttpClient(w); err != nil {
		w.err = err // cannot be: wire implements the interface
	}
	config.APIClient = sdk.NewAPIClient(config)
	return config
}

// wire is what the SDK sends one call with. It keeps the answer.
type wire struct {
	ctx   context.Context
	http  *http.Client
	route api.Route
	sent  bool
	body  []byte
	err   error
}

// Do implements sdk.AbstractHttpClient.
func (w *wire) Do(o *sdk.HTTPRequestOptions) (*http.Response, error) {
	body, err := bodyOf(o)
	if err != nil {
		return nil, err
	}
	if o.GetUrl() == nil {
		return nil, errors.New("the request has no address")
	}
	req, err := http.NewRequestWithContext(w.ctx, o.GetMethod(), o.GetUrl().String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, values := range o.GetHeaders() {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	w.sent = true
	w.body, w.err = api.Send(w.http, req, w.route)
	if w.err != nil {
		return nil, w.err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{}, Body: http.NoBody, Request: req,
	}, nil
}

// bodyOf is a request's body as the SDK's own client would send it.
func bodyOf(o *sdk.HTTPRequestOptions) ([]byte, error) {
	if o.GetBody() == nil {
		return nil, nil
	}
	return json.Marshal(o.GetBody())
}

// The rest of sdk.AbstractHttpClient sets what the transport decides by itself.

// SetRetryMax implements sdk.AbstractHttpClient.
func (*wire) SetRetryMax(int) {}

// SetRetryWaitMax implements sdk.AbstractHttpClient.
func (*wire) SetRetryWaitMax(time.Duration) {}

// SetRetryWaitMin implements sdk.AbstractHttpClient.
func (*wire) SetRetryWaitMin(time.Duration) {}

// SetRequestLogHook implements sdk.AbstractHttpClient.
func (*wire) SetRequestLogHook(func(retryablehttp.Logger, *http.Request, int)) {}

// SetResponseLogHook implements sdk.AbstractHttpClient.
func (*wire) SetResponseLogHook(func(retryablehttp.Logger, *http.Response)) {}

// SetCheckRetry implements sdk.AbstractHttpClient.
func (*wire) SetCheckRetry(func(context.Context, *http.Response, error) (bool, error)) {}

// SetTransport implements sdk.AbstractHttpClient.
func (*wire) SetTransport(*http.Transport) {}

// SetHttpsAgent implements sdk.AbstractHttpClient.
func (*wire) SetHttpsAgent(*sdk.ProxyAgent) {}
