package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"archlint/analyzer/config"
	"archlint/analyzer/visible"
)

// noConfig is the value of --config that reads no file.
const noConfig = "none"

// addConfigFlag defines --config. Commands that have it follow the
// configuration.
func addConfigFlag(set *pflag.FlagSet) {
	set.String("config", "", "configuration `FILE`, none for no file; else "+config.FileName+" here or in the nearest directory above")
}

// addScenarioFlags defines the flags that choose from the configuration.
func addScenarioFlags(set *pflag.FlagSet) {
	set.StringArray("scenario", nil, "`NAME` of a scenario in the configuration")
	set.String("profile", "", "`FILE` with a traffic profile: shares of outputs, rounds of loops")
}

// keys are where the values of flags stand in a configuration. Flags that are
// not here have no key; those of the traffic have their own names below traffic.
var keys = map[string][]string{
	"scenario": {"scenario"}, "profile": {"profile"}, "limits": {"limits", "file"},
	"waivers": {"waiver-files"}, "baseline": {"baseline"},
	"policy": {"policies", "sources"}, "conftest-policy": {"policies", "conftest"}, "no-builtin-policies": {"policies", "builtin"},
	"fail-on": {"fail-on"}, "format": {"format"}, "jobs": {"jobs"}, "color": {"color"},
	"quiet": {"quiet"}, "assume-branches": {"assume-branches"}, "verbose": {"verbose"}, "stdin-name": {"stdin-name"},
	"var": {"terraform", "vars"}, "var-file": {"terraform", "var-files"}, "workspace": {"terraform", "workspace"},
}

// prepare gives flags the values of the environment, and the command the
// configuration that files, environment and flags make together.
func (a *app) prepare(cmd *cobra.Command) error {
	flags := cmd.Flags()
	given := map[string]bool{}
	flags.Visit(func(f *pflag.Flag) { given[f.Name] = true })
	if err := fromEnvironment(flags, a.getenv); err != nil {
		return err
	}
	a.config = config.Empty()
	if flags.Lookup("config") == nil {
		return nil
	}
	files, err := a.readConfig(flags.Lookup("config").Value.String())
	if err != nil {
		return err
	}
	if a.config, err = files.With(settings(flags, given)); err != nil {
		return err
	}
	return follow(cmd, files)
}

// readConfig reads the file of that name, or the one that is found.
func (a *app) readConfig(name string) (*config.Config, error) {
	given := name != ""
	if !given {
		found, err := config.Find(".")
		if err != nil {
			return nil, err
		}
		name = found
		if found == "" {
			name = noConfig
			if _, err := os.Stat(strings.TrimSuffix(config.FileName, "yaml") + "yml"); err == nil {
				fmt.Fprintf(a.stderr, "archlint: .archlint.yml is not read: its name must be %s\n", config.FileName)
			}
		}
	}
	if name == noConfig {
		if given {
			return config.Empty(), nil
		}
		return config.EmptyIn("."), nil
	}
	return config.Load(name)
}

// settings are what flags and environment say, as settings of a configuration.
func settings(flags *pflag.FlagSet, given map[string]bool) []config.Setting {
	var out []config.Setting
	flags.Visit(func(f *pflag.Flag) {
		at := config.Origin{Kind: config.FromEnvironment, Name: envName(f.Name)}
		if given[f.Name] {
			at = config.Origin{Kind: config.FromFlag, Name: "--" + f.Name}
		}
		values := flagValues(f)
		key, known := keys[f.Name]
		switch {
		case f.Name == "rule":
			out = append(out, levelSettings(values, at)...)
		case f.Name == "no-builtin-policies":
			out = append(out, config.Setting{Key: key, Values: []string{opposite(values[0])}, At: at})
		case f.Name == "format" && hasOwnFormats(f):
		case known:
			strict := f.Name == "scenario" || f.Name == "profile"
			out = append(out, config.Setting{Key: key, Values: values, At: at, Lenient: !strict})
		case isTraffic(f.Name):
			out = append(out, config.Setting{Key: []string{"traffic", f.Name}, Values: values, At: at})
		}
	})
	return out
}

func flagValues(f *pflag.Flag) []string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.GetSlice()
	}
	return []string{f.Value.String()}
}

// levelSettings are the levels of --rule. What is not well-formed the command
// tells itself.
func levelSettings(values []string, at config.Origin) []config.Setting {
	var out []config.Setting
	for _, value := range values {
		if id, level, ok := strings.Cut(value, "="); ok {
			out = append(out, config.Setting{Key: []string{"rules", id, "level"}, Values: []string{strings.ToLower(level)}, At: at, Lenient: true})
		}
	}
	return out
}

func opposite(truth string) string {
	if truth == "true" {
		return "false"
	}
	return "true"
}

// follow gives flags that nobody set the values of the files.
func follow(cmd *cobra.Command, files *config.Config) error {
	var errs []error
	flags := cmd.Flags()
	for _, name := range []string{"fail-on", "format", "jobs", "color", "quiet", "verbose", "stdin-name", "limits"} {
		f := flags.Lookup(name)
		if f == nil || f.Changed || name == "format" && hasOwnFormats(f) {
			continue
		}
		values, ok := files.Given(keys[name]...)
		if !ok {
			continue
		}
		for _, value := range values {
			errs = append(errs, flags.Set(name, value))
		}
	}
	return errors.Join(errs...)
}

// tellConfigErrors prints what is wrong with the configuration, one a line.
func (a *app) tellConfigErrors(wrong config.Errors) {
	for _, e := range wrong.Condensed() {
		fmt.Fprintf(a.stderr, "archlint: %s\n", visible.Lines(e.Error()))
	}
}
