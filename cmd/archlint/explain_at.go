package main

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
	"archlint/analyzer/policy/author"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
	"archlint/analyzer/visible"
)

// explainAt says why a rule fired or did not fire at a place of a review.
func (a *app) explainAt(ctx context.Context, id, at string, paths []string, flags *analysisFlags) error {
	options, err := flags.options(a)
	if err != nil {
		return err
	}
	if err := flags.baseline(a, &options); err != nil {
		return err
	}
	set, err := policy.Load(ctx, options.Rules.PolicyOptions(options.Observe.Rules))
	if set == nil {
		return err
	}
	defer set.Close()
	if loadErr := a.tellPolicyErrors(err); loadErr != nil {
		return loadErr
	}
	rule, err := findRule(set.Rules(), id)
	if err != nil {
		own, unknown := findRule(a.withOwn(set.Rules()), id)
		if unknown == nil {
			return fmt.Errorf("rule %s does not look at flows; archlint explain %s says at what it does", own.ID, own.ID)
		}
		return err
	}
	review, err := a.analyze(ctx, paths, flags, options)
	if err != nil {
		return err
	}
	if err := nothingChecked(review, true); err != nil {
		return err
	}
	spots, err := findSpots(review, at)
	if err != nil {
		return err
	}
	if spots[0].limit != "" && rule.Scope != policy.OrgScope {
		return fmt.Errorf("rule %s looks at flows one by one, and not at limits: --at takes a flow", rule.ID)
	}
	for _, s := range spots {
		e, err := s.explain(ctx, set, id, review)
		if err != nil {
			return trouble("%v", err)
		}
		settle(&e, review)
		text := e.String() + limitOf(review, s)
		if _, err := fmt.Fprintf(a.stdout, "%s\n  %s\n", visible.Line(s.name), strings.ReplaceAll(visible.Lines(text), "\n",
			"\n  ")); err != nil {
			return err
		}
	}
	return allRead(review)
}

// explain asks a rule about the spot.
func (s spot) explain(ctx context.Context, set *policy.Set, id string, r *review.Review) (author.Explanation, error) {
	if s.limit != "" {
		return author.ExplainLimit(ctx, set, id, r.OrgInput(), s.limit)
	}
	return author.Explain(ctx, set, id, r.FlowInput(s.flow), r.OrgInput(), s.node)
}

// limitOf is a line on what limits the call at a spot, or why nothing does; "" where
// there is no call or its count needs no explanation.
func limitOf(r *review.Review, s spot) string {
	if s.limit != "" {
		return ""
	}
	f := r.Flow(s.flow)
	for _, c := range f.Calls {
		if text := report.LimitSentence(f.File, c); c.Node == s.node && text != "" {
			return "\n" + text
		}
	}
	return ""
}

// settle holds what the rule found against what the review reports: a finding
// that is not there was taken away after the rule had spoken.
func settle(e *author.Explanation, r *review.Review) {
	if e.Verdict != author.Fired {
		return
	}
	left := slices.DeleteFunc(slices.Clone(e.Findings), func(f finding.Finding) bool {
		return !slices.ContainsFunc(r.Findings, func(g finding.Finding) bool { return f.Fingerprint == g.Fingerprint })
	})
	if len(left) > 0 {
		return
	}
	e.Verdict, e.Because = author.Waived, "a setting of the configuration takes the finding away here"
	for _, a := range r.Accepted {
		if a.Fingerprint == e.Findings[0].Fingerprint {
			e.Because = "it is " + report.AcceptedWords(a)
		}
	}
}

// spot is a place in a review: a flow by its index, and a node of it, "" for
// the flow itself; or a limit.
type spot struct {
	flow  int
	node  string
	limit string // namespace/key
	name  string // how it is shown
}

var fileAndLine = regexp.MustCompile(`^(.+?):([0-9]+)(?::([0-9]+))?$`)

