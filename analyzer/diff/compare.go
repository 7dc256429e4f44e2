package diff

import (
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// compareLimits lists the limits whose demand or verdict changed, in the order
// of the review after.
func compareLimits(base, head []facts.Limit) []Limit {
	out := []Limit{}
	before := map[string]*facts.Limit{}
	for i := range base {
		before[limitID(&base[i])] = &base[i]
	}
	for i := range head {
		l := &head[i]
		old := before[limitID(l)]
		if old == nil {
			old = &facts.Limit{Verdict: "unknown"}
		}
		one := Limit{
			Limit: l.Limit, Expected: changedFigure(old.Demand, l.Demand, func(d *facts.Demand) float64 { return d.Expected }),
			Peak:        changedFigure(old.Demand, l.Demand, func(d *facts.Demand) float64 { return d.Peak }),
			Utilisation: changedFigure(old.Utilisation, l.Utilisation, func(x *float64) float64 { return *x }),
			Verdict:     changed(old.Verdict, l.Verdict),
			Basis:       Change[string]{demandBasis(old.Demand), demandBasis(l.Demand)},
		}
		if one.Expected != nil || one.Peak != nil || one.Utilisation != nil || one.Verdict != nil {
			out = append(out, one)
		}
	}
	return out
}

// demandBasis is what a demand rests on, nil without any.
func demandBasis(d *facts.Demand) *string {
	if d == nil {
		return nil
	}
	return &d.Basis
}

func limitID(l *facts.Limit) string { return l.Limit.Namespace + "/" + l.Limit.Key }

// changedFigure compares a figure that may not be known.
func changedFigure[T any](before, after *T, of func(*T) float64) *Change[float64] {
	var c Change[float64]
	if before != nil {
		x := rounded(of(before))
		c.Old = &x
	}
	if after != nil {
		x := rounded(of(after))
		c.New = &x
	}
	if c.Old == nil && c.New == nil || c.Old != nil && c.New != nil && *c.Old == *c.New {
		return nil
	}
	return &c
}

// known identifies a finding on either side.
type known struct{ rule, flow, message string }

// compareFindings pairs findings by fingerprint; where the two exports have
// different formats, which tell identities differently, by rule, flow and message.
func compareFindings(base, head []finding.Finding, all pairs) Findings {
	partners := match(head, base, []func(*finding.Finding) string{
		func(f *finding.Finding) string { return f.Fingerprint },
	})
	taken := make([]bool, len(base))
	words := map[known][]int{}
	for _, j := range partners {
		if j >= 0 {
			taken[j] = true
		}
	}
	for j, f := range base {
		if !taken[j] {
			k := known{f.Rule, f.Flow, f.Message}
			words[k] = append(words[k], j)
		}
	}
	out := Findings{New: []finding.Finding{}, Worse: []Worse{}, Gone: []finding.Finding{}}
	for i, f := range head {
		j := partners[i]
		if j < 0 {
			flow := f.Flow
			if old := all.base[flow]; old != nil {
				flow = old.Name
			}
			k := known{f.Rule, flow, f.Message}
			if same := words[k]; len(same) > 0 {
				j, words[k] = same[0], same[1:]
				taken[j] = true
			}
		}
		if j < 0 {
			out.New = append(out.New, f)
			continue
		}
		if w := worse(base[j], f); len(w) > 0 {
			out.Worse = append(out.Worse, Worse{f, w})
		}
	}
	for j, f := range base {
		if !taken[j] {
			out.Gone = append(out.Gone, f)
		}
	}
	return out
}

// worse lists the figures of a finding that got worse.
func worse(before, after finding.Finding) []Figure {
	var out []Figure
	old := finding.Figures(before.Evidence)
	for _, now := range finding.Figures(after.Evidence) {
		i := slices.IndexFunc(old, func(f finding.Figure) bool { return f.Path == now.Path })
		if i >= 0 && finding.Worse(now.Path, old[i].Value, now.Value) {
			out = append(out, Figure{now.Path, old[i].Value, now.Value})
		}
	}
	return out
}

// Failing are the findings of a change that are new or got worse.
func (d *Diff) Failing() []finding.Finding {
	out := slices.Clone(d.Findings.New)
	for _, w := range d.Findings.Worse {
		out = append(out, w.Finding)
	}
	return out
}
