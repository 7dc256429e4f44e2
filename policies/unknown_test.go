package policies_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
	"archlint/analyzer/review"
	"archlint/analyzer/rulebook"
)

// An unknown is a way for a fact not to be known. Each is tried by itself on
// all examples: the rules must not find anything then that they did not find
// when the fact was known. (What a rule no longer finds is as it should be.)
var unknowns = map[string]func(v reflect.Value) bool{
	"numbers, records and texts that may be null": func(v reflect.Value) bool {
		if v.Kind() != reflect.Pointer || v.IsNil() {
			return false
		}
		v.SetZero()
		return true
	},
	"values": func(v reflect.Value) bool {
		value, ok := v.Addr().Interface().(*facts.Value)
		if ok {
			value.Kind, value.Text, value.Known, value.Reads = "unknown", "", false, []string{}
		}
		return ok
	},
	"values whose text is a placeholder": func(v reflect.Value) bool {
		value, ok := v.Addr().Interface().(*facts.Value)
		if ok {
			value.Known, value.Text = false, "{{ placeholder }}"
		}
		return ok
	},
	"definitions": func(v reflect.Value) bool {
		call, ok := v.Addr().Interface().(*facts.Call)
		if ok {
			call.Definition, call.DefinitionMatch, call.Alternative = nil, "undetermined", nil
		}
		return ok
	},
	"ambiguous definitions": func(v reflect.Value) bool {
		call, ok := v.Addr().Interface().(*facts.Call)
		if ok {
			call.Definition, call.DefinitionMatch, call.Alternative = nil, "ambiguous", nil
		}
		return ok
	},
	"whether a definition calls the platform": func(v reflect.Value) bool {
		definition, ok := v.Addr().Interface().(*facts.Definition)
		if ok {
			definition.PlatformAPI = "unknown"
		}
		return ok
	},
	"what a definition says": func(v reflect.Value) bool {
		definition, ok := v.Addr().Interface().(*facts.Definition)
		if ok {
			definition.IntegrationType, definition.Method, definition.URL, definition.Host = "", "", "", ""
			definition.TimeoutSeconds, definition.TimeoutUnknown = nil, true
		}
		return ok
	},
	"counts of loops": func(v reflect.Value) bool {
		loop, ok := v.Addr().Interface().(*facts.Loop)
		if ok {
			loop.Count, loop.CountText, loop.CountKind = nil, "{{ placeholder }}", "unknown"
		}
		return ok
	},
	"demand": func(v reflect.Value) bool {
		limit, ok := v.Addr().Interface().(*facts.Limit)
		if ok {
			limit.Demand, limit.DemandLow, limit.Utilisation, limit.Headroom, limit.Verdict = nil, nil, nil, nil, "unknown"
		}
		return ok
	},
	"what happens when an endpoint hangs": func(v reflect.Value) bool {
		outage, ok := v.Addr().Interface().(*facts.Outage)
		if ok {
			outage.Slots, outage.Refused, outage.SafeTimeoutSeconds, outage.Verdict, outage.Affected = nil, nil, nil, "unknown", nil
		}
		return ok
	},
	"the organisation": func(v reflect.Value) bool {
		org, ok := v.Addr().Interface().(*facts.Org)
		if ok {
			*org = facts.Org{}
		}
		return ok
	},
}

// TestUnknownsAreSilent tries every way of not knowing on the bad and the good
// example of every rule, with all rules.
func TestUnknownsAreSilent(t *testing.T) {
	set, err := policy.Load(t.Context(), policy.Options{Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]int{}
	for _, r := range load(t) {
		for _, kind := range []rulebook.Kind{rulebook.Bad, rulebook.Good} {
			e, err := book.Example(r, kind)
			if err != nil {
				t.Fatal(err)
			}
			review, err := book.Review(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			known := places(judged(t, set, review))
			for name, forget := range unknowns {
				review := clone(review)
				tried[name] += forgetting(reflect.ValueOf(review).Elem(), forget)
				for _, f := range judged(t, set, review) {
					if !slices.Contains(known, place(f)) {
						t.Errorf("%s example of %s without %s: %s fires: %s", kind, r.ID, name, f.Rule, f.Message)
					}
				}
			}
		}
	}
	for name := range unknowns {
		if tried[name] == 0 {
			t.Errorf("no example has %s", name)
		}
	}
}

// subject is what policies see of a review.
type subject struct {
	Flows    []facts.Flow
	Org      facts.Org
	Capacity []facts.Limit
	Outages  []facts.Outage
}

func judged(t *testing.T, set *policy.Set, judge any) []finding.Finding {
	t.Helper()
	var s subject
	switch r := judge.(type) {
	case *subject:
		s = *r
	case *review.Review:
		s = subject{r.OrgInput().Flows, r.Org, r.Capacity, r.Outages}
	}
	all, errs := set.EvalOrg(t.Context(), facts.OrgInput{Flows: s.Flows, Org: s.Org, Capacity: s.Capacity, Outages: s.Outages})
	for _, f := range s.Flows {
		found, flowErrs := set.EvalFlow(t.Context(), facts.FlowInput{Flow: f, Org: s.Org, Capacity: s.Capacity})
		all, errs = append(all, found...), append(errs, flowErrs...)
	}
	for _, err := range errs {
		t.Error(err)
	}
	return all
}

func places(list []finding.Finding) []string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = place(f)
	}
	return out
}

func place(f finding.Finding) string {
	return fmt.Sprint(f.Rule, " ", f.File, ":", f.Line, ":", f.Column)
}

// clone copies what policies see, all the way down.
func clone(r *review.Review) *subject {
	s := subject{r.OrgInput().Flows, r.Org, r.Capacity, r.Outages}
	return copied(reflect.ValueOf(&s)).Interface().(*subject)
}

func copied(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(copied(v.Elem()))
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				out.Index(i).Set(copied(v.Index(i)))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(copied(v.Field(i)))
		}
	default:
		out.Set(v)
	}
	return out
}

// forgetting applies an unknown to everything in v and counts how often it did
// something.
func forgetting(v reflect.Value, forget func(reflect.Value) bool) int {
	n := 0
	if v.CanAddr() && forget(v) {
		n++
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			n += forgetting(v.Elem(), forget)
		}
	case reflect.Slice:
		for i := range v.Len() {
			n += forgetting(v.Index(i), forget)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			n += forgetting(v.Field(i), forget)
		}
	}
	return n
}
