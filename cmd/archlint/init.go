package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"

	"archlint/analyzer/config"
	"archlint/analyzer/facts"
	"archlint/analyzer/review"
)

func newInit(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init [PATH...]",
		Short: "Begin a configuration from what there is",
		Long: `init reviews the flows in the given paths (by default the current directory) and
writes ` + config.FileName + `: short, commented, with your entry flows, your rules and what
fires today in it. It changes nothing that is there. The exit code is 3 when a flow
or a rule could not be read; the configuration is begun all the same.`,
		Example: `  archlint init export/
  archlint config check`,
	}
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if _, err := os.Lstat(config.FileName); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already", config.FileName)
		}
		flags := &analysisFlags{}
		options, err := flags.options(a)
		if err != nil {
			return err
		}
		rules, err := ruleDirectories(".")
		if err != nil {
			return err
		}
		options.Rules.Policies = rules
		review, err := a.analyze(cmd.Context(), paths, flags, options)
		if err != nil {
			return err
		}
		if err := createNew(file{config.FileName, []byte(beginning(review, rules))}); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(a.stdout, config.FileName); err != nil {
			return err
		}
		if len(review.Errors) > 0 {
			return exit(exitTrouble)
		}
		return nil
	}
	return cmd
}

// deepest is how far below a directory rules are looked for.
const deepest = 4

// ruleDirectories finds the topmost directories below root with Rego files
// that are not only tests.
func ruleDirectories(root string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // what cannot be read holds no rules for us
		case d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" ||
			strings.Count(filepath.ToSlash(name), "/") >= deepest):
			return fs.SkipDir
		case strings.HasSuffix(d.Name(), ".rego") && !strings.HasSuffix(d.Name(), "_test.rego"):
			found = append(found, sourceOf(filepath.ToSlash(filepath.Dir(name))))
		}
		return nil
	})
	slices.Sort(found)
	var top []string
	for _, dir := range found {
		if len(top) == 0 || dir != top[len(top)-1] && !strings.HasPrefix(dir, top[len(top)-1]+"/") && top[0] != "." {
			top = append(top, dir)
		}
	}
	return top, err
}

// sourceOf is the directory to name for rules that stand in dir. A rule has a
// directory of its own in that of all rules, as policy new makes it.
func sourceOf(dir string) string {
	if parent := path.Dir(dir); parent != "." {
		return parent
	}
	return dir
}

// beginning is the text of a new configuration.
func beginning(r *review.Review, rules []string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# The configuration of archlint. archlint config schema prints all keys for editors,")
	line("# archlint config show what holds and where it came from.")
	line("# Found: %s, %s.", several(r.Summary.Flows, "flow"), several(r.Summary.DataActionCalls, "data action call"))
	line("")
	beginTraffic(line, r)
	beginProfile(line, r.Flows)
	line("policies:")
	if len(rules) > 0 {
		line("  sources: [%s]", strings.Join(quoted(rules), ", "))
	} else {
		line("  # sources: [our-rules]       # directories with rules of your own")
	}
	line("  builtin: true\n")
	beginRules(line, r)
	beginAdoption(line, r)
	line("# check ends with 1 from here on: error, warning, info or none.")
	line("fail-on: error")
	return b.String()
}

func beginTraffic(line func(string, ...any), r *review.Review) {
	line("# How much traffic there is. Licences with aht and occupancy give the interactions per")
	line("# minute; a number of your own is better.")
	line("traffic:")
	if r.Org.Licences > 0 {
		line("  # licences: %d              # as the export counts them", r.Org.Licences)
	} else {
		line("  # licences: 800")
		line("  # licence-type: cx2-concurrent")
	}
	line("  # interactions-per-minute: 120")
	line("  # aht: 5m")
	line("  # latency: 1s                # usual time that a data action takes")
	if entries := entryNames(r.Flows); len(entries) > 0 {
		line("  # entries:                   # interactions enter here")
		for _, name := range quoted(entries) {
			line("  #   %s: {share: %d%%}", name, 100/len(entries))
		}
	}
	line("")
	line("# What if? archlint capacity --scenario today --scenario busy")
	line("scenarios:")
	line("  # today: {}")
	line("  # busy: {interactions-per-minute: 400, latency: 3s}\n")
}

