package config

import (
	"fmt"

	"archlint/analyzer/finding"
)

// refusal is something that a layer may not say, because a weaker one said
// firmly that a rule is not to be waived: the platform team's file is the base,
// and the teams' files build on it.
type refusal struct {
	at      Origin
	message string
}

// refuse keeps what weak says firmly of a rule in out, and notes what strong tried.
func refuse(out, weak, strong *value) {
	firm := weak.get("waivable")
	if firm == nil || firm.truth() {
		return
	}
	out.set("waivable", firm)
	if w := strong.get("waivable"); w != nil && w.truth() {
		out.refused = append(out.refused, refusal{w.at, fmt.Sprintf("%s says that nobody may waive this rule", firm.at)})
	}
	if level := strong.get("level"); level != nil && lower(level, weak.get("level")) {
		out.refused = append(out.refused, refusal{level.at,
			fmt.Sprintf("%s says that nobody may waive this rule, so its level cannot be lowered to %s", firm.at, level.text)})
	}
}

// lower reports whether a level is less than another. A rule's own level, which
// holds where none is given, is not known here; nothing but error is surely no less.
func lower(level, than *value) bool {
	most := finding.Error
	if than != nil {
		most = finding.Severity(than.text)
	}
	return finding.Severity(level.text).Rank() < most.Rank()
}

// firm reports layers and overrides that weaken a rule which may not be waived.
func (c *checker) firm(all *value) {
	rules := all.get("rules")
	for _, id := range rules.names() {
		for _, r := range rules.get(id).refused {
			c.failAt(r.at, keyPath("rules", id), "%s", r.message)
		}
	}
	for _, o := range all.get("overrides").itemsOf() {
		levels := o.get("rules")
		for _, id := range levels.names() {
			level, firm := levels.get(id), rules.get(id, "waivable")
			if firm == nil || firm.truth() || level.at.Name == firm.at.Name || !lower(level, rules.get(id, "level")) {
				continue
			}
			c.failAt(level.at, keyPath("overrides", id), "%s says that nobody may waive this rule, so its level cannot be lowered to %s",
				firm.at, level.text)
		}
	}
}
