package org

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/flow"
)

// MatchState says how a call site and the definitions came together.
type MatchState string

// The states of a match.
const (
	Found     MatchState = "found"
	Missing   MatchState = "missing"   // no file defines such an action
	Ambiguous MatchState = "ambiguous" // several differ, and nothing tells which is meant
	// Undetermined: a placeholder stands where the action's name belongs, so
	// that nothing can be said.
	Undetermined MatchState = "undetermined"
)

// Match is what an index knows of a call site. Definition is set when it is
// Found; Candidates are the definitions that came close otherwise.
type Match struct {
	State      MatchState
	Definition *Definition
	Candidates []*Definition
}

// DefinitionIndex finds definitions for call sites. It is safe for concurrent
// use once made.
type DefinitionIndex struct {
	byID   map[string][]*Definition
	byName map[string][]*Definition
}

// NewDefinitionIndex indexes definitions. Authentication actions and those
// without a known name are left out: no call site can mean them.
func NewDefinitionIndex(definitions []Definition) *DefinitionIndex {
	x := &DefinitionIndex{byID: map[string][]*Definition{}, byName: map[string][]*Definition{}}
	for i := range definitions {
		d := &definitions[i]
		if d.Auth || d.Name == "" || isPlaceholder(d.Name) {
			continue
		}
		if d.ID != "" {
			x.byID[d.ID] = append(x.byID[d.ID], d)
		}
		key := normalName(d.Name)
		x.byName[key] = append(x.byName[key], d)
	}
	return x
}

// normalName is a name as it is compared: without blanks around it, which
// exports keep and people do not see.
func normalName(name string) string { return strings.TrimSpace(name) }

// isPlaceholder reports whether a template puts a part of the name in.
func isPlaceholder(name string) bool {
	return strings.Contains(name, "{{") || strings.Contains(name, "${") ||
		strings.HasPrefix(name, "<") && strings.HasSuffix(name, ">")
}

// Find finds the definition that a call site means: by the platform's id, else
// by integration and name. Exported definitions do not name their integration;
// such a one is taken when its name is the only one. Definitions that say the
// same are one.
func (x *DefinitionIndex) Find(call *flow.DataAction) Match {
	if call.ID != "" {
		if same := distinct(x.byID[call.ID]); len(same) > 0 {
			return decide(same)
		}
	}
	if isPlaceholder(call.Name) || call.Name == "" {
		return Match{State: Undetermined}
	}
	named := x.byName[normalName(call.Name)]
	if isPlaceholder(call.Integration) || call.Integration == "" {
		return decide(distinct(named))
	}
	if of := withIntegration(named, call.Integration); len(of) > 0 {
		return decide(distinct(of))
	}
	unstated := slices.DeleteFunc(slices.Clone(named), func(d *Definition) bool {
		return d.Integration != "" || d.ID != "" && call.ID != ""
	})
	match := decide(distinct(unstated))
	if match.State == Missing {
		match.Candidates = distinct(named)
	}
	return match
}

func withIntegration(named []*Definition, integration string) []*Definition {
	var out []*Definition
	for _, d := range named {
		if normalName(d.Integration) == normalName(integration) {
			out = append(out, d)
		}
	}
	return out
}

// distinct leaves out definitions that tell nothing that an earlier one does
// not: copies of one action in several directories.
func distinct(definitions []*Definition) []*Definition {
	var out []*Definition
	for _, d := range definitions {
		if !slices.ContainsFunc(out, func(o *Definition) bool { return saysTheSame(o, d) }) {
			out = append(out, d)
		}
	}
	return out
}

func saysTheSame(a, b *Definition) bool {
	sameTimeout := a.TimeoutUnknown == b.TimeoutUnknown && a.TimeoutSeconds == nil && b.TimeoutSeconds == nil ||
		a.TimeoutSeconds != nil && b.TimeoutSeconds != nil && *a.TimeoutSeconds == *b.TimeoutSeconds
	return sameTimeout && a.Method == b.Method && a.URL == b.URL && a.Secure == b.Secure && a.PlatformAPI == b.PlatformAPI
}

func decide(candidates []*Definition) Match {
	switch len(candidates) {
	case 0:
		return Match{State: Missing}
	case 1:
		return Match{State: Found, Definition: candidates[0]}
	}
	return Match{State: Ambiguous, Candidates: candidates}
}

// Explain says in a sentence why a match is not Found, "" when it is.
func (m Match) Explain(call *flow.DataAction) string {
	switch m.State {
	case Missing:
		if len(m.Candidates) > 0 {
			return fmt.Sprintf("data action %q of integration %q is not defined here; of that name there is %s", call.Name,
				call.Integration, list(m.Candidates))
		}
		return fmt.Sprintf("data action %q of integration %q is not defined here", call.Name, call.Integration)
	case Ambiguous:
		return fmt.Sprintf("data action %q of integration %q may be any of %s", call.Name, call.Integration, list(m.Candidates))
	case Undetermined:
		return fmt.Sprintf("data action %q is named by a placeholder", call.Name)
	}
	return ""
}

func list(definitions []*Definition) string {
	var names []string
	for _, d := range definitions {
		names = append(names, d.String())
	}
	return strings.Join(names, ", ")
}
