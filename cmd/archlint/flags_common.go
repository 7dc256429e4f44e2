package main

import (
	"fmt"

	"github.com/spf13/pflag"
)

// acceptRuleFlags defines the flags that choose rules and weigh findings on a
// command in which rules have no say, so that one list of flags does for every
// command that analyses. They are checked, and left out of the help.
func (f *analysisFlags) acceptRuleFlags(set *pflag.FlagSet) {
	hidden := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.addPolicyFlags(hidden)
	f.addWriteBaseline(hidden)
	hidden.StringVar(&f.failOn, "fail-on", "error", "as of check")
	hidden.VisitAll(func(one *pflag.Flag) {
		one.Hidden = true
		set.AddFlag(one)
	})
}

// checkAccepted tells what is wrong with the flags that acceptRuleFlags
// defines, and that no baseline is written.
func (f *analysisFlags) checkAccepted(a *app) error {
	if _, err := parseFailOn(f.failOn); err != nil {
		return err
	}
	if f.writeBaseline != "" {
		fmt.Fprintln(a.stderr, "archlint: no rule is asked here: --write-baseline writes nothing")
	}
	return nil
}

// ownFormats marks the --format of a command that has other formats than
// check: what the configuration says of formats is not for it.
const ownFormats = "own formats"

// addOwnFormats defines that flag.
func addOwnFormats(set *pflag.FlagSet, standard []string, usage string) *[]string {
	formats := set.StringArray("format", standard, usage)
	_ = set.SetAnnotation("format", ownFormats, nil) // fails for flags that do not exist
	return formats
}

// hasOwnFormats reports whether a flag named format is no matter of the
// configuration.
func hasOwnFormats(f *pflag.Flag) bool {
	_, own := f.Annotations[ownFormats]
	return own || f.Value.Type() == "string"
}
