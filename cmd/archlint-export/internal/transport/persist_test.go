package transport_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake"
	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
	"archlint/cmd/archlint-export/internal/transport"
)

func fake(t *testing.T, change func(*genesysfake.Options)) *genesysfake.Running {
	t.Helper()
	opts := genesysfake.Options{Org: demoorg.Demo(), Region: fixture.Region, ClientID: fixture.ID, ClientSecret: fixture.Secret}
	if change != nil {
		change(&opts)
	}
	return fixture.Start(t, opts)
}

// apart from the login, which comes first.
func faults(kinds ...genesysfake.Fault) func(*genesysfake.Options) {
	return func(o *genesysfake.Options) {
		o.Fault = func(n int, _ *http.Request) genesysfake.Fault {
			if n -= 2; n >= 0 && n < len(kinds) {
				return kinds[n]
			}
			return genesysfake.None
		}
	}
}

func ask(t *testing.T, f *genesysfake.Running, change func(*transport.Options)) error {
	t.Helper()
	_, err := fixture.Client(t, f, change).Do(context.Background(), api.Get(api.Organization))
	return err
}

func TestTriesAgain(t *testing.T) {
	const busy, down, cut = genesysfake.Throttle, genesysfake.ServerError, genesysfake.Cut
	tests := []struct {
		name     string
		kinds    []genesysfake.Fault
		requests int // with the login
		status   int // -1: fine
	}{
		{"fine", nil, 2, -1},
		{"passes", []genesysfake.Fault{down, cut, genesysfake.BadGateway, genesysfake.Partial}, 6, -1},
		{"does not pass", []genesysfake.Fault{down, down, down, down, down, down, down}, 7, 503},
		{"no answer at all", []genesysfake.Fault{cut, cut, cut, cut, cut, cut, cut}, 7, 0},
		{"throttling is no failure", []genesysfake.Fault{busy, busy, busy, busy, busy, busy, busy, busy, down}, 11, -1},
		{"refused", []genesysfake.Fault{genesysfake.Forbidden}, 2, 403},
		{"redirected", []genesysfake.Fault{genesysfake.Redirect}, 2, 302},
		{"token ended", []genesysfake.Fault{genesysfake.Expired}, 4, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := fake(t, faults(tt.kinds...))
			err := ask(t, f, nil)
			if got := len(f.Requests()); got != tt.requests {
				t.Errorf("%d requests, want %d", got, tt.requests)
			}
			if (err == nil) != (tt.status == -1) || err != nil && api.Status(err) != tt.status {
				t.Errorf("error %v, want status %d", err, tt.status)
			}
			for _, p := range f.Problems() {
				t.Error(p)
			}
		})
	}
}

// A server's wait is kept to by all requests, not only by the one that was told.
func TestRetryAfterIsForAll(t *testing.T) {
	var mu sync.Mutex
	var at []time.Time
	f := fake(t, func(o *genesysfake.Options) {
		o.Fault = func(n int, _ *http.Request) genesysfake.Fault {
			mu.Lock()
			defer mu.Unlock()
			at = append(at, time.Now())
			if n == 2 {
				return genesysfake.ThrottleWait
			}
			return genesysfake.None
		}
	})
	client := fixture.Client(t, f, nil)
	var wait sync.WaitGroup
	request := func() {
		if _, err := client.Do(context.Background(), api.Get(api.Organization)); err != nil {
			t.Error(err)
		}
	}
	wait.Go(request)
	time.Sleep(200 * time.Millisecond) // the first has its answer by now
	wait.Go(request)
	wait.Wait()
	if len(at) != 4 {
		t.Fatalf("%d requests", len(at))
	}
	for _, later := range at[2:] {
		if pause := later.Sub(at[1]); pause < 900*time.Millisecond {
			t.Errorf("asked again after %v", pause)
		}
	}
}

func TestLongWaitsAreNotObeyed(t *testing.T) {
	f := fake(t, faults(genesysfake.ThrottleWait))
	err := ask(t, f, func(o *transport.Options) { o.LongestRetryAfter = time.Millisecond })
	if api.Status(err) != http.StatusTooManyRequests {
		t.Errorf("error %v", err)
	}
}

// No minute sees more requests than the rate, and the burst at its beginning.
func TestRateIsKept(t *testing.T) {
	f := fake(t, nil)
	client := fixture.Client(t, f, func(o *transport.Options) { o.RequestsPerMinute = 1200 })
	begin := time.Now()
	var wait sync.WaitGroup
	const requests = 25
	for range requests {
		wait.Go(func() {
			if _, err := client.Do(context.Background(), api.Get(api.Organization)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	// 26 with the login, 5 of them at once, the others 50 ms apart.
	if least := (requests + 1 - 5) * 50 * time.Millisecond; time.Since(begin) < least-20*time.Millisecond {
		t.Errorf("%d requests in %v, less than %v", requests, time.Since(begin), least)
	}
}

// A token that ends early is replaced, once for all requests that are under way.
func TestTokensAreRenewed(t *testing.T) {
	f := fake(t, func(o *genesysfake.Options) { o.TokenRequests = 8 })
	client := fixture.Client(t, f, nil)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 10 {
				if _, err := client.Do(context.Background(), api.Get(api.Organization)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if n := len(f.Tokens()); n != 5 {
		t.Errorf("%d tokens for 40 requests, 8 each", n)
	}
}

// A token that is about to end is replaced before anything is refused.
func TestTokensAreRenewedInTime(t *testing.T) {
	f := fake(t, func(o *genesysfake.Options) { o.TokenLifetime = time.Second })
	client := fixture.Client(t, f, nil)
	for range 3 {
		if _, err := client.Do(context.Background(), api.Get(api.Organization)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(600 * time.Millisecond)
	}
	if n := len(f.Tokens()); n != 3 {
		t.Errorf("%d tokens", n)
	}
	if n := len(f.Requests()); n != 6 {
		t.Errorf("%d requests: one was refused", n)
	}
}

func TestEndsWithItsContext(t *testing.T) {
	f := fake(t, func(o *genesysfake.Options) {
		o.Fault = func(int, *http.Request) genesysfake.Fault { return genesysfake.ServerError }
	})
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	client := fixture.Client(t, f, func(o *transport.Options) { o.FirstWait, o.LongestWait = time.Hour, time.Hour })
	begin := time.Now()
	if _, err := client.Do(ctx, api.Get(api.Organization)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

// The platform's hosts are believed by their certificates only.
func TestCertificatesAreVerified(t *testing.T) {
	f, other := fake(t, nil), fake(t, nil)
	err := ask(t, f, func(o *transport.Options) { o.Wire.CAFile = other.CAFile })
	if !errors.Is(err, api.ErrStop) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("error %v", err)
	}
	if n := len(f.Requests()); n != 0 {
		t.Errorf("%d requests reached it", n)
	}
}
