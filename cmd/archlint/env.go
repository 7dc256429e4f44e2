package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// envPrefix begins the name of every variable that stands for a flag.
const envPrefix = "ARCHLINT_"

// envName is the variable that stands for a flag: fail-on is ARCHLINT_FAIL_ON.
func envName(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnvironment sets the flags that the command line leaves out and the
// environment gives. A flag that may be repeated takes a list with commas.
func fromEnvironment(flags *pflag.FlagSet, getenv func(string) string) error {
	var errs []error
	flags.VisitAll(func(f *pflag.Flag) {
		value := getenv(envName(f.Name))
		if value == "" || f.Changed || f.Name == "help" || f.Name == "version" {
			return
		}
		for _, one := range envValues(f, value) {
			if err := flags.Set(f.Name, one); err != nil {
				errs = append(errs, explainValue(envName(f.Name), f, one))
			}
		}
	})
	return errors.Join(errs...)
}

func envValues(f *pflag.Flag, value string) []string {
	if _, repeats := f.Value.(pflag.SliceValue); repeats {
		return strings.Split(value, ",")
	}
	return []string{value}
}

// explainValue is the error about a value that a flag does not take.
func explainValue(name string, f *pflag.Flag, value string) error {
	takes := map[string]string{
		"duration": "a duration like 300s or 5m", "float64": "a number",
		"int": "a whole number", "uint64": "a whole number from 0 up", "count": "a whole number", "bool": "true or false",
	}[f.Value.Type()]
	if takes == "" {
		return fmt.Errorf("%s %q: not a value of that kind", name, value)
	}
	return fmt.Errorf("%s %q: write %s", name, value, takes)
}

// explainFlagError says what a flag takes whose value is wrong, and adds to the
// error about an unknown flag the flag that was probably meant.
func explainFlagError(cmd *cobra.Command, err error) error {
	if invalid := (*pflag.InvalidValueError)(nil); errors.As(err, &invalid) {
		return explainValue("--"+invalid.GetFlag().Name, invalid.GetFlag(), invalid.GetValue())
	}
	unknown := (*pflag.NotExistError)(nil)
	if !errors.As(err, &unknown) {
		return err
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	name := unknown.GetSpecifiedName()
	if near := nearest(name, names); near != "" {
		return fmt.Errorf("%w; did you mean --%s?", err, near)
	}
	return fmt.Errorf("%w; %s --help lists the flags", err, cmd.CommandPath())
}

// nearest returns the name most like word, or "" when none is like it.
func nearest(word string, names []string) string {
	slices.Sort(names)
	best, least := "", 1+len(word)/3
	for _, name := range names {
		if d := levenshtein.ComputeDistance(word, name); d <= least && (best == "" || d < least) {
			best, least = name, d
		}
	}
	return best
}
