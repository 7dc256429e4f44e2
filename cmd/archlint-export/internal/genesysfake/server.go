package genesysfake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"archlint/cmd/archlint-export/internal/api"
)

// DownloadHost is where signed addresses point to.
const DownloadHost = "archlint-fake-exports.s3.amazonaws.com"

// Server is the platform. It is an http.Handler for all its hosts.
type Server struct {
	opts Options

	mu       sync.Mutex
	requests []Record
	problems []string
	tokens   map[string]*token
	issued   []string
	jobs     map[string]*job
	records  records
	window   time.Time // of the rate
	inWindow int
	gone     map[string]bool // flows that were deleted while it runs
}

// New returns a platform.
func New(opts Options) *Server {
	if opts.TokenLifetime == 0 {
		opts.TokenLifetime = 24 * time.Hour
	}
	if opts.MaxPageSize == 0 {
		opts.MaxPageSize = 100
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return &Server{opts: opts, tokens: map[string]*token{}, jobs: map[string]*job{}, gone: map[string]bool{},
		records: records{jobs: map[string]*recordJob{}, signatures: map[string]string{}}}
}

// Requests returns what came in so far.
func (s *Server) Requests() []Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Problems returns what was wrong with requests, and with answers: what the
// API's description does not have, a token where none belongs.
func (s *Server) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.problems)
}

// Tokens returns all tokens that were given.
func (s *Server) Tokens() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.issued)
}

// Delete makes a flow vanish.
func (s *Server) Delete(flowID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone[flowID] = true
}

func (s *Server) problem(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}

// reply is an answer before it is sent.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	fault := s.note(host, r)
	if s.opts.Latency > 0 {
		time.Sleep(s.opts.Latency)
	}
	answer := s.answer(host, r, body, fault)
	fail(w, answer, fault)
}

func (s *Server) note(host string, r *http.Request) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.requests) + 1
	fault := None
	if s.opts.Fault != nil {
		fault = s.opts.Fault(n, r)
	}
	s.requests = append(s.requests, Record{
		N: n, Host: host, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, UserAgent: r.UserAgent(),
		Authorized: r.Header.Get("Authorization") != "", Faulted: fault != None,
	})
	return fault
}

func (s *Server) answer(host string, r *http.Request, body []byte, fault Fault) reply {
	switch host {
	case "login." + s.opts.Region:
		return s.login(r, body)
	case "api." + s.opts.Region:
		if refusal, refused := s.admit(r, fault); refused {
			return refusal
		}
		return s.checked(r, body)
	case DownloadHost:
		return s.download(r)
	}
	s.problem("request to host %s", host)
	return failure(http.StatusMisdirectedRequest, "wrong.host", "There is no such host here")
}

// checked answers an API request between two looks at the API's description.
func (s *Server) checked(r *http.Request, body []byte) reply {
	if s.opts.Schema != nil {
		if err := s.opts.Schema.Request(r, body); err != nil {
			s.problem("%s %s?%s: request: %v", r.Method, r.URL.Path, r.URL.RawQuery, err)
			return failure(http.StatusBadRequest, "bad.request", err.Error())
		}
	}
	out := s.route(r, body)
	if s.opts.Schema != nil {
		if err := s.opts.Schema.Answer(r, out.status, out.body); err != nil {
			s.problem("%s %s: answer %d: %v", r.Method, r.URL.Path, out.status, err)
		}
	}
	return out
}

// route finds the route and answers it.
func (s *Server) route(r *http.Request, body []byte) reply {
	route, params, ok := api.Match(r.Method, r.URL.EscapedPath())
	if !ok {
		s.problem("%s %s is no route of an export", r.Method, r.URL.Path)
		return failure(http.StatusNotFound, "not.found", "The requested resource was not found")
	}
	if s.denied(route) {
		return failure(http.StatusForbidden, "missing.any.permissions",
			"Unable to perform the requested action. You are missing the following permission(s): "+strings.Join(route.Permissions, ", "))
	}
	answer, ok := answers[route.Name]
	if !ok {
		return failure(http.StatusNotImplemented, "not.implemented", "Not here")
	}
	return answer(s, request{r, params, body})
}

// denied reports whether the client has none of the permissions that would do.
func (s *Server) denied(route api.Route) bool {
	return len(route.Permissions) > 0 && !slices.ContainsFunc(route.Permissions, func(p string) bool {
		return !slices.Contains(s.opts.Denied, p)
	})
}

func failure(status int, code, message string) reply {
	out := ok(map[string]any{
		"message": message, "code": code, "status": status, "messageParams": map[string]any{},
		"contextId": "5c0b1f0e-0000-4000-8000-000000000000", "details": []any{}, "errors": []any{},
	})
	out.status = status
	out.header.Set("Inin-Correlation-Id", "5c0b1f0e-0000-4000-8000-000000000000")
	return out
}

func ok(v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		return reply{http.StatusInternalServerError, http.Header{}, []byte(err.Error())}
	}
	return raw(body, "application/json")
}

func raw(body []byte, kind string) reply {
	return reply{http.StatusOK, http.Header{"Content-Type": {kind}}, body}
}
