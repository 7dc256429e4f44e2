package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"archlint/analyzer/finding"
	"archlint/analyzer/pattern"
	"archlint/analyzer/waiver"
)

// WaiversName is the name of the file with waivers that is read where it stands
// beside the configuration, or in the working directory where there is none.
const WaiversName = "waivers.yaml"

// waiversSchema is a list of waivers.
func waiversSchema() *schema {
	names := func(doc string) *schema {
		return &schema{kind: listOf, single: true, of: &schema{kind: text}, doc: doc}
	}
	return &schema{kind: listOf, adds: true, doc: "Risks that somebody chose to take: findings of a rule at a place that fail nothing.",
		of: &schema{kind: objectOf, needs: []string{"rule", "reason"}, needs1: []string{"flow", "node", "data-action", "limit", "path"},
			fields: []field{
				{"rule", &schema{kind: text, doc: "The rule, by its id."}},
				{"flow", names("Names of flows, with * and ?, in any letter case.")},
				{"node", names("Names, tracking ids or paths of actions and loops, likewise.")},
				{"data-action", names("Names of data actions, likewise.")},
				{"limit", names("Limits, as namespace/key, likewise.")},
				{"path", &schema{kind: listOf, single: true, of: &schema{kind: pathGlob}, doc: "Paths, with *, ? and **; a directory stands for all " +
					"below it. Relative to the file."}},
				{"reason", &schema{kind: text, doc: "Why the risk is taken."}},
				{"owner", &schema{kind: text, doc: "Who answers for it."}},
				{"expires", &schema{kind: date, doc: "The last day on which it holds."}},
				{"at-most", &schema{kind: mapOf, keys: "figures of the evidence, like perRun.max", of: &schema{kind: number},
					doc: "Figures of the evidence as they were accepted: the finding is open again when one gets worse."}},
			}}}
}

// waiversFile is what may stand in a file with waivers.
func waiversFile() *schema {
	return &schema{kind: objectOf, doc: "Waivers of archlint: risks that somebody chose to take.",
		fields: []field{{"waivers", waiversSchema()}}}
}

// readWaivers reads the files with waivers that the layers name, and the one
// that is beside the configuration.
func (c *Config) readWaivers() Errors {
	l := &loader{}
	c.waivers = nil
	named := c.all().get("waiver-files").itemsOf()
	if c.dir != "" {
		beside := filepath.ToSlash(filepath.Join(c.dir, WaiversName))
		_, err := os.Stat(beside)
		isNamed := slices.ContainsFunc(named, func(v *value) bool { return sameFile(v.text, beside) })
		if !isNamed && !errors.Is(err, fs.ErrNotExist) {
			named = append([]*value{newScalar(beside, "", Origin{})}, named...)
		}
	}
	for _, file := range named {
		v := l.parse(file.text, file.at)
		if v == nil {
			continue
		}
		l.files = append(l.files, file.text)
		if v = l.check(v, waiversFile(), ""); v == nil {
			continue
		}
		resolvePaths(v, waiversFile(), file.text)
		c.waivers = overlay(waiversSchema(), c.waivers, v.get("waivers"))
	}
	for _, file := range l.files {
		if !slices.Contains(c.Files, file) { // the settings of a flag read the waivers once more
			c.Files = append(c.Files, file)
		}
	}
	return l.errs
}

func waiversOf(v *value) []waiver.Waiver {
	var out []waiver.Waiver
	for _, one := range v.itemsOf() {
		w := waiver.Waiver{Rule: one.get("rule").str(), Reason: one.get("reason").str(), Owner: one.get("owner").str(),
			File: one.at.Name, Pos: one.at.Pos}
		w.Place = waiver.Selector{
			Paths: globs(one.get("path"), pattern.Path), Flows: globs(one.get("flow"), pattern.Name), Nodes: globs(one.get("node"), pattern.Name),
			DataActions: globs(one.get("data-action"), pattern.Name), Limits: globs(one.get("limit"), pattern.Name),
		}
		if day := one.get("expires"); day != nil {
			w.Expires, _ = waiver.Day(day.text) // has been checked
		}
		most := one.get("at-most")
		for _, name := range most.names() {
			w.AtMost = append(w.AtMost, finding.Figure{Path: name, Value: most.get(name).num})
		}
		out = append(out, w)
	}
	return out
}

func needsOf(v *value) map[string]string {
	needs := map[string]string{}
	for _, one := range v.itemsOf() {
		if needs[one.text] == "" {
			needs[one.text] = one.at.String()
		}
	}
	return needs
}

func globs(v *value, compile func(string) *regexp.Regexp) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, text := range v.texts() {
		out = append(out, compile(text))
	}
	return out
}
