package genesysfake

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Running is a platform that listens.
type Running struct {
	*Server
	// Address is where, as host:port on the loopback.
	Address string
	// CAFile holds the certificate that vouches for its hosts.
	CAFile string
	http   *http.Server
}

// Start makes the platform listen on a free port of the loopback. The file of
// its certificate goes to dir.
func (s *Server) Start(dir string) (*Running, error) {
	caPEM, certificate, err := certificates("api."+s.opts.Region, "login."+s.opts.Region, DownloadHost, ElsewhereHost)
	if err != nil {
		return nil, err
	}
	r := &Running{Server: s, CAFile: filepath.Join(dir, "fake-ca.pem")}
	if err := os.WriteFile(r.CAFile, caPEM, 0o644); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r.Address = listener.Addr().String()
	r.http = &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		// Handshakes that a client breaks off are its business.
		ErrorLog: log.New(io.Discard, "", 0),
		// Faults need connections of their own, which HTTP/2 has not.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	go func() {
		if err := r.http.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
			s.problem("the server ended: %v", err)
		}
	}()
	return r, nil
}

// Close ends it at once.
func (r *Running) Close() error { return r.http.Close() }

// certificates makes an authority and one certificate by it for those hosts.
func certificates(hosts ...string) (caPEM []byte, leaf tls.Certificate, err error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, leaf, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, leaf, err
	}
	ca := certificate(1, "archlint fake authority")
	ca.IsCA, ca.BasicConstraintsValid, ca.KeyUsage = true, true, x509.KeyUsageCertSign
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return nil, leaf, err
	}
	server := certificate(2, "archlint fake platform")
	server.DNSNames, server.KeyUsage = hosts, x509.KeyUsageDigitalSignature
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	der, err := x509.CreateCertificate(rand.Reader, server, ca, &key.PublicKey, caKey)
	if err != nil {
		return nil, leaf, fmt.Errorf("certificate: %w", err)
	}
	leaf = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER}), leaf, nil
}

func certificate(serial int64, name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(30 * 24 * time.Hour),
	}
}
