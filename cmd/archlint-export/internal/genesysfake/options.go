package genesysfake

import (
	"net/http"
	"time"

	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
)

// Options say whose platform it is and how it behaves.
type Options struct {
	Org    *demoorg.Org
	Region string
	// ClientID and ClientSecret are those of the one OAuth client.
	ClientID, ClientSecret string
	// TokenLifetime is how long a token is good (default one day).
	TokenLifetime time.Duration
	// TokenRequests is after how many requests a token ends all the same; 0: never.
	TokenRequests int
	// Denied are permissions that the client lacks.
	Denied []string
	// PerMinute is the rate above which 429 is answered; 0: none.
	PerMinute int
	// Latency comes before each answer.
	Latency time.Duration
	// MaxPageSize bounds pages whatever is asked for (default 100).
	MaxPageSize int
	// FailedJobs is how many export jobs fail before one succeeds.
	FailedJobs int
	// Unrecorded is set when the organisation does not store what executions did.
	Unrecorded bool
	// Undated is set when executions cannot be searched for by date.
	Undated bool
	// Fault decides whether a request fails, and how. Requests are counted from
	// 1, over all hosts.
	Fault func(n int, r *http.Request) Fault
	// Schema checks requests and answers; nil: they are not checked.
	Schema *Schema
	Now    func() time.Time
}

// Fault is one way to fail.
type Fault int

// The ways.
const (
	None         Fault = iota
	ServerError        // 503 with an error of the API
	BadGateway         // 502 with a web page
	Throttle           // 429, to be tried again at once
	ThrottleWait       // 429, to be tried again in a second
	Drop               // the connection ends before the answer
	Cut                // the connection ends in the middle of the answer
	Slow               // the answer comes so slowly that nobody waits
	Partial            // 206 with half of the answer
	Expired            // 401: the token has ended
	Forbidden          // 403
	NotFound           // 404
	Garbage            // 200 with a web page
	Redirect           // 302 to another host
)

// Faults are all of them.
func Faults() []Fault {
	var all []Fault
	for f := ServerError; f <= Redirect; f++ {
		all = append(all, f)
	}
	return all
}

// String names the way.
func (f Fault) String() string {
	return [...]string{"none", "503", "502", "429", "429 with a wait", "drop", "cut", "slow", "206", "401", "403", "404",
		"garbage", "redirect"}[f]
}

// Record is a request that came in.
type Record struct {
	N                   int
	Host, Method, Path  string
	Query, UserAgent    string
	Authorized, Faulted bool
}
