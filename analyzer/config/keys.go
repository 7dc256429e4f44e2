package config

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
)

// root is what may stand in a configuration file.
func root() *schema {
	return &schema{kind: objectOf, doc: "The configuration of archlint.", fields: []field{
		{"extends", &schema{kind: listOf, single: true, of: &schema{kind: path},
			doc: "Configuration files that this one builds on, relative to it. A later one beats an earlier one, this file beats them all."}},
		{"traffic", traffic("How much traffic there is. A figure that is not given stays unknown, or has the default that the report states.")},
		{"scenarios", &schema{kind: mapOf, keys: "names of scenarios", of: changes(traffic("What is different from traffic in this scenario.")),
			doc: "Named traffic, to be chosen with --scenario."}},
		{"scenario", &schema{kind: listOf, single: true, of: &schema{kind: text},
			doc: "The scenarios to look at unless --scenario says otherwise; capacity puts several side by side."}},
		{"profile", profileSchema()},
		{"limits", limitsSchema()},
		{"policies", policiesSchema()},
		{"rules", rulesSchema("Levels and parameters of rules, by the rule's id.")},
		{"overrides", overridesSchema()},
		{"waivers", waiversSchema()},
		{"budgets", budgetsSchema()},
		{"baseline", &schema{kind: path, doc: "A file with the findings that there were: only what is new, or got worse, is a finding. " +
			"archlint check --write-baseline writes it."}},
		{"waivers-need", &schema{kind: listOf, single: true, adds: true, of: &schema{kind: word, words: []string{"owner", "expires"}},
			doc: "What a waiver needs besides a reason, or it is not honoured. Those of bases are kept."}},
		{"waiver-files", &schema{kind: listOf, single: true, adds: true, of: &schema{kind: path},
			doc: "Files with waivers, beside waivers.yaml, which is read where it stands beside the configuration."}},
		{"fail-on", &schema{kind: word, words: []string{"error", "warning", "info", "none"}, initial: "error",
			doc: "check ends with 1 when a finding is at least this grave."}},
		{"format", &schema{kind: listOf, single: true, of: &schema{kind: output, words: Formats()}, initial: "text",
			doc: "Formats that check prints, as FORMAT or FORMAT=FILE; files are relative to the configuration."}},
		{"assume-branches", &schema{kind: boolean, initial: "false", doc: "Assume the shares of branches although the export holds counts."}},
		{"terraform", terraformSchema()},
		{"jobs", &schema{kind: integer, min: 0, max: 4096, initial: "0",
			doc: "Flows worked on at a time, 0 for as many as there are processors."}},
		{"color", &schema{kind: word, words: []string{"auto", "always", "never"}, initial: "auto", doc: "Colour in text."}},
		{"quiet", &schema{kind: boolean, initial: "false", doc: "Print only findings, errors and the summary."}},
		{"verbose", &schema{kind: integer, min: 0, max: 2, initial: "0", doc: "1 prints more, 2 logs each step."}},
		{"stdin-name", &schema{kind: text, initial: "stdin", doc: "The name of a flow that is read from standard input."}},
	}}
}