// entryNames are the names of the entry flows, the first ten.
func entryNames(flows []facts.Flow) []string {
	var names []string
	for _, f := range flows {
		if f.Entry && f.Type != "workflow" && f.Type != "workitem" && len(names) < 10 {
			names = append(names, f.Name)
		}
	}
	return names
}

// beginProfile shows a profile by a call and a loop that there are.
func beginProfile(line func(string, ...any), flows []facts.Flow) {
	flows = slices.Clone(flows)
	slices.SortStableFunc(flows, func(x, y facts.Flow) int { return rank(x) - rank(y) })
	for _, f := range flows {
		var node, loop string
		for _, c := range f.Calls {
			if c.Name != "" && c.Via == "" && node == "" {
				node = c.Name
			}
		}
		for _, l := range f.Loops {
			if l.Form == "loop" && l.Name != "" && loop == "" {
				loop = l.Name
			}
		}
		if node == "" {
			continue
		}
		line("# Which share of the runs takes which output, and how often loops go round, where you")
		line("# know it; expected counts follow.")
		line("profile:")
		line("  # flows:")
		line("  #   %s:", quoted([]string{f.Name})[0])
		line("  #     nodes:")
		line("  #       %s: {failure: 1%%, timeout: 0.5%%}", quoted([]string{node})[0])
		if loop != "" {
			line("  #     loops:")
			line("  #       %s: 2", quoted([]string{loop})[0])
		}
		line("")
		return
	}
}

// rank puts flows that interactions enter before the others.
func rank(f facts.Flow) int {
	if f.Entry {
		return 0
	}
	return 1
}

// beginRules lists the rules that fire, with their number of findings.
func beginRules(line func(string, ...any), r *review.Review) {
	counts := map[string]int{}
	var ids []string
	for _, f := range r.Findings {
		if counts[f.Rule]++; counts[f.Rule] == 1 {
			ids = append(ids, f.Rule)
		}
	}
	slices.SortFunc(ids, func(x, y string) int {
		if d := counts[y] - counts[x]; d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
	line("# Levels are off, info, warning and error; archlint explain RULE tells about a rule.")
	line("rules:")
	levels := map[string]string{}
	for _, rule := range r.Rules {
		levels[rule.ID] = string(rule.Severity)
	}
	for _, id := range ids {
		line("  # %-40s # %s today", id+": "+levels[id], several(counts[id], "finding"))
	}
	if len(ids) == 0 {
		line("  # polling: error")
	}
	line("")
}

// beginAdoption shows how an old organisation is switched on: with a baseline,
// waivers, and a budget that fits what there is.
func beginAdoption(line func(string, ...any), r *review.Review) {
	if n := len(r.Findings); n > 0 {
		line("# %s today: archlint check --write-baseline baseline.json writes them down, and", several(n, "finding"))
		line("# from then on only what is new, or got worse, fails. Risks that you choose to take stand")
		line("# in %s, each with a reason.", config.WaiversName)
		line("# baseline: baseline.json")
	}
	most := int64(0)
	for _, f := range r.Flows {
		if f.Entry {
			most = max(most, f.PerInteraction.Max)
		}
	}
	if most > 0 {
		line("# budgets: {calls-per-interaction: %d}   # the most that an interaction can make today", most)
	}
	line("")
}

func several(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// quoted writes names as YAML does, each on one line.
func quoted(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		text, err := yaml.Marshal(strings.Join(strings.Fields(name), " "))
		out[i] = strings.TrimSpace(string(text))
		if err != nil || strings.Contains(out[i], "\n") || strings.ContainsAny(out[i], ",[]{}") && !strings.HasPrefix(out[i], "'") &&
			!strings.HasPrefix(out[i], `"`) {
			out[i] = fmt.Sprintf("%q", name)
		}
	}
	return out
}
