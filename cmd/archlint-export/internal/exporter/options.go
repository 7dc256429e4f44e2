package exporter

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"archlint/cmd/archlint-export/internal/layout"
)

// Options say what to export and where to.
type Options struct {
	Dir    string
	Region string // its domain, for the manifest

	// Version of flows: "published", "latest", "debug", or a number ("7", "7.0").
	Version string
	// Format of flows: "json" as the API stores them, or "yaml" by export jobs.
	Format string
	// Flows (names or ids), Types and Divisions (names or ids) narrow; empty
	// means all.
	Flows, Types, Divisions []string
	// ModifiedSince leaves out flows whose version is older.
	ModifiedSince time.Time
	// TrafficDays is how many days of aggregates to take, 0 for none.
	TrafficDays int
	// Executions is how many recorded executions of each flow to take, 0 for none.
	Executions int

	// Concurrency is the number of requests under way at a time.
	Concurrency int
	// RequestsPerMinute is the rate that the transport keeps to, for the
	// arithmetic only; 0 when there is none.
	RequestsPerMinute float64
	// JobPoll is the pause between two looks at an export job, JobRetry that
	// before a failed job is tried again.
	JobPoll, JobRetry time.Duration

	Progress Progress
	Now      func() time.Time
}

// The defaults.
const (
	Published = "published"
	Latest    = "latest"
	Debug     = "debug"

	FormatJSON = "json"
	FormatYAML = "yaml"

	DefaultConcurrency = 8
	defaultJobPoll     = 2 * time.Second
	// defaultJobRetry: jobs are throttled apart from the API and then fail for
	// reasons that are none; 15 s steps have proved themselves (issue 2061 and
	// pull request 2214 of MyPureCloud/terraform-provider-genesyscloud).
	defaultJobRetry = 15 * time.Second
)

// Check tells what is wrong with options.
func (o Options) Check() error {
	_, err := o.withDefaults()
	return err
}

func (o Options) withDefaults() (Options, error) {
	o.Version = cmp.Or(strings.ToLower(o.Version), Published)
	o.Format = cmp.Or(strings.ToLower(o.Format), FormatJSON)
	o.Concurrency = max(cmp.Or(o.Concurrency, DefaultConcurrency), 1)
	o.JobPoll = cmp.Or(o.JobPoll, defaultJobPoll)
	o.JobRetry = cmp.Or(o.JobRetry, defaultJobRetry)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Progress == nil {
		o.Progress = silent{}
	}
	version, err := versionName(o.Version)
	o.Version = version
	if err != nil {
		return o, err
	}
	if o.Format != FormatJSON && o.Format != FormatYAML {
		return o, fmt.Errorf("unknown format %q: json or yaml", o.Format)
	}
	if o.TrafficDays < 0 || o.TrafficDays > maxTrafficDays {
		return o, fmt.Errorf("traffic of %d days: at most %d can be asked for", o.TrafficDays, maxTrafficDays)
	}
	if o.Executions < 0 || o.Executions > maxExecutions {
		return o, fmt.Errorf("%d executions of each flow: at most %d can be asked for", o.Executions, maxExecutions)
	}
	return o, nil
}

// versionName checks a version; the platform writes numbers as "7.0".
func versionName(v string) (string, error) {
	switch v {
	case Published, Latest, Debug:
		return v, nil
	}
	whole, fraction, dotted := strings.Cut(v, ".")
	if !isNumber(whole) || (dotted && !isNumber(fraction)) {
		return v, fmt.Errorf("unknown version %q: published, latest, debug, or a number", v)
	}
	if !dotted {
		v += ".0"
	}
	return v, nil
}

func isNumber(s string) bool {
	return s != "" && len(s) < 10 && strings.Trim(s, "0123456789") == ""
}

// asked is what the manifest says of the options.
func (o Options) asked() layout.Asked {
	a := layout.Asked{Version: o.Version, Format: o.Format, Flows: o.Flows, Types: o.Types, Divisions: o.Divisions}
	if !o.ModifiedSince.IsZero() {
		a.ModifiedSince = o.ModifiedSince.UTC().Format(time.RFC3339)
	}
	if o.TrafficDays > 0 {
		a.Traffic = fmt.Sprintf("%dd", o.TrafficDays)
	}
	a.Executions = o.Executions
	return a
}

// Progress is told how far the export is. Its methods are called from several
// goroutines.
type Progress interface {
	// Note is a line for people.
	Note(text string)
	// Stage begins something of that many steps; Step ends one of them.
	Stage(name string, steps int)
	Step()
	// End ends the last stage.
	End()
}

type silent struct{}

func (silent) Note(string)       {}
func (silent) Stage(string, int) {}
func (silent) Step()             {}
func (silent) End()              {}