func traffic(doc string) *schema {
	per := func(doc string) *schema { return &schema{kind: number, max: 1e9, doc: doc} }
	some := func(doc string) *schema { return &schema{kind: number, max: 1e9, open: true, doc: doc} }
	part := func(doc string) *schema { return &schema{kind: share, max: 1, doc: doc} }
	return &schema{kind: objectOf, doc: doc, fields: []field{
		{"interactions-per-minute", some("Interactions per minute in the busiest time, all entry flows together.")},
		{"entries", &schema{kind: mapOf, keys: "names or ids of entry flows, or voice, message, chat, email", of: entry(),
			doc: "What single entry flows get, or all of a medium together."}},
		{"weekly", &schema{kind: week, doc: "Interactions per minute by day and hour, or a list of 168 numbers from Monday 00:00; beside " +
			"interactions-per-minute only its shape counts."}},
		{"licences", some("Number of licences; with aht and occupancy they give the interactions per minute.")},
		{"licence-type", &schema{kind: word, words: licenceTypes(), why: notConcurrent, doc: "Type of the licences, for fair use."}},
		{"licence-mix", &schema{kind: mapOf, whole: true, keys: "licence types", of: per("How many."),
			doc: "Licences of several types: for fair use, and for the interactions where licences does not say how many."}},
		{"aht", &schema{kind: duration, max: 1e7, open: true, initial: "5m", doc: "Average handling time."}},
		{"occupancy", &schema{kind: share, max: 1, open: true, initial: "0.85", doc: "Share of their time that agents handle interactions."}},
		{"contained", part("Share of the interactions that end before they reach a queue.")},
		{"abandoned", part("Share of the interactions that are given up in a queue.")},
		{"peak-quantile", &schema{kind: share, min: 0.5, max: 0.999999, initial: "0.999", doc: "The peak minute is the one that this share of " +
			"all minutes stays below."}},
		{"peak-factor", &schema{kind: number, min: 1, max: 1e6, initial: "1", doc: "The busiest minute's mean over the busy hour's."}},
		{"latency", &schema{kind: duration, max: 1e6, open: true, initial: "1s", doc: "Usual time that a data action takes."}},
		{"open-hours-per-month", &schema{kind: number, max: 744, open: true, doc: "Hours a month in which interactions come."}},
		{"waiting-interactions", per("Interactions that wait in queues at the same time.")},
		{"mean-wait", &schema{kind: duration, max: 1e8, doc: "Mean time in the queue, instead of waiting-interactions."}},
		{"background-per-minute", per("Data action executions per minute that the reviewed flows do not make.")},
		{"background-platform-share", part("Share of them that call Genesys Cloud's own API; from none to all where it is not given.")},
	}}
}

// changes is s for what changes something else: it has no defaults of its own.
func changes(s *schema) *schema {
	for _, f := range s.fields {
		f.initial = ""
	}
	return s
}

func entry() *schema {
	return &schema{kind: objectOf, short: "per-minute", fields: []field{
		{"per-minute", &schema{kind: number, max: 1e9, doc: "Interactions (or starts of a workflow) per minute."}},
		{"share", &schema{kind: share, max: capacity.MostStarts, doc: "Share of all interactions, up to 1; of a workflow its starts for one " +
			"interaction, which may be more (140%)."}},
	}}
}

// catalogue is read once. Where it is broken, every review says so, and the
// keys that need it have no words.
var catalogue = sync.OnceValue(func() limits.Catalogue {
	c, _ := limits.Load()
	return c
})

func licenceTypes() []string { return catalogue().LicenceTypes() }

// notConcurrent reports a type that is counted by named people only.
func notConcurrent(licence string) error {
	named, ok := strings.CutSuffix(licence, "-concurrent")
	if !ok || !slices.Contains(licenceTypes(), named) || slices.Contains(licenceTypes(), licence) {
		return nil
	}
	return fmt.Errorf("%q: %s is not sold by concurrent users", licence, named)
}

func limitIDs() []string {
	var ids []string
	for _, e := range catalogue().Entries {
		ids = append(ids, e.ID())
	}
	return ids
}

func limitsSchema() *schema {
	return &schema{kind: objectOf, short: "file", doc: "The organisation's own limits, or the path of a file with them.", fields: []field{
		{"file", &schema{kind: path, doc: "A file with limits, as the Platform API's JSON."}},
		{"values", &schema{kind: mapOf, keys: "limits, as namespace/key", words: limitIDs(), of: &schema{kind: number, max: 1e15},
			doc: "Single values, which go before the file's."}},
	}}
}

func terraformSchema() *schema {
	return &schema{kind: objectOf, doc: "The values with which a CX as Code configuration is evaluated.", fields: []field{
		{"vars", &schema{kind: listOf, single: true, adds: true, of: &schema{kind: text},
			doc: "Values of variables, as NAME=VALUE; a later one beats an earlier one. Those of bases are kept."}},
		{"var-files", &schema{kind: listOf, single: true, adds: true, of: &schema{kind: path},
			doc: "Files with values of variables, relative to the file. Those of bases are kept."}},
		{"workspace", &schema{kind: text, doc: "The value of terraform.workspace, default unless it is given."}},
	}}
}

func policiesSchema() *schema {
	return &schema{kind: objectOf, doc: "Where rules come from.", fields: []field{
		{"sources", &schema{kind: listOf, single: true, adds: true, of: &schema{kind: path},
			doc: "Directories, files or bundles with rules of your own, relative to the file. Those of bases are kept."}},
		{"conftest", &schema{kind: listOf, single: true, adds: true, of: &schema{kind: path},
			doc: "Directories with Conftest-style policies (deny, warn, violation in package main), relative to the file. Those " +
				"of bases are kept."}},
		{"builtin", &schema{kind: boolean, initial: "true", doc: "Whether the built-in rules take part."}},
	}}
}

