package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"archlint/cmd/archlint-export/internal/credentials"
	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/transport"
)

// defaultPerMinute is below the platform's limit of 300 requests a minute for
// one token, with room for a burst.
const defaultPerMinute = 280

type flags struct {
	region, credentials  string
	caFile               string
	perMinute            float64
	deadline, retryWait  time.Duration
	verbose, quiet       bool
	concurrency          int
	dir, version, format string
	flows                []string
	types, divisions     []string
	since, traffic       string
	executions           int
}

// bindConnection binds what every command needs that asks the platform.
func (f *flags) bindConnection(set *pflag.FlagSet) {
	set.StringVar(&f.region, "region", "", "region: mypurecloud.de, eu-central-1, ... (default "+credentials.EnvRegion+")")
	set.StringVar(&f.credentials, "credentials", "", "file with "+credentials.EnvID+"=... and "+credentials.EnvSecret+
		"=...; only its owner may have rights on it")
	set.Float64Var(&f.perMinute, "requests-per-minute", defaultPerMinute, "upper bound of the request rate; 0 for none")
	set.DurationVar(&f.deadline, "deadline", 4*time.Hour, "time allowed for everything")
	set.DurationVar(&f.retryWait, "retry-wait", transport.DefaultFirstWait,
		"pause before a failed request is tried again; it doubles each time")
	set.StringVar(&f.caFile, "ca-file", "", "file with the certificates (PEM) to trust in place of the system's, for a "+
		"proxy that looks into TLS")
	set.BoolVarP(&f.verbose, "verbose", "v", false, "tell of every request")
	set.BoolVarP(&f.quiet, "quiet", "q", false, "tell of nothing but errors")
}

// bindExport binds what an export can be asked for.
func (f *flags) bindExport(set *pflag.FlagSet) {
	set.SortFlags = false
	set.StringVarP(&f.dir, "out", "o", "", "directory of the export; one with an earlier export is brought up to date")
	set.StringVar(&f.version, "version", exporter.Published, "version of the flows: published, latest (maybe never run), debug, or a number")
	set.StringArrayVar(&f.flows, "flow", nil, "only the flow of that name or id (repeatable)")
	set.StringSliceVar(&f.types, "type", nil, "only flows of that type, such as inboundcall (repeatable)")
	set.StringArrayVar(&f.divisions, "division", nil, "only flows of the division of that name or id (repeatable)")
	set.StringVar(&f.since, "modified-since", "", "only flows whose version is not older: a date (2026-11-01), or a time (RFC 3339)")
	set.StringVar(&f.format, "format", exporter.FormatJSON, "flows as json, as the platform stores them, or as Archy yaml, by export jobs")
	set.StringVar(&f.traffic, "traffic", "", "take also aggregates of the past days, such as 28d: flows and their actions, data actions, "+
		"bots, conversations; no personal data")
	set.IntVar(&f.executions, "executions", 0, "take also that many recorded executions of each published flow, at most ten days old: "+
		"actions, outputs and times only, no values and no conversation")
	set.IntVar(&f.concurrency, "concurrency", exporter.DefaultConcurrency, "requests under way at a time")
}

// envPrefix begins the variables that stand for flags. It is not archlint's
// own: --format and --version mean other things there.
const envPrefix = "ARCHLINT_EXPORT_"

// fromEnvironment sets the flags that the command line leaves out.
func fromEnvironment(set *pflag.FlagSet, getenv func(string) string) error {
	var errs []error
	set.VisitAll(func(f *pflag.Flag) {
		name := envPrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value := getenv(name)
		if value == "" || f.Changed || f.Name == "help" {
			return
		}
		values := []string{value}
		if _, repeats := f.Value.(pflag.SliceValue); repeats {
			values = strings.Split(value, ",")
		}
		for _, v := range values {
			if err := set.Set(f.Name, v); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
			}
		}
	})
	return errors.Join(errs...)
}

// options are the exporter's.
func (f *flags) options() (exporter.Options, error) {
	if f.dir == "" {
		return exporter.Options{}, errors.New("no directory: say -o DIR")
	}
	since, err := parseSince(f.since)
	if err != nil {
		return exporter.Options{}, err
	}
	days, err := parseDays(f.traffic)
	if err != nil {
		return exporter.Options{}, err
	}
	return exporter.Options{
		Dir: f.dir, Version: f.version, Format: f.format, Flows: sorted(f.flows), Types: sorted(f.types), Divisions: sorted(f.divisions),
		ModifiedSince: since, TrafficDays: days, Executions: f.executions, Concurrency: f.concurrency, RequestsPerMinute: f.perMinute,
		JobRetry: 15 * cmp.Or(f.retryWait, time.Second), JobPoll: 2 * cmp.Or(f.retryWait, time.Second),
	}, nil
}

// sorted puts choices in order: in which they were given does not matter.
func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return slices.Compact(s)
}

func parseSince(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("--modified-since %q is neither a date (2026-11-01) nor a time (2026-11-01T08:00:00Z)", s)
}

// parseDays reads 28d or 4w.
func parseDays(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	for unit, days := range map[string]int{"d": 1, "w": 7} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			if n, err := strconv.Atoi(number); err == nil && n > 0 {
				return n * days, nil
			}
		}
	}
	return 0, fmt.Errorf("--traffic %q is not a number of days or weeks, such as 28d", s)
}