// findSpots finds the places that FLOW/NODE, FILE:LINE or a limit's NAMESPACE/KEY names.
func findSpots(r *review.Review, at string) ([]spot, error) {
	if m := fileAndLine.FindStringSubmatch(at); m != nil {
		if spots := spotsAtLine(r, m); len(spots) > 0 {
			return spots, nil
		}
	}
	var names, nodes []string
	for i, f := range r.Flows {
		names = append(names, f.Name)
		if f.Name == at {
			return []spot{{flow: i, name: placed(f.File, f.Line, f.Name)}}, nil
		}
		node, ok := strings.CutPrefix(at, f.Name+"/")
		if !ok {
			continue
		}
		whole := r.Flow(i)
		if spots := spotsOfNode(&whole, i, node); len(spots) > 0 {
			return spots, nil
		}
		for _, p := range records(&whole) {
			nodes = append(nodes, p.name)
		}
	}
	if s, ok := limitSpot(r, at); ok {
		return []spot{s}, nil
	}
	for _, l := range r.Capacity {
		names = append(names, limitName(l))
	}
	if len(nodes) > 0 {
		_, step, _ := strings.Cut(at, "/")
		return nil, fmt.Errorf("--at %q: the flow has no such node or step%s", at, maybe(step, nodes))
	}
	near := maybe(at, names)
	if name, _, _ := strings.Cut(at, "/"); near == "" {
		near = maybe(name, names)
	}
	return nil, fmt.Errorf("--at %q: no such flow, and no limit that demand is held against%s", at, near)
}

// limitSpot is the limit of that namespace and key, or of that key where it is the only one.
func limitSpot(r *review.Review, at string) (out spot, ok bool) {
	found := 0
	for _, l := range r.Capacity {
		here := spot{limit: limitName(l), name: fmt.Sprintf("limit %s: %s", limitName(l), l.Limit.Title)}
		switch at {
		case limitName(l):
			return here, true
		case l.Limit.Key:
			out, found = here, found+1
		}
	}
	return out, found == 1
}

func limitName(l facts.Limit) string { return l.Limit.Namespace + "/" + l.Limit.Key }

func maybe(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

// spotRecord is a record of a flow that a rule may point at.
type spotRecord struct {
	facts.Place
	name string
}

// records are the nodes and the loops of a flow; calls are nodes too.
func records(f *facts.Flow) []spotRecord {
	var out []spotRecord
	for _, n := range f.Nodes {
		out = append(out, spotRecord{n.Place, n.Name})
	}
	for _, c := range f.Calls { // those of common modules are no nodes of the flow
		out = append(out, spotRecord{c.Place, c.Name})
	}
	for _, l := range f.Loops {
		out = append(out, spotRecord{l.Place, l.Name})
	}
	return out
}

// spotsOfNode are the records with that id, or else with that name. Ids that are
// paths begin with a slash, which one may leave out.
func spotsOfNode(f *facts.Flow, flow int, node string) []spot {
	for _, same := range []func(spotRecord) bool{
		func(r spotRecord) bool { return r.Node == node || r.Node == "/"+node },
		func(r spotRecord) bool { return r.name == node },
	} {
		if spots := collect(f, flow, same); len(spots) > 0 {
			return spots
		}
	}
	return nil
}

// spotsAtLine are the records that begin on a line, or else those that begin
// last before it: a step goes on for several lines.
func spotsAtLine(r *review.Review, m []string) []spot {
	file := path.Clean(filepath.ToSlash(m[1]))
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3])
	var out []spot
	last := 1 // the line of those in out
	for i := range r.Flows {
		f := r.Flow(i)
		at := lineUpTo(&f, file, line, column)
		if at < last {
			continue
		}
		here := collect(&f, i, func(p spotRecord) bool { return begins(p.Place, file, at, column) })
		if len(here) == 0 {
			here = []spot{{flow: i, name: placed(f.File, f.Line, f.Name)}}
		}
		if at > last {
			out = nil
		}
		out, last = append(out, here...), at
	}
	return out
}

// lineUpTo is the last line up to this one on which the flow or a record of it
// begins, 0 for none.
func lineUpTo(f *facts.Flow, file string, line, column int) int {
	last := 0
	if f.File == file && f.Line <= line {
		last = f.Line
	}
	for _, p := range records(f) {
		if p.Line <= line && begins(p.Place, file, p.Line, column) {
			last = max(last, p.Line)
		}
	}
	return last
}

// begins reports whether a record begins on a line, and at a column unless that is 0.
func begins(p facts.Place, file string, line, column int) bool {
	return p.File == file && p.Line == line && (column == 0 || p.Column == column)
}

func collect(f *facts.Flow, flow int, wanted func(spotRecord) bool) []spot {
	var out []spot
	seen := map[string]bool{}
	for _, p := range records(f) {
		if wanted(p) && !seen[p.Node] {
			seen[p.Node] = true
			out = append(out, spot{flow: flow, node: p.Node, name: placed(p.File, p.Line, f.Name+" / "+p.name)})
		}
	}
	return out
}

func placed(file string, line int, name string) string {
	return fmt.Sprintf("%s:%d: %s", file, line, name)
}