func level() *schema {
	return &schema{kind: word, words: []string{"off", "info", "warning", "error"}, doc: "The rule's level."}
}

func rulesSchema(doc string) *schema {
	return &schema{kind: mapOf, keys: "ids of rules", doc: doc, of: &schema{kind: objectOf, short: "level", latch: true, fields: []field{
		{"level", level()},
		{"waivable", &schema{kind: boolean, doc: "False: nobody may waive the rule's findings, and nothing that builds on this file " +
			"may lower its level."}},
		{"params", &schema{kind: mapOf, keys: "parameters of the rule", of: &schema{kind: param},
			doc: "Values of the rule's parameters; archlint explain RULE lists them."}},
	}}}
}

func overridesSchema() *schema {
	globs := func(k kind, doc string) *schema {
		return &schema{kind: listOf, single: true, of: &schema{kind: k}, doc: doc}
	}
	return &schema{kind: listOf, adds: true, doc: "Levels of rules for some paths or flows. Where several match, the last holds.",
		of: &schema{kind: objectOf, fields: []field{
			{"paths", globs(pathGlob, "Paths, with *, ? and **; a directory stands for all below it. Relative to the file.")},
			{"flows", globs(text, "Names of flows, with * and ?, in any letter case.")},
			{"rules", &schema{kind: mapOf, keys: "ids of rules", of: level(), doc: "The levels that hold there."}},
		}}}
}

func profileSchema() *schema {
	trouble := &schema{kind: share, max: 1, doc: "Share of each failure, timeout, missing or unmatched input of which nothing else is " +
		"said; without it 0.01."}
	rounds := &schema{kind: number, max: 10_000, doc: "Mean rounds of a loop whose count is not constant and of which nothing else " +
		"is said; without it 3."}
	waits := &schema{kind: duration, max: 1e6, open: true, doc: "How long hold music or a wait lasts whose length the flow does not fix (a " +
		"variable, the whole prompt); without it unknown."}
	offers := &schema{kind: share, max: 1, doc: "Share of those who wait in a queue that take an offer there (a key press, a choice) of " +
		"which nothing else is said; without it 0.05."}
	lists := &schema{kind: mapOf, keys: "names of lists, as Flow.dates", doc: "Greatest lengths of lists that are known only at run time: " +
		"loops whose count is computed from one have a bound by it, and that many rounds on average.",
		of: &schema{kind: integer, max: 1_000_000}}
	return &schema{kind: objectOf, file: true, doc: "The traffic profile: which share of the runs takes which output, and how often loops " +
		"go round. Or the path of a file with it.", fields: []field{
		{"partial", &schema{kind: boolean, doc: "Pass over flows that are not among the reviewed ones, which else are an error."}},
		{"trouble", trouble},
		{"rounds", rounds},
		{"waits", waits},
		{"offers", offers},
		{"lists", lists},
		{"flows", &schema{kind: mapOf, keys: "names or ids of flows", doc: "What is known of single flows.",
			of: &schema{kind: objectOf, fields: []field{
				{"trouble", trouble},
				{"rounds", rounds},
				{"waits", waits},
				{"offers", offers},
				{"lists", lists},
				{"nodes", &schema{kind: mapOf, keys: "names, tracking ids or paths of actions and menus",
					doc: "Shares of outputs; those left out split the rest.",
					of:  &schema{kind: mapOf, keys: "outputs", of: &schema{kind: share, max: 1}}}},
				{"loops", &schema{kind: mapOf, keys: "names, tracking ids or paths of loops", doc: "Mean rounds of loops.",
					of: &schema{kind: number, max: 10_000}}},
				{"ends", &schema{kind: mapOf, keys: "names, tracking ids or paths of actions and menus",
					doc: "Share of the runs through an action or menu that end there although no output shows it: people hang up, " +
						"an agent answers.", of: &schema{kind: share, max: 1}}},
				{"fitted", &schema{kind: objectOf, doc: "The counts that the figures of the flow were fitted to, as archlint calibrate writes " +
					"them.", fields: []field{
					{"version", &schema{kind: text, doc: "Version of the flow."}},
					{"executions", &schema{kind: number, max: 1e15, doc: "Executions of the flow that were counted."}},
					{"days", &schema{kind: integer, max: 100_000, doc: "Days on which they were counted."}},
				}}},
			}}}},
	}}
}
