package config

import "slices"

// merged merges layers, the weakest first: the value of a stronger layer wins, lists
// that add up are joined, and keys without a value are left out. The layers stay as they
// are.
func merged(s *schema, layers ...*value) *value {
	out := newObject(Origin{})
	for _, layer := range layers {
		if layer != nil {
			out = overlay(s, out, layer)
		}
	}
	return out
}

// overlay returns weak with what strong says on top.
func overlay(s *schema, weak, strong *value) *value {
	switch {
	case weak == nil:
		return strong.clone()
	case strong == nil:
		return weak.clone()
	case s.kind == listOf && s.adds:
		return joined(weak, strong)
	case s.kind != objectOf && s.kind != mapOf || s.whole:
		return strong.clone()
	}
	out := weak.clone()
	out.at, out.key = strong.at, strong.key
	if s.field("interactions-per-minute") != nil {
		overtake(out, strong)
	}
	for _, key := range strong.keys {
		of := s.of
		if s.kind == objectOf {
			of = s.field(key)
		}
		out.set(key, overlay(of, out.members[key], strong.members[key]))
	}
	if s.latch {
		refuse(out, weak, strong)
	}
	return out
}

// joined adds the items of strong to those of weak. What both have, because both
// build on the same file, stands where strong has it: of several the last may hold.
func joined(weak, strong *value) *value {
	out := weak.clone()
	out.at, out.key = strong.at, strong.key
	again := make(map[any]bool, len(strong.items))
	for _, item := range strong.items {
		again[item.itself()] = true
	}
	out.items = slices.DeleteFunc(out.items, func(item *value) bool { return again[item.itself()] })
	out.items = append(out.items, strong.clone().items...)
	return out
}

// itself is what tells an item of a list from the others: what a scalar says, and
// where anything else stands.
func (v *value) itself() any {
	if v.shape == scalar {
		return v.text
	}
	return v.at
}

// overtake removes figures of the traffic from weak that strong gives in another form. A
// scenario that gives licences would else be overruled by the interactions per minute of
// the traffic that it changes.
func overtake(weak, strong *value) {
	total, week, licences, entries := strong.get("interactions-per-minute"), strong.get("weekly"), strong.get("licences"), ratesOf(strong)
	if total == nil && (week != nil || licences != nil || len(entries) > 0) {
		weak.remove("interactions-per-minute")
	}
	if total != nil || week != nil || licences != nil {
		if len(entries) == 0 {
			for _, rate := range ratesOf(weak) {
				rate.proportional = true
			}
		}
	}
	if w := weak.get("weekly"); w != nil && week == nil && (total != nil || licences != nil || len(entries) > 0) {
		w.proportional = true
	}
	if strong.get("mean-wait") != nil && strong.get("waiting-interactions") == nil {
		weak.remove("waiting-interactions")
	}
	if licences != nil || strong.get("licence-type") != nil {
		weak.remove("licence-mix")
	}
	if strong.get("licence-mix") != nil {
		weak.remove("licence-type")
	}
}

// ratesOf are the absolute rates that traffic gives for entry flows.
func ratesOf(traffic *value) []*value {
	var out []*value
	entries := traffic.get("entries")
	for _, flow := range entries.names() {
		if rate := entries.get(flow, "per-minute"); rate != nil && !rate.proportional {
			out = append(out, rate)
		}
	}
	return out
}
