package sarif

import (
	"fmt"
	"sync"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// node identifies a record of a flow across the review.
type node struct{ file, flow, node string }

// callSite is a call and the flow it stands in.
type callSite struct {
	flow *facts.Flow
	call *facts.Call
}

// callSites finds the calls of a review, for several at a time. It holds one flow
// whole, the last one asked for: findings come flow by flow.
type callSites struct {
	review *review.Review
	at     map[node][2]int // the flow and the call in it, by index
	mu     sync.Mutex
	flow   *facts.Flow
	index  int // of flow
}

func callSitesOf(r *review.Review) *callSites {
	s := &callSites{review: r, at: map[node][2]int{}, index: -1}
	for i := range r.Flows {
		f := &r.Flows[i]
		for j := range f.Calls {
			s.at[node{f.Calls[j].File, f.Name, f.Calls[j].Node}] = [2]int{i, j}
		}
	}
	return s
}

// find returns the call at a node.
func (s *callSites) find(n node) (callSite, bool) {
	at, ok := s.at[n]
	if !ok {
		return callSite{}, false
	}
	flow := s.whole(at[0])
	return callSite{flow, &flow.Calls[at[1]]}, true
}

func (s *callSites) whole(index int) *facts.Flow {
	s.mu.Lock()
	defer s.mu.Unlock()
	if index != s.index {
		flow := s.review.WithoutNodes(index)
		s.index, s.flow = index, &flow
	}
	return s.flow
}

func sarifResultOf(f finding.Finding, rule int, calls *callSites, limits sarifLimits) sarifResult {
	out := sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: sarifLevelOf(f.Severity),
		Message:             sarifText{Text: report.OrElse(f.Message, f.Rule)},
		Locations:           []sarifLocation{},
		PartialFingerprints: sarifFingerprints(f),
		Properties: sarifResultBag{
			Remediation: f.Remediation, Flow: f.Flow, Node: f.Node, Confidence: f.Confidence,
			Category: f.Category, Docs: f.Docs, Evidence: report.EvidenceOf(f),
		},
	}
	if loc := sarifLocationOf(f); loc.PhysicalLocation != nil || loc.LogicalLocations != nil {
		out.Locations = append(out.Locations, loc)
	}
	if site, ok := calls.find(node{f.File, f.Flow, f.Node}); ok {
		out.RelatedLocations = sarifRelated(site, limits.related)
		out.CodeFlows = sarifCodeFlows(site.call, limits.steps)
	}
	return out
}

// sarifFingerprints gives the finding's own identity twice: under our name, and
// under the one by which GitHub tracks an alert. GitHub would otherwise hash
// the lines around the place, which move with every export.
func sarifFingerprints(f finding.Finding) map[string]string {
	if f.Fingerprint == "" {
		return nil
	}
	return map[string]string{"archlint/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint}
}

func sarifLocationOf(f finding.Finding) sarifLocation {
	loc := sarifLocation{PhysicalLocation: sarifPhysicalOf(f.File, f.Line, f.Column)}
	if f.Flow != "" {
		name := f.Flow
		if f.Node != "" {
			name += "/" + f.Node
		}
		loc.LogicalLocations = []sarifLogicalLocation{{Name: f.Node, FullyQualifiedName: name}}
	}
	return loc
}

// sarifRelated are the loops around a call and the earlier calls it repeats,
// at most so many.
func sarifRelated(site callSite, most int) []sarifLocation {
	var out []sarifLocation
	add := func(at facts.Place, text string) {
		if len(out) == most {
			return
		}
		if p := sarifPhysicalOf(at.File, at.Line, at.Column); p != nil {
			out = append(out, sarifLocation{ID: len(out) + 1, PhysicalLocation: p, Message: &sarifText{Text: text}})
		}
	}
	for _, id := range site.call.Loops {
		for _, l := range site.flow.Loops {
			if l.ID == id {
				add(l.Place, fmt.Sprintf("inside the %s loop %q", l.Kind, l.Name))
			}
		}
	}
	for _, earlier := range site.call.RepeatOf {
		add(earlier.Place, "the same call with the same inputs")
	}
	return out
}

// sarifCodeFlows is the witness: the path on which the call runs most often.
func sarifCodeFlows(c *facts.Call, maxSteps int) []sarifCodeFlow {
	var steps []sarifThreadFlowLocation
	appendSteps(&steps, c.Witness, 0, maxSteps)
	if len(steps) == 0 {
		return nil
	}
	steps[len(steps)-1].Importance = "essential" // the call itself
	text := fmt.Sprintf("A path on which %q runs %s.", c.Name, report.Times(c.PerRun.Max))
	if c.BoundedBy == report.ByPlatform {
		text = fmt.Sprintf("A path on which %q runs again and again.", c.Name)
	}
	if limit := report.LimitSentence("", *c); limit != "" {
		text += " " + limit
	}
	return []sarifCodeFlow{{Message: sarifText{Text: text}, ThreadFlows: []sarifThreadFlow{{Locations: steps}}}}
}

// appendSteps lays a witness out in order of execution; the steps of a folded
// loop stand one level deeper, once, after a step that tells how often.
func appendSteps(out *[]sarifThreadFlowLocation, steps []facts.Step, level, most int) {
	for _, s := range steps {
		if len(*out) >= most || level > report.MaxDepth {
			return
		}
		*out = append(*out, sarifThreadFlowLocation{
			Location: sarifLocation{
				PhysicalLocation: sarifPhysicalOf(s.File, s.Line, s.Column),
				Message:          &sarifText{Text: report.OrElse(stepText(s), "step")},
			},
			NestingLevel:   level,
			ExecutionOrder: len(*out) + 1,
			Importance:     importance(s),
		})
		appendSteps(out, s.Steps, level+1, most)
	}
}

// importance ranks a step for readers that cannot show all: a loop that is run
// again and again tells more than a step on the way to it.
func importance(s facts.Step) string {
	if s.Times > 1 {
		return "essential"
	}
	return "important"
}

func stepText(s facts.Step) string {
	text := s.Name
	if s.Output != "" {
		text += " -> " + s.Output
	}
	if s.Times > 1 {
		text += ", " + report.Times(s.Times)
	}
	return text
}

// sarifSuppressed is the result of an accepted finding: code scanning shows it
// as dismissed, with the reason.
func sarifSuppressed(a finding.Accepted, rule int, calls *callSites, limits sarifLimits) sarifResult {
	out := sarifResultOf(a.Finding, rule, calls, limits)
	s := sarifSuppression{Kind: "external", Status: "accepted", Justification: report.AcceptedWords(a)}
	if a.Record.Comment {
		s.Kind = "inSource"
	}
	if p := sarifPhysicalOf(a.Record.File, a.Record.Line, a.Record.Column); p != nil {
		s.Location = &sarifLocation{PhysicalLocation: p}
	}
	out.Suppressions = []sarifSuppression{s}
	return out
}
