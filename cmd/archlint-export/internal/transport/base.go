package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"archlint/analyzer/source"
)

// Wire is how connections are made.
type Wire struct {
	// CAFile holds certificates (PEM) to trust in place of the system's, ""
	// for the system's.
	CAFile string
	// Loopback is an address on the loopback (127.0.0.1:4711) where a stand-in
	// for the region's hosts listens, "" for the hosts themselves. Certificates
	// are verified for the hosts' names all the same.
	Loopback string
	// Connections at a time.
	Connections int
}

// maxCertificates bounds a file of certificates, in bytes: a system's has 200 KB.
const maxCertificates = 16 << 20

// newBase returns the transport at the bottom: verified TLS, proxies as the
// environment names them, no redirect.
func newBase(w Wire) (*http.Transport, error) {
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}
	base := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   15 * time.Second,
		IdleConnTimeout:       60 * time.Second,
		MaxIdleConnsPerHost:   max(w.Connections, 1),
		MaxConnsPerHost:       max(w.Connections, 1),
		ExpectContinueTimeout: time.Second,
		// The platform's headers have some kilobytes.
		MaxResponseHeaderBytes: 1 << 20,
	}
	if w.Loopback != "" {
		if err := checkLoopback(w.Loopback); err != nil {
			return nil, err
		}
		base.Proxy = nil
		base.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, w.Loopback)
		}
	}
	if w.CAFile != "" {
		pem, err := source.ReadFile(w.CAFile, maxCertificates)
		if err != nil {
			return nil, fmt.Errorf("certificates: %w", err)
		}
		base.TLSClientConfig.RootCAs = x509.NewCertPool()
		if !base.TLSClientConfig.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("certificates: %s holds none in PEM", w.CAFile)
		}
	}
	return base, nil
}

// checkLoopback refuses every address that could belong to another machine: a
// name too, since whoever answers for names would choose where secrets go.
func checkLoopback(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !at.Addr().IsLoopback() {
		return fmt.Errorf("%q is not an address and port on the loopback, such as 127.0.0.1:4711", address)
	}
	return nil
}
