package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"archlint/analyzer"
	"archlint/analyzer/config"
	"archlint/analyzer/demand"
	"archlint/analyzer/finding"
	"archlint/analyzer/intake"
	"archlint/analyzer/judge"
	"archlint/analyzer/waiver"
)

// analysisFlags are the flags of every command that analyses flows.
type analysisFlags struct {
	rules     []string
	limits    string
	jobs      int
	links     bool
	stdinName string
	color     string
	quiet     bool
	verbose   int
	watch     watchFlags
	tryShares bool // the command tries other values of assumed shares in large organisations too
	compares  bool // the command puts several scenarios side by side
	today     string

	writeBaseline string
	failOn        string // of commands in which it has no say
}

// addAnalysisFlags defines the flags on set.
func addAnalysisFlags(set *pflag.FlagSet) *analysisFlags {
	f := &analysisFlags{}
	addConfigFlag(set)
	addScenarioFlags(set)
	addTrafficFlags(set)
	set.StringVar(&f.limits, "limits", "", "`FILE` with the organisation's own limits (JSON of the Platform API), instead of the export's")
	set.Bool("assume-branches", false, "assume the shares of branches although the export holds counts of actions")
	set.IntVar(&f.jobs, "jobs", 0, "`N` flows at a time, 0 for as many as there are processors")
	set.BoolVar(&f.links, "follow-links", false, "also follow symbolic links that lead out of a PATH")
	addTerraformFlags(set)
	set.StringVar(&f.stdinName, "stdin-name", "stdin", "`NAME` of the flow that is read from standard input")
	set.StringVar(&f.color, "color", "auto", "colour: auto, always or never")
	set.BoolVarP(&f.quiet, "quiet", "q", false, "print only findings, errors and the summary")
	set.CountVarP(&f.verbose, "verbose", "v", "print more: worst paths, evidence, files passed over; -vv: what each step does")
	return f
}

// addPolicyFlags defines the flags that choose rules.
func (f *analysisFlags) addPolicyFlags(set *pflag.FlagSet) {
	addSourceFlags(set)
	set.StringArray("waivers", nil, "`FILE` with waivers, beside the configuration's and "+config.WaiversName+"; may be repeated")
	set.String("baseline", "", "`FILE` with findings that there were: only what is new, or got worse, is a finding")
	set.StringVar(&f.today, "today", "", "`DAY` on which waivers are looked at, like 2027-03-31 (default the day it is, in UTC)")
	set.StringArrayVar(&f.rules, "rule", nil, "`ID=LEVEL`: set a rule's level to off, info, warning or error; may be repeated")
}

// options turns the flags and the configuration into the analyzer's options.
func (f *analysisFlags) options(a *app) (analyzer.Options, error) {
	if _, err := parseLevels(f.rules); err != nil { // the configuration has them
		return analyzer.Options{}, err
	}
	if n := len(a.config.Chosen); n > 1 && !f.compares && a.config.Asked() {
		return analyzer.Options{}, fmt.Errorf("%d scenarios are chosen: choose one with --scenario; archlint capacity puts several side by side",
			n)
	}
	if f.jobs < 0 {
		return analyzer.Options{}, fmt.Errorf("--jobs %d: use 0 or more", f.jobs)
	}
	today, err := f.day(a)
	if err != nil {
		return analyzer.Options{}, err
	}
	values, err := a.terraformOptions()
	if err != nil {
		return analyzer.Options{}, err
	}
	o := a.configured(analyzer.Options{
		Input:   intake.Options{FollowLinks: f.links, Stdin: a.stdin, StdinName: f.stdinName, Terraform: values},
		Traffic: demand.Options{LimitsFile: f.limits, TryShares: f.tryShares},
		Observe: analyzer.Observe{Log: newLog(a.stderr, f.verbose), Rules: judge.Watch{Print: f.policyPrint(a)}},
		Jobs:    f.jobs, Today: today, Version: version(),
	})
	if !f.compares {
		o.Traffic.Scenarios = o.Traffic.Scenarios[:min(len(o.Traffic.Scenarios), 1)]
	}
	return o, nil
}

// day is the day of the run, as waivers and the limits' catalogue have it.
func (f *analysisFlags) day(a *app) (time.Time, error) {
	if f.today == "" {
		return a.today()
	}
	day, err := waiver.Day(f.today)
	if err != nil {
		return day, fmt.Errorf("--today %q: write it like 2027-03-31", f.today)
	}
	return day, nil
}

// policyPrint is where policies' print() calls go: stderr, when asked for more.
func (f *analysisFlags) policyPrint(a *app) io.Writer {
	if f.verbose == 0 {
		return nil
	}
	return a.stderr
}

// parseLevels reads the values of --rule. The last word on a rule holds.
func parseLevels(values []string) (map[string]finding.Severity, error) {
	levels := map[string]finding.Severity{}
	for _, value := range values {
		id, level, ok := strings.Cut(value, "=")
		if !ok || id == "" {
			return nil, fmt.Errorf("--rule %q: write ID=LEVEL, for example --rule polling=off", value)
		}
		severity, err := finding.ParseSeverity(level)
		if err != nil {
			return nil, fmt.Errorf("--rule %s: %w", value, err)
		}
		levels[id] = severity
	}
	return levels, nil
}

// newLog returns the program's log: warnings, with -v what was passed over,
// with -vv each step. It has no times: the same run logs the same lines.
func newLog(w io.Writer, verbose int) *slog.Logger {
	level := slog.LevelWarn
	switch {
	case verbose == 1:
		level = slog.LevelInfo
	case verbose > 1:
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: func(groups []string, attr slog.Attr) slog.Attr {
		if attr.Key == slog.TimeKey && len(groups) == 0 {
			return slog.Attr{}
		}
		return attr
	}}))
}
