package genesysfake

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// ElsewhereHost is where redirects point to. It is no host of the platform, and a
// request that arrives there is a problem.
const ElsewhereHost = "elsewhere.example.com"

const webPage = "<!doctype html><html><body><h1>An intermediary has something to say</h1></body></html>"

// fail sends an answer, or what a fault makes of it.
func fail(w http.ResponseWriter, out reply, fault Fault) {
	switch fault {
	case Drop:
		hangUp(w, nil)
		return
	case Cut:
		head := fmt.Sprintf("HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", out.status, len(out.body))
		hangUp(w, append([]byte(head), out.body[:len(out.body)/2]...))
		return
	case Slow:
		trickle(w, out)
		return
	}
	send(w, changed(out, fault))
}

func changed(out reply, fault Fault) reply {
	switch fault {
	case ServerError:
		return failure(http.StatusServiceUnavailable, "service.unavailable", "The service is unavailable")
	case BadGateway:
		return reply{http.StatusBadGateway, http.Header{"Content-Type": {"text/html"}}, []byte(webPage)}
	case Throttle, ThrottleWait:
		wait := int(fault - Throttle)
		out = failure(http.StatusTooManyRequests, "too.many.requests.retry.after", "Rate limit exceeded the maximum.")
		out.header.Set("Retry-After", strconv.Itoa(wait))
	case Partial:
		out.status, out.body = http.StatusPartialContent, out.body[:len(out.body)/2]
	case Forbidden:
		return failure(http.StatusForbidden, "missing.any.permissions", "You are missing a permission")
	case NotFound:
		return failure(http.StatusNotFound, "not.found", "The requested resource was not found")
	case Redirect:
		return reply{http.StatusFound, http.Header{"Location": {"https://" + ElsewhereHost + "/api/v2/flows"}}, nil}
	case Garbage:
		return reply{http.StatusOK, http.Header{"Content-Type": {"text/html"}}, []byte(webPage)}
	}
	return out
}

func send(w http.ResponseWriter, out reply) {
	for name, values := range out.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	w.WriteHeader(out.status)
	if _, err := w.Write(out.body); err != nil {
		return // the other side has gone: its own business
	}
}

// hangUp writes text and ends the connection.
func hangUp(w http.ResponseWriter, text []byte) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	connection, _, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer connection.Close()
	if _, err := connection.Write(text); err != nil {
		return
	}
}

// trickle sends an answer byte by byte until the other side has had enough.
func trickle(w http.ResponseWriter, out reply) {
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	w.WriteHeader(out.status)
	for i := range out.body {
		if _, err := w.Write(out.body[i : i+1]); err != nil {
			return
		}
		if err := http.NewResponseController(w).Flush(); err != nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}
