// Package transport sends all requests to Genesys Cloud. It sends only reads, and only
// to the hosts of one region. It adds the token, keeps to a rate, waits when a response
// asks for it, repeats requests that may succeed, and returns an answer only when all of
// it has arrived. Its callers need not care about any of this.
package transport
