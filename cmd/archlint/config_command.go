package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer"
	"archlint/analyzer/config"
	"archlint/analyzer/demand"
	"archlint/analyzer/policy"
)

func newConfig(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Check and show the configuration",
		Long: `The configuration is ` + config.FileName + `, in the working directory or in the nearest one
above that has it. docs/configuration.md tells what can stand in it; archlint init
begins one.`,
		Args: cobra.ArbitraryArgs,
		RunE: noSuchCommand,
	}
	cmd.AddCommand(newConfigCheck(a), newConfigShow(a), newConfigSchema(a))
	return cmd
}

func newConfigCheck(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Check a configuration, what it builds on, and what it says of rules",
		Long: `check reads the configuration (or FILE), the files that it builds on and its traffic
profile, and loads the rules that it names. Whether the flows of a profile exist
shows when flows are reviewed. The exit code is 2 when something is wrong.`,
		Args: cobra.MaximumNArgs(1),
	}
	addConfigFlag(cmd.Flags())
	cmd.PersistentPreRunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			if err := cmd.Flags().Set("config", args[0]); err != nil {
				return err
			}
		}
		return a.prepare(cmd)
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c := a.config
		if len(c.Files) == 0 {
			return fmt.Errorf("no %s here or in a directory above; archlint init begins one", config.FileName)
		}
		err := analyzer.CheckSettings(cmd.Context(),
			a.configured(analyzer.Options{Observe: analyzer.Observe{Log: newLog(a.stderr, 0)}, Traffic: demand.Options{LimitsFile: c.LimitsFile}}))
		if err := a.tellPolicyErrors(err); err != nil {
			return err
		}
		with := ""
		if len(c.Files) > 1 {
			with = ", with " + strings.Join(c.Files[1:], ", ")
		}
		_, err = fmt.Fprintf(a.stdout, "%s is in order%s\n", c.Files[0], with)
		return err
	}
	return cmd
}

// configured are options with what the configuration says. What also has a
// flag of its own (jobs, the limits' file) is not among it.
func (a *app) configured(o analyzer.Options) analyzer.Options {
	c := a.config
	o.Rules.Policies, o.Rules.Conftest, o.Rules.NoBuiltin = c.Policies, c.Conftest, c.NoBuiltin
	o.Rules.Settings, o.Rules.Overrides, o.Accept.Waivers, o.Accept.Budgets = c.Rules, c.Overrides, c.Waivers, c.Budgets
	o.Accept.WaiversNeed = c.WaiversNeed
	o.Traffic.Traffic, o.Traffic.Scenarios, o.Traffic.Profile, o.Traffic.Limits = c.Traffic, c.Scenarios(), c.Profile, c.Limits
	o.Traffic.AssumeBranches = c.AssumeBranches
	o.Rules.Worker = worker()
	return o
}

// worker is the command of this program as one that evaluates rules of users.
func worker() []string {
	self, err := os.Executable()
	if err != nil {
		return nil // they are evaluated here, with the same limits on steps
	}
	return []string{self, policy.WorkerArgument}
}

func newConfigShow(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "show",
		Short: "Print the effective configuration, with where each value came from",
		Long: `show prints what files, environment and flags say together, with the defaults of
what nobody says, as a configuration that says the same. It takes the flags of
check. With one --scenario the traffic is that scenario's.`,
		Example: `  archlint config show
  ARCHLINT_JOBS=2 archlint config show --licences 1200 --format json`,
		Args: cobra.NoArgs,
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.addPolicyFlags(cmd.Flags())
	flags.compares = true
	failOn := cmd.Flags().String("fail-on", "error", "as of check")
	cmd.Flags().StringVar(&format, "format", "yaml", "yaml or json")
	cmd.RunE = func(*cobra.Command, []string) error {
		if _, err := flags.options(a); err != nil {
			return err
		}
		if _, err := parseFailOn(*failOn); err != nil {
			return err
		}
		switch format {
		case "yaml":
			return a.config.WriteYAML(a.stdout)
		case "json":
			return printJSON(a.stdout, a.config.Lines())
		}
		return fmt.Errorf("--format %q: config show prints yaml or json", format)
	}
	return cmd
}

func newConfigSchema(a *app) *cobra.Command {
	return &cobra.Command{
		Use:       "schema [config|profile|waivers]",
		Short:     "Print the JSON schema of configurations, or of traffic profiles or waivers in files of their own",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"config", "profile", "waivers"},
		RunE: func(_ *cobra.Command, args []string) error {
			schema := config.JSONSchema
			switch {
			case len(args) == 1 && args[0] == "profile":
				schema = config.ProfileJSONSchema
			case len(args) == 1 && args[0] == "waivers":
				schema = config.WaiversJSONSchema
			}
			text, err := schema()
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(text)
			return err
		},
	}
}
