// Package diff compares two reviews: what changed in the bounds and the expected
// counts of the flows, in the demand against the limits, and in the findings,
// and what in the flows it comes from.
package diff

import (
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// Side is one of the two reviews.
type Side struct {
	Flows []facts.Flow
	// Flow returns all that is known of the i-th of Flows, its nodes too; nil where
	// Flows tell all.
	Flow     func(i int) facts.Flow
	Limits   []facts.Limit
	Findings []finding.Finding
}

// Change is a figure before and after; nil is one that was, or is, not there.
type Change[T any] struct {
	Old *T `json:"old"`
	New *T `json:"new"`
}

// changed returns a change, nil where both are the same.
func changed[T comparable](before, after T) *Change[T] {
	if before == after {
		return nil
	}
	return &Change[T]{&before, &after}
}

// Status says what became of a thing.
type Status string

// The statuses.
const (
	Added   Status = "added"
	Removed Status = "removed"
	Changed Status = "changed"
)

// Diff is all that changed. Flows, calls and limits that are as they were are
// left out.
type Diff struct {
	Flows    []Flow   `json:"flows"`
	Capacity []Limit  `json:"capacity"`
	Findings Findings `json:"findings"`
}

// Range is the change of a count, the figures that stayed are nil.
type Range struct {
	Min      *Change[int64]   `json:"min"`
	Expected *Change[float64] `json:"expected"`
	Max      *Change[int64]   `json:"max"`
}

// Flow is a flow that changed. Place is where it stands now, or stood.
type Flow struct {
	facts.Place
	Type           string          `json:"type"`
	Status         Status          `json:"status"`
	Name           *Change[string] `json:"name"` // of a flow with another name and the same id
	PerRun         *Range          `json:"perRun"`
	PerInteraction *Range          `json:"perInteraction"`
	BoundedBy      *Change[string] `json:"boundedBy"`
	// PerRunBasis and PerInteractionBasis are what the expected numbers rested on and rest on,
	// nil where there is none.
	PerRunBasis         Change[string] `json:"perRunBasis"`
	PerInteractionBasis Change[string] `json:"perInteractionBasis"`
	// Because says, the gravest first, what the change of the greatest counts
	// comes from.
	Because []string `json:"because"`
	Calls   []Call   `json:"calls"`
}

// Call is a call site that changed.
type Call struct {
	facts.Place
	Title      string          `json:"name"`
	DataAction string          `json:"dataAction"`
	Status     Status          `json:"status"`
	PerRun     *Range          `json:"perRun"`
	BoundedBy  *Change[string] `json:"boundedBy"`
	Because    string          `json:"because"`
	// Basis is what the expected number rested on and rests on, nil where there is none.
	Basis Change[string] `json:"basis"`

	delta int64 // of the greatest count
}

// Limit is a limit whose demand changed.
type Limit struct {
	Limit    facts.LimitID    `json:"limit"`
	Expected *Change[float64] `json:"expected"`
	Peak     *Change[float64] `json:"peak"`
	// Basis is what the demand rested on and rests on, nil where there is none.
	Basis       Change[string]   `json:"basis"`
	Utilisation *Change[float64] `json:"utilisation"`
	Verdict     *Change[string]  `json:"verdict"`
}

// Findings are those that came, went, or got worse.
type Findings struct {
	New   []finding.Finding
	Worse []Worse
	Gone  []finding.Finding
}

// Worse is a finding that was there and got worse.
type Worse struct {
	finding.Finding
	Figures []Figure
}

// Figure is a figure of the evidence that got worse.
type Figure struct {
	Path     string
	Old, New float64
}

// Compare compares two reviews.
func Compare(base, head Side) *Diff {
	pairs := pairFlows(base.Flows, head.Flows)
	d := &Diff{Flows: []Flow{}, Capacity: compareLimits(base.Limits, head.Limits)}
	for _, p := range pairs.list {
		if f := compareFlow(base.whole(p.base), head.whole(p.head), pairs); f != nil {
			d.Flows = append(d.Flows, *f)
		}
	}
	d.Findings = compareFindings(base.Findings, head.Findings, pairs)
	return d
}

// whole is all that is known of a flow of the side, nil for none. Of each side one
// flow is held whole at a time.
func (s Side) whole(f *indexed) *facts.Flow {
	switch {
	case f == nil:
		return nil
	case s.Flow == nil:
		return f.Flow
	}
	flow := s.Flow(f.index)
	return &flow
}

// Worsened counts what got worse.
type Worsened struct {
	Bounds, Verdicts int
}

// Worsened counts the bounds and verdicts that got worse. A flow that is new has
// no bound that was better.
func (d *Diff) Worsened() Worsened {
	var w Worsened
	for _, f := range d.Flows {
		for _, r := range []*Range{f.PerRun, f.PerInteraction} {
			if f.Status == Changed && r != nil && r.Max != nil && *r.Max.New > *r.Max.Old {
				w.Bounds++
			}
		}
	}
	for _, l := range d.Capacity {
		if v := l.Verdict; v != nil && v.New != nil && v.Old != nil && gravity(*v.New) > gravity(*v.Old) {
			w.Verdicts++
		}
	}
	return w
}

// gravity orders verdicts. What is not known is no worse than what is well: it
// says nothing.
func gravity(verdict string) int {
	switch verdict {
	case "exceeded":
		return 2
	case "warning":
		return 1
	}
	return 0
}
