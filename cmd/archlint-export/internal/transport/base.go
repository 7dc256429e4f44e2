package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

// Wire is how connections are made.
type Wire struct {
	// CAFile holds certificates (PEM) to trust in place of the system's, ""
	// for the system's.
	CAFile string
	// Connect is an address (host:port) to connect to in place of the region's
	// hosts; their names are still asked for and their certificates still
	// verified. "" for the hosts themselves.
	Connect string
	// Connections at a time.
	Connections int
}

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
	}
	if w.Connect != "" {
		base.Proxy = nil
		base.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, w.Connect)
		}
	}
	if w.CAFile != "" {
		pem, err := os.ReadFile(w.CAFile)
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
