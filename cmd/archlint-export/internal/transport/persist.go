package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"archlint/cmd/archlint-export/internal/api"
)

// persist repeats a request until its answer is final or the attempts are used up. It
// returns the last answer, also one with an error status; an error means that there was
// none.
func (t *Transport) persist(ctx context.Context, req *http.Request, body []byte, route api.Route) (*http.Response, error) {
	failures, throttled := 0, 0
	pauses := t.pauses()
	for {
		// The API's rate is that of a token, which downloads do not carry.
		if !api.IsDownload(ctx) {
			if err := t.pace.wait(ctx); err != nil {
				return nil, err
			}
		}
		started := time.Now()
		resp, err := t.once(ctx, req, body)
		t.log(ctx, route, resp, err, time.Since(started))
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil && isFinal(err) {
			return nil, fmt.Errorf("%w: %w", api.ErrStop, err)
		}
		var wait time.Duration
		switch {
		case err == nil && resp.StatusCode == http.StatusTooManyRequests:
			throttled++
			wait = retryAfter(resp, pauses)
			if throttled > maxThrottled || wait > t.opts.LongestRetryAfter {
				return resp, nil
			}
			t.pace.pause(wait)
		case err != nil || passing(resp.StatusCode):
			failures++
			if failures >= t.opts.Attempts {
				return resp, err
			}
			wait = pauses.NextBackOff()
		default:
			return resp, nil
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// passing reports whether an answer is worth another attempt: the server's own
// trouble, or a part of an answer where all of it was asked for.
func passing(status int) bool {
	return (status >= 500 && status != http.StatusNotImplemented) ||
		status == http.StatusRequestTimeout || status == http.StatusPartialContent
}

// isFinal reports whether an error will be the same again.
func isFinal(err error) bool {
	var untrusted *tls.CertificateVerificationError
	return errors.As(err, &untrusted) || errors.Is(err, api.ErrStop)
}

// pauses are those before further attempts: doubling, with jitter so that
// workers that failed together do not come back together.
func (t *Transport) pauses() backoff.BackOff {
	return &backoff.ExponentialBackOff{
		InitialInterval: t.opts.FirstWait, MaxInterval: t.opts.LongestWait, Multiplier: 2, RandomizationFactor: 0.5,
	}
}

// retryAfter returns how long to wait by the header Retry-After: seconds or a date. A server
// that sends none gets the next of our own pauses.
func retryAfter(resp *http.Response, pauses backoff.BackOff) time.Duration {
	said := strings.TrimSpace(resp.Header.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(said, 64); err == nil && seconds >= 0 && seconds < 1e6 {
		return time.Duration(seconds * float64(time.Second))
	}
	if at, err := http.ParseTime(said); err == nil {
		return max(time.Until(at), 0)
	}
	return pauses.NextBackOff()
}

// log reports an attempt: route and outcome, never an address or a header.
func (t *Transport) log(ctx context.Context, route api.Route, resp *http.Response, err error, took time.Duration) {
	outcome := "no answer"
	if err == nil {
		outcome = strconv.Itoa(resp.StatusCode)
	}
	attrs := []any{"method", route.Method, "path", route.Path, "outcome", outcome, "took", took.Round(time.Millisecond)}
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		attrs = append(attrs, "retryAfter", oneWord(resp.Header.Get("Retry-After")))
	}
	t.opts.Log.DebugContext(ctx, "request", attrs...)
}

func oneWord(s string) string {
	if len(s) > 40 {
		return ""
	}
	return s
}
