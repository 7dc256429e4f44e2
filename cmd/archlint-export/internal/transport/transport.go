package transport

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/credentials"
	"archlint/cmd/archlint-export/internal/region"
)

// Options say where to, as whom, and how politely. A zero field means its
// default, but for RequestsPerMinute.
type Options struct {
	Region region.Region
	Client credentials.Client
	Wire   Wire

	// RequestsPerMinute bounds the rate; 0 means no bound.
	RequestsPerMinute float64
	// Attempts at a request that fails in a way that may pass.
	Attempts int
	// FirstWait is the pause before the second attempt, on average; each further
	// one is twice as long, up to LongestWait.
	FirstWait, LongestWait time.Duration
	// LongestRetryAfter is how long a server may ask to wait and be obeyed.
	LongestRetryAfter time.Duration
	// RequestTimeout bounds one attempt, with the reading of its answer.
	RequestTimeout time.Duration
	// Log gets a line for every attempt, without addresses or headers.
	Log *slog.Logger
}

// The defaults.
const (
	DefaultAttempts          = 6
	DefaultFirstWait         = time.Second
	DefaultLongestWait       = 30 * time.Second
	DefaultLongestRetryAfter = 10 * time.Minute
	DefaultRequestTimeout    = 2 * time.Minute
	// maxThrottled bounds how often one request may be told to wait.
	maxThrottled = 50
	// What an answer may hold, in bytes. The largest flows measured have 0.6 MB, and
	// a page of an error is told in 300 characters.
	maxBody      = 64 << 20
	maxErrorBody = 256 << 10
)

func (o Options) withDefaults() Options {
	o.Attempts = cmp.Or(o.Attempts, DefaultAttempts)
	o.FirstWait = cmp.Or(o.FirstWait, DefaultFirstWait)
	o.LongestWait = cmp.Or(o.LongestWait, DefaultLongestWait)
	o.LongestRetryAfter = cmp.Or(o.LongestRetryAfter, DefaultLongestRetryAfter)
	o.RequestTimeout = cmp.Or(o.RequestTimeout, DefaultRequestTimeout)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Transport is an http.RoundTripper. It is safe for concurrent use.
type Transport struct {
	opts   Options
	base   http.RoundTripper
	guard  guard
	pace   *pace
	tokens *tokens
	hidden *hiding
}

// New returns a transport. It sends nothing yet.
func New(opts Options) (*Transport, error) {
	base, err := newBase(opts.Wire)
	if err != nil {
		return nil, err
	}
	return newOver(base, opts), nil
}

func newOver(base http.RoundTripper, opts Options) *Transport {
	t := &Transport{opts: opts.withDefaults(), base: base, guard: guard{opts.Region}, pace: newPace(opts.RequestsPerMinute),
		hidden: newHiding(opts.Client)}
	t.tokens = &tokens{host: opts.Region.LoginHost(), client: opts.Client, send: t.persist, hidden: t.hidden}
	return t
}

// HTTPClient returns a client that follows no redirect: an answer that points
// elsewhere is an error like any other.
func (t *Transport) HTTPClient() *http.Client {
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// RoundTrip implements http.RoundTripper. The answer's body is in memory and
// whole.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		body, err = io.ReadAll(req.Body)
		req.Body.Close()
		if err != nil {
			return nil, err
		}
	}
	route, err := t.guard.check(req)
	if err != nil {
		return nil, err
	}
	ctx := req.Context()
	if api.IsDownload(ctx) {
		return t.persist(ctx, stripped(req), body, route)
	}
	return t.authorized(ctx, req, body, route)
}

// stripped is a request without anything that tells who asks.
func stripped(req *http.Request) *http.Request {
	out := req.Clone(req.Context())
	out.Header.Del("Authorization")
	out.Header.Del("Cookie")
	return out
}

// authorized sends a request with a token, and once more with a new one when
// the token has come to its end on the way.
func (t *Transport) authorized(ctx context.Context, req *http.Request, body []byte, route api.Route) (*http.Response, error) {
	var spent credentials.Secret
	for renewals := 0; ; renewals++ {
		token, err := t.tokens.get(ctx, spent)
		if err != nil {
			return nil, err
		}
		with := stripped(req)
		with.Header.Set("Authorization", "Bearer "+token.Reveal())
		resp, err := t.persist(ctx, with, body, route)
		if err != nil || resp.StatusCode != http.StatusUnauthorized {
			return resp, err
		}
		if renewals == 2 {
			return nil, fmt.Errorf("%w: %s %s does not accept new tokens (401)", api.ErrStop, route.Method, route.Path)
		}
		spent = token
	}
}

// once sends a request once and reads the whole answer, of an error only the part that
// is reported. What was sent in confidence is taken out of the answer.
func (t *Transport) once(ctx context.Context, req *http.Request, body []byte) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, t.opts.RequestTimeout)
	defer cancel()
	attempt := req.Clone(ctx)
	attempt.Header.Del("Connection")
	attempt.Close = false
	attempt.Body, attempt.ContentLength = http.NoBody, 0
	if len(body) > 0 {
		attempt.Body, attempt.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	resp, err := t.base.RoundTrip(attempt)
	if err != nil {
		return nil, t.hidden.err(err)
	}
	defer resp.Body.Close()
	text, err := readBody(resp)
	if err != nil {
		return nil, t.hidden.err(err)
	}
	t.hidden.header(resp.Header)
	// A login may give the token that is hidden already, and nothing else of it is told.
	if resp.StatusCode != http.StatusOK || req.URL.Host != t.opts.Region.LoginHost() {
		text = t.hidden.body(text)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	return resp, nil
}

// readBody reads an answer within its limit.
func readBody(resp *http.Response) ([]byte, error) {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		text, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
		if err != nil {
			return nil, fmt.Errorf("the answer was cut: %w", err)
		}
		return text, nil
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the answer was cut: %w", err)
	case len(text) > maxBody:
		return nil, fmt.Errorf("%w: an answer is larger than %d MB", api.ErrStop, maxBody>>20)
	}
	return text, nil
}
