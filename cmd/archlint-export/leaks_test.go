package main

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake"
	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
)

// Whatever happens, and however much is told: neither the secret nor a token nor a
// signed address stands in anything that the program writes.
func TestNothingTellsASecret(t *testing.T) {
	at := func(n int, kind genesysfake.Fault) func(int, *http.Request) genesysfake.Fault {
		return func(i int, _ *http.Request) genesysfake.Fault {
			if i%n == 0 {
				return kind
			}
			return genesysfake.None
		}
	}
	type setting struct {
		name  string
		args  []string
		fault func(int, *http.Request) genesysfake.Fault
		kill  bool
	}
	settings := []setting{
		{name: "plain", args: []string{"-vv", "--traffic", "2d", "--executions", "3"}},
		{name: "yaml", args: []string{"-vv", "--format", "yaml"}},
		{name: "killed", args: []string{"-vv"}, kill: true},
		{name: "doctor", args: []string{"doctor", "-vv"}},
		{name: "download fails", args: []string{"-vv", "--format", "yaml"}, fault: func(_ int, r *http.Request) genesysfake.Fault {
			if strings.HasPrefix(r.Host, genesysfake.DownloadHost) {
				return genesysfake.Drop
			}
			return genesysfake.None
		}},
		{name: "login fails", args: []string{"-vv"}, fault: at(1, genesysfake.BadGateway)},
	}
	for _, kind := range genesysfake.Faults() {
		if kind != genesysfake.Slow { // takes as long as it takes, and looks like a cut
			settings = append(settings, setting{name: kind.String(), args: []string{"-vv"}, fault: at(3, kind)})
		}
	}
	for _, s := range settings {
		t.Run(s.name, func(t *testing.T) {
			opts := fixture.Options(t)
			opts.Fault, opts.FailedJobs = s.fault, 1
			fake := fixture.Start(t, opts)
			dir := t.TempDir()
			p := process{fake: fake}
			if s.kill {
				p.started = func(cmd *exec.Cmd) {
					for configurations(fake) < 2 {
						time.Sleep(time.Millisecond)
					}
					if err := cmd.Process.Kill(); err != nil {
						t.Error(err)
					}
				}
			}
			args := s.args
			if args[0] != "doctor" {
				args = append(args, "-o", dir)
			}
			out := p.run(t, args...)
			written := map[string]string{"stdout": out.stdout, "stderr": out.stderr}
			for name, text := range fixture.Files(t, dir) {
				written[name] = text
			}
			for what, secret := range secrets(fake) {
				for name, text := range written {
					if strings.Contains(text, secret) {
						t.Errorf("%s is told in %s", what, name)
					}
				}
			}
			if !strings.Contains(out.stderr, "path=/api/v2/organizations/me") && s.name != "login fails" {
				t.Errorf("-vv tells of no request:\n%s", out.stderr)
			}
		})
	}
}

// secrets are the strings to look for: as they are, and as they go over the wire.
func secrets(fake *genesysfake.Running) map[string]string {
	basic := base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(fixture.ID) + ":" + url.QueryEscape(fixture.Secret)))
	all := map[string]string{
		"the secret": fixture.Secret, "the basic credentials": basic, "a signature": "X-Amz-Signature=",
		"the header typed by hand": "typed-in-by-hand",
	}
	for _, token := range fake.Tokens() {
		all["token "+token] = token
	}
	return all
}

// large is an organisation of many flows.
func large(t *testing.T, flows int, latency time.Duration) genesysfake.Options {
	opts := fixture.Options(t)
	opts.Org, opts.Latency, opts.Schema = demoorg.Large(flows, 2000, 1), latency, nil
	return opts
}

// configurations counts the flows that were asked for.
func configurations(fake *genesysfake.Running) int {
	n := 0
	for _, r := range fake.Requests() {
		if strings.HasSuffix(r.Path, "/configuration") {
			n++
		}
	}
	return n
}

// plainExport exports without the program and its SDK.
func plainExport(t *testing.T, fake *genesysfake.Running, dir string) error {
	_, err := exporter.Run(t.Context(), fixture.Client(t, fake, nil), exporter.Options{
		Dir: dir, Region: fixture.Region, TrafficDays: 2, Executions: 5,
	})
	return err
}

// sameFiles compares exports; the time at which they were made may differ.
func sameFiles(t *testing.T, want, got map[string]string) {
	t.Helper()
	for _, all := range []map[string]string{want, got} {
		for name, text := range all {
			before, rest, found := strings.Cut(text, `"exportedAt": "`)
			if found {
				_, after, _ := strings.Cut(rest, `"`)
				all[name] = before + after
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%.3000s", diff)
	}
}
